"""A row on its way from a file to the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from caseapp.exchange.specs import ColumnSpec

Key = Any
"""What tells a row from the others of its file: a value, or several in a tuple."""
UNREADABLE = object()
"""Stands for a value that was refused."""


class Row(NamedTuple):
    """A row read; `cells` are kept for the problems found later."""

    line: int
    cells: list[str]
    values: dict[str, Any]


class Stored(NamedTuple):
    """A row of the store: its id and its values by attribute."""

    id: int
    values: Mapping[str, Any]


class Candidate(NamedTuple):
    """A row right by itself, with its key and what the store has of it."""

    row: Row
    key: Key
    stored: Stored | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file that the format knows, by their position, and the width of the file."""

    known: tuple[tuple[int, ColumnSpec], ...]
    unknown: tuple[str, ...]
    width: int

    def cell(self, row: Row, name: str) -> str:
        """Return what a column held, nothing when the file has no such column."""
        return next((row.cells[index] for index, column in self.known if column.name == name), "")

    def has(self, name: str) -> bool:
        """Tell whether the file has this column."""
        return any(column.name == name for _, column in self.known)
