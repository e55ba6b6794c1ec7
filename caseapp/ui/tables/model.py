"""The generic table model, over rows held in memory."""

from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from typing_extensions import override

from caseapp.domain.text import fold
from caseapp.ui.plain_text import one_line
from caseapp.ui.tables.columns import NO_PARENT, Cell, ColumnSpec, Index, Row, Tone

_Role = Qt.ItemDataRole


class RowModel(QAbstractTableModel, Generic[Row]):
    """What in-memory and paged tables share: columns applied to the row at a position."""

    def __init__(self, columns: Sequence[ColumnSpec[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_at(self, position: int) -> Row | None:
        """Return the row shown at a position, None when it has gone since the list was made."""
        raise LookupError(position)

    @override
    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def cell_at(self, position: int, section: int) -> Cell:
        """Return what a cell shows, in one go: a page is painted cell by cell."""
        row = self.row_at(position)
        if row is None:
            return _GONE
        column = self.columns[section]
        return Cell(
            one_line(column.text(row)),
            column.tone(row) if column.tone else Tone.NORMAL,
            column.cible(row) if column.cible else None,
            column.mark(row) if column.mark else "",
        )

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == _Role.TextAlignmentRole:
            return column.align.value
        if role not in _TEXTS:
            return None
        cell = self.cell_at(index.row(), index.column())
        if cell is _GONE or role == _Role.DisplayRole:
            return None if cell is _GONE else cell.text
        return f"{column.title} : {cell.text or 'vide'}{cell.mark and f', {cell.mark}'}"

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return column.title
        return column.align.value if role == _Role.TextAlignmentRole else None


_TEXTS = {_Role.DisplayRole, _Role.AccessibleTextRole}
_GONE = Cell("")


class TableModel(RowModel[Row]):
    """A table whose rows are all held in memory; it sorts them itself."""

    def __init__(
        self,
        columns: Sequence[ColumnSpec[Row]],
        rows: Sequence[Row] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._rows: list[Row] = list(rows)

    @override
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def row_at(self, position: int) -> Row | None:
        return self._rows[position]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace every row; an empty sequence also serves to forget them when the program locks."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column, equal rows keeping their places; selected rows stay selected."""
        spec = self.columns[column]
        key = spec.sort_key or (lambda row: fold(spec.text(row)))
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        places = sorted(
            range(len(self._rows)),
            key=lambda place: key(self._rows[place]),
            reverse=order is Qt.SortOrder.DescendingOrder,
        )
        self._rows = [self._rows[place] for place in places]
        moved = {place: position for position, place in enumerate(places)}
        self.changePersistentIndexList(old, [self.index(moved[i.row()], i.column()) for i in old])
        self.layoutChanged.emit()
