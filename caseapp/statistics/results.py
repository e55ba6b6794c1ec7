"""Frozen figures, as the engine returns them; rounding and writing happen here and nowhere before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from caseapp.domain import labels
from caseapp.domain.periods import Period
from caseapp.domain.units import Unit

Raw = int | Fraction | None
"""A raw figure: an exact count, cents for euros, percent for rates; None when it cannot be known."""


def write_value(value: Raw, unit: Unit, decimals: int) -> str:
    """Write a raw figure for a reader; `n.d.` when unknown."""
    if value is None:
        return labels.UNKNOWN
    if unit is Unit.EURO:
        return labels.format_cents(int(value))
    if unit is Unit.POURCENT:
        return labels.format_percent(value, decimals)
    return labels.format_number(value, decimals)


def write_evolution(value: Raw, previous: Raw, unit: Unit, decimals: int) -> str:
    """Write the evolution from N-1: points for a rate, else percent; `n.d.` or `–` when there is none."""
    if value is None or previous is None:
        return labels.UNKNOWN
    if unit is Unit.POURCENT:
        change = Fraction(value) - Fraction(previous)
        rounded = abs(labels.round_half_up(change, decimals))
        return labels.format_signed(change, decimals, "point" if rounded < 2 else "points")
    if previous == 0:
        return labels.NO_BASE
    return labels.format_signed(Fraction(value - previous) * 100 / previous, decimals, "%")


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure of a period: its address, what it counts and its raw value with that of N-1."""

    address: str
    label: str
    unit: Unit
    sentence: str
    value: Raw
    base: int | None = None
    base_unit: Unit | None = None
    previous: Raw = None
    decimals: int = 0
    evolution_decimals: int = 0
    records_address: str | None = None
    """The address whose records prove the figure (the numerator's, for a rate)."""
    adds_up: bool | None = None
    """Whether its months add up to the year; None where nobody would add (rates, medians, means)."""

    @property
    def text(self) -> str:
        """The value as a reader sees it."""
        return write_value(self.value, self.unit, self.decimals)

    @property
    def previous_text(self) -> str:
        """The value of N-1 as a reader sees it."""
        return write_value(self.previous, self.unit, self.decimals)

    @property
    def evolution(self) -> str:
        """The evolution from N-1 as a reader sees it."""
        return write_evolution(self.value, self.previous, self.unit, self.evolution_decimals)


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One row of a table by code: the code as it stands in addresses, and its French label."""

    key: str
    label: str
    cible: str | None = None
    parent: str | None = None
    """Key of the wider dimension that it belongs to (the domain of an aid)."""


@dataclass(frozen=True, slots=True)
class FigureSet:
    """All the figures of a period under given filters."""

    period: Period
    perimeter: str
    """The filters in one French phrase, `tous secteurs` when there is none."""
    values: Mapping[str, FigureValue]
    axes: Mapping[str, tuple[AxisValue, ...]] = field(default_factory=dict)
    """For each address template of one dimension, its keys in the order of the code lists."""

    def __getitem__(self, address: str) -> FigureValue:
        return self.values[address]


@dataclass(frozen=True, slots=True)
class MonthlyFigure:
    """One figure in each civil month of a period."""

    address: str
    label: str
    months: tuple[tuple[Period, Raw], ...]


class RecordKind(StrEnum):
    """How a value of a record is written."""

    TEXT = "text"
    DATE = "date"
    CENTS = "cents"
    NUMBER = "number"
    YES_NO = "yes_no"


RecordValue = str | int | bool | date | None


def write_record_value(value: RecordValue, kind: RecordKind) -> str:
    """Write a value of a record for a reader; nothing when unknown."""
    if value is None:
        return ""
    if isinstance(value, date):
        return labels.format_date(value)
    if kind is RecordKind.YES_NO:
        return "oui" if value else "non"
    if kind is RecordKind.CENTS:
        return labels.format_cents(int(value))
    return str(value)


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One column of the list behind a figure."""

    key: str
    title: str
    kind: RecordKind = RecordKind.TEXT
    nominative: bool = False
    """True when it names the family: emptied for protected families in exports."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure."""

    values: tuple[RecordValue, ...]
    weight: int = 1
    """What the record adds to the figure: 1 for a count, cents or persons for a sum."""
    famille_id: int | None = None
    protected: bool = False


class ListRole(StrEnum):
    """What a list is to the figure that it proves."""

    FIGURE = "chiffre"
    SHARE = "part"
    RATE = "taux"
    MEAN = "moyenne"
    MEDIAN = "mediane"


@dataclass(frozen=True, slots=True)
class RecordList:
    """The records behind one figure, all of them: the sum of their weights is the figure."""

    address: str
    label: str
    period: Period
    unit: Unit
    sentence: str
    columns: tuple[RecordColumn, ...]
    records: tuple[Record, ...]
    record_unit: Unit | None = None
    """What one row of the list is, when the figure counts something else (euros, persons, days)."""
    role: ListRole = ListRole.FIGURE

    @property
    def total(self) -> int:
        """The figure that this list proves."""
        return sum(record.weight for record in self.records)
