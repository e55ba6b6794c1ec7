"""Widths, order and choice of the columns of a table, as the user left them."""

from collections.abc import Sequence
from dataclasses import dataclass

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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVED_AFTER)
        self._timer.timeout.connect(self.save)
        self.apply()
        self._header.sectionResized.connect(self._changed)
        self._header.sectionMoved.connect(self._changed)

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
        for section, column in enumerate(self._columns):
            header.resizeSection(section, self._theme.px(column.width))
        for visual, place in enumerate(read_places(self._preferences.get(self._key) or "", self._keys)):
            section = self._keys.index(place.key)
            header.moveSection(header.visualIndex(section), visual)
            header.resizeSection(section, self._theme.px(place.width))
            header.setSectionHidden(section, not place.shown)
        self.fill()
        self._timer.stop()

    def fill(self) -> None:
        """Give the width left over to the columns declared for it, never less than their own."""
        header = self._header
        shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
        stretched = [n for n in shown if self._columns[n].stretch]
        fixed = sum(header.sectionSize(n) for n in shown if n not in stretched)
        for section in stretched:
            share = (self._view.viewport().width() - fixed) // len(stretched)
            header.resizeSection(section, max(share, self._theme.px(self._columns[section].width)))

    def show_column(self, section: int, *, shown: bool) -> None:
        """Show or hide a column; the last one shown stays."""
        if shown or self._header.count() - self._header.hiddenSectionCount() > 1:
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
        width = column.width if fixed else round(self._header.sectionSize(section) / self._scale)
        return Place(column.key, width, not hidden)

    def _changed(self, section: int, *_: int) -> None:
        if not self._columns[section].stretch:
            self.fill()
            self._timer.start()
