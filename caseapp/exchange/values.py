"""Cells: text to value and back, by kind of column. Refusals are `ValueError` with a French reason."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from caseapp.domain.money import parse_cents, write_cents
from caseapp.domain.text import clean_text, fold, has_forbidden_characters
from caseapp.exchange.moments import parse_date, parse_hour, parse_moment, write_hour, write_moment
from caseapp.exchange.refusal import ERROR_CELL, LONG_CELL
from caseapp.exchange.specs import ColumnSpec, Kind

Parse = Callable[[str], Any]
MAX_AMOUNT = 10_000_000_000
"""Bound of an amount, in cents."""

_SPACES = re.compile("[ \u00a0\u202f]")
_INTEGER = re.compile(r"-?[0-9]{1,12}")
_DECIMAL = re.compile(r"-?[0-9]{1,28}(?:[.,][0-9]{1,9})?")
_WORDS = re.compile(r"[\s,+/]+")
_BOOLEANS = {"oui": True, "non": False}
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_FORMES = {frozenset({"subvention"}), frozenset({"pret"}), frozenset({"subvention", "pret"})}


def parse_boolean(text: str) -> bool:
    """Read oui or non."""
    found = _BOOLEANS.get(text.lower())
    if found is None:
        raise ValueError("répondre oui ou non")
    return found


def parse_amount(text: str) -> int:
    """Read euros as integer cents, zero or more."""
    cents = parse_cents(text)
    if cents < 0:
        raise ValueError("montant négatif")
    if cents > MAX_AMOUNT:
        raise ValueError("montant démesuré")
    return cents


def parse_decimal(text: str) -> Decimal:
    """Read an exact decimal, as many decimals as typed."""
    bare = _SPACES.sub("", text)
    if not _DECIMAL.fullmatch(bare):
        raise ValueError("nombre illisible")
    return Decimal(bare.replace(",", "."))


def parse_formes(text: str) -> str:
    """Read the forms of an aid, in any order, as stored."""
    formes = frozenset(_WORDS.split(text.lower().replace("ê", "e")))
    if formes not in _FORMES:
        raise ValueError("formes inconnues : subvention, pret ou les deux")
    return " ".join(sorted(formes, reverse=True))


def parse_commune(text: str) -> str:
    """Read an INSEE code, letters in capitals."""
    if len(text) != 5 or not (text.isascii() and text.isalnum()):
        raise ValueError("code commune illisible : 5 caractères attendus")
    return text.upper()


def parse_year_day(text: str) -> str:
    """Read a day of any year, written MM-JJ."""
    with suppress(ValueError):
        if date.fromisoformat(f"2000-{text}").isoformat()[5:] == text:
            return text
    raise ValueError("jour illisible : MM-JJ attendu")


def parse_identifier(text: str) -> UUID:
    """Read the identifier of a record."""
    if not _IDENTIFIER.fullmatch(text):
        raise ValueError("identifiant illisible : 32 chiffres et lettres de a à f attendus")
    return UUID(text)


def integer_parser(low: int, high: int) -> Parse:
    """Return the reader of whole numbers from `low` to `high`."""

    def parse(text: str) -> int:
        bare = _SPACES.sub("", text)
        if not _INTEGER.fullmatch(bare):
            raise ValueError("nombre entier attendu")
        if not low <= int(bare) <= high:
            raise ValueError(f"nombre hors des limites : de {low} à {high}")
        return int(bare)

    return parse


def text_parser(column: ColumnSpec) -> Parse:
    """Return the reader of free text, quick on plain ASCII."""

    def parse(cell: str) -> str | None:
        if cell.isascii() and cell.isprintable():
            text = cell.strip()
        else:
            text = clean_text(cell)
            if has_forbidden_characters(text):
                raise ValueError(_forbidden_reason(cell))
        if len(text) > column.length:
            raise ValueError(f"texte trop long : {column.length} caractères au plus")
        if not text:
            _check_optional(column)
        return text or None

    return parse


def code_parser(codes: frozenset[str]) -> Parse:
    """Return the reader of a code list; capitals, accents and spaces may be those of a hand-typed code."""

    def parse(text: str) -> str:
        if text in codes:
            return text
        plain = fold(text).replace(" ", "_")
        if plain not in codes:
            raise ValueError("code absent de la liste")
        return plain

    return parse


def choice_parser(choices: tuple[tuple[str, Any], ...]) -> Parse:
    """Return the reader of a few words, whatever their capitals and accents."""
    known = dict(choices)

    def parse(text: str) -> Any:
        word = fold(text)
        if word not in known:
            raise ValueError(f"mot inconnu : choisir parmi {', '.join(known)}")
        return known[word]

    return parse


_SIMPLE: dict[Kind, Parse] = {
    Kind.DATE: parse_date,
    Kind.BOOLEAN: parse_boolean,
    Kind.CENTS: parse_amount,
    Kind.QUOTIENT: parse_amount,
    Kind.DECIMAL: parse_decimal,
    Kind.FORMES: parse_formes,
    Kind.COMMUNE: parse_commune,
    Kind.HOUR: parse_hour,
    Kind.MOMENT: parse_moment,
    Kind.YEAR_DAY: parse_year_day,
    Kind.IDENTIFIER: parse_identifier,
}


class Memo(dict[str, Any]):
    """Values of the cells already read: most cells of a column repeat."""

    def __init__(self, column: ColumnSpec, parse: Parse) -> None:
        super().__init__()
        self._column, self._parse = column, parse

    def __missing__(self, cell: str) -> Any:
        if cell in {ERROR_CELL, LONG_CELL}:
            raise ValueError(_forbidden_reason(cell))
        text = cell.strip()
        if not text:
            _check_optional(self._column)
        value = self._parse(text) if text else None
        if len(self) < 20_000:
            self[cell] = value
        return value


def cell_parser(column: ColumnSpec, codes: frozenset[str], resolve: Parse) -> Parse:
    """Return the reader of a column; `codes` is its list, `resolve` finds the id of a reference."""
    if column.kind is Kind.TEXT:
        return text_parser(column)
    if column.kind is Kind.CODE:
        parse = code_parser(codes)
    elif column.kind is Kind.REFERENCE:
        parse = resolve
    elif column.kind is Kind.INTEGER:
        parse = integer_parser(column.low, column.high)
    elif column.kind is Kind.CHOICE:
        parse = choice_parser(column.choices)
    else:
        parse = _SIMPLE[column.kind]
    return Memo(column, parse).__getitem__


def write_quotient(cents: int) -> str:
    """Write whole euros without decimals."""
    return str(cents // 100) if cents % 100 == 0 else write_cents(cents)


def _write_boolean(value: bool) -> str:
    return "oui" if value else "non"


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    Kind.DATE: date.isoformat,
    Kind.BOOLEAN: _write_boolean,
    Kind.CENTS: write_cents,
    Kind.QUOTIENT: write_quotient,
    Kind.INTEGER: str,
    Kind.DECIMAL: lambda value: f"{value:f}",
    Kind.HOUR: write_hour,
    Kind.MOMENT: write_moment,
}


def cell_writer(column: ColumnSpec) -> Callable[[Any], str]:
    """Return the writer of a column's values that are known."""
    if column.kind is Kind.CHOICE:
        return {value: word for word, value in column.choices}.__getitem__
    return _WRITERS.get(column.kind, str)


def _check_optional(column: ColumnSpec) -> None:
    if column.required:
        raise ValueError("valeur obligatoire absente")


def _forbidden_reason(cell: str) -> str:
    if cell == ERROR_CELL:
        return "cellule en erreur dans le tableur"
    if cell == LONG_CELL:
        return "plus de 32 767 caractères, trop pour une cellule de tableur : donnez ce tableau en CSV"
    return "caractère interdit (de contrôle, d'inversion du sens ou illisible)"
