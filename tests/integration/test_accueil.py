"""The day of a user: deadlines late the day after and not before, what the month lacks, the year so far."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from portfolio_format import write_portfolio
from profiles import PHRASE, open_workspace, profile_at
from sqlalchemy import select

from caseapp.domain.periods import month_period
from caseapp.models import (
    Agent,
    Demarche,
    Famille,
    Intervention,
    Lieu,
    Objectif,
    Orientation,
    Partenaire,
    Permanence,
    RendezVous,
)
from caseapp.services.accueil import Journee
from caseapp.services.workspace import Workspace

EMMA, MAEL = "F1", "F2"
TODAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return two families followed by two agents, the first of them being the user."""
    profil = profile_at(tmp_path / "profil")
    profil.create(PHRASE).store.close()
    workspace = open_workspace(profil)
    rows: dict[str, Any] = {
        "agents": [{"code": "TS01", "nom": "Durand", "metier": "cesf"},
                   {"code": "TS02", "nom": "Lacoste", "metier": "assistant_social"}],
        "lieux": [{"code": "DAX", "libelle": "Antenne de Dax"}],
        "familles": [{"famille": EMMA, "nom": "Nguyễn", "prenom": "Emma"},
                     {"famille": MAEL, "nom": "O'Brien", "prenom": "Maël"}],
        "partenaires": [{"code": "P1", "nom": "Le Relais"}],
    }  # fmt: skip
    assert workspace.echange.import_path(write_portfolio(tmp_path / "dossier", rows)).written
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    yield workspace
    workspace.close()


def add(workspace: Workspace, *records: Any) -> None:
    with workspace._opening.store.write("tests") as session:
        for record in records:
            session.add(record)
            session.flush()


def ids(workspace: Workspace) -> dict[str, int]:
    with workspace._opening.store.read() as session:
        return dict(session.execute(select(Famille.reference, Famille.id)).all()) | dict(
            session.execute(select(Agent.code, Agent.id)).all()
        )


def intervention(workspace: Workspace, famille: str, agent: str = "TS01", **values: Any) -> Intervention:
    known = ids(workspace)
    return Intervention(
        **{
            "reference": f"I{famille}{agent}", "famille_id": known[famille], "agent_id": known[agent],
            "motif": "impaye_loyer", "nature": "accompagnement_social", "origine": "offre_caf",
            "date_ouverture": date(2026, 3, 2), **values,
        }
    )  # fmt: skip


def said(journee: Journee) -> list[tuple[int, str, str]]:
    return [((one.jour - TODAY).days, one.famille, one.objet) for one in journee.echeances]


def test_deadlines_of_the_user_come_by_date_and_are_late_the_day_after(workspace: Workspace) -> None:
    followed = intervention(workspace, EMMA, date_bilan=TODAY)
    others = intervention(workspace, MAEL, "TS02", date_bilan=TODAY - ONE_DAY)
    closed = intervention(
        workspace, MAEL, date_bilan=TODAY - ONE_DAY, date_cloture=TODAY - ONE_DAY, reference="IC"
    )
    add(workspace, followed, others, closed)
    add(
        workspace,
        Objectif(intervention_id=followed.id, libelle="Ouvrir l'ASF", statut="en_cours",
                 echeance=TODAY - ONE_DAY),
        Objectif(intervention_id=followed.id, libelle="Atteint", statut="atteint", echeance=TODAY - ONE_DAY),
        Objectif(intervention_id=followed.id, libelle="Trop loin", statut="a_venir",
                 echeance=TODAY + 16 * ONE_DAY),
        Demarche(intervention_id=followed.id, libelle="Écrire au bailleur", echeance=TODAY + 15 * ONE_DAY),
        Demarche(intervention_id=followed.id, libelle="Faite", echeance=TODAY, date_realisation=TODAY),
    )  # fmt: skip
    journee = workspace.accueil.journee(TODAY)
    assert said(journee) == [
        (-1, "Nguyễn Emma", "Ouvrir l'ASF"),
        (0, "Nguyễn Emma", "Bilan à faire"),
        (15, "Nguyễn Emma", "Écrire au bailleur"),
    ]
    assert journee.en_retard == 1
    assert workspace.accueil.journee(TODAY + ONE_DAY).en_retard == 2


def test_answers_of_partners_are_watched(workspace: Workspace) -> None:
    known = ids(workspace)
    with workspace._opening.store.read() as session:
        partenaire = session.scalars(select(Partenaire.id)).one()
    sent = TODAY - 31 * ONE_DAY
    add(
        workspace,
        Orientation(famille_id=known[EMMA], partenaire_id=partenaire, agent_id=known["TS01"], date=sent),
        Orientation(famille_id=known[MAEL], partenaire_id=partenaire, agent_id=known["TS01"], date=sent,
                    reponse="acceptee", date_reponse=sent),
        Orientation(famille_id=known[MAEL], partenaire_id=partenaire, agent_id=known["TS02"], date=sent),
    )  # fmt: skip
    assert said(workspace.accueil.journee(TODAY)) == [(-1, "Nguyễn Emma", "Réponse attendue : Le Relais")]


def test_what_the_month_lacks_is_counted_and_listed(workspace: Workspace) -> None:
    known = ids(workspace)
    with workspace._opening.store.read() as session:
        lieu = session.scalars(select(Lieu.id)).first()
    add(
        workspace,
        RendezVous(reference="R1", famille_id=known[EMMA], agent_id=known["TS01"], date=date(2026, 11, 3),
                   type="entretien", statut="propose"),
        RendezVous(reference="R2", famille_id=known[EMMA], agent_id=known["TS01"], date=TODAY,
                   type="entretien", statut="propose"),
        RendezVous(reference="R3", agent_id=known["TS01"], date=date(2026, 11, 4), type="entretien",
                   statut="honore", a_completer=True),
        RendezVous(reference="R4", famille_id=known[EMMA], agent_id=known["TS02"], date=date(2026, 11, 3),
                   type="entretien", statut="propose"),
        intervention(workspace, EMMA, date_ouverture=date(2026, 11, 2), origine=None),
        intervention(workspace, MAEL, date_cloture=date(2026, 11, 5), issue=None),
        Permanence(reference="P1", lieu_id=lieu, agent_id=known["TS01"], date=date(2026, 11, 10)),
    )  # fmt: skip
    releve = workspace.accueil.journee(TODAY).releve
    assert releve.periode == month_period(2026, 11)
    found = [(one.titre, one.nombre, [line.famille for line in one.lignes]) for one in releve.manques]
    assert found == [
        ("Rendez-vous passés sans suite notée", 1, ["Nguyễn Emma"]),
        ("Saisies de permanence à compléter", 1, ["Sans famille"]),
        ("Ouvertures sans origine", 1, ["Nguyễn Emma"]),
        ("Clôtures sans issue", 1, ["O'Brien Maël"]),
        ("Ouvertures sans situation du foyer", 1, ["Nguyễn Emma"]),
        ("Permanences sans nombre de personnes", 1, ["Antenne de Dax"]),
    ]  # fmt: skip
    assert (releve.faits, releve.complet) == (6, 0)


def test_a_month_without_any_fact_has_no_rate(workspace: Workspace) -> None:
    releve = workspace.accueil.journee(date(2026, 2, 1)).releve
    assert (releve.faits, releve.complet, releve.manques) == (0, None, ())


def test_the_year_so_far_stops_today_and_compares_with_the_same_date(workspace: Workspace) -> None:
    known = ids(workspace)
    days = (date(2025, 11, 20), date(2025, 11, 21), date(2026, 1, 5), TODAY, TODAY + ONE_DAY)
    add(
        workspace,
        *(
            RendezVous(reference=f"R{n}", famille_id=known[EMMA], agent_id=known["TS01"], date=day,
                       type="entretien", statut="honore")
            for n, day in enumerate(days)
        ),
        intervention(workspace, EMMA),
        intervention(workspace, MAEL, "TS02"),
    )  # fmt: skip
    annee = workspace.accueil.annee(TODAY)
    values = {cumul.adresse: (cumul.valeur, cumul.precedent) for cumul in annee.cumuls}
    assert values["rendez_vous.total"] == (2, 1)
    assert values["familles.total"] == (1, 0)
    assert [month.label for month, _ in annee.mois][::11] == ["décembre 2025", "novembre 2026"]
    assert [int(value) for _, value in annee.mois] == [0, 0, 0, *(1 for _ in range(9))]


def test_drafts_are_told_with_their_family(workspace: Workspace) -> None:
    workspace.brouillons.keep("note.famille.1", "Note", {"texte": "…"}, ids(workspace)[EMMA])
    workspace.brouillons.keep("saisie_rapide", "Saisie rapide", {"note": "…"})
    found = {(one.brouillon.libelle, one.famille) for one in workspace.accueil.journee(TODAY).brouillons}
    assert found == {("Note", "Nguyễn Emma"), ("Saisie rapide", "")}
