"""Horizontal strips of a document, put on pages without ever being cut."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from caseapp.reports.shapes import Mark, moved
from caseapp.reports.typography import HEIGHT

MOST_WASTED = 0.3
"""Share of a page that may be left empty to keep a block in one piece."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks across the page, from the strip's own top; `before` is white above it, except at a page's top."""

    height: float
    marks: tuple[Mark, ...] = ()
    before: float = 0.0
    keep: bool = False
    """Whether the next strip must stand on the same page."""
    row: bool = False
    """Whether it needs the repeated strips above it on its page."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A block as strips; `repeated` ones head each page after the first that it needs."""

    strips: tuple[Strip, ...]
    repeated: tuple[Strip, ...] = ()
    tight: tuple[Strip, ...] = ()
    """The same in less height, taken when it saves a page turn."""

    def after(self, opening: tuple[Strip, ...]) -> "Flow":
        """Return it with other strips before its own."""
        tight = (*opening, *self.tight) if self.tight else ()
        return Flow((*opening, *self.strips), self.repeated, tight)


@dataclass(slots=True)
class Pages:
    """Pages being filled from the top."""

    pages: list[list[Mark]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    def place(self, flow: Flow) -> None:
        """Add a block: on a page of its own rather than cut, unless that would leave too much white."""
        left, strips = HEIGHT - self.y, flow.strips
        if _height(strips) > left >= _height(flow.tight) > 0:
            strips = flow.tight
        elif left < _height(strips) <= HEIGHT and left <= MOST_WASTED * HEIGHT:
            self.turn()
        for position, chunk in enumerate(_chunks(strips)):
            if self.y and self.y + _height(chunk) > HEIGHT:
                self.turn()
                if position and any(strip.row for strip in chunk):
                    self._lay(flow.repeated)
            self._lay(chunk)

    def turn(self) -> None:
        """Start another page."""
        self.pages.append([])
        self.y = 0.0

    def _lay(self, strips: Iterable[Strip]) -> None:
        for strip in strips:
            before = strip.before if self.y else 0.0
            if self.y and self.y + before + strip.height > HEIGHT:
                self.turn()
                before = 0.0
            self.pages[-1] += moved(strip.marks, 0.0, self.y + before)
            self.y += before + strip.height


def _height(strips: tuple[Strip, ...]) -> float:
    return sum(strip.before + strip.height for strip in strips)


def _chunks(strips: tuple[Strip, ...]) -> Iterator[tuple[Strip, ...]]:
    """Give the groups of strips that must not be separated."""
    chunk: list[Strip] = []
    for strip in strips:
        chunk.append(strip)
        if not strip.keep:
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)
