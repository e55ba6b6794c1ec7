"""Families: lists, the Fiche with all that was done, what a protected one hides, what leaves a trace."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from invented import TODAY
from profiles import invented_profile, open_workspace
from sqlalchemy import select
from stores import AUTEUR

from caseapp.errors import InputError
from caseapp.models import EntreeJournal, Famille
from caseapp.services.familles import MASKED, Fiche
from caseapp.services.fil import FaitKind
from caseapp.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(invented_profile(tmp_path / "profil"))
    yield opened
    opened.close()


def family(workspace: Workspace, text: str) -> int:
    (found,) = workspace.familles.search(text)
    return found


def last_entry(workspace: Workspace) -> tuple[Any, ...]:
    columns = (EntreeJournal.auteur, EntreeJournal.action, EntreeJournal.objet, EntreeJournal.objet_id)
    statement = select(*columns, EntreeJournal.champs).order_by(EntreeJournal.sequence.desc()).limit(1)
    with workspace._opening.store.read() as session:
        return tuple(session.execute(statement).one())


def entries(workspace: Workspace) -> int:
    return workspace.verification.verify().entrees_journal


# --- Lists ---


def test_families_come_in_the_order_of_names(workspace: Workspace) -> None:
    rows = workspace.familles.list_rows(workspace.familles.list_ids())
    assert [row.nom for row in rows] == ["Aït-Ahmed", "Le Goff", "Nguyễn", "O'Brien", "Œuvrard"]
    assert [row.interventions_actives for row in rows] == [0, 0, 1, 1, 0]


def test_rows_keep_the_order_asked_and_skip_those_that_are_gone(workspace: Workspace) -> None:
    first, second, *_ = workspace.familles.list_ids()
    rows = workspace.familles.list_rows([second, 999, first, second])
    assert [row.id for row in rows] == [second, first, second]
    assert workspace.familles.list_rows([]) == ()


def test_a_whole_long_list_can_be_read(workspace: Workspace) -> None:
    ids = [*range(1_000, 260_000), *workspace.familles.list_ids()]
    assert len(workspace.familles.list_rows(ids)) == 5


def test_a_row_says_who_it_is(workspace: Workspace) -> None:
    (row,) = workspace.familles.list_rows([family(workspace, "ait ahmed")])
    assert (row.reference, row.matricule, row.nom, row.prenom) == ("F2", "0012346", "Aït-Ahmed", "Lucien")
    assert (row.date_naissance, row.commune) == (date(1990, 7, 14), "Mont-de-Marsan")
    assert (row.telephone, row.protection) == ("+33 7 98 76 54 32", False)


def test_searching_leaves_no_trace_and_opening_does(workspace: Workspace) -> None:
    before = entries(workspace)
    found = family(workspace, "obrien")
    workspace.familles.list_rows(workspace.familles.list_ids())
    assert entries(workspace) == before
    workspace.familles.open_fiche(found, TODAY)
    assert entries(workspace) == before + 1
    assert last_entry(workspace) == (AUTEUR, "consultation", "familles", found, "")


def test_a_field_is_offered_the_families_said_on_one_line(workspace: Workspace) -> None:
    (protected,) = workspace.familles.search_choices("obrien")
    assert protected.key == str(family(workspace, "obrien"))
    assert protected.label == "O'Brien Maëlle · 0012345 · protégée"
    (plain,) = workspace.familles.search_choices("ait ahmed lucien")
    assert plain.label == "Aït-Ahmed Lucien · 0012346 · Mont-de-Marsan"
    assert len(workspace.familles.search_choices("00123")) == 4
    assert len(workspace.familles.search_choices("00123", limit=2)) == 2
    assert workspace.familles.search_choices("  ") == ()


# --- Protection ---


def test_a_protected_family_hides_where_it_is_and_how_to_reach_it(workspace: Workspace) -> None:
    found = family(workspace, "obrien")
    (row,) = workspace.familles.list_rows([found])
    fiche = workspace.familles.open_fiche(found, TODAY)
    assert row.protection
    assert (row.telephone, row.commune) == (MASKED, MASKED)
    assert (fiche.famille.telephone, fiche.famille.commune, fiche.courriel) == (MASKED, MASKED, MASKED)
    for secret in ("06 12 34 56 78", "maelle@exemple.fr", "Dax"):
        assert secret not in repr(row) + repr(fiche.famille) + repr(fiche.courriel)


def test_nothing_is_masked_where_nothing_is_known(workspace: Workspace) -> None:
    found = family(workspace, "nguyen")
    with workspace._opening.store.write(AUTEUR) as session:
        session.get_one(Famille, found).protection = True
    fiche = workspace.familles.open_fiche(found, TODAY)
    assert (fiche.famille.telephone, fiche.famille.commune, fiche.courriel) == (None, "", None)


def test_revealing_a_contact_leaves_a_trace(workspace: Workspace) -> None:
    found = family(workspace, "obrien")
    contact = workspace.familles.reveal_contact(found)
    assert (contact.telephone, contact.courriel, contact.commune) == (
        "06 12 34 56 78", "maelle@exemple.fr", "Dax",
    )  # fmt: skip
    assert last_entry(workspace) == (
        AUTEUR, "consultation", "familles", found, "adresse telephone courriel code_commune",
    )  # fmt: skip


def test_a_family_that_is_gone_is_said_so_and_leaves_no_trace(workspace: Workspace) -> None:
    before = entries(workspace)
    with pytest.raises(InputError, match="n'est plus dans la base"):
        workspace.familles.open_fiche(999, TODAY)
    with pytest.raises(InputError, match="n'est plus dans la base"):
        workspace.familles.reveal_contact(999)
    assert entries(workspace) == before


# --- The Fiche ---


@pytest.fixture
def fiche(workspace: Workspace) -> Fiche:
    return workspace.familles.open_fiche(family(workspace, "obrien"), TODAY)


def test_the_situation_is_that_of_the_day(workspace: Workspace, fiche: Fiche) -> None:
    assert fiche.situation is not None
    assert (fiche.situation.date_effet, fiche.situation.quotient_familial) == (date(2025, 2, 1), 43_100)
    assert fiche.situation.composition == "Famille monoparentale"
    assert fiche.situation.grossesse is True
    assert [one.date_effet for one in fiche.situations] == [
        date(2026, 3, 1), date(2025, 2, 1), date(2024, 1, 1),
    ]  # fmt: skip
    found = fiche.famille.id
    assert workspace.familles.open_fiche(found, date(2023, 12, 31)).situation is None
    earlier = workspace.familles.open_fiche(found, date(2025, 1, 31)).situation
    assert earlier is not None
    assert (earlier.quotient_familial, earlier.aide_logement) == (81_250, None)


def test_the_timeline_tells_everything_latest_first(fiche: Fiche) -> None:
    told = [(f"{fait.date}", fait.titre, fait.detail, fait.reference) for fait in fiche.fil]
    assert [day for day, *_ in told] == sorted((day for day, *_ in told), reverse=True)
    assert sorted(told) == sorted([
        ("2024-10-20", "Impayé signalé", "APL, dette 1\u202f000,00\u00a0€, XL Habitat", "M1"),
        ("2024-11-05", "Information-conseil : ouverture", "impayé de loyer", "I2"),
        ("2025-01-15", "Impayé : résolu", "plan négocié", "M1"),
        ("2025-01-20", "Information-conseil : clôture", "impayé de loyer, objectifs atteints", "I2"),
        ("2025-01-31", "Appel décroché", "rendez-vous", "A1"),
        ("2025-02-03", "Offre de contact", "séparation", "O1"),
        ("2025-02-05", "Tentative de contact", "infructueux", "O1"),
        ("2025-02-05", "Tentative de contact", "joint", "O1"),
        ("2025-02-08", "Offre de contact : acceptée", "séparation", "O1"),
        ("2025-02-10", "Accompagnement social : ouverture", "séparation", "I1"),
        ("2025-02-17", "Entretien : honoré", "", "R1"),
        ("2025-02-17", "Note d'équipe", "Reçue avec sa sœur.\nSouhaite être rappelée le matin.", ""),
        ("2025-02-20", "Suivi RSA : désignation du référent unique", "", "V1"),
        ("2025-03-01", "Aide demandée", "Équipement du logement, 1\u202f500,00\u00a0€ demandés", "D1"),
        ("2025-03-17", "Visite à domicile : absent", "", "R2"),
        (
            "2025-03-20", "Aide : accord partiel",
            "Équipement du logement, 374,50\u00a0€ de subvention et 600,00\u00a0€ de prêt", "D1",
        ),
        ("2025-04-02", "Logement signalé", "direct", "N1"),
        ("2025-04-28", "Logement visité", "non décent, Soliha", "N1"),
        ("2025-05-10", "Diagnostic du logement", "", "N1"),
        ("2025-05-15", "Aide au logement conservée", "", "N1"),
        ("2025-06-02", "Note transmissible", "Demande de relogement déposée.", ""),
        ("2025-12-01", "Conservation levée", "travaux réalisés", "N1"),
    ])  # fmt: skip


def test_every_kind_of_fact_is_there_with_its_precision(fiche: Fiche) -> None:
    orientation = {FaitKind.ORIENTATION}  # written in the program only: see test_interventions
    assert {fait.kind for fait in fiche.fil} == set(FaitKind) - orientation
    precisions = {(fait.titre, fait.precision) for fait in fiche.fil}
    assert ("Entretien : honoré", "physique, Antenne de Dax, TS01") in precisions
    assert ("Tentative de contact", "téléphone") in precisions
    cibles = {fait.kind: fait.cible for fait in fiche.fil if fait.cible}
    assert cibles[FaitKind.OFFRE] == "parentalite"
    assert cibles[FaitKind.LOGEMENT] == "logement"
    assert cibles[FaitKind.INSERTION] == "insertion"


def test_a_personal_note_is_shown_to_nobody_else(fiche: Fiche) -> None:
    assert "Penser à revoir le logement." not in repr(fiche)


def test_an_unfinished_record_gives_whole_sentences(workspace: Workspace) -> None:
    fiche = workspace.familles.open_fiche(family(workspace, "oeuvrard"), TODAY)
    titles = {fait.titre: fait.detail for fait in fiche.fil}
    assert titles["Offre de contact"] == "séparation, sans réponse"
    assert titles["Aide : refus"] == "Équipement du logement"
    assert not [title for title in titles if title.endswith((": ", " "))]


def test_a_family_without_anything_has_an_empty_timeline(workspace: Workspace) -> None:
    with workspace._opening.store.write(AUTEUR) as session:
        session.add(Famille(reference="F9", nom="Seule"))
    fiche = workspace.familles.open_fiche(family(workspace, "seule"), TODAY)
    assert (fiche.situation, fiche.situations, fiche.fil) == (None, (), ())
