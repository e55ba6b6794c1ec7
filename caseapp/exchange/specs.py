"""What declares a file of the exchange format: its columns, its key, the rules of its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Table

from caseapp.models import Base

Values = Mapping[str, Any]
"""What a row becomes: value by attribute of the mapped class."""


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = auto()
    CODE = auto()
    """A code of the store's list `liste`."""
    REFERENCE = auto()
    """The key of a row of the file `target`; becomes its integer id."""
    DATE = auto()
    BOOLEAN = auto()
    CENTS = auto()
    """Euros in the file, with two decimals; integer cents inside."""
    QUOTIENT = auto()
    """As CENTS, but written without decimals when they are zero."""
    INTEGER = auto()
    DECIMAL = auto()
    FORMES = auto()
    """`subvention`, `pret` or both."""
    COMMUNE = auto()
    """INSEE code of five characters."""
    HOUR = auto()
    """Hour of the day, local, as HH:MM."""
    MOMENT = auto()
    """Day and hour, UTC, as AAAA-MM-JJTHH:MM:SSZ; naive inside."""
    YEAR_DAY = auto()
    """A day of any year, 29 February included, as MM-JJ."""
    CHOICE = auto()
    """One of the words of `choices`."""
    IDENTIFIER = auto()
    """UUID of a record that has no business key."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column; `low` and `high` bound an integer, both included; `length` bounds a text."""

    name: str
    kind: Kind
    required: bool = False
    attribute: str = ""
    """Attribute of the mapped class: the column's own name unless said otherwise."""
    liste: str = ""
    target: str = ""
    low: int = 0
    high: int = 100_000
    length: int = 400
    choices: tuple[tuple[str, Any], ...] = ()
    """Words of the file, with what each becomes."""
    late: bool = False
    """True for a reference to a row of the same file, which may come after; one column a file at most."""
    doubt: Callable[[str], str | None] | None = None
    """Gives the reason to warn about a value that is accepted all the same."""

    def __post_init__(self) -> None:
        if not self.attribute:
            suffix = "_id" if self.kind is Kind.REFERENCE else ""
            object.__setattr__(self, "attribute", f"{self.name}{suffix}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition between columns that the database checks; `reason` is said of `column` when it fails.

    `holds` may be given values without the columns that a file has not: they are not known.
    """

    column: str
    reason: str
    holds: Callable[[Values], bool]


@dataclass(frozen=True, slots=True, eq=False)
class FileSpec:
    """One file: rows of `model`, told apart by the columns of `key` (and their rank when `ranked`)."""

    name: str
    model: type[Base]
    columns: tuple[ColumnSpec, ...]
    key: tuple[str, ...]
    ranked: bool = False
    """True when equal keys are different rows: `rang` counts them in the order of the file."""
    rules: tuple[Rule, ...] = ()
    unique: str = ""
    """Column whose values may not be shared by two rows, beside the key."""
    derive: Callable[[Values], dict[str, Any]] | None = None
    """Gives the attributes that are computed from the others."""
    added: bool = False
    """True for a file that version 1 has not: it is written only when it has rows."""
    batch: int = 500
    """Rows held in memory at once."""
    readable: Callable[[str], ColumnElement[bool]] | None = None
    """Gives the condition on the rows that an author may take out; all of them when there is none."""
    by_name: Mapping[str, ColumnSpec] = field(init=False)
    key_attributes: tuple[str, ...] = field(init=False)
    """Attributes that tell rows apart, `rang` last when there is one."""
    key_of: Callable[[Values], Any] = field(init=False)
    """Gives the key of a row: its value when it has one attribute, else a tuple."""

    def __post_init__(self) -> None:
        by_name = {column.name: column for column in self.columns}
        attributes = tuple(by_name[name].attribute for name in self.key)
        if self.ranked:
            attributes = (*attributes, "rang")
        object.__setattr__(self, "by_name", by_name)
        object.__setattr__(self, "key_attributes", attributes)
        object.__setattr__(self, "key_of", itemgetter(*attributes))

    @property
    def table(self) -> Table:
        """The mapped table."""
        table = self.model.__table__
        assert isinstance(table, Table)  # noqa: S101 - every mapped class has a table of its own
        return table


def ordered(earlier: str, later: str) -> Rule:
    """Declare that the date `later`, when both are known, is not before `earlier`."""

    def holds(values: Values) -> bool:
        first, second = values.get(earlier), values.get(later)
        return first is None or second is None or bool(second >= first)

    return Rule(later, f"{later} est avant {earlier}", holds)
