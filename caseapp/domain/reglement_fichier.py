"""The règlement of a year as a TOML file: read with reasons in French when it does not hold, and written.

Amounts are in euros, shares in percent, days of the season JJ/MM. `qf_plafond = "aucun"` says that an aid has
no ceiling: leaving it out is refused, unless bands say it, so that one forgotten is never taken for none.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from caseapp.domain.declared import DeclaredTable, require, why_unreadable
from caseapp.domain.nomenclature import Decideur, Forme
from caseapp.domain.regle import Regle, Tranche
from caseapp.domain.regle_controle import find_faults, parse_day
from caseapp.domain.text import clean_text, has_forbidden_characters

AUCUN = "aucun"
FIRST_YEAR, LAST_YEAR = 1900, 2199
_MOST_LINE = 10**10
_MOST_NUMBER, _CENT = Decimal(10**9), Decimal("0.01")
_FILE_KEYS, _FILE_OPTIONS = {"annee", "caf", "aide"}, frozenset({"source", "ligne"})
_LINE_KEYS, _LINE_OPTIONS = {"code", "libelle"}, frozenset({"domaine", "montant", "compte"})
_AID_KEYS = {"code", "libelle", "domaine", "formes"}
_TEXTS = ("public", "unite", "decideur", "ligne", "ligne_pret", "libelle_comptable", "precisions")
_AMOUNTS = ("qf_plafond", "plafond", "montant_unitaire", "delegation_plafond")
_SEASON, _COUNTS = ("saison_debut", "saison_fin"), ("nombre_par_an", "duree_pret_max")
_AID_OPTIONS = frozenset({
    *_TEXTS, *_AMOUNTS, *_SEASON, *_COUNTS, "non_allocataires", "taux", "tranche", "piece"
})  # fmt: skip
_BAND_OPTIONS = frozenset({"qf_max", "taux", "plafond", "montant_unitaire"})
_MOST_COUNT, _LONGEST_CODE, _LONGEST, _MOST_PIECES = 100_000, 60, 400, 1_000


@dataclass(frozen=True, slots=True)
class LigneDeclaree:
    """A budget line of the year; `montant` in cents, None: not known."""

    code: str
    libelle: str
    domaine: str | None = None
    montant: int | None = None
    compte: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The règlement of one Caf for one year."""

    annee: int
    caf: str
    source: str | None = None
    lignes: tuple[LigneDeclaree, ...] = ()
    aides: tuple[Regle, ...] = ()


def load_catalogue(path: Path) -> Catalogue:
    """Read a file; OSError, or ValueError naming the file, the line or the aid, and the reason in French."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (ValueError, InvalidOperation) as error:
        raise ValueError(
            f"{path.name} : ce n'est pas un fichier TOML lisible{why_unreadable(error)}."
        ) from error
    try:
        return _catalogue(document)
    except ValueError as error:
        raise ValueError(f"{path.name} : {str(error).removesuffix('.')}.") from error


def dated(catalogue: Catalogue, annee: int) -> Catalogue:
    """Return the same règlement for another year: its lines take the codes of that year."""
    codes = moved_codes((one.code for one in catalogue.lignes), catalogue.annee, annee)
    lignes = (replace(one, code=codes[one.code]) for one in catalogue.lignes)
    aides = (
        replace(one, ligne=codes.get(one.ligne or ""), ligne_pret=codes.get(one.ligne_pret or ""))
        for one in catalogue.aides
    )
    return replace(catalogue, annee=annee, lignes=tuple(lignes), aides=tuple(aides))


def moved_code(code: str, annee: int, vers: int) -> str:
    """Return the code of a line in another year: `VACANCES-2017` becomes `VACANCES-2018`."""
    if annee == vers:
        return code
    if str(annee) in code:
        return code.replace(str(annee), str(vers))
    suffix = f"-{vers}"
    return code[: _LONGEST_CODE - len(suffix)] + suffix


def moved_codes(codes: Iterable[str], annee: int, vers: int) -> dict[str, str]:
    """Return the codes of lines in another year, one each: `VAC` and `VAC-2017` stay apart."""
    found: dict[str, str] = {}
    for code in codes:
        wished = moved_code(code, annee, vers)
        free = (wished, *(f"{wished[: _LONGEST_CODE - 5]}-{rank}" for rank in range(2, 10_000)))
        found[code] = next(one for one in free if one not in found.values())
    return found


def _catalogue(document: object) -> Catalogue:
    table = DeclaredTable("", document, _FILE_KEYS, _FILE_OPTIONS)
    annee = table.whole("annee", LAST_YEAR)
    require(annee >= FIRST_YEAR, f"« annee » est avant {FIRST_YEAR}")
    lignes = tuple(_ligne(one) for one in table.tables("ligne")) if "ligne" in table else ()
    aides = tuple(_aide(one) for one in table.tables("aide"))
    _refuse_twice("lignes", [one.code for one in lignes])
    _refuse_twice("aides", [one.code for one in aides])
    known = {one.code for one in lignes}
    for aide in aides:
        for code in (aide.ligne, aide.ligne_pret):
            require(code is None or code in known, f"aide « {aide.libelle} » : ligne inconnue « {code} »")
    return Catalogue(annee, _short(table, "caf"), _short_or_none(table, "source"), lignes, aides)


def _refuse_twice(said: str, codes: list[str]) -> None:
    for code in codes:
        require(codes.count(code) == 1, f"deux {said} ont le code « {code} »")


def _ligne(inner: object) -> LigneDeclaree:
    table = DeclaredTable(_where("ligne", inner), inner, _LINE_KEYS, _LINE_OPTIONS)
    montant = _exact(table, "montant")
    table.require(montant is None or 0 <= montant <= _MOST_LINE, "« montant » n'est pas un budget possible")
    domaine, compte = _text(table, "domaine"), _short_or_none(table, "compte")
    code = _short(table, "code", _LONGEST_CODE)
    return LigneDeclaree(code, _short(table, "libelle"), domaine, montant, compte)


def _aide(inner: object) -> Regle:
    table = DeclaredTable(_where("aide", inner), inner, _AID_KEYS, _AID_OPTIONS)
    name = _filled(table, "libelle")
    bands = tuple(_bands(table)) if "tranche" in table else ()
    missing = f'il manque le plafond de QF de « {name} » : écrivez un montant ou "{AUCUN}"'
    require("qf_plafond" in table or bands, missing)
    free = "qf_plafond" in table and table["qf_plafond"] == AUCUN
    given: dict[str, Any] = {field: _text(table, field) for field in _TEXTS}
    given |= {field: _exact(table, field) for field in _AMOUNTS if not (free and field == "qf_plafond")}
    given |= {field: _whole(table, field) for field in _COUNTS}
    given |= {field: _day(table, field) for field in _SEASON}
    table.require(given["decideur"] in {None, *Decideur}, f"« decideur » inconnu « {given['decideur']} »")
    regle = Regle(
        code=_filled(table, "code"),
        libelle=name,
        domaine=_filled(table, "domaine"),
        formes=frozenset(table.texts("formes", tuple(Forme))),
        non_allocataires=_yes_no(table, "non_allocataires"),
        taux=_exact(table, "taux"),
        tranches=bands,
        pieces=tuple(_pieces(table)),
        **given,
    )
    for field, sentence in find_faults(regle):
        table.require(holds=False, otherwise=f"« {field} » : {sentence.removesuffix('.')}")
    return regle


def _bands(table: DeclaredTable) -> Iterator[Tranche]:
    for rank, inner in enumerate(table.tables("tranche"), start=1):
        band = DeclaredTable(f"{table.where}tranche {rank} : ", inner, set(), _BAND_OPTIONS)
        amounts = {field: _exact(band, field) for field in sorted(_BAND_OPTIONS)}
        yield Tranche(**amounts)


def _pieces(table: DeclaredTable) -> Iterator[tuple[str, bool]]:
    if "piece" not in table:
        return
    pieces = table.tables("piece")
    table.require(len(pieces) <= _MOST_PIECES, f"plus de {_MOST_PIECES} pièces")
    for inner in pieces:
        piece = DeclaredTable(f"{table.where}pièce : ", inner, {"libelle"}, frozenset({"obligatoire"}))
        yield _filled(piece, "libelle"), _yes_no(piece, "obligatoire") is not False


def _where(said: str, inner: object) -> str:
    name = inner.get("libelle", inner.get("code", "?")) if isinstance(inner, dict) else "?"
    return f"{said} « {name} » : "


def _text(table: DeclaredTable, field: str) -> str | None:
    return _filled(table, field) if field in table else None


def _filled(table: DeclaredTable, field: str) -> str:
    """Return a text as the store keeps it."""
    text = clean_text(table.text(field))
    table.require(not has_forbidden_characters(text), f"« {field} » contient des caractères invisibles")
    table.require(text, f"« {field} » est vide")
    return text


def _short(table: DeclaredTable, field: str, longest: int = _LONGEST) -> str:
    """Return a text that the store has room for."""
    text = _filled(table, field)
    table.require(len(text) <= longest, f"« {field} » est trop long : {longest} lettres au plus")
    return text


def _short_or_none(table: DeclaredTable, field: str) -> str | None:
    return _short(table, field) if field in table else None


def _whole(table: DeclaredTable, field: str) -> int | None:
    return table.whole(field, _MOST_COUNT) if field in table else None


def _exact(table: DeclaredTable, field: str) -> int | None:
    """Return hundredths: cents of an amount in euros, or of a share in percent."""
    if field not in table:
        return None
    value = table[field]
    number = Decimal(value) if type(value) is int else value
    if not (isinstance(number, Decimal) and number.is_finite()):
        raise ValueError(f"{table.where}« {field} » n'est pas un nombre")
    table.require(-_MOST_NUMBER <= number <= _MOST_NUMBER, f"« {field} » n'est pas un nombre possible")
    exact = number.quantize(_CENT)
    table.require(exact == number, f"« {field} » a plus de deux décimales")
    return int(exact * 100)


def _day(table: DeclaredTable, field: str) -> str | None:
    text = _text(table, field)
    try:
        return None if text is None else parse_day(text)
    except ValueError as error:
        raise ValueError(f"{table.where}« {field} » : {error}") from error


def _yes_no(table: DeclaredTable, field: str) -> bool | None:
    if field not in table:
        return None
    value = table[field]
    table.require(isinstance(value, bool), f"« {field} » vaut true ou false")
    return bool(value)
