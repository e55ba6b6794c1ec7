"""Rule files: those shipped hold together, a bad one is refused with its line and its reason."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cas_regles import JEUX, LIVRES

from caseapp.domain.faits_dossier import ATTRIBUTS, FAITS
from caseapp.domain.jeu_de_regles import Delai, Domaine, Severite, UniteDelai
from caseapp.domain.jeu_de_regles_choix import check_together, choose, locaux
from caseapp.domain.jeu_de_regles_fichier import JeuDeReglesError, read_jeu
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource

CODES = {
    liste.nom: {code.code for code in liste.codes}
    for liste in load_nomenclatures(resource("nomenclatures.toml"))
}
BON = """\
# Un jeu d'essai.
code = "essai"
domaine = "impayes"
version = "1"
libelle = "Essai"
source = "Aucune"
suivi = "3 mois"

[constitution]
termes_locatif = 2
montant = 450.50
article = "art. 1"

[plan]
duree_maximale = 36
duree_par_defaut = 36
simplifie_jusqu_a = 100
article = "art. 2"

[[regle]]
code = "signalement"
libelle = "Signalement"
declencheur = ["constitution"]
delai = "2 mois"
acteur = "bailleur"
action = "signale l'impayé"
article = "art. 3"
severite = "danger"
accompli = ["signalement"]

[[regle]]
code = "avant"
libelle = "Avant l'audience"
declencheur = ["audience"]
delai = "15 jours ouvrés avant"
acteur = "caf"
action = "prépare l'audience"
article = "art. 4"
severite = "information"
conditions = { secteur = ["locatif"] }
"""


def test_a_good_file_is_read() -> None:
    jeu = read_jeu(BON)
    assert (jeu.code, jeu.domaine, jeu.du, jeu.au, jeu.local) == ("essai", Domaine.IMPAYES, None, None, False)
    assert jeu.suivi == Delai(3, UniteDelai.MOIS)
    assert jeu.constitution is not None
    assert (jeu.constitution.termes_locatif, jeu.constitution.mois, jeu.constitution.montant) == (
        2,
        None,
        45_050,
    )
    assert jeu.plan is not None
    assert jeu.plan.simplifie_jusqu_a == 10_000
    first, second = jeu.regles
    assert (first.delai, first.severite, first.accompli) == (
        Delai(2, UniteDelai.MOIS), Severite.DANGER, ("signalement",)
    )  # fmt: skip
    assert second.delai == Delai(-15, UniteDelai.JOURS_OUVRES)
    assert second.conditions == {"secteur": ("locatif",)}


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        pytest.param('libelle = "Signalement"', 'libelle = "Signalement"\nseverity = "x"', 23,
                     "règle « signalement » : clé inconnue « severity »", id="unknown key of a rule"),
        pytest.param('version = "1"', 'version = "1"\ndelais = 3', 5, "clé inconnue « delais »",
                     id="unknown key of the file"),
        pytest.param("montant = 450.50", "montants = 450.50", 11, "constitution : clé inconnue « montants »",
                     id="unknown key of a section"),
        pytest.param('["constitution"]', '["naissance"]', 23, "valeur inconnue « naissance »",
                     id="unknown fact"),
        pytest.param("secteur = [", "couleur = [", 40, "attribut inconnu « couleur »",
                     id="unknown attribute"),
        pytest.param('["locatif"]', '["public"]', 40, "valeur inconnue « public »", id="unknown value"),
        pytest.param('acteur = "caf"', 'acteur = "maire"', 36, "« acteur » : valeur inconnue « maire »",
                     id="unknown actor"),
        pytest.param('"danger"', '"grave"', 28, "« severite » : valeur inconnue « grave »",
                     id="unknown severity"),
        pytest.param('"2 mois"', '"2 semaines"', 24, "« delai » ne se lit pas : écrivez « 2 mois »",
                     id="unknown unit"),
        pytest.param('"2 mois"', '"-2 mois"', 24, "« delai » est négatif : écrivez « 2 mois avant »",
                     id="negative delay"),
        pytest.param('"2 mois"', '"121 mois"', 24, "« delai » est trop long : 120 mois au plus",
                     id="too long delay"),
        pytest.param('delai = "2 mois"\n', "", 20, "il faut soit « delai », soit « jour »", id="no delay"),
        pytest.param('code = "avant"', 'code = "signalement"', 32, "deux règles ont le code « signalement »",
                     id="code twice"),
        pytest.param('code = "avant"', 'code = "suivi"', 32, "n'est pas un code possible",
                     id="code of the safety net"),
        pytest.param('suivi = "3 mois"', "du = 2027-01-02\nau = 2027-01-01\nsuivi = '3 mois'", 7,
                     "« du » est après « au »", id="dates in the wrong order"),
        pytest.param('suivi = "3 mois"', 'du = "2027"\nsuivi = "3 mois"', 7,
                     "« du » n'est pas une date : écrivez 2027-01-01", id="not a date"),
        pytest.param('suivi = "3 mois"\n', "", 0, "« suivi » manque pour le domaine « impayes »",
                     id="no safety net"),
        pytest.param('domaine = "impayes"', 'domaine = "rsa"', 9,
                     "[constitution] n'a pas lieu d'être pour le domaine « rsa »", id="section of another"),
        pytest.param('domaine = "impayes"', 'domaine = "loyers"', 3,
                     "« domaine » : valeur inconnue « loyers »", id="unknown domain"),
        pytest.param('suivi = "3 mois"', "actif = false", 7,
                     "« actif = false » n'a de sens que pour un jeu local", id="national set aside"),
        pytest.param('suivi = "3 mois"', "local = true", 9, "[constitution] n'a pas lieu d'être",
                     id="local set with a threshold"),
        pytest.param("duree_par_defaut = 36", "duree_par_defaut = 37", 16,
                     "la durée par défaut dépasse la durée maximale", id="plan longer than allowed"),
        pytest.param("450.50", "450.505", 11, "« montant » a plus de deux décimales", id="half a cent"),
        pytest.param("450.50", "-1", 11, "« montant » n'est pas un montant possible", id="negative amount"),
        pytest.param('"Essai"', '"Ess\\u0007ai"', 5, "« libelle » contient des caractères invisibles",
                     id="control character"),
        pytest.param('"Essai"', '"""Ess\nai"""', 5, "« libelle » tient sur plusieurs lignes", id="two lines"),
        pytest.param('accompli = ["signalement"]', 'accompli = ["constitution"]', 29,
                     "« constitution » est à la fois « declencheur » et « accompli »", id="met by its start"),
        pytest.param('accompli = ["signalement"]', "repete = true", 29, "« repete » demande « accompli »",
                     id="repeated for ever"),
        pytest.param('["constitution"]', "[]", 23, "« declencheur » est vide", id="never started"),
        pytest.param("termes_locatif = 2\nmontant = 450.50\n", "", 9,
                     "aucune condition ne fait naître l'impayé", id="no threshold"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line_and_its_reason(
    old: str, new: str, line: int, reason: str
) -> None:
    assert BON.count(old) >= 1
    with pytest.raises(JeuDeReglesError) as caught:
        read_jeu(BON.replace(old, new, 1))
    assert reason in str(caught.value)
    assert caught.value.ligne == line
    assert str(caught.value).startswith(f"ligne {line} : ") is (line > 0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(BON.replace('"2 mois"', '"2 mois'), "(ligne 24, caractère", id="syntax"),
        pytest.param("code = \x00", "ce n'est pas un fichier TOML lisible", id="null character"),
        pytest.param("a = " + "[" * 5000, "ce n'est pas un fichier TOML lisible", id="too deep"),
        pytest.param("#" * 200_001, "le fichier est trop long", id="too big"),
        pytest.param("", "« code » manque", id="empty"),
        pytest.param(BON[: BON.index("[[regle]]")], "il n'y a aucune règle", id="no rule"),
    ],
)
def test_what_is_no_rule_file_is_refused(text: str, reason: str) -> None:
    with pytest.raises(JeuDeReglesError) as caught:
        read_jeu(text)
    assert reason in str(caught.value)


def test_the_sets_shipped_hold_together() -> None:
    check_together(tuple(JEUX.values()))
    assert all(jeu.avertissements and jeu.source and jeu.version for jeu in JEUX.values())


def test_the_facts_and_attributes_of_arrears_are_the_codes_of_the_lists() -> None:
    assert CODES["fait_impaye"] <= FAITS[Domaine.IMPAYES].keys()
    for domaine, name, liste in (
        (Domaine.IMPAYES, "aide_logement", "aide_logement"),
        (Domaine.IMPAYES, "secteur", "secteur_logement"),
        (Domaine.IMPAYES, "procedure", "procedure"),
        (Domaine.INDECENCE, "origine", "origine_signalement"),
        (Domaine.INDECENCE, "resultat", "resultat_constat"),
    ):
        assert set(ATTRIBUTS[domaine][name]) == CODES[liste]
    assert CODES["type_contrat_rsa"] < set(ATTRIBUTS[Domaine.RSA]["type_contrat"])


@pytest.mark.parametrize(
    ("domaine", "day", "code"),
    [
        pytest.param(Domaine.IMPAYES, date(2015, 1, 1), "impayes-2016", id="long ago"),
        pytest.param(Domaine.IMPAYES, date(2026, 12, 31), "impayes-2016", id="last day"),
        pytest.param(Domaine.IMPAYES, date(2027, 1, 1), "impayes-2027", id="first day"),
        pytest.param(Domaine.RSA, date(2024, 12, 31), "rsa-cer", id="last cer"),
        pytest.param(Domaine.RSA, date(2025, 1, 1), "rsa-2025", id="first contrat d'engagement"),
        pytest.param(Domaine.INDECENCE, date(2027, 1, 1), "indecence", id="dwellings"),
    ],
)
def test_a_set_is_chosen_by_its_dates(domaine: Domaine, day: date, code: str) -> None:
    found = choose(JEUX.values(), domaine, day)
    assert found is JEUX[code]
    assert LIVRES.pour(domaine, day) == (found, *locaux(JEUX.values(), domaine, day))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({"impayes-2027": {"du": date(2027, 1, 2)}}, "laissent sans règle le 01/01/2027",
                     id="hole"),
        pytest.param({"impayes-2016": {"au": date(2027, 1, 1)}}, "valent tous deux le 01/01/2027",
                     id="overlap"),
        pytest.param({"impayes-2016": {"au": None}}, "valent tous deux le 01/01/2027", id="no end"),
        pytest.param({"impayes-2027": {"du": None}}, "valent tous deux", id="no start"),
        pytest.param({"impayes-2016": {"du": date(2016, 9, 1)}}, "aucune règle avant le 01/09/2016",
                     id="before"),
        pytest.param({"impayes-2027": {"au": date(2030, 1, 1)}}, "aucune règle après le 01/01/2030",
                     id="after"),
        pytest.param({"impayes-2016": {"local": True}, "impayes-2027": {"local": True}},
                     "aucun jeu de règles national pour le domaine « impayes »", id="none"),
        pytest.param({"impayes-landes": {"regles": JEUX["impayes-2016"].regles[:1]}},
                     "ont tous deux une règle « signalement »", id="same rule"),
        pytest.param({"impayes-landes": {"code": "impayes-2016"}},
                     "deux jeux de règles ont le code « impayes-2016 »", id="same set"),
    ],
)  # fmt: skip
def test_sets_that_leave_a_day_without_rules_or_give_it_two_are_refused(
    changed: dict[str, dict[str, Any]], reason: str
) -> None:
    jeux = [replace(jeu, **changed.get(code, {})) for code, jeu in JEUX.items()]
    with pytest.raises(ValueError, match=reason.replace("(", r"\(")):
        check_together(jeux)
