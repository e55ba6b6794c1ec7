"""The deadlines remembered are always what a fresh reading gives, and a write has only its family read."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from invented import add_follow_files
from profiles import invented_profile, open_workspace
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from stores import AUTEUR

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.models import (
    Agent,
    Base,
    CoAccompagnement,
    ContratRsa,
    FaitImpaye,
    Famille,
    Impaye,
    Intervention,
    JeuRegles,
    LogementSignale,
    MensualitePlan,
    MouvementDette,
    Note,
    PlanApurement,
    ProlongationConservation,
    ReexamenRsa,
    Situation,
    SuiteEcheance,
    SuiviRsa,
)
from caseapp.services.echeances_ouvertes import EcheancesOuvertes, Ouvertes
from caseapp.services.echeances_touchees import TABLES
from caseapp.services.workspace import Workspace
from caseapp.store import Step

TODAY = date(2025, 9, 1)
Write = Callable[[Session], None]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """F1 has a dwelling and an RSA follow-up open, F4 an arrear and an RSA follow-up."""
    workspace = open_workspace(invented_profile(tmp_path / "profil"))
    add_follow_files(workspace._opening.store, AUTEUR)
    yield workspace
    workspace.close()


def first(session: Session, mapped: Any, reference: str | None = None) -> Any:
    statement = select(mapped)
    if reference is not None:
        statement = statement.where(mapped.reference == reference)
    return session.scalars(statement).first()


def impaye(session: Session) -> Impaye:
    return first(session, Impaye, "M2")


def add(make: Callable[[Session], Base]) -> Write:
    return lambda session: session.add(make(session))


def change(mapped: type[Base], name: str, value: object, reference: str | None = None) -> Write:
    return lambda session: setattr(first(session, mapped, reference), name, value)


def remove(mapped: type[Base]) -> Write:
    return lambda session: session.delete(first(session, mapped))


F1, F4 = "F1", "F4"
TOUCHING: dict[str, tuple[str, Write]] = {
    "a debt paid": (F4, add(lambda session: MouvementDette(
        impaye_id=impaye(session).id, type="paiement", date=TODAY, montant=900_000))),
    "a payment removed": (F4, remove(MouvementDette)),
    "a fact": (F4, add(lambda session: FaitImpaye(
        impaye_id=impaye(session).id, nature="saisine_ccapex", date=TODAY))),
    "a fact removed": (F4, remove(FaitImpaye)),
    "an instalment": (F4, change(MensualitePlan, "date_echeance", TODAY + timedelta(days=4))),
    "a plan broken": (F4, change(PlanApurement, "date_rupture", TODAY)),
    "an arrear settled": (F4, lambda session: settle(impaye(session))),
    "an arrear reported": (F1, add(lambda session: Impaye(
        reference="M9", famille_id=first(session, Famille, F1).id, aide_logement="apl",
        date_signalement=date(2025, 8, 1)))),
    "an extension removed": (F1, remove(ProlongationConservation)),
    "a dwelling visited": (F1, change(LogementSignale, "date_visite", date(2025, 9, 10))),
    "a contract": (F4, add(lambda session: ContratRsa(
        suivi_id=first(session, SuiviRsa, "V2").id, type="contrat_engagement", date_signature=TODAY))),
    "a contract removed": (F1, remove(ContratRsa)),
    "a review removed": (F1, remove(ReexamenRsa)),
    "a co-support removed": (F1, remove(CoAccompagnement)),
    "a mark removed": (F4, remove(SuiteEcheance)),
    "a name": (F4, change(Famille, "nom", "Autrement", F4)),
    "a situation": (F1, add(lambda session: Situation(
        famille_id=first(session, Famille, F1).id, date_effet=date(2025, 8, 30), grossesse=True))),
    "an intervention that follows a file": (F1, change(Intervention, "agent_id", 2, "I1")),
}  # fmt: skip
"""Writes that one family alone is touched by, of every table that belongs to one."""


def settle(one: Impaye) -> None:
    one.issue, one.date_issue = "resolu", TODAY


def everything(ouvertes: Ouvertes) -> tuple[object, ...]:
    """Return what is compared: all but the object itself."""
    return ouvertes.suivies, ouvertes.dossiers, ouvertes.familles


def fresh(workspace: Workspace) -> Ouvertes:
    return EcheancesOuvertes(workspace._opening.store, workspace.regles).read(TODAY)


def write(workspace: Workspace, writing: Write) -> None:
    with workspace._opening.store.write(AUTEUR, Step("Essai")) as session:
        writing(session)


@pytest.mark.parametrize("name", sorted(TOUCHING))
def test_a_write_has_its_family_read_again_and_no_other(workspace: Workspace, name: str) -> None:
    reference, writing = TOUCHING[name]
    ouvertes = workspace.echeances.ouvertes
    with workspace._opening.store.read() as session:
        family = first(session, Famille, reference).id
    before = ouvertes.read(TODAY)
    write(workspace, writing)
    for put in (lambda: None, workspace.historique.undo, workspace.historique.redo):
        put()
        after = ouvertes.read(TODAY)
        assert everything(after) == everything(fresh(workspace))
        assert after.familles.get(family) is not before.familles.get(family)
        others = before.familles.keys() - {family}
        assert others
        assert all(after.familles[ident] is before.familles[ident] for ident in others)
        before = after


def test_what_is_undone_is_as_it_was(workspace: Workspace) -> None:
    ouvertes = workspace.echeances.ouvertes
    before = ouvertes.read(TODAY)
    write(workspace, TOUCHING["an arrear settled"][1])
    settled = ouvertes.read(TODAY)
    assert len(settled.suivies) < len(before.suivies)
    assert settled.dossiers[Domaine.IMPAYES] == {}
    workspace.historique.undo()
    assert everything(ouvertes.read(TODAY)) == everything(before)


@pytest.mark.parametrize("name", ["agents", "merge", "rules"])
def test_what_touches_any_family_has_all_read_again(workspace: Workspace, name: str) -> None:
    ouvertes = workspace.echeances.ouvertes
    ouvertes.read(TODAY)
    with workspace._opening.store.read() as session:
        kept, absorbed = (first(session, Famille, one).id for one in (F1, F4))
    {
        "agents": lambda: write(workspace, change(Agent, "nom", "Autrement")),
        "merge": lambda: workspace.fusion.merge(kept, absorbed),
        "rules": lambda: write(workspace, remove(JeuRegles)),
    }[name]()
    after = ouvertes.read(TODAY)
    assert everything(after) == everything(fresh(workspace))
    if name == "merge":
        assert after.familles.keys() == {kept}


def test_a_file_removed_with_all_it_holds_is_pending_no_more(workspace: Workspace) -> None:
    ouvertes = workspace.echeances.ouvertes
    assert ouvertes.read(TODAY).dossiers[Domaine.INDECENCE]

    def remove_dwelling(session: Session) -> None:
        session.delete(first(session, ProlongationConservation))
        session.flush()
        session.delete(first(session, LogementSignale))

    write(workspace, remove_dwelling)
    assert ouvertes.read(TODAY).dossiers[Domaine.INDECENCE] == {}
    assert everything(ouvertes.read(TODAY)) == everything(fresh(workspace))


def test_a_note_or_a_consultation_leaves_all_as_it_is(workspace: Workspace) -> None:
    ouvertes = workspace.echeances.ouvertes
    before = ouvertes.read(TODAY)
    workspace.familles.open_fiche(1, TODAY)
    now = workspace._opening.store.now
    note = Note(famille_id=1, niveau="equipe", texte="Vue", auteur=AUTEUR, ecrite_le=now)
    write(workspace, add(lambda _: note))
    assert ouvertes.read(TODAY) is before
    assert ouvertes.read(TODAY + timedelta(days=1)) is not before


def test_deadlines_are_read_from_no_table_whose_writes_are_not_looked_at(workspace: Workspace) -> None:
    """Independent of the readers: the statements that reach the store are searched for names of tables."""
    said: list[str] = []
    engine = workspace._opening.store.engine

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        fresh(workspace)
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    words = {word.strip('(),"').split(".")[0] for text in said for word in text.split()}
    read = words & set(Base.metadata.tables)
    assert read - {"journal"} <= TABLES
    assert len(read) > 10
