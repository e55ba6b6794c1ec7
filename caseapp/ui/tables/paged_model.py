"""The generic table model, over an array of ids whose rows are fetched when they are shown."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject
from typing_extensions import override

from caseapp.ui.tables.columns import NO_PARENT, ColumnSpec, Index, Row
from caseapp.ui.tables.model import RowModel

PAGE = 100
PAGES_KEPT = 20

Fetch = Callable[[Sequence[int]], Iterable[Row]]
"""Give the rows of at most `PAGE` ids, in any order; an id that has gone is left out."""


class PagedTableModel(RowModel[Row]):
    """A table of any length: memory holds the ids, in the order given, and the last pages shown."""

    def __init__(
        self,
        columns: Sequence[ColumnSpec[Row]],
        fetch: Fetch[Row],
        ids: Iterable[int] = (),
        *,
        row_id: Callable[[Row], Any] = attrgetter("id"),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._fetch = fetch
        self._row_id = row_id
        self._ids = array("q", ids)
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()

    @override
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def id_at(self, position: int) -> int:
        """Return the id shown at a position."""
        return self._ids[position]

    def set_ids(self, ids: Iterable[int]) -> None:
        """Show other rows, or the same in another order; nothing is fetched here."""
        self.beginResetModel()
        self._ids = array("q", ids)
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch again what is on screen, after rows were changed elsewhere; selection and scrolling stay."""
        self._pages.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def row_at(self, position: int) -> Row | None:
        return self._page(position // PAGE).get(self._ids[position])

    def _page(self, number: int) -> dict[int, Row]:
        """Return a page by id, fetched unless it is among the last used."""
        page = self._pages.get(number)
        if page is None:
            wanted = self._ids[number * PAGE : (number + 1) * PAGE]
            page = {self._row_id(row): row for row in self._fetch(wanted)}
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page
