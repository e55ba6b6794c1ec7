"""Interventions on a real store: opened, corrected, turned, planned, closed; what they carry and refuse."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from suivi_store import TODAY, Suivis

from caseapp.domain.periods import month_period
from caseapp.errors import FieldError, InputError
from caseapp.services.interventions import Cloture, Ouverture
from caseapp.services.interventions_lignes import InterventionRow
from caseapp.services.interventions_objectifs import DemarcheSaisie, ObjectifSaisie
from caseapp.services.orientations import OrientationSaisie
from caseapp.services.workspace import Workspace

DAY = date(2026, 11, 20)
NEW = Ouverture("impaye_loyer", "information_conseil", DAY)


@pytest.fixture
def suivis(tmp_path: Path) -> Iterator[Suivis]:
    made = Suivis(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def workspace(suivis: Suivis) -> Workspace:
    return suivis.mine


@pytest.fixture
def famille(suivis: Suivis) -> int:
    return suivis.famille("F1")


@pytest.fixture
def first(suivis: Suivis) -> int:
    return suivis.intervention("I1")


def row(workspace: Workspace, famille: int, ident: int) -> InterventionRow:
    found = workspace.interventions.read(famille).interventions
    return next(one for one in found if one.id == ident)


def facts(workspace: Workspace, famille: int) -> list[tuple[str, str, str]]:
    fil = workspace.familles.open_fiche(famille, TODAY).fil
    return [(f"{fait.date:%d/%m/%Y}", fait.titre, fait.detail) for fait in fil]


# --- Opened and corrected ---


def test_an_intervention_is_opened_with_its_offer_and_undone_whole(
    suivis: Suivis, workspace: Workspace, famille: int
) -> None:
    offre = workspace.interventions.read(famille).offres[0]
    me = workspace.agents.list_rows()[1]
    saisie = Ouverture("separation", "accompagnement_social", DAY, "offre_caf", me.id, offre.id)
    ident = workspace.interventions.open(famille, saisie, TODAY)
    opened = row(workspace, famille, ident)
    assert (opened.motif_libelle, opened.cible, opened.nature_libelle) == (
        "Séparation", "parentalite", "Accompagnement social",
    )  # fmt: skip
    assert (opened.agent, opened.offre_id, opened.date_ouverture) == ("Inès Lacoste", offre.id, DAY)
    assert (f"{DAY:%d/%m/%Y}", "Accompagnement social : ouverture", "séparation") in facts(workspace, famille)
    assert workspace.historique.undo().libelle == "Intervention ouverte"
    assert [one.reference for one in workspace.interventions.read(famille).interventions] == ["I1"]
    assert workspace.interventions.read(famille).offres[0].intervention_id is None


@pytest.mark.parametrize(
    ("saisie", "field"),
    [
        (Ouverture("inconnu", "information_conseil", DAY), "motif"),
        (Ouverture("separation", "inconnue", DAY), "nature"),
        (Ouverture("separation", "information_conseil", DAY, "inconnue"), "origine"),
        (Ouverture("separation", "information_conseil", DAY, agent_id=999), "agent"),
        (Ouverture("separation", "information_conseil", TODAY + timedelta(1)), "date_ouverture"),
        (Ouverture("separation", "information_conseil", date(1899, 12, 31)), "date_ouverture"),
        (Ouverture("separation", "information_conseil", DAY, offre_id=2), "offre"),
    ],
    ids=["motif", "nature", "origine", "agent", "future", "past", "offer of another family"],
)
def test_what_no_intervention_can_have_is_refused_under_its_field(
    workspace: Workspace, famille: int, saisie: Ouverture, field: str
) -> None:
    with pytest.raises(FieldError) as refusal:
        workspace.interventions.open(famille, saisie, TODAY)
    assert refusal.value.field == field
    assert len(workspace.interventions.read(famille).interventions) == 1


def test_a_correction_moves_the_offer_and_keeps_dates_in_order(suivis: Suivis, workspace: Workspace) -> None:
    closed, famille = suivis.intervention("I2"), suivis.famille("F2")
    offre = workspace.interventions.read(famille).offres[0]
    good = Ouverture("energie", "accompagnement_social", date(2026, 5, 1), offre_id=offre.id)
    workspace.interventions.edit(closed, good, TODAY)
    assert (row(workspace, famille, closed).motif, row(workspace, famille, closed).offre_id) == (
        "energie", offre.id,
    )  # fmt: skip
    workspace.interventions.edit(
        closed, Ouverture("energie", "accompagnement_social", DAY - timedelta(60)), TODAY
    )
    assert row(workspace, famille, closed).offre_id is None
    with pytest.raises(FieldError, match="après sa clôture"):
        workspace.interventions.edit(closed, Ouverture("energie", "accompagnement_social", DAY), TODAY)


# --- Turned into an accompagnement ---


def test_an_information_conseil_turns_into_an_accompagnement_and_past_figures_stay(
    workspace: Workspace, famille: int, first: int
) -> None:
    months = [month_period(2026, month) for month in (8, 9, 10)]
    before = [workspace.statistiques.figures(month) for month in months]
    add = workspace.objectifs.add
    kept = add(first, ObjectifSaisie("Ouvrir les droits à l'ASF", "atteint", date(2026, 9, 1)), TODAY)
    moved = add(first, ObjectifSaisie("Signer le plan d'apurement"), TODAY)
    workspace.objectifs.add_demarche(first, DemarcheSaisie("Appeler", objectif_id=moved), TODAY)
    done = workspace.objectifs.add_demarche(first, DemarcheSaisie("Relire le bail"), TODAY)
    workspace.objectifs.set_done(done, DAY, TODAY)

    following = workspace.interventions.turn_into_accompagnement(first, DAY, TODAY)

    former, new = row(workspace, famille, first), row(workspace, famille, following)
    assert (former.date_cloture, former.issue) == (DAY, None)
    assert (new.date_ouverture, new.nature, new.motif, new.origine) == (
        DAY, "accompagnement_social", "separation", "allocataire",
    )  # fmt: skip
    assert (new.suite_de_id, new.suite_de) == (first, date(2026, 8, 3))
    assert [one.id for one in former.objectifs] == [kept]
    assert [one.id for one in new.objectifs] == [moved]
    assert [one.libelle for one in former.demarches] == ["Relire le bail"]
    assert [one.libelle for one in new.demarches] == ["Appeler"]
    assert [one.date for one in former.rencontres] == [date(2026, 8, 10)]
    assert [one.date for one in new.rencontres] == [date(2026, 11, 25)]
    assert [workspace.statistiques.figures(month) for month in months] == before
    assert workspace.historique.undo().libelle == "Information-conseil passée en accompagnement"
    assert row(workspace, famille, first).is_open
    assert len(row(workspace, famille, first).objectifs) == 2


def test_only_an_open_information_conseil_turns(suivis: Suivis, workspace: Workspace, first: int) -> None:
    following = workspace.interventions.turn_into_accompagnement(first, DAY, TODAY)
    for ident in (first, following, suivis.intervention("I2")):
        with pytest.raises(InputError, match="Seule une information-conseil ouverte"):
            workspace.interventions.turn_into_accompagnement(ident, DAY, TODAY)
    with pytest.raises(InputError, match="poursuivie en accompagnement"):
        workspace.interventions.reopen(first)


# --- Planned, closed, opened again ---


def test_the_contract_and_the_review_are_said(workspace: Workspace, famille: int, first: int) -> None:
    workspace.interventions.plan(first, DAY, date(2027, 2, 1), TODAY)
    assert (f"{DAY:%d/%m/%Y}", "Contrat de projet signé", "séparation") in facts(workspace, famille)
    assert row(workspace, famille, first).date_bilan == date(2027, 2, 1)
    with pytest.raises(FieldError, match="pas encore passée"):
        workspace.interventions.plan(first, date(2026, 12, 1), None, TODAY)
    with pytest.raises(FieldError, match="avant l'ouverture, le 03/08/2026"):
        workspace.interventions.plan(first, date(2026, 8, 2), None, TODAY)


def test_closing_says_what_becomes_of_the_objectives(workspace: Workspace, famille: int, first: int) -> None:
    reached, left = (
        workspace.objectifs.add(first, ObjectifSaisie(label), TODAY) for label in ("Droits", "Bail")
    )
    etats = {reached: "atteint", left: "abandonne"}
    workspace.interventions.close(first, Cloture(DAY, "objectifs_atteints", etats), TODAY)
    closed = row(workspace, famille, first)
    assert (closed.date_cloture, closed.issue_libelle) == (DAY, "Objectifs atteints")
    assert [(one.etat, one.date_statut) for one in closed.objectifs] == [("Atteint", DAY), ("Abandonné", DAY)]
    assert (f"{DAY:%d/%m/%Y}", "Objectif atteint", "Droits") in facts(workspace, famille)
    with pytest.raises(InputError, match="déjà clôturée"):
        workspace.interventions.close(first, Cloture(DAY), TODAY)
    workspace.interventions.reopen(first)
    reopened = row(workspace, famille, first)
    assert (reopened.date_cloture, reopened.issue) == (None, None)


@pytest.mark.parametrize("day", [date(2026, 8, 2), TODAY + timedelta(1)], ids=["before", "future"])
def test_no_intervention_closes_before_it_opened_nor_tomorrow(
    workspace: Workspace, famille: int, first: int, day: date
) -> None:
    for write in (
        lambda: workspace.interventions.close(first, Cloture(day), TODAY),
        lambda: workspace.interventions.turn_into_accompagnement(first, day, TODAY),
    ):
        with pytest.raises(FieldError) as refusal:
            write()
        assert refusal.value.field == "date_cloture"
    assert row(workspace, famille, first).is_open


# --- Objectives and steps ---


def test_the_state_of_an_objective_is_dated_of_its_change(
    workspace: Workspace, famille: int, first: int
) -> None:
    earlier, later = date(2026, 10, 1), date(2026, 11, 3)
    ident = workspace.objectifs.add(first, ObjectifSaisie("Garde du cadet", "a_venir"), earlier)
    (objectif,) = row(workspace, famille, first).objectifs
    assert (objectif.etat, objectif.date_statut) == ("À venir", earlier)
    workspace.objectifs.edit(ident, ObjectifSaisie("Garde du cadet", "en_cours", earlier), later)
    (objectif,) = row(workspace, famille, first).objectifs
    assert (objectif.statut, objectif.date_statut) == ("en_cours", later), (
        "the date filled was that of before"
    )
    workspace.objectifs.edit(ident, ObjectifSaisie("Garde", "atteint", DAY), TODAY)
    (objectif,) = row(workspace, famille, first).objectifs
    assert (objectif.libelle, objectif.date_statut, objectif.is_reached) == ("Garde", DAY, True)


def test_an_objective_removed_leaves_its_steps(workspace: Workspace, famille: int, first: int) -> None:
    ident = workspace.objectifs.add(first, ObjectifSaisie("Droits"), TODAY)
    step = workspace.objectifs.add_demarche(first, DemarcheSaisie("Remplir", objectif_id=ident), TODAY)
    workspace.objectifs.remove(ident)
    assert row(workspace, famille, first).objectifs == ()
    assert [(one.id, one.objectif_id) for one in row(workspace, famille, first).demarches] == [(step, None)]
    workspace.historique.undo()
    assert row(workspace, famille, first).demarches[0].objectif_id == ident


def test_a_step_is_done_and_undone(workspace: Workspace, famille: int, first: int) -> None:
    step = workspace.objectifs.add_demarche(first, DemarcheSaisie("Appeler la mairie", DAY), TODAY)
    workspace.objectifs.set_done(step, DAY, TODAY)
    assert (f"{DAY:%d/%m/%Y}", "Démarche faite", "Appeler la mairie") in facts(workspace, famille)
    workspace.objectifs.set_done(step, None, TODAY)
    assert not [one for one in facts(workspace, famille) if one[1] == "Démarche faite"]
    with pytest.raises(FieldError):
        workspace.objectifs.set_done(step, TODAY + timedelta(1), TODAY)
    workspace.objectifs.remove_demarche(step)
    assert row(workspace, famille, first).demarches == ()


@pytest.mark.parametrize(
    "text", ["", "  \n", "a" * 401, "sonner\x07"], ids=["empty", "blank", "long", "bell"]
)
def test_no_objective_nor_step_without_words(workspace: Workspace, first: int, text: str) -> None:
    for add in (
        lambda: workspace.objectifs.add(first, ObjectifSaisie(text), TODAY),
        lambda: workspace.objectifs.add_demarche(first, DemarcheSaisie(text), TODAY),
    ):
        with pytest.raises(FieldError) as refusal:
            add()
        assert refusal.value.field == "libelle"


def test_a_step_is_for_an_objective_of_its_intervention(
    suivis: Suivis, workspace: Workspace, first: int
) -> None:
    ident = workspace.objectifs.add(first, ObjectifSaisie("Droits"), TODAY)
    with pytest.raises(FieldError, match="pas celui de l'intervention"):
        workspace.objectifs.add_demarche(
            suivis.intervention("I2"), DemarcheSaisie("Remplir", objectif_id=ident), TODAY
        )


# --- Orientations ---


def test_a_family_is_sent_to_a_partner_who_answers(workspace: Workspace, famille: int, first: int) -> None:
    (adil,) = workspace.choix.partenaires()
    saisie = OrientationSaisie(DAY, int(adil.key), objet="Lire le bail", intervention_id=first)
    ident = workspace.orientations.add(famille, saisie, TODAY)
    (shown,) = row(workspace, famille, first).orientations
    assert (shown.partenaire, shown.objet, shown.suite) == ("Adil des Landes", "Lire le bail", "")
    answered = OrientationSaisie(DAY, int(adil.key), None, "Lire le bail", first, "acceptee", TODAY)
    workspace.orientations.edit(ident, answered, TODAY)
    told = [one for one in facts(workspace, famille) if one[1].startswith("Orientation")]
    assert told == [
        (f"{TODAY:%d/%m/%Y}", "Orientation : acceptée", "Adil des Landes, Lire le bail"),
        (f"{DAY:%d/%m/%Y}", "Orientation vers Adil des Landes", "Lire le bail"),
    ]
    workspace.orientations.remove(ident)
    assert row(workspace, famille, first).orientations == ()


def test_a_partner_is_created_on_the_fly_but_never_twice(workspace: Workspace, famille: int) -> None:
    for name in ("Restos du Cœur", "restos du coeur", "ADIL des Landes"):
        workspace.orientations.add(famille, OrientationSaisie(DAY, nouveau_partenaire=name), TODAY)
    assert [one.label for one in workspace.choix.partenaires()] == ["Adil des Landes", "Restos du Cœur"]
    assert [one.partenaire for one in workspace.interventions.read(famille).orientations] == [
        "Adil des Landes", "Restos du Cœur", "Restos du Cœur",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda _other: OrientationSaisie(DAY), "partenaire"),
        (lambda _other: OrientationSaisie(TODAY + timedelta(1), 1), "jour"),
        (lambda _other: OrientationSaisie(DAY, 1, reponse="inconnue"), "reponse"),
        (lambda _other: OrientationSaisie(DAY, 1, date_reponse=DAY - timedelta(1)), "date_reponse"),
        (lambda other: OrientationSaisie(DAY, 1, intervention_id=other), "intervention"),
    ],
    ids=["partner", "future", "answer", "answer before", "another family"],
)
def test_what_no_orientation_can_have_is_refused(
    suivis: Suivis, workspace: Workspace, famille: int, make: Callable[[int], OrientationSaisie], field: str
) -> None:
    with pytest.raises(FieldError) as refusal:
        workspace.orientations.add(famille, make(suivis.intervention("I2")), TODAY)
    assert refusal.value.field == field


def test_open_interventions_come_first_then_the_latest(
    workspace: Workspace, famille: int, first: int
) -> None:
    latest = workspace.interventions.open(famille, NEW, TODAY)
    older = workspace.interventions.open(famille, Ouverture("energie", NEW.nature, date(2026, 1, 2)), TODAY)
    workspace.interventions.close(latest, Cloture(TODAY), TODAY)
    found = workspace.interventions.read(famille)
    assert [one.id for one in found.interventions] == [first, older, latest]
    workspace.objectifs.add(latest, ObjectifSaisie("Passé"), TODAY)
    workspace.objectifs.add(first, ObjectifSaisie("Présent"), TODAY)
    assert [one.libelle for one in workspace.interventions.read(famille).objectifs] == ["Présent"]
