"""A report's table as a Qt model: row titles, then cells that open their records."""

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from typing_extensions import override

from caseapp.domain.labels import plain
from caseapp.reports.report import Cell, NumberStyle, Row, Table
from caseapp.ui.plain_text import tooltip
from caseapp.ui.tables.columns import NO_PARENT, Align, Index
from caseapp.ui.tables.tsv import tsv_line
from caseapp.ui.widgets.figure_sizes import column_titles

_Role = Qt.ItemDataRole
_HEAD_ROLES = {_Role.DisplayRole, _Role.AccessibleTextRole, _Role.TextAlignmentRole}


class FigureModel(QAbstractTableModel):
    """Column 0 holds the row titles and cannot be entered; the others hold the figures."""

    def __init__(self, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table, self.titles = table, column_titles(table)

    def set_table(self, table: Table) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table, self.titles = table, column_titles(table)
        self.endResetModel()

    def row(self, index: Index) -> Row:
        """Return the row of an index."""
        return self.table.rows[index.row()]

    def cell(self, index: Index) -> Cell | None:
        """Return the cell of an index, None for a row title or a cell that the row does not have."""
        cells, column = self.row(index).cells, index.column() - 1
        return cells[column] if 0 <= column < len(cells) else None

    @override
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    @override
    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.table.columns) + 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == _Role.TextAlignmentRole:
            return (Align.LEFT if index.column() == 0 else Align.RIGHT).value
        cell = self.cell(index)
        if cell is not None:
            return self._cell_data(cell, index, role)
        is_title = index.column() == 0 and role in (_Role.DisplayRole, _Role.AccessibleTextRole)
        return self.row(index).label if is_title else None

    def _cell_data(self, cell: Cell, index: Index, role: int) -> object:
        if role == _Role.DisplayRole:
            return cell.text
        if role == _Role.AccessibleTextRole:
            return f"{self.row(index).label}, {self.table.columns[index.column() - 1]} : {cell.text}"
        if cell.address is None:
            return None
        told: dict[int, str] = {
            _Role.AccessibleDescriptionRole: "Entrée ouvre la liste derrière ce chiffre.",
            _Role.ToolTipRole: tooltip(cell.address),
        }
        return told.get(role)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        if role not in _HEAD_ROLES:
            return None
        across = orientation is Qt.Orientation.Horizontal
        if not 0 <= section < len(self.titles if across else self.table.rows):
            return None
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
        return self.titles[section] if across else self.table.rows[section].label


def figure_tsv(table: Table) -> str:
    """Return the table with its header, each number as a French spreadsheet reads it."""
    lines = [tsv_line((table.row_title, *table.columns))]
    lines += [tsv_line((row.label, *map(_cell_text, row.cells))) for row in table.rows]
    return "\n".join(lines)


def _cell_text(cell: Cell) -> str:
    if cell.number is None:
        return plain(cell.text)
    text = f"{cell.number:.{cell.decimals}f}".replace(".", ",")
    return f"{text} %" if cell.style is NumberStyle.PERCENT else text
