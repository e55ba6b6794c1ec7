"""The rules that place a right first: what they ask must be known, and true."""

from datetime import date
from pathlib import Path

import pytest

from caseapp.domain.droits import Foyer, Regle, check_codes, load_regles, reasons
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource

DAY = date(2026, 11, 21)


def test_the_shipped_rules_name_rights_and_compositions_of_the_lists() -> None:
    lists = {liste.nom: {code.code for code in liste.codes} for liste in load_nomenclatures(
        resource("nomenclatures.toml"))}  # fmt: skip
    check_codes(load_regles(resource("droits.toml")), lists["droit"], lists["composition"])
    with pytest.raises(ValueError, match="droit inconnu"):
        check_codes((Regle("autre", "parce que"),), lists["droit"], lists["composition"])
    with pytest.raises(ValueError, match="composition inconnue"):
        check_codes((Regle("rsa", "parce que", ("trio",)),), lists["droit"], lists["composition"])


@pytest.mark.parametrize(
    ("regle", "foyer", "holds"),
    [
        (Regle("d", "r", compositions=("monoparentale",)), Foyer("monoparentale"), True),
        (Regle("d", "r", compositions=("monoparentale",)), Foyer("personne_seule"), False),
        (Regle("d", "r", compositions=("monoparentale",)), Foyer(), False),
        (Regle("d", "r", enfants_au_moins=2), Foyer(nombre_enfants=2), True),
        (Regle("d", "r", enfants_au_moins=2), Foyer(nombre_enfants=1), False),
        (Regle("d", "r", enfants_au_moins=2), Foyer(), False),
        (Regle("d", "r", quotient_familial_au_plus=400), Foyer(quotient_familial=40_000), True),
        (Regle("d", "r", quotient_familial_au_plus=400), Foyer(quotient_familial=40_001), False),
        (Regle("d", "r", minima_sociaux=False), Foyer(minima_sociaux=False), True),
        (Regle("d", "r", minima_sociaux=False), Foyer(), False),
        (Regle("d", "r", grossesse=True, enfants_au_moins=1), Foyer(grossesse=True), False),
    ],
)
def test_a_rule_asks_what_is_known_and_true(regle: Regle, foyer: Foyer, holds: bool) -> None:
    assert regle.holds(foyer, DAY) is holds


@pytest.mark.parametrize(
    ("born", "holds"),
    [(date(2023, 11, 22), True), (date(2023, 11, 21), False), (date(2026, 11, 22), False), (None, False)],
)
def test_a_child_is_young_until_the_birthday(born: date | None, holds: bool) -> None:
    regle = Regle("jeune_enfant", "r", dernier_enfant_de_moins_de=3)
    assert regle.holds(Foyer(naissance_dernier_enfant=born), DAY) is holds


def test_the_first_rule_that_holds_says_why() -> None:
    regles = (Regle("d", "une", enfants_au_moins=3), Regle("d", "deux", enfants_au_moins=1),
              Regle("d", "trois", enfants_au_moins=1))  # fmt: skip
    assert reasons(regles, Foyer(nombre_enfants=1), DAY) == {"d": "deux"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[regle]]\ndroit = "d"\nraison = "r"', "elle ne demande rien"),
        ('[[regle]]\ndroit = "d"\nraison = "r"\ngrossesse = "oui"', "ni true ni false"),
        ('[[regle]]\ndroit = "d"\nraison = "r"\nenfants_au_moins = -1', "négatif"),
        ('[[regle]]\ndroit = "d"\nraison = "r"\ncouleur = 1', "clé inconnue"),
        ("[[regle", "droits.toml"),
    ],
)
def test_a_malformed_file_is_refused_with_a_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "droits.toml"
    path.write_text(f'version = "1"\n{text}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        load_regles(path)
