"""The file of a règlement: those shipped hold, what does not is refused, what is written is read back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.domain.regle import Regle, Tranche
from caseapp.domain.regle_controle import parse_day, parse_share, write_day
from caseapp.domain.reglement_ecriture import write_catalogue
from caseapp.domain.reglement_fichier import (
    Catalogue,
    LigneDeclaree,
    dated,
    load_catalogue,
    moved_code,
)
from caseapp.paths import resource

FOLDER = resource("reglements")
FILES = {path.name: load_catalogue(path) for path in sorted(FOLDER.glob("*.toml"))}
LANDES, VACANCES = FILES["landes-2017-exemple.toml"], FILES["vacances-2025-exemple.toml"]
CODES = {
    liste.nom: {code.code for code in liste.codes}
    for liste in load_nomenclatures(resource("nomenclatures.toml"))
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_shipped_example_uses_real_codes_and_says_whence_it_comes(name: str) -> None:
    found = FILES[name]
    assert found.source
    assert "exemple" in f"{found.caf} {found.source}".lower()
    for aide in found.aides:
        assert aide.domaine in CODES["domaine"]
        assert aide.unite in CODES["unite_aide"] | {None}
        assert aide.decideur in CODES["decideur"]
        assert aide.ligne in {one.code for one in found.lignes}
        assert "à vérifier" in (aide.precisions or "")
        assert aide.pieces
    assert {one.domaine for one in found.lignes} <= CODES["domaine"]


def test_the_examples_name_the_aids_that_were_published() -> None:
    names = {"vacances_autonomes", "vacances_accompagnees", "vacaf_avf", "vacaf_ave", "vacaf_avs"}
    assert {one.code for one in VACANCES.aides} == names
    assert {one.code: sorted(one.formes) for one in LANDES.aides} == {
        "vacances_autonomes": ["subvention"],
        "vacances_accompagnees": ["subvention"],
        "loisirs_enfants": ["subvention"],
        "bafa": ["subvention"],
        "aide_sur_projet": ["pret", "subvention"],
        "garde_horaires_decales": ["subvention"],
        "equipement_menager": ["pret", "subvention"],
        "amelioration_habitat": ["pret"],
    }
    habitat = next(one for one in LANDES.aides if one.code == "amelioration_habitat")
    assert (habitat.plafond, habitat.taux, habitat.qf_plafond) == (106_714, 8_000, None)
    avs = next(one for one in VACANCES.aides if one.code == "vacaf_avs")
    assert avs.tranches == (Tranche(60_000, 7_000, 66_500), Tranche(90_000, 6_000, 57_000))


GOOD = """
annee = 2018
caf = "Caf d'essai"
[[ligne]]
code = "TL-2018"
libelle = "Temps libre"
[[aide]]
code = "sejour"
libelle = "Séjour d'été"
domaine = "temps_libre"
formes = ["subvention"]
qf_plafond = 700
plafond = 400.50
saison_debut = "01/06"
saison_fin = "30/09"
ligne = "TL-2018"
[[aide.tranche]]
qf_max = 350
taux = 80
[[aide.tranche]]
qf_max = 700
taux = 33.33
[[aide.piece]]
libelle = "Devis"
"""
AIDE = "aide « Séjour d'été » : "
BAD = {
    "no ceiling": (
        "qf_plafond = 700\n",
        "[[",
        'il manque le plafond de QF de « Séjour d\'été » : écrivez un montant ou "aucun"',
    ),
    "ceiling in words": (
        "qf_plafond = 700",
        'qf_plafond = "sept cents"',
        f"{AIDE}« qf_plafond » n'est pas un nombre",
    ),
    "ceiling yes": ("qf_plafond = 700", "qf_plafond = true", f"{AIDE}« qf_plafond » n'est pas un nombre"),
    "endless cap": ("400.50", "inf", f"{AIDE}« plafond » n'est pas un nombre"),
    "tenth of a cent": ("400.50", "400.505", f"{AIDE}« plafond » a plus de deux décimales"),
    "negative cap": ("400.50", "-400", f"{AIDE}« plafond » : Ce plafond ne peut pas être négatif"),
    "cap of nothing": ("400.50", "0", f"{AIDE}« plafond » : Ce plafond est nul : laissez vide"),
    "absurd cap": ("400.50", "40000000", "Ce plafond dépasse 1 000 000,00 €"),
    "unknown key": (
        'code = "sejour"',
        'code = "sejour"\ncouleur = "bleu"',
        f"{AIDE}clé inconnue « couleur »",
    ),
    "unknown key of a band": ("taux = 80", "taux = 80\nmax = 3", f"{AIDE}tranche 1 : clé inconnue « max »"),
    "unknown form": ('["subvention"]', '["don"]', f"{AIDE}« formes » : valeur inconnue « don »"),
    "no form": ('["subvention"]', "[]", "Choisissez la forme de l'aide"),
    "no name": ('libelle = "Séjour d\'été"\n', "", "« libelle » manque"),
    "half a season": (
        'saison_fin = "30/09"\n',
        "",
        f"{AIDE}« saison_fin » : Écrivez aussi la fin de la saison",
    ),
    "no such day": ('"30/09"', '"31/09"', f"{AIDE}« saison_fin » : Le 31/09 n'est pas un jour de l'année"),
    "bands out of order": ("qf_max = 350", "qf_max = 701", "C'est plus que le plafond de QF de l'aide"),
    "bands upside down": (
        "qf_max = 700",
        "qf_max = 200",
        "Rangez les tranches du plus petit QF au plus grand",
    ),
    "bands that stop together": ("qf_max = 700", "qf_max = 350", "Deux tranches s'arrêtent au même QF"),
    "band without an end": ("qf_max = 350\n", "", "seule la dernière tranche peut s'en passer"),
    "empty band": ("taux = 80", "", "Dites ce que donne cette tranche"),
    "share above the whole": ("taux = 80", "taux = 180", "La part du coût va de 0,01 % à 100 %"),
    "unknown line": ('ligne = "TL-2018"', 'ligne = "XX"', f"{AIDE[:-3]} : ligne inconnue « XX »"),
    "line of a loan": (
        'ligne = "TL-2018"',
        'ligne_pret = "TL-2018"',
        f"{AIDE}« ligne_pret » : Cette aide n'a pas de prêt",
    ),
    "two lines of one code": (
        "[[aide]]",
        '[[ligne]]\ncode = "TL-2018"\nlibelle = "B"\n[[aide]]',
        "deux lignes",
    ),
    "document twice": (
        'libelle = "Devis"',
        'libelle = "Devis"\n[[aide.piece]]\nlibelle = "devis"',
        "deux fois",
    ),
    "invisible letters": ("Séjour d'été", "Séjour\\u202e", "contient des caractères invisibles"),
    "no year": ("annee = 2018\n", "", "« annee » manque"),
    "year of another age": ("2018", "18", "« annee » est avant 1900"),
    "not a file of this kind": ("annee", "annee [", "ce n'est pas un fichier TOML lisible"),
    "comma in an amount": ("400.50", "400,50", "lisible (ligne 13, caractère 14 : un nombre s'écrit avec"),
    "amount without end": ("400.50", "1e999999999", f"{AIDE}« plafond » n'est pas un nombre possible"),
    "file cut short": (
        'libelle = "Devis"\n',
        'libelle = "Devis',
        "lisible (il s'arrête avant d'être complet).",
    ),
    "exponent without end": ("400.50", "1e" + "9" * 30, "ce n'est pas un fichier TOML lisible."),
    "thousands of digits": ("400.50", "9" * 5_000, "ce n'est pas un fichier TOML lisible."),
    "far decimal": ("400.50", "400.50" + "0" * 40 + "1", f"{AIDE}« plafond » a plus de deux décimales"),
    "name of a line too long": (
        "Temps libre",
        "T" * 401,
        "» : « libelle » est trop long : 400 lettres au plus",
    ),
    "code of a line too long": (
        'code = "TL-2018"',
        f'code = "{"T" * 61}"',
        "« code » est trop long : 60 lettres au plus",
    ),
    "name of the Caf too long": ("Caf d'essai", "C" * 401, "« caf » est trop long : 400 lettres au plus"),
    "too many documents": (
        'libelle = "Devis"',
        "\n[[aide.piece]]\n".join(f'libelle = "Pièce {n}"' for n in range(1_001)),
        f"{AIDE}plus de 1000 pièces",
    ),
    "amount without a unit": (
        "plafond = 400.50",
        "montant_unitaire = 30",
        "Dites à quoi se rapporte ce montant",
    ),
}


@pytest.mark.parametrize("case", sorted(BAD))
def test_a_file_that_does_not_hold_is_refused_with_its_reason(case: str, tmp_path: Path) -> None:
    before, after, reason = BAD[case]
    text = GOOD
    if case == "no ceiling":
        text, after = text[: text.index("[[aide.tranche]]")], ""
    assert before in text
    path = tmp_path / "caf.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^caf\.toml") as refused:
        load_catalogue(path)
    message = str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert message.startswith("caf.toml : ")
    assert message.endswith(".")
    assert reason in message


def test_a_file_of_another_encoding_is_said_in_french(tmp_path: Path) -> None:
    path = tmp_path / "caf.toml"
    path.write_bytes(GOOD.encode("cp1252"))
    with pytest.raises(ValueError, match=r"lisible \(enregistrez-le en UTF-8\)\.$"):
        load_catalogue(path)


def test_bands_may_say_the_ceiling_instead_of_it(tmp_path: Path) -> None:
    path = tmp_path / "caf.toml"
    path.write_text(GOOD.replace("qf_plafond = 700\n", ""), encoding="utf-8")
    (aide,) = load_catalogue(path).aides
    assert aide.qf_plafond is None
    assert aide.tranches[1] == Tranche(70_000, 3_333)


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "caf.toml"
    path.write_text(GOOD.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert load_catalogue(path).aides[0].plafond == 40_050


TEXTS = st.sampled_from(["Séjour « d'été »", 'Guillemets " et \\', "Deux\nlignes\tet un tab", "#", "é" * 400])
CENTS = st.none() | st.integers(1, 10**8)
SHARES = st.none() | st.integers(1, 10_000)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """A règlement that holds."""
    lignes = [
        LigneDeclaree(f"L{n}", draw(TEXTS), draw(st.none() | TEXTS), draw(st.none() | st.integers(0, 10**10)))
        for n in range(draw(st.integers(0, 2)))
    ]
    return Catalogue(
        draw(st.integers(1900, 2199)), draw(TEXTS), draw(st.none() | TEXTS), tuple(lignes),
        tuple(draw(_aides(n, [one.code for one in lignes])) for n in range(draw(st.integers(0, 3)))),
    )  # fmt: skip


@st.composite
def _aides(draw: st.DrawFn, rank: int, lignes: list[str]) -> Regle:
    loan = draw(st.booleans())
    ceilings = sorted(draw(st.sets(st.integers(0, 10**6), max_size=3)))
    season = draw(st.none() | st.tuples(st.sampled_from(["01-01", "02-29", "12-31"]), st.just("06-30")))
    unit = draw(CENTS)
    return Regle(
        f"a{rank}", draw(TEXTS), "temps_libre", frozenset({"pret", "subvention"} if loan else {"subvention"}),
        public=draw(st.none() | TEXTS), non_allocataires=draw(st.none() | st.booleans()),
        qf_plafond=draw(st.none() | st.integers(10**6, 10**7)), plafond=draw(CENTS), taux=draw(SHARES),
        montant_unitaire=unit, unite=None if unit is None else "enfant",
        saison_debut=season and season[0], saison_fin=season and season[1],
        nombre_par_an=draw(st.none() | st.integers(1, 366)),
        duree_pret_max=draw(st.none() | st.integers(1, 120)) if loan else None,
        decideur=draw(st.sampled_from([None, "commission", "delegation"])),
        ligne=draw(st.sampled_from([None, *lignes])), precisions=draw(st.none() | TEXTS),
        tranches=tuple(Tranche(one, draw(st.integers(1, 10_000)), draw(CENTS)) for one in ceilings),
        pieces=draw(st.sampled_from([(), (("Devis", True), ('Pièce "b"', False))])),
    )  # fmt: skip


@given(catalogue=catalogues())
def test_what_is_written_is_read_back_the_same(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "caf.toml"
    path.write_text(write_catalogue(catalogue), encoding="utf-8")
    assert load_catalogue(path) == catalogue


@given(catalogue=catalogues(), other=st.integers(1900, 2199))
def test_a_reglement_moved_to_another_year_keeps_all_but_the_codes_of_its_lines(
    catalogue: Catalogue, other: int
) -> None:
    moved = dated(catalogue, other)
    assert dated(catalogue, catalogue.annee) == catalogue
    assert [one.plafond for one in moved.aides] == [one.plafond for one in catalogue.aides]
    codes = {one.code for one in moved.lignes}
    assert len(codes) == len(catalogue.lignes)
    assert all(one.ligne in codes for one in moved.aides if one.ligne is not None)
    assert [one.ligne is None for one in moved.aides] == [one.ligne is None for one in catalogue.aides]


@pytest.mark.parametrize(
    ("code", "moved"),
    [("VAC-2017", "VAC-2018"), ("2017TL", "2018TL"), ("VAC", "VAC-2018"), ("V" * 60, "V" * 55 + "-2018")],
)
def test_a_line_takes_the_code_of_its_year(code: str, moved: str) -> None:
    assert moved_code(code, 2017, 2018) == moved
    assert moved_code(code, 2017, 2017) == code


def test_two_lines_never_take_the_same_code_of_another_year() -> None:
    lignes = (LigneDeclaree("VAC", "Vacances"), LigneDeclaree("VAC-2017", "Séjours"))
    aide = Regle("a", "Séjour", "temps_libre", frozenset({"subvention"}), ligne="VAC-2017")
    moved = dated(Catalogue(2017, "Caf", None, lignes, (aide,)), 2018)
    assert [one.code for one in moved.lignes] == ["VAC-2018", "VAC-2018-2"]
    assert moved.aides[0].ligne == "VAC-2018-2"


@pytest.mark.parametrize(("text", "day"), [("1/6", "06-01"), ("01/06", "06-01"), ("29/02", "02-29")])
def test_a_day_of_the_season_is_read_as_it_is_said(text: str, day: str) -> None:
    assert parse_day(text) == day
    assert parse_day(write_day(day)) == day


@pytest.mark.parametrize("text", ["", "30/02", "0/1", "1/13", "06-01", "1 juin", "²/3"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="jour"):
        parse_day(text)


@pytest.mark.parametrize(("text", "share"), [("80", 8_000), ("33,33 %", 3_333), ("100%", 10_000)])
def test_a_share_is_read_in_percent(text: str, share: int) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize("text", ["0", "100,01", "-5", "la moitié", "33,333"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        parse_share(text)
