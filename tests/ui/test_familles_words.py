from dataclasses import replace
from datetime import date

import pytest
from familles_store import TODAY

from caseapp.services.familles import MASKED, Contact, FamilleRow, Fiche, SituationRow
from caseapp.ui.pages.familles_words import (
    age,
    household,
    identity,
    list_sentence,
    many_sentence,
    masked_contact,
    phone,
    quoted,
    quotient,
    reach,
    resources,
    situation_line,
    situation_pairs,
)

NBSP, NARROW = "\u00a0", "\u202f"
UNKNOWN = SituationRow(date(2026, 10, 1), None, None, None, None, None, None, None)
KNOWN = SituationRow(
    date(2026, 10, 1), "Famille monoparentale", 2, date(2022, 3, 14), False, 41_200, True, "ALF"
)
EMMA = FamilleRow(1, "F1", "1004233", "Nguyễn", "Emma", None, "Dax", "0612345678", False)


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(NARROW, " ")


@pytest.mark.parametrize(
    ("count", "searched", "said"),
    [
        (0, "", "Aucune famille"),
        (1, "", "1 famille"),
        (9380, "", "9 380 familles · triées par nom"),
        (0, "zzz", "Aucune famille trouvée pour « zzz »"),
        (1, "dax", "1 famille trouvée pour « dax »"),
        (1200, "a", "1 200 familles trouvées pour « a »"),
    ],
)
def test_the_list_says_what_it_holds(count: int, searched: str, said: str) -> None:
    assert plain(list_sentence(count, searched)) == said


def test_a_search_that_finds_more_than_the_list_shows_says_so() -> None:
    said = "Plus de 5 000 familles pour « a » : les 5 000 premières par nom"
    assert plain(many_sentence(5000, "a")) == said


def test_a_long_search_is_repeated_cut() -> None:
    assert plain(quoted("x" * 41)) == f"« {'x' * 40}… »"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("061234567", "061234567"),
        ("٠٦١٢٣٤٥٦٧٨", "٠٦١٢٣٤٥٦٧٨"),
        (None, ""),
    ],
)
def test_only_french_numbers_are_spaced(kept: str | None, shown: str) -> None:
    assert phone(kept) == shown


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2022, 11, 21), "4 ans"),
        (date(2022, 11, 22), "3 ans"),
        (date(2025, 11, 21), "1 an"),
        (date(2025, 11, 22), "11 mois"),
        (date(2026, 10, 21), "1 mois"),
        (date(2026, 10, 22), "moins d'un mois"),
        (date(2026, 11, 21), "moins d'un mois"),
        (date(2026, 11, 22), ""),
    ],
)
def test_ages_change_on_the_birthday(born: date, said: str) -> None:
    assert age(born, TODAY) == said


@pytest.mark.parametrize(
    ("composition", "number", "born", "said"),
    [
        ("Famille monoparentale", 2, date(2022, 3, 14),
         "famille monoparentale, 2 enfants (le dernier a 4 ans)"),
        ("Famille monoparentale", 1, date(2026, 2, 20), "famille monoparentale, 1 enfant (9 mois)"),
        ("Couple avec enfants", 3, None, "couple avec 3 enfants"),
        ("Couple avec enfants", None, None, "couple avec enfants"),
        ("Couple sans enfant", 0, None, "couple sans enfant"),
        ("Couple sans enfant", 1, None, "couple sans enfant, 1 enfant"),
        ("Personne seule", 0, None, "personne seule, sans enfant"),
        (None, 2, None, "2 enfants"),
        (None, None, date(2022, 3, 14), ""),
    ],
)  # fmt: skip
def test_the_household_is_said_without_repeating_itself(
    composition: str | None, number: int | None, born: date | None, said: str
) -> None:
    situation = replace(
        UNKNOWN, composition=composition, nombre_enfants=number, naissance_dernier_enfant=born
    )
    assert plain(household(situation, TODAY)) == said


def test_the_quotient_names_its_month_and_keeps_its_cents() -> None:
    assert plain(quotient(KNOWN)) == "412 € (octobre 2026)"
    assert plain(quotient(replace(KNOWN, quotient_familial=87_150))) == "871,50 € (octobre 2026)"
    assert plain(quotient(replace(KNOWN, quotient_familial=0))) == "0 € (octobre 2026)"
    assert quotient(UNKNOWN) == ""


def test_resources_say_only_what_is_known() -> None:
    assert plain(resources(KNOWN)) == "QF 412 € (octobre 2026) · minima sociaux · ALF"
    assert resources(replace(UNKNOWN, minima_sociaux=False)) == "sans minima sociaux"
    assert resources(UNKNOWN) == resources(None) == ""


def test_an_earlier_situation_is_said_as_it_was() -> None:
    earlier = replace(KNOWN, date_effet=date(2023, 3, 14))
    assert "le dernier a 1 an" in plain(situation_line(earlier))
    assert situation_line(UNKNOWN) == "rien de renseigné"


def test_the_card_lists_what_is_known() -> None:
    pairs = {title: plain(value) for title, value in situation_pairs(KNOWN, TODAY)}
    assert pairs == {
        "Depuis le": "01/10/2026", "Composition": "Famille monoparentale", "Enfants": "2",
        "Dernier enfant": "14/03/2022 (4 ans)", "Grossesse": "non", "QF": "412 € (octobre 2026)",
        "Minima sociaux": "oui", "Aide au logement": "ALF",
    }  # fmt: skip
    assert situation_pairs(UNKNOWN, TODAY) == (("Depuis le", "01/10/2026"),)


def test_identity_follows_the_name_and_hides_what_is_masked() -> None:
    fiche = Fiche(EMMA, None, KNOWN, (KNOWN,), ())
    assert plain(identity(fiche, TODAY)).startswith("n° 1004233 · Dax · famille monoparentale")
    unknown = replace(EMMA, matricule=None, commune=MASKED)
    assert identity(Fiche(unknown, None, None, (), ()), TODAY) == "sans numéro d'allocataire"


def test_the_contact_is_said_or_masked() -> None:
    clear = Fiche(EMMA, "emma@exemple.fr", None, (), ())
    assert plain(reach(masked_contact(clear))) == "06 12 34 56 78 · emma@exemple.fr"
    for hidden in (Contact(MASKED, None), Contact(None, MASKED), Contact(None, None, MASKED)):
        assert reach(hidden) == "coordonnées masquées"
    assert reach(Contact(None, None)) == ""
    assert plain(reach(Contact("0612345678", None, "Dax"))) == "06 12 34 56 78 · Dax"
