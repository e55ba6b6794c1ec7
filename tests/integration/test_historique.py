"""Steps: undone, redone, restored, on a real store; an undoing that would lose something is refused."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from stores import new_store

from caseapp.errors import InputError
from caseapp.models import Agent, EntreeJournal, Famille, Intervention, Note, RendezVous, Version
from caseapp.models.base import new_reference
from caseapp.services.historique import HistoriqueService
from caseapp.store import Step, Store
from caseapp.store.search import is_index_stale
from caseapp.store.search_notes import is_notes_index_stale, search_notes

ME, OTHER = "camille", "odile"
WRITTEN, EARLIER = (datetime.fromisoformat(text) for text in ("2026-11-20T10:00:00", "2026-01-02T09:00:00"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def historique(store: Store) -> HistoriqueService:
    return HistoriqueService(store, ME)


def add_famille(store: Store, nom: str = "Nguyễn", auteur: str = ME) -> int:
    with store.write(auteur, Step(f"Famille {nom} créée")) as session:
        famille = Famille(reference=new_reference("F"), nom=nom, prenom="Emma")
        session.add(famille)
        session.flush()
        return famille.id


def rename(store: Store, famille_id: int, nom: str, auteur: str = ME) -> None:
    with store.write(auteur, Step(f"Nom changé en {nom}", famille_id)) as session:
        famille = session.get(Famille, famille_id)
        assert famille is not None
        famille.nom = nom


def name_of(store: Store, famille_id: int) -> str | None:
    with store.read() as session:
        return session.scalar(select(Famille.nom).where(Famille.id == famille_id))


def labels(historique: HistoriqueService) -> tuple[list[str], list[str]]:
    found = historique.steps()
    return [one.libelle for one in found.annulables], [one.libelle for one in found.retablissables]


def test_undo_goes_back_step_by_step_and_redo_forward_again(
    store: Store, historique: HistoriqueService
) -> None:
    famille = add_famille(store)
    rename(store, famille, "Garcia")
    rename(store, famille, "Lopez")
    assert historique.undo().libelle == "Nom changé en Lopez"
    assert name_of(store, famille) == "Garcia"
    assert historique.undo().libelle == "Nom changé en Garcia"
    assert historique.undo().libelle == "Famille Nguyễn créée"
    assert name_of(store, famille) is None
    assert labels(historique) == (
        [],
        ["Nom changé en Lopez", "Nom changé en Garcia", "Famille Nguyễn créée"],
    )
    for expected in ("Nguyễn", "Garcia", "Lopez"):
        historique.redo()
        assert name_of(store, famille) == expected
    assert historique.undo().libelle == "Nom changé en Lopez"
    assert name_of(store, famille) == "Garcia"


def test_fifty_steps_and_more_are_undone(store: Store, historique: HistoriqueService) -> None:
    famille = add_famille(store)
    for number in range(60):
        rename(store, famille, f"Nom {number}")
    for number in reversed(range(59)):
        historique.undo()
        assert name_of(store, famille) == f"Nom {number}"


def test_a_new_step_forgets_what_could_be_redone(store: Store, historique: HistoriqueService) -> None:
    famille = add_famille(store)
    rename(store, famille, "Garcia")
    historique.undo()
    rename(store, famille, "Lopez")
    assert labels(historique) == (["Famille Nguyễn créée", "Nom changé en Lopez"], [])
    with pytest.raises(InputError, match="rien à rétablir"):
        historique.redo()


def test_what_another_changed_since_is_not_overwritten(store: Store, historique: HistoriqueService) -> None:
    famille = add_famille(store)
    rename(store, famille, "Garcia")
    rename(store, famille, "Martin", OTHER)
    with pytest.raises(InputError, match="changé depuis"):
        historique.undo()
    assert name_of(store, famille) == "Martin"
    assert labels(HistoriqueService(store, OTHER))[0] == ["Nom changé en Martin"]


def test_a_family_that_something_depends_on_is_not_taken_away(
    store: Store, historique: HistoriqueService
) -> None:
    famille = add_famille(store)
    with store.write(OTHER) as session:
        session.add(
            Intervention(
                reference="I1", famille_id=famille, motif="separation", nature="information_conseil",
                date_ouverture=date(2026, 11, 2),
            )
        )  # fmt: skip
    with pytest.raises(InputError, match="en dépendent"):
        historique.undo()
    assert name_of(store, famille) == "Nguyễn"


def test_one_step_over_several_records_is_undone_whole(store: Store, historique: HistoriqueService) -> None:
    """Created, linked, changed and removed in one step, through several flushes."""
    famille = add_famille(store)
    with store.write(ME) as session:
        agent = Agent(code="TS1", nom="Lacoste", metier="cesf")
        session.add(agent)
        session.flush()
        old = Note(famille_id=famille, niveau="equipe", texte="À reprendre", ecrite_le=EARLIER)
        session.add(old)
        session.flush()
        agent_id, old_id = agent.id, old.id
    with store.write(ME, Step("Visite enregistrée", famille)) as session:
        visite = RendezVous(
            reference="R1", famille_id=famille, agent_id=agent_id, date=date(2026, 11, 20),
            type="visite_domicile", statut="propose",
        )  # fmt: skip
        session.add(visite)
        session.flush()
        visite.statut = "honore"
        note = Note(
            famille_id=famille, rendez_vous_id=visite.id, niveau="equipe", texte="Reçue chez elle",
            ecrite_le=WRITTEN,
        )  # fmt: skip
        session.add(note)
        removed = session.get(Note, old_id)
        assert removed is not None
        removed.texte = "Repris"
        session.flush()
        session.delete(removed)
    historique.undo()
    with store.read() as session:
        assert session.scalars(select(RendezVous.reference)).all() == []
        assert session.scalars(select(Note.texte)).all() == ["À reprendre"]
    historique.redo()
    with store.read() as session:
        assert session.scalars(select(RendezVous.statut)).all() == ["honore"]
        found = session.scalars(select(Note)).one()
        assert (found.texte, found.ecrite_le) == ("Reçue chez elle", WRITTEN)
        assert search_notes(session.connection(), "chez recu", 5) == [found.id]
        assert not is_notes_index_stale(session.connection())
        assert not is_index_stale(session.connection())


def test_steps_are_forgotten_by_undo_the_day_after(tmp_path: Path) -> None:
    moment = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
    store = new_store(tmp_path / "ancien")
    store._clock = lambda: moment
    famille = add_famille(store)
    moment += timedelta(hours=11)
    assert labels(HistoriqueService(store, ME))[0] == ["Famille Nguyễn créée"]
    moment += timedelta(hours=2)
    with pytest.raises(InputError, match="rien à annuler"):
        HistoriqueService(store, ME).undo()
    assert name_of(store, famille) == "Nguyễn"
    store.close()


def test_restore_brings_back_what_a_version_replaced(store: Store, historique: HistoriqueService) -> None:
    famille = add_famille(store)
    rename(store, famille, "Garcia")
    rename(store, famille, "Lopez", OTHER)
    with store.read() as session:
        created, first, _ = session.scalars(select(Version.id).order_by(Version.id)).all()
    historique.restore(first)
    assert name_of(store, famille) == "Nguyễn"
    assert historique.undo().libelle == "Rétabli : avant nom changé en Garcia"
    assert name_of(store, famille) == "Lopez"
    with pytest.raises(InputError, match="pas d'état antérieur"):
        historique.restore(created)


def last_version(store: Store, objet: str) -> int:
    with store.read() as session:
        statement = select(Version.id).where(Version.objet == objet).order_by(Version.id.desc())
        return session.scalars(statement.limit(1)).one()


def number(store: Store, famille_id: int, matricule: str | None) -> None:
    with store.write(ME, Step("Numéro changé", famille_id)) as session:
        session.get_one(Famille, famille_id).matricule = matricule


def test_a_number_taken_since_is_neither_undone_nor_restored(
    store: Store, historique: HistoriqueService
) -> None:
    first, second = add_famille(store), add_famille(store, "Garcia", OTHER)
    number(store, first, "1004233")
    number(store, first, None)
    with store.write(OTHER, Step("Numéro changé", second)) as session:
        session.get_one(Famille, second).matricule = "1004233"
    with store.read() as session:
        lost = session.scalars(select(Version.id).where(Version.objet_id == first)).all()[-1]
    with pytest.raises(InputError, match="contredit"):
        historique.undo()
    with pytest.raises(InputError, match="contredit"):
        historique.restore(lost)


def test_a_day_out_of_order_is_not_restored(store: Store, historique: HistoriqueService) -> None:
    famille = add_famille(store)
    with store.write(ME) as session:
        intervention = Intervention(
            reference="I1", famille_id=famille, motif="separation", nature="information_conseil",
            date_ouverture=date(2026, 11, 2),
        )  # fmt: skip
        session.add(intervention)
        session.flush()
        ident = intervention.id
    for name, day in (("date_ouverture", date(2026, 9, 1)), ("date_cloture", date(2026, 10, 1))):
        with store.write(ME, Step("Intervention modifiée", famille)) as session:
            setattr(session.get_one(Intervention, ident), name, day)
    with pytest.raises(InputError, match="contredit"):
        historique.restore(last_version(store, "interventions") - 1)


def test_every_step_and_its_undoing_are_in_the_journal(store: Store, historique: HistoriqueService) -> None:
    famille = add_famille(store)
    rename(store, famille, "Garcia")
    historique.undo()
    historique.undo()
    with store.read() as session:
        entries = session.execute(
            select(EntreeJournal.action, EntreeJournal.auteur).where(EntreeJournal.objet == "familles")
        ).all()
    assert [tuple(entry) for entry in entries] == [
        ("creation", ME), ("modification", ME), ("modification", ME), ("suppression", ME),
    ]  # fmt: skip
