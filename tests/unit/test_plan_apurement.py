"""Plans of a rent debt: exact to the cent, followed month by month, broken, and what paying would do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.echeances_dossier import Dossier
from caseapp.domain.echeancier import Echeance, EcheancierError
from caseapp.domain.jeu_de_regles import Delai, Domaine, JeuDeRegles, Regle, ReglesPlan, Severite, UniteDelai
from caseapp.domain.plan_apurement import (
    PlanDette,
    controler,
    en_mensualites,
    en_vigueur,
    par_defaut,
    par_mensualite,
    resume,
    suivre,
)
from caseapp.domain.simulation_impaye import si_paie, si_plan

REGLES = ReglesPlan(36, 36, 10_000, "CCH, art. R824-8")
JANUARY_5 = date(2026, 1, 5)


def plan(montant: int = 30_000, nombre: int = 3, rupture: date | None = None) -> PlanDette:
    return PlanDette(
        date(2025, 12, 20), JANUARY_5, en_mensualites(montant, nombre, JANUARY_5, REGLES), rupture
    )


def test_the_default_plan_is_a_36th_a_month_and_the_last_one_takes_the_cents() -> None:
    found = par_defaut(128_400, date(2026, 1, 31), REGLES)
    assert len(found) == 36
    assert {one.montant for one in found[:-1]} == {3_566}  # 1 284,00 € / 36 = 35,666…
    assert found[-1].montant == 3_590
    assert [one.date for one in found[:3]] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert found[-1].date == date(2028, 12, 31)


@given(st.integers(36, 5_000_000), st.integers(1, 36))
def test_a_plan_never_loses_a_cent(montant: int, nombre: int) -> None:
    assert sum(one.montant for one in en_mensualites(montant, nombre, JANUARY_5, REGLES)) == montant


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: en_mensualites(100_000, 37, JANUARY_5, REGLES), "37 mois : 36 au plus (CCH, art. R824-8)"),
        (lambda: par_mensualite(100_000, 2_000, JANUARY_5, REGLES), "50 mois : 36 au plus"),
        (lambda: controler((), 100, REGLES), "au moins une mensualité"),
        (lambda: controler((Echeance(1, JANUARY_5, 90),), 100, REGLES), "font 0,90"),
        (
            lambda: controler((Echeance(1, JANUARY_5, 50), Echeance(2, JANUARY_5, 50)), 100, REGLES),
            "se suivent",
        ),
        (
            lambda: controler(
                (Echeance(1, JANUARY_5, 50), Echeance(2, date(2029, 1, 5), 50)), 100, REGLES
            ),
            "37 mois",
        ),
    ],
)  # fmt: skip
def test_a_plan_that_is_not_one_is_refused(make: object, said: str) -> None:
    assert callable(make)
    with pytest.raises(EcheancierError) as refused:
        make()
    assert said in str(refused.value).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_oldest_instalment_is_settled_first_and_missed_the_day_after() -> None:
    paid = [(date(2025, 12, 1), 9_900), (date(2026, 1, 4), 12_000)]  # the first one is before the plan
    on_the_day = suivre(plan(), paid, date(2026, 2, 5))
    assert [one.regle for one in on_the_day.lignes] == [10_000, 2_000, 0]
    assert on_the_day.manquees == ()
    after = suivre(plan(), paid, date(2026, 2, 6))
    assert [one.echeance.numero for one in after.manquees] == [2]
    assert (after.retard, after.reste) == (8_000, 18_000)
    assert after.prochaine is not None
    assert after.prochaine.echeance.date == date(2026, 2, 5)
    assert resume(after).endswith("2e mensualité")


def test_what_is_paid_once_broken_is_not_of_the_plan() -> None:
    broken = plan(rupture=date(2026, 2, 10))
    paid = [(date(2026, 1, 5), 10_000), (date(2026, 2, 10), 10_000)]
    assert suivre(broken, paid, date(2026, 3, 1)).paye == 10_000
    assert en_vigueur([broken], date(2026, 2, 9)) == broken
    assert en_vigueur([broken], date(2026, 2, 10)) is None


def test_all_paid_leaves_nothing_to_come() -> None:
    found = suivre(plan(), [(date(2026, 1, 2), 99_999)], date(2027, 1, 1))
    assert (found.reste, found.prochaine, found.manquees) == (0, None, ())


@given(
    st.lists(st.tuples(st.dates(JANUARY_5, date(2026, 4, 1)), st.integers(1, 15_000)), max_size=6),
    st.integers(1, 5_000),
)
def test_one_more_payment_never_makes_the_next_instalment_earlier(
    paid: list[tuple[date, int]], more: int
) -> None:
    today = date(2026, 4, 2)
    before, after = suivre(plan(), paid, today), suivre(plan(), [*paid, (JANUARY_5, more)], today)
    first = date.max if before.prochaine is None else before.prochaine.echeance.date
    then = date.max if after.prochaine is None else after.prochaine.echeance.date
    assert then >= first
    assert after.retard <= before.retard


def test_paying_so_much_a_month() -> None:
    found = si_paie(100_000, 30_000, JANUARY_5, REGLES)
    assert (found.mois, found.dernier, found.derniere_mensualite) == (4, date(2026, 4, 5), 10_000)
    assert found.permis
    slow = si_paie(100_000, 1_000, JANUARY_5, REGLES)
    assert (slow.mois, slow.permis) == (100, False)
    assert "27,78" in slow.phrase  # 1 000,00 € / 36 = 27,777…
    with pytest.raises(EcheancierError, match="plus de dette"):
        si_paie(0, 1_000, JANUARY_5, REGLES)


def test_a_plan_that_would_arrive_is_no_longer_waited_for() -> None:
    six_months, six_more = (Delai(6, UniteDelai.MOIS) for _ in range(2))
    wait = Regle(
        "plan", "Plan attendu", "envoie un plan", ("signalement",), six_months, "bailleur", "R824-7",
        Severite.DANGER, accompli=("plan",),
    )  # fmt: skip
    check = Regle(
        "verification", "Vérifier le plan", "vérifie le plan", ("plan",), six_more, "caf", "R824-9",
        Severite.ATTENTION, accompli=("verification_plan",), repete=True,
    )  # fmt: skip
    jeu = JeuDeRegles("essai", Domaine.IMPAYES, "1", "Essai", "essai", (wait, check))
    dossier = Dossier({"signalement": (date(2026, 3, 31),)}, {})
    changes = si_plan((jeu,), dossier, date(2026, 8, 31), lambda _: False)
    assert {one.libelle: (one.avant, one.apres) for one in changes} == {
        "Plan attendu": (date(2026, 9, 30), None),
        "Vérifier le plan": (None, date(2027, 2, 28)),
    }
