"""The report as sheets of typed cells, the same for XLSX and ODS: one sheet a chapter after `Lisez-moi`."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from caseapp.domain.labels import MINUS
from caseapp.reports.report import Cell, NumberStyle
from caseapp.reports.text_fit import one_line

TEXT_LIMIT = 32_000
"""Letters kept in a cell: Excel refuses more than 32 767."""
NAME_LIMIT = 31
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")


class Tone(StrEnum):
    """The colour of a text, by its token."""

    TEXTE = "texte"
    DISCRET = "discret"
    PARENTALITE = "parentalite"
    LOGEMENT = "logement"
    INSERTION = "insertion"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a spreadsheet shows a number; rates stay in percent (38,5 shown `38,5 %`), as in CSV and JSON."""

    decimals: int = 0
    suffix: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The look of a cell; sizes in points."""

    size: float = 10.0
    bold: bool = False
    tone: Tone = Tone.TEXTE
    right: bool = False
    wrapped: bool = False
    indented: bool = False
    rule_above: bool = False
    rule_below: bool = False
    number: NumberFormat | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: a number when there is one, otherwise a text that is never a formula."""

    text: str = ""
    number: Decimal | None = None
    style: CellStyle = CellStyle()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of cells; `across` when its only cell covers the whole width; `height` in points."""

    cells: tuple[SheetCell, ...] = ()
    across: bool = False
    height: float | None = None


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """A chart of the sheet and the rows of its data: titles at `row`, then one row for each category."""

    index: int
    row: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `widths` in characters, `frozen` rows that stay in sight."""

    name: str
    rows: tuple[SheetRow, ...]
    widths: tuple[float, ...]
    frozen: int = 1
    charts: tuple[ChartPlace, ...] = ()


def sheet_names(titles: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name a spreadsheet accepts for each title: at most 31 letters, unique whatever the case."""
    names: list[str] = []
    for title in titles:
        bare = " ".join(_FORBIDDEN_IN_NAME.sub(" ", one_line(title)).split()).strip("' ")
        base = bare if bare and bare.casefold() != "history" else "Chapitre"
        name, number = _cut(base, ""), 1
        while name.casefold() in {taken.casefold() for taken in names}:
            number += 1
            name = _cut(base, f" {number}")
        names.append(name)
    return tuple(names)


def _cut(base: str, end: str) -> str:
    """Cut a name, after a word if it can be, to what is allowed, in UTF-16 units as Excel counts."""
    whole = base
    while len((base + end).encode("utf-16-le")) > 2 * NAME_LIMIT:
        base = base[:-1]
    if base != whole and whole[len(base)] != " ":
        base = base.rpartition(" ")[0] or base
    return base.rstrip("' ") + end


def text_cell(text: str, style: CellStyle) -> SheetCell:
    """Return a text, clean and not too long for a cell."""
    return SheetCell(one_line(text, TEXT_LIMIT), None, style)


def figure_cell(cell: Cell, style: CellStyle) -> SheetCell:
    """Return a figure with its exact number, or its text (`n.d.`, `–`) on the right when it has none."""
    if cell.number is None or not cell.number.is_finite():
        return text_cell(cell.text, replace(style, right=True, tone=Tone.DISCRET))
    return SheetCell(cell.text, cell.number, replace(style, right=True, number=number_format(cell)))


def number_format(cell: Cell) -> NumberFormat:
    """Return the format of a figure: signed when its text is."""
    signed = one_line(cell.text)[:1] in {"+", MINUS}
    match cell.style:
        case NumberStyle.EUROS:
            suffix = "€"
        case NumberStyle.PERCENT:
            suffix = "%"
        case NumberStyle.POINTS:
            suffix = "point" if abs(cell.number or Decimal(0)) < 2 else "points"
        case NumberStyle.COUNT:
            suffix = ""
    return NumberFormat(max(0, min(cell.decimals, 10)), suffix, signed)
