"""The grid of a figure table: as tall as its rows, entered cell by cell from the keyboard."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QToolTip
from typing_extensions import override

from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import tooltip
from caseapp.ui.widgets.figure_delegate import FigureDelegate
from caseapp.ui.widgets.figure_model import FigureModel, figure_tsv
from caseapp.ui.widgets.figure_sizes import FigureSizes

_OPENERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_PAGE_KEYS = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_ASKED_WIDTH = 520
"""Pixels, at 100 %, that the grid insists on before it scrolls."""


class FigureView(QTableView):
    """Emits the address of the figure opened by a click, Enter or Space."""

    figure_opened = Signal(str)
    cursor_moved = Signal(QRect)
    """Where the keyboard stands, in this widget, for whoever scrolls it."""

    def __init__(self, context: UiContext, model: FigureModel) -> None:
        super().__init__()
        self._theme, self._clipboard, self._figures = context.theme, context.clipboard, model
        self._height = 0
        self.setModel(model)
        self._delegate = self._make_delegate()
        self.setItemDelegate(self._delegate)
        self._configure()
        self.clicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._fit)
        model.modelReset.connect(self._find_place)
        context.theme.changed.connect(self._fit)
        self._fit()

    def _make_delegate(self) -> FigureDelegate:
        """Return what paints the cells."""
        return FigureDelegate(self._theme, self._figures, self)

    def _configure(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_opened(self, address: str) -> None:
        """Mark the figure whose records are shown; an empty address marks none."""
        self._delegate.opened = address
        self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._sizes.wished, self._height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._sizes.least, self._theme.px(_ASKED_WIDTH)), self._height)

    def _fit(self) -> None:
        """Take the sizes of the content again."""
        self._sizes = FigureSizes(self._figures.table, self._figures.titles, self._theme)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setMinimumSectionSize(1)
        self._share_width()

    def _share_width(self) -> None:
        """Lay columns and rows out in the present width, then ask for the height that they take."""
        room = self.viewport().width()
        widths = self._sizes.share(room)
        for column, width in enumerate(widths):
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)
        head, heights = self._sizes.header_height(widths), self._sizes.row_heights(widths[0])
        if self.horizontalHeader().height() != head:
            self.horizontalHeader().setFixedHeight(head)
        for row, height in enumerate(heights):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        bar = self.horizontalScrollBar().sizeHint().height() if sum(widths) > room else 0
        self._show_labels(room)
        if self._height != head + sum(heights) + bar:
            self._height = head + sum(heights) + bar
            self.updateGeometry()

    def _show_labels(self, room: int) -> None:
        """Go back to the first column, unless the figure under the cursor would then be cut."""
        current, bar = self.currentIndex(), self.horizontalScrollBar()
        right = sum(self.columnWidth(column) for column in range(current.column() + 1))
        if not current.isValid() or right <= room:
            bar.setValue(0)

    def _keep_place(self) -> None:
        """Note where the cursor is before other figures come."""
        index = self.currentIndex()
        self._place = (index.row(), index.column()) if index.isValid() else None

    def _find_place(self) -> None:
        """Put the cursor back where it was, as near as the new table allows."""
        rows, columns = self._figures.rowCount(), self._figures.columnCount()
        if self._place is not None and rows and columns > 1:
            row, column = min(self._place[0], rows - 1), min(self._place[1], columns - 1)
            self.setCurrentIndex(self._figures.index(row, column))

    def index_of(self, address: str) -> QModelIndex:
        """Return the place of a figure, an invalid index when this table does not show it."""
        for row, line in enumerate(self._figures.table.rows):
            for column, cell in enumerate(line.cells, start=1):
                if cell.address == address:
                    return self._figures.index(row, column)
        return QModelIndex()

    @override
    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.cursor_moved.emit(self.visualRect(current).translated(self.viewport().pos()))

    def _open(self, index: QModelIndex) -> None:
        cell = self._figures.cell(index) if index.isValid() else None
        if cell is not None and cell.address:
            self.figure_opened.emit(cell.address)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PAGE_KEYS:
            event.ignore()  # the page around scrolls
        elif event.key() in _OPENERS and not event.modifiers() & ~_KEYPAD:
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._clipboard.copy(figure_tsv(self._figures.table))
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Typing does not move the cursor between figures."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._figures.rowCount():
            self.setCurrentIndex(self._figures.index(0, 1))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        cell = self._figures.cell(index) if index.isValid() else None
        opens = cell is not None and cell.address
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            is_title = index.isValid() and index.column() == 0
            text = (
                tooltip(self._figures.row(index).label)
                if is_title
                else index.data(Qt.ItemDataRole.ToolTipRole)
            )
            QToolTip.showText(event.globalPos(), text or "", self.viewport())
            return True
        return super().viewportEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
