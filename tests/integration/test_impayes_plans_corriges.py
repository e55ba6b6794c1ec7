"""A repayment plan corrected in place: its schedule, its day with what that started, what was paid."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from impayes_store import TODAY, ImpayeStore

from caseapp.domain.echeancier import Echeance, by_amount, by_number
from caseapp.errors import FieldError, InputError
from caseapp.models import MensualitePlan, MouvementDette, PlanApurement
from caseapp.services.impayes_plans import mode_of
from caseapp.services.impayes_rows import ImpayeVue, Mode, MouvementSaisie, PlanSaisie

SIGNED = date(2026, 7, 1)
PLAN = PlanSaisie("plan_negocie", SIGNED, Mode.NOMBRE, 12, date(2026, 8, 5))
BROKEN = date(2026, 9, 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ImpayeStore]:
    office = ImpayeStore(tmp_path)
    yield office
    office.store.close()


def correct(office: ImpayeStore, ident: int, saisie: PlanSaisie) -> ImpayeVue:
    office.impayes.edit_plan(ident, office.vue(ident).plan.id, saisie, TODAY)
    return office.vue(ident)


def test_a_schedule_is_made_again_and_what_was_paid_stays(office: ImpayeStore) -> None:
    ident = office.report()
    plan_id = office.impayes.plan(ident, PLAN, TODAY)
    for day in (date(2026, 8, 5), date(2026, 9, 5)):
        office.impayes.add_movement(ident, MouvementSaisie("paiement", day, 10_700), TODAY)
    before, kept = office.vue(ident), [one.id for one in office.records(MensualitePlan)]
    effet = date(2026, 8, 1)
    asked = replace(PLAN, procedure="fsl", valeur=10, montant=100_000, date_effet=effet)
    vue = correct(office, ident, asked)
    assert (vue.plan.id, vue.plan.procedure, vue.etat) == (plan_id, "fsl", before.etat)
    assert (vue.plan.suivi.paye, vue.plan.suivi.reste, vue.dette) == (21_400, 78_600, before.dette)
    assert [one.reste for one in vue.plan.suivi.lignes] == [0, 0, 8_600, *[10_000] * 7]
    assert vue.plan.suivi.plan.date_effet == effet
    assert [one.id for one in office.records(MensualitePlan)] == kept[:10], "each keeps its place"
    assert len(office.records(MouvementDette)) == 2
    assert office.historique.undo().libelle == "Plan modifié"
    assert office.vue(ident) == before
    office.historique.redo()
    assert office.vue(ident) == vue


def test_instalments_typed_one_by_one_come_back_as_they_were(office: ImpayeStore) -> None:
    ident = office.report()
    typed = ((date(2026, 8, 5), 100_000), (date(2026, 10, 12), 28_400))
    office.impayes.plan(ident, replace(PLAN, mode=Mode.SAISIE, mensualites=typed), TODAY)
    longer = ((date(2026, 8, 5), 100_000), (date(2026, 10, 12), 20_000), (date(2026, 11, 12), 8_400))
    vue = correct(office, ident, replace(PLAN, mode=Mode.SAISIE, mensualites=longer))
    assert tuple((one.date, one.montant) for one in vue.plan.suivi.plan.mensualites) == longer
    assert mode_of(vue.plan.suivi.plan.mensualites) is Mode.SAISIE
    with pytest.raises(FieldError, match="font") as caught:
        correct(office, ident, replace(PLAN, mode=Mode.SAISIE, mensualites=longer[:2]))
    assert caught.value.field == "mensualites"
    assert office.vue(ident) == vue


def test_how_a_schedule_was_made_is_found_again() -> None:
    day = date(2026, 1, 31)
    assert mode_of(by_number(10_000, 3, day)) is Mode.NOMBRE
    assert mode_of(by_amount(10_000, 3_000, day)) is Mode.MENSUALITE
    assert mode_of([Echeance(1, day, 1), Echeance(2, date(2026, 3, 31), 2_000)]) is Mode.SAISIE
    assert mode_of([]) is Mode.NOMBRE


def test_the_day_of_a_plan_moves_with_the_issue_it_gave(office: ImpayeStore) -> None:
    ident = office.report()
    office.impayes.set_issue(ident, "sans_solution", date(2026, 6, 1), None, TODAY)
    office.impayes.reopen(ident, date(2026, 6, 20), TODAY)
    reopened = office.vue(ident)
    office.impayes.plan(ident, PLAN, TODAY)
    vue = correct(office, ident, replace(PLAN, date_plan=date(2026, 6, 25)))
    assert vue.etat == "Plan en cours depuis le 25/06/2026"
    assert [(one.libelle, one.debut, one.fin) for one in vue.etats] == [
        ("En cours", date(2026, 6, 20), date(2026, 6, 25)),
        ("Sans solution", date(2026, 6, 1), date(2026, 6, 20)),
    ]  # fmt: skip
    with pytest.raises(FieldError, match="20/06/2026") as caught:
        correct(office, ident, replace(PLAN, date_plan=date(2026, 6, 19)))
    assert caught.value.field == "date_plan"
    office.impayes.remove_plan(ident, vue.plan.id)
    assert office.vue(ident) == reopened, "as before the plan, whatever its day was"


def test_a_renegotiation_moves_with_the_end_of_the_plan_it_replaced(office: ImpayeStore) -> None:
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    first = office.vue(ident)
    again = PlanSaisie("fsl", BROKEN, Mode.NOMBRE, 10, date(2026, 10, 5))
    office.impayes.renegotiate(ident, again, "Nouvel emploi", TODAY)
    vue = correct(office, ident, replace(again, date_plan=date(2026, 9, 10)))
    assert vue.etat == first.etat, "a plan is in force since the first one"
    assert [one.suivi.plan.date_rupture for one in vue.plans] == [None, date(2026, 9, 10)]
    with pytest.raises(FieldError, match="la signature du plan d'avant"):
        correct(office, ident, replace(again, date_plan=date(2026, 6, 30)))
    office.impayes.remove_plan(ident, vue.plan.id)
    assert office.vue(ident) == first


@pytest.mark.parametrize("made", [BROKEN, date(2026, 9, 8)], ids=["on the day", "later"])
def test_a_plan_made_after_a_breach_leaves_it_where_it_was(office: ImpayeStore, made: date) -> None:
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    office.impayes.break_plan(ident, BROKEN, "Perte d'emploi", TODAY)
    broken = office.vue(ident)
    again = PlanSaisie("fsl", made, Mode.NOMBRE, 10, date(2026, 10, 5))
    office.impayes.plan(ident, again, TODAY)
    vue = correct(office, ident, replace(again, date_plan=date(2026, 9, 20)))
    assert vue.etat == "Plan en cours depuis le 20/09/2026"
    assert [(one.libelle, one.debut, one.fin) for one in vue.etats] == [
        ("En cours", BROKEN, date(2026, 9, 20)), ("Plan en cours", SIGNED, BROKEN),
    ]  # fmt: skip
    with pytest.raises(FieldError, match="la rupture du plan d'avant"):
        correct(office, ident, replace(again, date_plan=date(2026, 8, 31)))
    office.impayes.remove_plan(ident, vue.plan.id)
    assert office.vue(ident) == broken


def test_a_plan_beside_an_issue_typed_by_hand_leaves_it(office: ImpayeStore) -> None:
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    office.impayes.set_issue(ident, "en_cours", date(2026, 8, 1), None, TODAY)
    before = office.vue(ident)
    vue = correct(office, ident, replace(PLAN, date_plan=date(2026, 6, 25)))
    assert (vue.etat, vue.etats) == (before.etat, before.etats)
    assert vue.plan.suivi.plan.date_plan == date(2026, 6, 25)


def test_only_the_plan_in_force_of_an_open_file_is_corrected(office: ImpayeStore) -> None:
    ident, other = office.report(), office.report(famille_id=office.familles[1])
    plan_id = office.impayes.plan(ident, PLAN, TODAY)
    with pytest.raises(InputError, match="n'est plus dans la base"):
        office.impayes.edit_plan(other, plan_id, PLAN, TODAY)
    office.impayes.set_issue(ident, "resolu", TODAY, None, TODAY)
    with pytest.raises(InputError, match="rouvrez-le"):
        office.impayes.edit_plan(ident, plan_id, PLAN, TODAY)
    office.historique.undo()
    office.impayes.break_plan(ident, BROKEN, "Perte d'emploi", TODAY)
    with pytest.raises(InputError, match="déjà terminé"):
        office.impayes.edit_plan(ident, plan_id, PLAN, TODAY)
    (plan,) = office.records(PlanApurement)
    assert (plan.date_plan, plan.date_rupture) == (SIGNED, BROKEN)
