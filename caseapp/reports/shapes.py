"""The flat shapes that charts and pages are made of; points, origin at the top left, y downwards."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Anchor(StrEnum):
    """Which point of a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle without outline."""

    x: float
    y: float
    width: float
    height: float
    colour: str

    def moved(self, dx: float, dy: float) -> "Rect":
        """Return it elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 0.5

    def moved(self, dx: float, dy: float) -> "Line":
        """Return it elsewhere."""
        return replace(self, x1=self.x1 + dx, y1=self.y1 + dy, x2=self.x2 + dx, y2=self.y2 + dy)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of plain text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    anchor: Anchor = Anchor.START

    def moved(self, dx: float, dy: float) -> "Text":
        """Return it elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Link:
    """A zone of a page that leads to the heading of that name."""

    x: float
    y: float
    width: float
    height: float
    target: str

    def moved(self, dx: float, dy: float) -> "Link":
        """Return it elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Heading:
    """The place of a title that the outline of the document lists; level 0 is a chapter."""

    y: float
    name: str
    title: str
    level: int

    def moved(self, _dx: float, dy: float) -> "Heading":
        """Return it elsewhere."""
        return replace(self, y=self.y + dy)


Shape = Rect | Line | Text
Mark = Shape | Link | Heading


def moved(marks: Iterable[Mark], dx: float, dy: float) -> tuple[Mark, ...]:
    """Return the same marks elsewhere."""
    return tuple(mark.moved(dx, dy) for mark in marks)
