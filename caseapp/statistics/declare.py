"""The words in which figures are declared: populations, measures, figures, ratios."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, bindparam

from caseapp.domain.units import Unit
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

DEBUT = bindparam("debut", type_=Date())
"""First day of the period."""
FIN = bindparam("fin", type_=Date())
"""Day after the period."""
DERNIER_JOUR = bindparam("dernier_jour", type_=Date())
DEUX_ANS_AVANT = bindparam("deux_ans_avant", type_=Date())
"""24 months before the first day."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One column of the list behind a figure; `liste` turns a code into its label."""

    key: str
    title: str
    column: ColumnElement[Any]
    kind: RecordKind = RecordKind.TEXT
    liste: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """A set of records placed in the period by a date: what a figure counts, and lists."""

    unit: Unit
    phrase: str
    """French: which records, placed by which date."""
    source: FromClause
    where: tuple[ColumnElement[bool], ...]
    columns: tuple[Shown, ...]
    scope: Scope
    events: bool = True
    """Whether a record belongs to one day, so that months add up; False for what lasts."""


class Operation(StrEnum):
    """What is done with the records."""

    COUNT = "count"
    DISTINCT = "distinct"
    """Families, each once."""
    ONCE = "once"
    """Records that share a key, once."""
    SUM = "sum"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """An operation over the records, on `column` unless they are counted."""

    operation: Operation
    column: ColumnElement[Any] | None = None
    unit: Unit | None = None
    """Unit of the result, when it is not the population's."""
    ident: ColumnElement[Any] | None = None
    """For ONCE, the identifier of the records: the list shows the first record of each key."""


COUNT = Measure(Operation.COUNT)


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """A family of figures: one address for each combination of keys of its axes."""

    address: str
    """Template such as `cibles.{cible}.{nature}`."""
    label: str
    population: Population
    measure: Measure = COUNT
    axes: tuple[Axis, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    share_of: str | None = None
    """Template of the base of its `.part`; None when it has none."""
    note: str = ""
    """What restricts it further than its population, in French."""
    evolution_decimals: int = 0

    @property
    def unit(self) -> Unit:
        """What the figure counts."""
        return self.measure.unit or self.population.unit

    @property
    def adds_up(self) -> bool | None:
        """Whether its months add up to the year; None for a median."""
        if self.measure.operation is Operation.MEDIAN:
            return None
        once = self.measure.operation in {Operation.DISTINCT, Operation.ONCE}
        return self.population.events and not once


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """A figure divided by another, or by a yearly repère; unknown without a base."""

    address: str
    label: str
    numerator: str
    denominator: str
    """Template of an address, or of a repère code when `on_repere`."""
    axes: tuple[Axis, ...] = ()
    on_repere: bool = False
    unit: Unit = Unit.POURCENT
    """A rate in percent, otherwise a mean of the numerator's unit."""
    sentence: str = ""
    evolution_decimals: int = 0


def active(opened: ColumnElement[Any], closed: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    """Return: opened on the last day at the latest, and not closed before the first."""
    return (opened < FIN, closed.is_(None) | (closed >= DEBUT))


def within(day: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    """Return: dated in the period."""
    return (day >= DEBUT, day < FIN)
