"""The files that declare the paths of offers: those shipped hold, and those that do not are refused."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.domain.parcours import CANAUX, REPONSES, RESULTATS
from caseapp.domain.parcours_file import CHAMPS, load_folder, load_parcours
from caseapp.paths import resource

FOLDER = resource("parcours")
FILES = {path.name: load_parcours(path) for path in sorted(FOLDER.glob("*.toml"))}
SEPARATION = FILES["separation.toml"]
LISTES = load_nomenclatures(resource("nomenclatures.toml"))
CODES = {liste.nom: {code.code for code in liste.codes} for liste in LISTES}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_shipped_path_uses_real_codes_and_says_whence_it_comes(name: str) -> None:
    parcours = FILES[name]
    assert f"{parcours.cle}.toml" == name
    assert set(parcours.motifs) <= CODES["motif"]
    assert parcours.source
    assert date.fromisoformat(parcours.version)
    for etape in parcours.etapes.values():
        if etape.modele:
            text = etape.modele.fill(dict.fromkeys(CHAMPS, "Essai"))
            assert "Essai" in text
            assert not {"{", "}"} & set(text)


def test_the_codes_are_those_of_the_lists() -> None:
    assert set(CANAUX) == CODES["canal"]
    assert set(RESULTATS) == CODES["resultat_contact"]
    assert {*REPONSES, "en_attente"} == CODES["reponse"]


def test_a_name_written_like_a_field_stays_a_name() -> None:
    modele = SEPARATION.etapes["courriel"].modele
    assert modele is not None
    assert modele.champs == ("prenom", "telephone_service", "agent")
    text = modele.fill({"prenom": "{agent}", "telephone_service": "05 58 00 00 00", "agent": "I. Lacoste"})
    assert text.startswith("Bonjour {agent},\n\nJ'ai essayé")
    assert "au 05 58 00 00 00 ou répondre" in text
    with pytest.raises(KeyError):
        modele.fill({"prenom": "Zoé"})


GOOD = (FOLDER / "separation.toml").read_text(encoding="utf-8")
BAD = {
    "unknown key": ('debut = "appel"', 'debut = "appel"\nfin = 3', "clé inconnue « fin »"),
    "unknown key of a step": (
        'nom = "premier appel"',
        'nom = "premier appel"\ncouleur = "rouge"',
        "étape « appel » : clé inconnue « couleur »",
    ),
    "key absent": ('debut = "appel"\n', "", "« debut » manque"),
    "action absent": ('action = "Appeler la famille"\n', "", "étape « appel » : « action » manque"),
    "blank text": ('"Appeler la famille"', '" "', "étape « appel » : « action » est vide"),
    "not a text": ('libelle = "Séparation"', "libelle = 3", "« libelle » est vide ou n'est pas un texte"),
    "no motif": ('motifs = ["separation"]', "motifs = []", "« motifs » est vide"),
    "missing first step": ('debut = "appel"', 'debut = "appeler"', "étape absente « appeler »"),
    "missing step": ('infructueux = "relance_1"', 'infructueux = "relance_9"', "étape absente « relance_9 »"),
    "missing answer": ('refusee = "refusee"\n', "", "reponses : « refusee » manque"),
    "loop": (
        'infructueux = "courriel", message = "courriel"',
        'infructueux = "appel", message = "courriel"',
        "boucle entre les étapes « appel », « relance_1 », « relance_2 », « appel »",
    ),
    "loop on itself": (
        'infructueux = "relance_1"',
        'infructueux = "appel"',
        "boucle entre les étapes « appel », « appel »",
    ),
    "negative delay": ("delai_jours = 5", "delai_jours = -1", "« relance_1 » : « delai_jours » est négatif"),
    "delay in words": ("delai_jours = 5", 'delai_jours = "5"', "« delai_jours » n'est pas un nombre entier"),
    "a delay that is true": (
        "delai_jours = 5",
        "delai_jours = true",
        "« delai_jours » n'est pas un nombre entier",
    ),
    "endless delay": ("delai_jours = 5", "delai_jours = 5000", "« delai_jours » dépasse 365"),
    "unknown canal": ('["telephone"]', '["pigeon"]', "« canaux » : valeur inconnue « pigeon »"),
    "result absent": (', message = "relance_1"', "", "étape « appel » : suites : « message » manque"),
    "unknown result": (
        'message = "relance_1"',
        'message = "relance_1", vu = "relance_1"',
        "clé inconnue « vu »",
    ),
    "same step twice": ('cle = "relance_2"', 'cle = "relance_1"', "deux étapes s'appellent « relance_1 »"),
    "nothing leads there": (
        'infructueux = "relance_1", message = "relance_1"',
        'infructueux = "relance_2", message = "relance_2"',
        "étape « relance_1 » : aucun chemin n'y mène",
    ),
    "closed by an attempt": (
        'message = "relance_1"',
        'message = "refusee"',
        "étape « appel » : « message » ne peut pas mener à une fin",
    ),
    "refused, not closed": (
        'refusee = "refusee"',
        'refusee = "cloture"',
        "« refusee » ne mène pas à une fin",
    ),
    "accepted, never settled": (
        'acceptee = "rendez_vous"',
        'acceptee = "cloture"',
        "« acceptee » ne mène ni à une fin ni à un rendez-vous",
    ),
    "field not declared": ("Bonjour {prenom}", "Bonjour {prenom} {adresse}", "champ non déclaré « adresse »"),
    "field nobody knows": ('["prenom", "nom",', '["prenom", "adresse",', "valeur inconnue « adresse »"),
    "field with a format": ("{prenom}", "{prenom!r}", "champ mal écrit « prenom »"),
    "field that digs": ("{prenom}", "{prenom.__class__}", "champ non déclaré « prenom.__class__ »"),
    "lonely brace": ("{prenom}", "{prenom", "accolade isolée"),
    "doubled braces": ("{prenom}", "{{prenom}}", "accolades doublées"),
    "name in the subject": (
        '"Votre Caf vous propose un rendez-vous"',
        '"{prenom}"',
        "l'objet d'un message ne nomme personne",
    ),
    "an end that is none": ("fin = true", "fin = false", "« fin » ne peut valoir que true"),
    "not TOML": ("[reponses]", "[reponses", "ce n'est pas un fichier TOML lisible"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_path_that_does_not_hold_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    found, put, reason = BAD[name]
    text = GOOD.replace(found, put, 1)
    assert text != GOOD
    path = tmp_path / "essai.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^essai\.toml : ") as refusal:
        load_parcours(path)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("drop", ["script", "modele"])
def test_a_step_has_what_its_canal_needs(tmp_path: Path, drop: str) -> None:
    start, end = ("script = [", "]\n") if drop == "script" else ("[etape.modele]", 'Caf\n"""\n')
    first = GOOD.index(start)
    text = GOOD[:first] + GOOD[GOOD.index(end, first) + len(end) :]
    path = tmp_path / "essai.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"un (appel|envoi) a besoin d'un {drop.replace('e', '[eè]')}"):
        load_parcours(path)


def test_two_paths_cannot_share_a_motif(tmp_path: Path) -> None:
    for name in ("un.toml", "deux.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"un\.toml : le motif « separation » a déjà le parcours « separation »"
    ):
        load_folder(tmp_path)


@given(st.text(max_size=40))
def test_any_text_is_a_path_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("parcours") / "essai.toml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    with pytest.raises(ValueError, match=r"^essai\.toml : "):
        load_parcours(path)
