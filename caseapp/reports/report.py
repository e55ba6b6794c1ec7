"""The report as a value: what every renderer (window, PDF, XLSX, ODS, CSV) is given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from caseapp.domain.units import Unit


class NumberStyle(StrEnum):
    """How a cell's number is to be typed in a spreadsheet."""

    COUNT = "count"
    EUROS = "euros"
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as written, with its exact number for typed outputs and the address that opens it."""

    text: str
    number: Decimal | None = None
    """Euros for EUROS, percent (38.5) for PERCENT and POINTS; None when unknown."""
    style: NumberStyle = NumberStyle.COUNT
    decimals: int = 0
    address: str | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `cells` match the table's columns."""

    label: str
    cells: tuple[Cell, ...]
    address: str = ""
    total: bool = False
    cible: str | None = None
    """Cible code that gives the row its colour."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `notes` are sentences printed below it (unit, population, what the total is)."""

    key: str
    title: str
    row_title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    subtitle: str = ""
    wide: bool = False
    """Whether its columns need the width of a page: the window puts nothing beside it."""


class ChartKind(StrEnum):
    """Flat charts only; value axes start at 0."""

    BARS = "bars"
    """Horizontal bars, one per category."""
    STACKED_BARS = "stacked_bars"
    """Horizontal bars, series laid end to end."""
    COLUMNS = "columns"
    """Vertical bars, for months."""
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: as many values as categories."""

    name: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart declaration, drawn by the window and by the PDF from the same layout."""

    key: str
    title: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    cibles: tuple[str | None, ...] = ()
    """Cible code of each category, for its colour; empty for the accent colour."""
    value_texts: tuple[str, ...] = ()
    """Direct label of each category (its total as written)."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two of plain text."""

    text: str


Block = Table | Chart | Paragraph


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the report: one spreadsheet sheet, one heading of the PDF."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, ready to render."""

    title: str
    subtitle: str
    period_label: str
    perimeter: str
    """The perimeter note: period, filters, what is and is not counted."""
    produced_on: date
    version: str
    chapters: tuple[Chapter, ...]
