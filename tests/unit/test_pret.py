"""The laws of a loan: schedules to the cent, balances on any day, what is late."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.echeancier import (
    LONGEST,
    Echeance,
    EcheancierError,
    by_amount,
    by_number,
    postponed,
    shift_months,
)
from caseapp.domain.paiement import DatesPaiement, EtatPaiement
from caseapp.domain.pret import EtatEcheance, Mouvement, Plan, Pret, Versement

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST)
CENTS = st.integers(1, 500_000)


def amounts(echeances: tuple[Echeance, ...]) -> list[int]:
    return [one.montant for one in echeances]


# --- Schedules ---


@given(CENTS, st.integers(1, LONGEST), DAYS)
def test_a_schedule_by_number_sums_to_the_cent(montant: int, nombre: int, premiere: date) -> None:
    if montant < nombre:
        with pytest.raises(EcheancierError):
            by_number(montant, nombre, premiere)
        return
    made = by_number(montant, nombre, premiere)
    assert sum(amounts(made)) == montant
    assert len(made) == nombre
    assert min(amounts(made)) > 0
    assert len(set(amounts(made)[:-1])) <= 1, "all equal but the last"
    assert 0 <= made[-1].montant - made[0].montant < nombre


@given(CENTS, CENTS, DAYS)
def test_a_schedule_by_amount_sums_to_the_cent(montant: int, mensualite: int, premiere: date) -> None:
    if mensualite > montant or -(-montant // mensualite) > LONGEST:
        with pytest.raises(EcheancierError) as caught:
            by_amount(montant, mensualite, premiere)
        assert caught.value.field == "mensualite"
        return
    made = by_amount(montant, mensualite, premiere)
    assert sum(amounts(made)) == montant
    assert set(amounts(made)[:-1]) <= {mensualite}
    assert 0 < made[-1].montant <= mensualite


@given(DAYS, st.integers(0, 600))
def test_the_day_is_kept_and_a_short_month_gives_its_last_day(premiere: date, months: int) -> None:
    found = shift_months(premiere, months)
    assert (found.year * 12 + found.month) - (premiere.year * 12 + premiere.month) == months
    assert found.day == premiere.day or (found + timedelta(days=1)).day == 1
    assert found.day <= premiere.day


def test_the_31st_comes_back_after_a_short_month() -> None:
    days = [one.date for one in by_number(40_000, 4, date(2027, 12, 31))]
    assert days == [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]


@pytest.mark.parametrize(
    ("make", "field", "said"),
    [
        (lambda: by_number(50_000, 0, FIRST), "nombre", "de 1 à 600 mois"),
        (lambda: by_number(50_000, 601, FIRST), "nombre", "de 1 à 600 mois"),
        (lambda: by_amount(50_000, 0, FIRST), "mensualite", "doit dépasser zéro"),
        (lambda: by_amount(50_000, -1, FIRST), "mensualite", "doit dépasser zéro"),
        (lambda: by_amount(50_000, 50_001, FIRST), "mensualite", "dépasse le solde, 500,00"),
        (lambda: by_number(50_000, 12, date(2199, 6, 1)), "premiere", "dépasserait l'année 2199"),
        (lambda: postponed(by_number(300, 3, FIRST), 300, 0, FIRST), "mois", "d'un mois au moins"),
        (lambda: postponed(by_number(300, 3, FIRST), 300, 2, LAST), "mois", "déjà passé"),
        (lambda: postponed(by_number(300, 3, FIRST), 150, 2, FIRST), "mois", "ne totalise plus le solde"),
    ],
    ids=["no month", "too many", "nothing", "negative", "over", "too late", "no delay", "past", "other sum"],
)
def test_a_schedule_that_cannot_be_says_why(make, field, said) -> None:
    with pytest.raises(EcheancierError, match=said) as caught:
        make()
    assert caught.value.field == field


# --- Loans ---


@st.composite
def loans(draw: st.DrawFn) -> Pret:
    """Draw a loan as the program lets one grow: each movement within what can be repaid that day."""
    decision = draw(DAYS)
    accorde = draw(st.integers(2, 300_000))
    part = draw(st.integers(1, accorde))
    versements = tuple(
        Versement(decision + timedelta(days=draw(st.integers(0, 90))), cents, None)
        for cents in (part, accorde - part)
        if cents
    )
    pret = Pret(accorde, decision, versements)
    for _ in range(draw(st.integers(0, 5))):
        jour = decision + timedelta(days=draw(st.integers(0, 700)))
        if draw(st.booleans()) and (room := pret.remboursable(jour)):
            moved = Mouvement(jour, draw(st.integers(1, room)), draw(st.booleans()))
            pret = replace(pret, mouvements=(*pret.mouvements, moved))
        elif pret.solde(jour) > 0 and (not pret.plans or pret.plans[-1].date_effet <= jour):
            count = draw(st.integers(1, min(48, pret.solde(jour))))
            premiere = jour + timedelta(days=draw(st.integers(0, 60)))
            made = by_number(pret.solde(jour), count, premiere)
            pret = replace(pret, plans=(*pret.plans, Plan(jour, made)))
    return pret


@given(loans(), DAYS)
def test_the_balance_is_granted_minus_repaid_minus_remitted_and_never_negative(
    pret: Pret, jour: date
) -> None:
    granted = pret.accorde if jour >= pret.date_decision else 0
    moved = sum(one.montant for one in pret.mouvements if one.date <= jour)
    assert pret.solde(jour) == granted - moved == granted - pret.rembourse(jour) - pret.remis(jour)
    assert pret.solde(jour) >= 0
    assert pret.du(jour) == pret.verse(jour) - moved
    assert 0 <= pret.du(jour) <= pret.solde(jour)


@given(loans(), DAYS)
def test_what_is_late_is_what_was_due_and_not_covered(pret: Pret, jour: date) -> None:
    plan, retard = pret.plan(jour), pret.retard(jour)
    if plan is None:
        assert retard is None
        return
    assert plan.date_effet <= jour
    passed = sum(one.montant for one in plan.echeances if one.date < jour)
    covered = plan.total - pret.solde(jour)
    expected = min(max(0, passed - covered), pret.du(jour))
    assert (retard.montant if retard else 0) == expected
    if retard is not None:
        assert retard.jours >= 1
        assert retard.depuis == jour - timedelta(days=retard.jours)
        assert retard.depuis == pret.prochaine(jour).echeance.date


@given(loans(), DAYS, st.data())
def test_a_repayment_never_increases_what_is_late(pret: Pret, jour: date, data: st.DataObject) -> None:
    room = pret.remboursable(jour)
    if not room:
        return
    more = Mouvement(jour, data.draw(st.integers(1, room)))
    after = replace(pret, mouvements=(*pret.mouvements, more))
    for later in (jour, data.draw(DAYS), LAST):
        before, now = pret.retard(later), after.retard(later)
        assert (now.montant if now else 0) <= (before.montant if before else 0)
        assert after.solde(later) >= 0
        if now is not None and before is not None:
            assert now.depuis >= before.depuis


@given(loans(), DAYS)
def test_an_early_settlement_leaves_nothing_owed(pret: Pret, jour: date) -> None:
    room = pret.remboursable(jour)
    if room:
        pret = replace(pret, mouvements=(*pret.mouvements, Mouvement(jour, room)))
    assert pret.remboursable(jour) == 0
    if pret.verse(jour) == pret.accorde and all(one.date <= jour for one in pret.mouvements):
        assert pret.solde(jour) == pret.du(jour) == 0
        assert pret.retard(LAST) is None


@given(loans(), DAYS, st.integers(1, 24))
def test_a_delay_sums_to_the_balance_of_that_day(pret: Pret, jour: date, mois: int) -> None:
    left = [replace(one.echeance, montant=one.reste) for one in pret.suivi(jour) if one.reste]
    try:
        made = postponed(left, pret.solde(jour), mois, jour)
    except EcheancierError:
        return
    assert sum(amounts(made)) == pret.solde(jour)
    assert min(amounts(made)) > 0
    assert [months(one.date) for one in made] == [months(one.date) + mois for one in left]
    usual = max(one.date.day for one in left)
    assert all(one.date.day == min(usual, monthrange(one.date.year, one.date.month)[1]) for one in made)
    delayed = replace(pret, plans=(*pret.plans, Plan(jour, made)))
    assert delayed.retard(jour) is None


def months(day: date) -> int:
    return day.year * 12 + day.month


def test_a_delayed_schedule_keeps_its_31st() -> None:
    left = by_number(40_000, 4, date(2026, 4, 30))[:1] + by_number(40_000, 3, date(2026, 5, 31))
    made = postponed(left, 40_000 + 10_000, 3, date(2026, 7, 1))
    assert [one.date for one in made] == [
        date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31),
    ]  # fmt: skip


@given(loans(), DAYS)
def test_the_oldest_echeance_is_paid_first(pret: Pret, jour: date) -> None:
    followed = pret.suivi(jour)
    assert sum(one.reste for one in followed) == min(pret.solde(jour), sum(amounts_of(followed)))
    open_ones = [one for one in followed if one.reste]
    for one in followed:
        if open_ones and one.echeance.numero < open_ones[0].echeance.numero:
            assert one.etat is EtatEcheance.REGLEE
    assert all(one.regle == 0 for one in open_ones[1:])


def amounts_of(followed: tuple) -> list[int]:
    return [one.echeance.montant for one in followed]


def test_an_echeance_is_late_the_day_after_and_a_partial_repayment_leaves_the_rest_late() -> None:
    plan = Plan(date(2026, 1, 10), by_number(60_000, 6, date(2026, 2, 5)))
    pret = Pret(60_000, date(2026, 1, 10), (Versement(date(2026, 1, 12), 60_000),), (), (plan,))
    assert pret.retard(date(2026, 2, 5)) is None
    assert pret.suivi(date(2026, 2, 5))[0].etat is EtatEcheance.DU_JOUR
    late = pret.retard(date(2026, 2, 6))
    assert (late.montant, late.depuis, late.jours) == (10_000, date(2026, 2, 5), 1)
    paid = replace(pret, mouvements=(Mouvement(date(2026, 3, 1), 12_500),))
    late = paid.retard(date(2026, 3, 10))
    assert (late.montant, late.depuis, late.jours) == (7_500, date(2026, 3, 5), 5)
    assert [one.regle for one in paid.suivi(date(2026, 3, 10))][:3] == [10_000, 2_500, 0]


def test_nothing_is_late_of_a_loan_that_was_not_paid_or_came_back() -> None:
    plan = Plan(date(2026, 1, 10), by_number(60_000, 6, date(2026, 2, 5)))
    pret = Pret(60_000, date(2026, 1, 10), (), (), (plan,))
    assert pret.retard(date(2026, 6, 1)) is None
    assert pret.remboursable(date(2026, 6, 1)) == 0
    back = replace(pret, versements=(Versement(date(2026, 1, 12), 60_000, date(2026, 4, 1)),))
    assert back.retard(date(2026, 3, 31)).montant == 20_000
    assert back.retard(date(2026, 4, 1)) is None
    assert back.du(date(2026, 4, 1)) == 0


def test_a_lowered_decision_settles_the_oldest_echeances_as_a_remission_does() -> None:
    plan = Plan(date(2026, 1, 10), by_number(60_000, 6, date(2026, 2, 5)))
    paid = (Versement(date(2026, 1, 12), 60_000),)
    pret = Pret(50_000, date(2026, 1, 10), paid, (), (plan,))
    assert [one.regle for one in pret.suivi(date(2026, 1, 20))] == [10_000, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("jour", "etat"),
    [
        (date(2026, 3, 1), EtatPaiement.PREVU),
        (date(2026, 3, 2), EtatPaiement.EN_RETARD),
        (date(2026, 3, 9), EtatPaiement.VERSE),
        (date(2026, 4, 2), EtatPaiement.REVENU),
    ],
)
def test_a_payment_is_late_the_day_after_it_was_due(jour: date, etat: EtatPaiement) -> None:
    assert DatesPaiement(date(2026, 3, 1), date(2026, 3, 9), None, date(2026, 4, 2)).etat(jour) is etat


def test_a_cancelled_payment_was_due_until_then() -> None:
    dates = DatesPaiement(date(2026, 3, 1), annulation=date(2026, 3, 9))
    assert dates.etat(date(2026, 3, 8)) is EtatPaiement.EN_RETARD
    assert dates.etat(date(2026, 3, 9)) is EtatPaiement.ANNULE
