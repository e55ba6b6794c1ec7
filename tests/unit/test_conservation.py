"""How long aid is withheld, worked out by hand: month ends, 29 February, two extensions."""

from datetime import date

import pytest

from caseapp.domain.conservation import Conservation, dire_avancement, refus_prolongation
from caseapp.domain.jeu_de_regles import ReglesConservation

REGLES = ReglesConservation(mois=18, prolongation=6, prolongations=2)


@pytest.mark.parametrize(
    ("debut", "prolongations", "fin"),
    [
        (date(2025, 5, 15), (), date(2026, 11, 15)),
        (date(2025, 5, 15), (6,), date(2027, 5, 15)),
        (date(2025, 5, 15), (6, 6), date(2027, 11, 15)),
        (date(2026, 7, 1), (), date(2028, 1, 1)),
        (date(2024, 8, 31), (), date(2026, 2, 28)),
        (date(2022, 8, 31), (), date(2024, 2, 29)),
        (date(2022, 8, 31), (6,), date(2024, 8, 31)),
        (date(2022, 8, 31), (6, 6), date(2025, 2, 28)),
        (date(2024, 2, 29), (), date(2025, 8, 29)),
        (date(2024, 2, 29), (6,), date(2026, 2, 28)),
        (date(2024, 2, 29), (6, 6), date(2026, 8, 29)),
        (date(2025, 5, 31), (4,), date(2027, 3, 31)),
        (date(2199, 12, 31), (6, 6), date(2202, 6, 30)),
        (date(9999, 12, 31), (), date.max),
    ],
)
def test_it_ends_after_its_months_and_its_extensions(
    debut: date, prolongations: tuple[int, ...], fin: date
) -> None:
    assert Conservation(debut, 18, prolongations).fin == fin


@pytest.mark.parametrize(
    ("debut", "jour", "ecoules"),
    [
        (date(2026, 5, 10), date(2026, 5, 9), 0),
        (date(2026, 5, 10), date(2026, 5, 10), 0),
        (date(2026, 5, 10), date(2026, 6, 9), 0),
        (date(2026, 5, 10), date(2026, 6, 10), 1),
        (date(2026, 5, 10), date(2026, 11, 21), 6),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 30), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 5, 10), date(2027, 11, 9), 17),
        (date(2026, 5, 10), date(2027, 11, 10), 18),
        (date(2026, 5, 10), date(2031, 1, 1), 18),
    ],
)
def test_only_whole_months_make_the_total(debut: date, jour: date, ecoules: int) -> None:
    withheld = Conservation(debut, 18, montant=21_050)
    assert withheld.mois_ecoules(jour) == ecoules
    assert withheld.total(jour) == ecoules * 21_050
    assert withheld.rang(jour) == min(ecoules + 1, 18)


def test_nothing_is_withheld_after_the_release() -> None:
    withheld = Conservation(date(2026, 1, 31), 18, (), 10_000, cloture=date(2026, 4, 30))
    assert withheld.total(date(2026, 4, 29)) == 20_000
    assert withheld.total(date(2026, 4, 30)) == withheld.total(date(2027, 1, 1)) == 30_000
    assert Conservation(date(2026, 1, 31), 18).total(date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("jour", "said"),
    [
        (date(2026, 5, 10), "1er mois sur 18, jusqu'au 10/11/2027"),
        (date(2026, 11, 21), "7e mois sur 18, jusqu'au 10/11/2027"),
        (date(2027, 11, 10), "18e mois sur 18, jusqu'au 10/11/2027"),
        (date(2027, 11, 11), "terminée depuis le 10/11/2027, après 18 mois"),
    ],
)
def test_it_is_said_with_its_month_and_its_end(jour: date, said: str) -> None:
    assert dire_avancement(Conservation(date(2026, 5, 10), 18), jour) == said


def test_a_released_one_is_said_in_whole_months() -> None:
    released = Conservation(date(2026, 1, 10), 18, (6,), cloture=date(2026, 4, 9))
    assert dire_avancement(released, date(2026, 5, 1)) == "2 mois entiers sur 24"
    soon = Conservation(date(2026, 1, 10), 18, cloture=date(2026, 2, 10))
    assert dire_avancement(soon, date(2026, 5, 1)) == "1 mois entier sur 18"


@pytest.mark.parametrize(
    ("granted", "mois", "refused"),
    [
        ((), 6, None),
        ((6,), 1, None),
        ((), 7, "Une prolongation dure de 1 à 6 mois."),
        ((), 0, "Une prolongation dure de 1 à 6 mois."),
        ((6, 6), 6, "Deux prolongations ont déjà été accordées : les règles n'en permettent pas d'autre."),
    ],
)
def test_extensions_stay_within_the_rules(granted: tuple[int, ...], mois: int, refused: str | None) -> None:
    assert refus_prolongation(REGLES, granted, mois) == refused


def test_rules_without_extension_say_so() -> None:
    none = ReglesConservation(mois=18, prolongation=6, prolongations=0)
    said = "Les règles en vigueur ne permettent aucune prolongation."
    assert refus_prolongation(none, (), 6) == said
