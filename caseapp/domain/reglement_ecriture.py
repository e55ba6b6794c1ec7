"""The règlement of a year written as TOML: what `load_catalogue` reads back is the same."""

from collections.abc import Iterator
from decimal import Decimal

from caseapp.domain.nomenclature import Forme
from caseapp.domain.regle import Regle, Tranche
from caseapp.domain.regle_controle import write_day
from caseapp.domain.reglement_fichier import AUCUN, Catalogue, LigneDeclaree

_ESCAPED = {
    **{chr(code): f"\\u{code:04x}" for code in (*range(32), 127)},
    '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t",
}  # fmt: skip
_HEAD = (
    "# Règlement intérieur d'action sociale. Montants en euros, parts en pourcentage, jours en JJ/MM.",
    f"# qf_plafond = \"{AUCUN}\" dit qu'une aide n'a pas de plafond de quotient familial.",
)


def write_catalogue(catalogue: Catalogue) -> str:
    """Return the file of a règlement, aids and lines in the order given."""
    lines = [*_HEAD, f"annee = {catalogue.annee}", f"caf = {_quoted(catalogue.caf)}"]
    lines += _keys({"source": catalogue.source})
    for ligne in catalogue.lignes:
        lines += ["", "[[ligne]]", *_ligne(ligne)]
    for aide in catalogue.aides:
        lines += ["", "[[aide]]", *_aide(aide)]
    if not catalogue.aides:
        lines.insert(len(_HEAD), "aide = []")
    return "\n".join(lines) + "\n"


def _ligne(ligne: LigneDeclaree) -> Iterator[str]:
    yield from _keys({"code": ligne.code, "libelle": ligne.libelle, "domaine": ligne.domaine})
    yield from _numbers({"montant": ligne.montant})
    yield from _keys({"compte": ligne.compte})


def _aide(aide: Regle) -> Iterator[str]:
    yield from _keys({"code": aide.code, "libelle": aide.libelle, "domaine": aide.domaine})
    yield f"formes = [{', '.join(_quoted(one) for one in Forme if one in aide.formes)}]"
    yield from _keys({"public": aide.public})
    if aide.non_allocataires is not None:
        yield f"non_allocataires = {str(aide.non_allocataires).lower()}"
    if aide.qf_plafond is None and not aide.tranches:
        yield f"qf_plafond = {_quoted(AUCUN)}"
    yield from _numbers({
        "qf_plafond": aide.qf_plafond, "plafond": aide.plafond, "taux": aide.taux,
        "montant_unitaire": aide.montant_unitaire,
    })  # fmt: skip
    yield from _keys({"unite": aide.unite})
    for name, day in (("saison_debut", aide.saison_debut), ("saison_fin", aide.saison_fin)):
        if day is not None:
            yield f"{name} = {_quoted(write_day(day))}"
    for name, count in (("nombre_par_an", aide.nombre_par_an), ("duree_pret_max", aide.duree_pret_max)):
        if count is not None:
            yield f"{name} = {count}"
    yield from _keys({"decideur": aide.decideur})
    yield from _numbers({"delegation_plafond": aide.delegation_plafond})
    yield from _keys({
        "ligne": aide.ligne, "ligne_pret": aide.ligne_pret, "libelle_comptable": aide.libelle_comptable,
        "precisions": aide.precisions,
    })  # fmt: skip
    for band in aide.tranches:
        yield from ("[[aide.tranche]]", *_band(band))
    for name, compulsory in aide.pieces:
        yield from (
            "[[aide.piece]]",
            f"libelle = {_quoted(name)}",
            f"obligatoire = {str(compulsory).lower()}",
        )


def _band(band: Tranche) -> Iterator[str]:
    yield from _numbers({
        "qf_max": band.qf_max, "taux": band.taux, "plafond": band.plafond,
        "montant_unitaire": band.montant_unitaire,
    })  # fmt: skip


def _keys(texts: dict[str, str | None]) -> Iterator[str]:
    for name, text in texts.items():
        if text is not None:
            yield f"{name} = {_quoted(text)}"


def _numbers(hundredths: dict[str, int | None]) -> Iterator[str]:
    for name, value in hundredths.items():
        if value is not None:
            yield f"{name} = {_exact(value)}"


def _exact(hundredths: int) -> str:
    return str(hundredths // 100) if hundredths % 100 == 0 else f"{Decimal(hundredths).scaleb(-2):.2f}"


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPED.get(letter, letter) for letter in text) + '"'
