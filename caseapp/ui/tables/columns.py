"""The declaration of a table: a tuple of columns."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Row = TypeVar("Row")
"""A frozen row, as the services return them."""
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class Align(Enum):
    """Where a column's text stands; numbers, amounts and dates stand right."""

    LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    CENTER = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class Tone(StrEnum):
    """How a cell stands out; the word in the cell says the same, never the colour alone."""

    NORMAL = "normal"
    DISCREET = "discret"
    STRONG = "fort"
    SUCCESS = "succes"
    WARNING = "attention"
    DANGER = "danger"


class Cell(NamedTuple):
    """What a cell shows: its text, how it stands out, the words after it."""

    text: str
    tone: Tone = Tone.NORMAL
    cible: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSpec(Generic[Row]):
    """One column; `width` is in pixels at 100 %, `stretch` gives it the space left over.

    `least` is how narrow it may become where the list is narrow; 0 keeps its width, and the list scrolls.
    One not `shown` is left out until the user chooses it.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    align: Align = Align.LEFT
    width: int = 120
    stretch: bool = False
    least: int = 0
    shown: bool = True
    sortable: bool = False
    sort_key: Callable[[Row], Any] | None = None
    """Order of the rows held in memory; by default the folded text."""
    tone: Callable[[Row], Tone] | None = None
    cible: Callable[[Row], str | None] | None = None
    """Cible code whose colour outlines the text as a tag."""
    mark: Callable[[Row], str] | None = None
    """Discreet words shown after the text of a left-aligned cell, spoken, but not copied."""
