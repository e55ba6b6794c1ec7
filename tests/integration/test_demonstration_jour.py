"""The demonstration as its worker finds it on a day of January 2018: lived-in, and its figures unmoved."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fakes import MemoryKeyring
from profiles import communes, profile_at
from sqlalchemy import inspect, select

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.periods import year_period
from caseapp.domain.phone import phone_digits
from caseapp.models import (
    Aide,
    Ajournement,
    Appel,
    ContratRsa,
    EtatImpaye,
    Famille,
    FreinRsa,
    Horaire,
    Intervention,
    LogementSignale,
    MensualitePlan,
    MouvementDette,
    MouvementPret,
    Note,
    Objectif,
    OffreContact,
    Orientation,
    Permanence,
    Personne,
    PlanApurement,
    PlanPret,
    ReexamenRsa,
    RendezVous,
    SeanceCommission,
    Situation,
    SuiteEcheance,
)
from caseapp.models.codes import CodeEtatDroit, CodeStatutObjectif
from caseapp.services.acces import AccesService, Demonstration
from caseapp.services.commissions_sceau import check_seal
from caseapp.services.demonstration import compare_with_published
from caseapp.services.demonstration_jour import DAY
from caseapp.services.offres_liste import Filtre
from caseapp.services.permanences_calendrier import slots
from caseapp.services.workspace import Workspace

FIRST_DAY = date(2018, 1, 2)
MONDAY = date(2018, 1, 8)
WEEKS = [MONDAY + timedelta(days=7 * week + day) for week in range(2) for day in range(5)]


def built(folder: Path) -> Demonstration:
    acces = AccesService(profile_at(folder), communes(), MemoryKeyring())
    return acces.open_demonstration(lambda *_: None)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    opened = built(tmp_path_factory.mktemp("profil"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def workspace(demonstration: Demonstration) -> Workspace:
    return demonstration.workspace


def records(workspace: Workspace, mapped: Any) -> list[Any]:
    with workspace._opening.store.read() as session:
        return list(session.scalars(select(mapped).order_by(mapped.id)))


def added(workspace: Workspace, mapped: Any) -> list[Any]:
    return [one for one in records(workspace, mapped) if one.reference.startswith("DEMO-")]


# --- What must not move ---


def test_the_published_figures_are_still_those(workspace: Workspace) -> None:
    assert compare_with_published(workspace.statistiques) == (318, ())


def test_the_store_is_whole(workspace: Workspace) -> None:
    assert workspace.verification.verify().problemes == ()


@pytest.mark.parametrize("mapped", [Appel, OffreContact, Permanence, RendezVous])
def test_what_is_added_is_dated_from_january_2018(workspace: Workspace, mapped: Any) -> None:
    days = [column.key for column in inspect(mapped).column_attrs if column.key.startswith("date")]
    found = [getattr(one, day) for one in added(workspace, mapped) for day in days]
    assert found
    assert min(day for day in found if day is not None) >= FIRST_DAY


def test_nothing_has_happened_yet_after_the_day(workspace: Workspace) -> None:
    coming = [one for one in records(workspace, RendezVous) if one.date >= DAY]
    assert {one.statut for one in coming} == {"propose"}
    assert max(one.date_ouverture for one in records(workspace, Intervention)) < DAY
    assert max(one.ecrite_le for one in records(workspace, Note)) < datetime(2018, 1, 9)  # noqa: DTZ001 - UTC


def test_two_loadings_give_the_same_agenda(workspace: Workspace, tmp_path: Path) -> None:
    again = built(tmp_path)
    try:
        first, second = (one.agenda.period(WEEKS[0], WEEKS[-1], None) for one in (workspace, again.workspace))
    finally:
        again.close()
    assert [(one.date, one.heure, one.famille, one.agent, one.statut) for one in first.rendez_vous] == [
        (one.date, one.heure, one.famille, one.agent, one.statut) for one in second.rendez_vous
    ]


# --- What holds together ---


def test_children_are_as_many_as_the_situation_says(workspace: Workspace) -> None:
    situations = sorted(records(workspace, Situation), key=lambda one: one.date_effet)
    latest = {one.famille_id: one for one in situations}
    born: dict[int, list[date]] = {}
    for one in records(workspace, Personne):
        if one.lien.startswith("enfant"):
            born.setdefault(one.famille_id, []).append(one.date_naissance)
    assert len(born) >= 15
    assert {key: (len(days), max(days)) for key, days in born.items()} == {
        key: (latest[key].nombre_enfants, latest[key].naissance_dernier_enfant) for key in born
    }


def test_families_seen_have_phones_that_nobody_has(workspace: Workspace) -> None:
    me = workspace.agents.me()
    assert me is not None
    mine = {one.famille_id for one in added(workspace, RendezVous) if one.agent_id == me.id}
    seen = [one for one in records(workspace, Famille) if one.id in mine]
    phones = [phone_digits(one.telephone) for one in seen]
    assert {phone[:6] for phone in phones} <= {"063998", "053649"}
    assert {len(phone) for phone in phones} == {10}
    assert len(set(phones)) == len(phones)
    assert all(one.adresse for one in seen)


def test_nobody_is_in_two_places(workspace: Workspace) -> None:
    by_agent: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for one in added(workspace, RendezVous):
        start = one.heure.hour * 60 + one.heure.minute
        by_agent.setdefault((one.agent_id, one.date), []).append((start, start + (one.duree or 30)))
    for day in by_agent.values():
        day.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(day))


def test_permanences_are_in_their_calendar_and_appointments_in_slots(workspace: Workspace) -> None:
    held = {one.id: one for one in added(workspace, Permanence)}
    calendar = {(one.lieu_id, one.jour, one.heure_debut) for one in records(workspace, Horaire)}
    assert {(one.lieu_id, one.date.weekday(), one.heure_debut) for one in held.values()} <= calendar
    meetings = [one for one in added(workspace, RendezVous) if one.permanence_id is not None]
    for row in workspace.permanences.between(FIRST_DAY, WEEKS[-1]):
        coming = [one.heure for one in meetings if one.permanence_id == row.id]
        assert set(coming) <= set(slots(row.heure_debut, row.heure_fin, row.creneau))


# --- The financial aids ---


def test_what_the_commission_held_is_sealed_and_what_comes_is_not(workspace: Workspace) -> None:
    sessions = workspace.commissions.list_since(date(2017, 1, 1))
    assert {one.is_closed for one in sessions if one.date < DAY} == {True}
    assert {one.is_closed for one in sessions if one.date >= DAY} == {False}
    with workspace._opening.store.read() as session:
        closed = [one for one in records(workspace, SeanceCommission) if one.close_le is not None]
        assert all(check_seal(session, one) for one in closed)
    assert len(closed) == 24, "two a month, but not on 15 August; and that of 2 January"
    assert sum(one.decidees for one in sessions) > 90


def test_the_coming_session_has_requests_in_every_state(workspace: Workspace) -> None:
    coming = next(one for one in workspace.commissions.list_since(DAY) if one.demandes)
    assert coming.date == date(2018, 1, 16)
    agenda = workspace.commissions.open_seance(coming.id).lignes
    assert 10 <= len(agenda) <= 14
    assert any(line.pieces_manquantes for line in agenda), "one was put on it incomplete"
    assert all(line.qf for line in agenda if line.reference.startswith("DEMO-"))
    put_off = [one for one in records(workspace, Ajournement) if one.date == date(2017, 12, 19)]
    assert {one.aide_id for one in put_off} <= {line.aide_id for line in agenda}
    assert len(put_off) == 3
    waiting = [one for one in added(workspace, Aide) if one.decision == "en_attente" and not one.seance_id]
    assert sum(bool(one.urgente) for one in waiting) == 3
    protected = {one.id for one in records(workspace, Famille) if one.protection}
    assert any(one.famille_id in protected for one in waiting)


def test_each_year_has_its_rules_and_its_lines_of_budget(workspace: Workspace) -> None:
    assert workspace.reglements.annees() == (2018, 2017)
    for annee in (2017, 2018):
        lines = workspace.budget.lignes(annee)
        assert len(lines) == 5
        assert all(one.montant for one in lines)


def test_every_state_of_a_loan_and_of_a_payment_is_there(workspace: Workspace) -> None:
    figures = workspace.statistiques.figures(year_period(2018)).values
    states = [name for name in figures if name.startswith(("paiements.verses.", "prets.encours."))]
    year = workspace.statistiques.figures(year_period(2017)).values
    states_2017 = ["paiements.retournes.nombre", "paiements.annules.nombre", "paiements.a_verser.nombre",
                   "prets.rembourses.montant", "prets.remis.montant"]  # fmt: skip
    assert [name for name in states if not figures[name].value and ".part" not in name] == []
    assert [name for name in states_2017 if not year[name].value] == []
    plans = records(workspace, PlanPret)
    assert len({one.aide_id for one in plans}) < len(plans), "a remission made a second schedule"
    granted = {one.id: one.montant_pret for one in records(workspace, Aide) if one.montant_pret}
    lowered = dict.fromkeys(granted, 0)
    for move in records(workspace, MouvementPret):
        lowered[move.aide_id] += move.montant
    assert min(granted[ident] - cents for ident, cents in lowered.items()) == 0, (
        "some are settled, none beyond"
    )


# --- What is shown ---


def test_the_worker_has_four_or_five_appointments_a_day(workspace: Workspace) -> None:
    me = workspace.agents.me()
    assert me is not None
    for day in WEEKS:
        assert len(workspace.agenda.period(day, day, {me.id}).rendez_vous) in {4, 5}


def test_the_day_before_is_held_but_for_two(workspace: Workspace) -> None:
    me = workspace.agents.me()
    assert me is not None
    statuts = [one.statut for one in workspace.agenda.period(MONDAY, MONDAY, {me.id}).rendez_vous]
    assert sorted(statuts) == ["absent", "honore", "honore", "honore", "propose"]


def test_the_first_page_has_something_late_something_to_come_and_a_draft(workspace: Workspace) -> None:
    journee = workspace.accueil.journee(DAY)
    late = [one for one in journee.echeances if one.jour < DAY]
    assert len(late) >= 5
    assert len(journee.echeances) - len(late) >= 10
    assert {manque.titre for manque in journee.releve.manques} == {
        "Rendez-vous passés sans suite notée", "Saisies de permanence à compléter",
    }  # fmt: skip
    [draft] = journee.brouillons
    assert draft.famille == "André Marie-Ange"


def test_offers_of_the_campaign_stand_at_different_steps(workspace: Workspace) -> None:
    campagne = Filtre(campagne="Séparations janvier 2018")
    listed = workspace.offres.call_list(DAY, campagne)
    rows = workspace.offres.list_rows(listed.ids, DAY)
    assert len(rows) == 12
    assert 3 <= sum(row.position.retard > 0 for row in rows) <= 6
    assert len({row.position.etape for row in rows}) >= 4
    answered = [one for one in added(workspace, OffreContact) if one.reponse is not None]
    assert {one.reponse: one.rendez_vous_id is not None for one in answered} == {
        "acceptee": True, "refusee": False,
    }  # fmt: skip


def test_missed_calls_wait_to_be_called_back(workspace: Workspace) -> None:
    journee = workspace.appels.read_day(DAY)
    assert journee.recus == 7
    assert journee.a_rappeler == 3


def test_every_state_of_an_objective_is_there(workspace: Workspace) -> None:
    with workspace._opening.store.read() as session:
        states = set(session.scalars(select(CodeStatutObjectif.code)))
        assert {one.statut for one in records(workspace, Objectif)} == states
        answers = [one.reponse for one in session.scalars(select(Orientation))]
        assert {None, "en_attente", "acceptee", "refusee"} == set(answers)
        assert set(session.scalars(select(CodeEtatDroit.code))) - {"obtenu"} == {
            droit.etat
            for one in added(workspace, RendezVous)
            if one.type == "rendez_vous_des_droits" and one.statut == "honore"
            for droit in workspace.droits.read(one.id).droits
            if droit.etat
        }
    bilans = [one.date_bilan for one in records(workspace, Intervention) if one.date_bilan]
    assert min(bilans) < DAY < max(bilans)


def test_two_families_are_protected_with_what_must_be_known(workspace: Workspace) -> None:
    protected = [one for one in records(workspace, Famille) if one.protection]
    assert len(protected) == 2
    assert all(one.consigne and (one.ne_pas_appeler or one.ne_pas_ecrire) for one in protected)


def test_someone_seen_is_no_allocataire(workspace: Workspace) -> None:
    numbers = {one.id: one.matricule for one in records(workspace, Famille)}
    assert any(one.famille_id and not numbers[one.famille_id] for one in added(workspace, RendezVous))


# --- Arrears, dwellings, RSA follow-ups ---


def test_deadlines_are_late_today_and_soon_in_each_domain(workspace: Workspace) -> None:
    me = workspace.agents.me()
    assert me is not None
    soon = DAY + timedelta(days=31)
    for domaine in Domaine:
        days = [
            one.echeance.jour for one in workspace.echeances.suivies(DAY, agent_id=me.id, domaines=(domaine,))
        ]
        late, coming = (sum(day < DAY for day in days), sum(DAY < day <= soon for day in days))
        assert 1 <= late <= 12, domaine
        assert DAY in days, domaine
        assert coming, domaine


def test_this_caf_applies_its_local_rules(workspace: Workspace) -> None:
    arrears = workspace.echeances.suivies(DAY, domaines=(Domaine.IMPAYES,))
    assert any(one.echeance.regle.code == "offre_contact" for one in arrears)


def test_nothing_is_recorded_of_a_file_after_the_day(workspace: Workspace) -> None:
    for mapped, column in (
        (MouvementDette, "date"), (PlanApurement, "date_plan"), (PlanApurement, "date_rupture"),
        (EtatImpaye, "date_fin"), (ContratRsa, "date_signature"), (ReexamenRsa, "date"),
        (FreinRsa, "date_levee"), (LogementSignale, "date_perte"), (SuiteEcheance, "date"),
    ):  # fmt: skip
        known = [getattr(one, column) for one in records(workspace, mapped)]
        assert max(day for day in known if day) <= DAY, (mapped, column)


def test_every_plan_adds_up_and_most_hold(workspace: Workspace) -> None:
    sums: dict[int, int] = {}
    for term in records(workspace, MensualitePlan):
        sums[term.plan_id] = sums.get(term.plan_id, 0) + term.montant
    assert sums == {plan.id: plan.montant for plan in records(workspace, PlanApurement)}
    figures = workspace.statistiques.figures(year_period(2017)).values
    kept = figures["impayes.plans.taux_tenus_6_mois"].value
    assert kept is not None
    assert 80 < kept < 100


def test_the_figures_of_the_three_domains_are_all_there(workspace: Workspace) -> None:
    figures = workspace.statistiques.figures(year_period(2017)).values
    empty = {
        address for address, figure in figures.items()
        if address.startswith(("impayes.", "indecence.", "rsa_monoparents.")) and not figure.value
        and not address.endswith(".part")
    }  # fmt: skip
    assert empty == {
        "indecence.insalubres", "indecence.levees", "indecence.travaux", "rsa_monoparents.au_dela_de_24_mois",
        "rsa_monoparents.sorties.motif.autre",
        *(f"rsa_monoparents.freins.{frein}" for frein in ("langue", "isolement", "autre")),
    }  # fmt: skip
