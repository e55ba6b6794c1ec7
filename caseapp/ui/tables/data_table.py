"""The one table view, configured once."""

from itertools import chain, islice
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip
from typing_extensions import override

from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import tooltip
from caseapp.ui.tables.column_layout import ColumnLayout
from caseapp.ui.tables.model import RowModel, TableModel
from caseapp.ui.tables.row_delegate import RowDelegate
from caseapp.ui.tables.selection import selected_ranges
from caseapp.ui.tables.table_menu import table_menu
from caseapp.ui.tables.tsv import tsv_rows

ROW_HEIGHT = 30
COPY_LIMIT = 500
"""Rows copied at once; longer lists are exported to a file."""
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SELECT_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class DataTable(QTableView):
    """A list of rows to read, sort, copy and open, from the keyboard as with the mouse."""

    activated_row = Signal(object)
    """The row opened by Enter or a double click."""
    current_row_changed = Signal(object)
    """The row under the cursor, or None."""
    sort_requested = Signal(str, bool)
    """Key of the column and True when descending; rows held in memory are already sorted."""
    copied = Signal(int, int)
    """Rows copied, rows selected."""
    typed = Signal(str)
    """Text typed over the table, for the field that searches the list."""

    def __init__(self, context: UiContext, model: RowModel[Any], *, key: str, name: str) -> None:
        super().__init__()
        self._theme, self._clipboard = context.theme, context.clipboard
        self._rows, self._sort = model, ("", False)
        self.columns = model.columns
        self.setAccessibleName(name)
        self.setModel(model)
        self._delegate = RowDelegate(context.theme, self, model)
        self.setItemDelegate(self._delegate)
        self._configure()
        self._layout = ColumnLayout(self, model.columns, key, context.preferences, context.theme)
        self.doubleClicked.connect(self._activate)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)
        context.theme.changed.connect(self._resize)
        self._resize()

    def _configure(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)  # Qt keeps rows at a minimum raised later
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(False)
        # With the view's own selection the header asks, at each change, whether whole columns are selected:
        # Qt then walks through all the rows, 27 s for a million.
        header.setSelectionModel(QItemSelectionModel(self._rows, header))

    def _resize(self) -> None:
        rows = self.verticalHeader()
        silent = rows.blockSignals(True)  # one signal a row: 26 s for a million
        rows.setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        rows.blockSignals(silent)
        self.horizontalHeader().setFixedHeight(self._theme.px(ROW_HEIGHT))
        self._layout.apply()
        self.updateGeometries()
        self.viewport().update()

    def show_sort(self, key: str, *, descending: bool = False) -> None:
        """Show by which column the rows are already ordered; an empty key shows none."""
        self._sort = (key, descending)
        header = self.horizontalHeader()
        sections = [n for n, column in enumerate(self.columns) if column.key == key]
        header.setSortIndicatorShown(bool(sections))
        if sections:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(sections[0], order)

    def sort_by(self, section: int) -> None:
        """Order the rows by a column, the other way round when they already are."""
        column = self.columns[section]
        if not column.sortable:
            self.show_sort(*self._sort[:1], descending=self._sort[1])
            return
        descending = self._sort == (column.key, False)
        self.show_sort(column.key, descending=descending)
        if isinstance(self._rows, TableModel):
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self._rows.sort(section, order)
        self.sort_requested.emit(column.key, descending)

    def show_column(self, section: int, *, shown: bool) -> None:
        """Show or hide a column, and remember it."""
        self._layout.show_column(section, shown=shown)

    def save_layout(self) -> None:
        """Remember the columns now, before the window closes."""
        self._layout.save()

    def _activate(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row()) if index.isValid() else None
        if row is not None:
            self.activated_row.emit(row)

    def _tell_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.current_row_changed.emit(self._rows.row_at(index.row()) if index.isValid() else None)

    def copy_selection(self) -> None:
        """Copy the selected rows, at most `COPY_LIMIT`, as text that spreadsheets understand."""
        ranges = selected_ranges(self.selectionModel())
        header = self.horizontalHeader()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        columns = [self.columns[n] for n in order if not header.isSectionHidden(n)]
        positions = islice(chain.from_iterable(ranges), COPY_LIMIT)
        rows = [row for row in map(self._rows.row_at, positions) if row is not None]
        if rows:
            self._clipboard.copy(tsv_rows(columns, rows))
            self.copied.emit(len(rows), sum(map(len, ranges)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Leave the search to the page: Qt's own would fetch every row of a long list."""
        self.typed.emit(search)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = table_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tooltip_at(event.pos()), self.viewport())
            return True
        if event.type() in (QEvent.Type.Leave, QEvent.Type.HoverLeave):
            self._hover(-1)
        return super().viewportEvent(event)

    def tooltip_at(self, position: QPoint) -> str:
        """Return the whole text of the cell at a place of the viewport, when the cell shows less of it."""
        index = self.indexAt(position)
        elided = index.isValid() and self._delegate.is_elided(index, self.columnWidth(index.column()))
        return tooltip(index.data(Qt.ItemDataRole.DisplayRole)) if elided else ""

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the row that the keyboard enters on: Qt only puts its cursor there."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if current.isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(current, _SELECT_ROW)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.fill()
