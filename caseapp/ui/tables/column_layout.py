"""Widths, order and choice of the columns of a table, as the user left them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHeaderView, QTableView

from caseapp.ui.preferences import Preferences
from caseapp.ui.tables.columns import ColumnSpec
from caseapp.ui.theme import Theme

MIN_WIDTH, MAX_WIDTH = 40, 1200
SAVED_AFTER = 500
"""Milliseconds without a change before it is remembered."""


@dataclass(frozen=True, slots=True)
class Place:
    """One column as kept: its key, its width at 100 %, whether it is shown."""

    key: str
    width: int
    shown: bool = True


def write_places(places: Sequence[Place]) -> str:
    """Write places in their order on screen: `nom:180,commune:120:-`."""
    return ",".join(f"{place.key}:{place.width}{'' if place.shown else ':-'}" for place in places)


def read_places(text: str, keys: Sequence[str]) -> tuple[Place, ...]:
    """Read what was kept; columns that no longer exist, or cannot be read, are left out."""
    places = []
    for part in text.split(","):
        key, _, rest = part.partition(":")
        width, _, hidden = rest.partition(":")
        if key in keys and width.isascii() and width.isdigit():
            places.append(Place(key, min(MAX_WIDTH, max(MIN_WIDTH, int(width[:6]))), hidden != "-"))
    return tuple(places)


class ColumnLayout(QObject):
    """Applies the layout to a view and remembers what the user changes."""

    def __init__(
        self,
        view: QTableView,
        columns: Sequence[ColumnSpec[object]],
        key: str,
        preferences: Preferences,
        theme: Theme,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._columns, self._theme = columns, theme
        self._key, self._preferences = f"tableau.{key}", preferences
        self._keys = [column.key for column in columns]
        self._scale = 0.0
        self._wished: dict[int, int] = {}
        self._is_filling = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVED_AFTER)
        self._timer.timeout.connect(self.save)
        self.apply()
        self._header.sectionResized.connect(self._resized)
        self._header.sectionMoved.connect(lambda *_: self._timer.start())

    @property
    def _header(self) -> QHeaderView:
        """The header, asked for each time: a wrapper kept for long was seen to outlive what it wraps."""
        return self._view.horizontalHeader()

    def apply(self) -> None:
        """Lay the columns out as kept, else as declared; again only when the size of text has changed."""
        if self._scale == self._theme.scale:
            return
        header, self._scale = self._header, self._theme.scale
        header.setMinimumSectionSize(self._theme.px(MIN_WIDTH))
        self._wished = {section: column.width for section, column in enumerate(self._columns)}
        with self._by_itself():
            for section, column in enumerate(self._columns):
                header.setSectionHidden(section, not column.shown)
        for visual, place in enumerate(read_places(self._preferences.get(self._key) or "", self._keys)):
            section = self._keys.index(place.key)
            header.moveSection(header.visualIndex(section), visual)
            self._wished[section] = place.width
            with self._by_itself():
                header.setSectionHidden(section, not place.shown)
        self.fill()
        self._timer.stop()

    def fill(self, kept: int = -1) -> None:
        """Lay the columns out in the width of the list; the one at `kept` has the width that it has.

        What is left over goes to the columns declared for it; what lacks is taken from those that may be
        narrower, each by its part, when that is enough: else the list scrolls, its words whole.
        """
        header = self._header
        shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
        widths = {n: self._theme.px(self._wished[n]) for n in shown}
        left = self._view.viewport().width() - sum(widths.values())
        stretched = [n for n in shown if self._columns[n].stretch]
        if left >= 0:
            widths |= {n: widths[n] + left // len(stretched) for n in stretched}
        else:
            self._narrow(widths, -left, kept)
        with self._by_itself():
            for section, width in widths.items():
                if section != kept:
                    header.resizeSection(section, width)

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        """Change the header without taking the widths for those that the user gives."""
        before, self._is_filling = self._is_filling, True
        try:
            yield
        finally:
            self._is_filling = before

    def _narrow(self, widths: dict[int, int], lacking: int, kept: int) -> None:
        """Take what lacks from the columns that may give it."""
        least = {n: self._columns[n].least for n in widths if self._columns[n].least and n != kept}
        spare = {n: max(0, widths[n] - self._theme.px(width)) for n, width in least.items()}
        whole = sum(spare.values())
        for n, room in spare.items():
            widths[n] -= ceil(room * lacking / whole) if lacking <= whole else 0

    def show_column(self, section: int, *, shown: bool) -> None:
        """Show or hide a column; the last one shown stays."""
        if shown or self._header.count() - self._header.hiddenSectionCount() > 1:
            with self._by_itself():
                self._header.setSectionHidden(section, not shown)
            self.fill()
            self._timer.start()

    def save(self) -> None:
        """Remember the layout now."""
        self._timer.stop()
        header = self._header
        sections = [header.logicalIndex(visual) for visual in range(header.count())]
        self._preferences.put(self._key, write_places([self._place(section) for section in sections]))

    def _place(self, section: int) -> Place:
        column, hidden = self._columns[section], self._header.isSectionHidden(section)
        fixed = hidden or column.stretch
        width = column.width if fixed else self._wished[section]
        return Place(column.key, width, not hidden)

    def _resized(self, section: int, _before: int, width: int) -> None:
        """Keep the width that the user gives."""
        if not (self._is_filling or self._columns[section].stretch):
            self._wished[section] = round(width / self._scale)
            self.fill(section)
            self._timer.start()
