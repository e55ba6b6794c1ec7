"""The grid of a figure table: as tall as its rows, entered cell by cell from the keyboard."""

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
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
from caseapp.ui.tables.data_table import ROW_HEIGHT
from caseapp.ui.tables.row_delegate import MARGIN
from caseapp.ui.widgets.figure_delegate import FigureDelegate
from caseapp.ui.widgets.figure_model import FigureModel, figure_tsv

_OPENERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_TITLE_WIDTH = 150
"""Pixels, at 100 %, under which row titles, then on two lines or more, are not squeezed."""
_ASKED_WIDTH = 520
"""Pixels, at 100 %, that the grid insists on before it scrolls."""


class FigureView(QTableView):
    """Emits the address of the figure opened by a click, Enter or Space."""

    figure_opened = Signal(str)

    def __init__(self, context: UiContext, model: FigureModel) -> None:
        super().__init__()
        self._theme, self._clipboard, self._figures = context.theme, context.clipboard, model
        self.setModel(model)
        self._delegate = FigureDelegate(context.theme, model, self)
        self.setItemDelegate(self._delegate)
        self._configure()
        self.clicked.connect(self._open)
        model.modelReset.connect(self._fit)
        context.theme.changed.connect(self._fit)
        self._fit()

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
        return QSize(sum(self._widths), self._height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(sum(self._widths), self._theme.px(_ASKED_WIDTH)), self._height())

    def _height(self) -> int:
        rows = sum(self.rowHeight(row) for row in range(self._figures.rowCount()))
        bar = self.horizontalScrollBar().sizeHint().height() if sum(self._widths) > self.width() else 0
        return self.horizontalHeader().height() + rows + bar

    def _fit(self) -> None:
        """Take the sizes of the content again."""
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setFixedHeight(self._theme.px(ROW_HEIGHT))
        self.horizontalHeader().setMinimumSectionSize(1)
        self._widths = [self._content_width(column) for column in range(self._figures.columnCount())]
        self._title_width = self._widths[0]
        self._widths[0] = min(self._title_width, self._theme.px(_TITLE_WIDTH))
        self._share_width()

    def _content_width(self, column: int) -> int:
        head = QFontMetrics(self._theme.font(12, bold=True))
        body = QFontMetrics(self._theme.font(bold=True))
        texts = (self._figures.index(row, column).data() or "" for row in range(self._figures.rowCount()))
        title = self._figures.headerData(column, Qt.Orientation.Horizontal)
        widest = max([head.horizontalAdvance(str(title)), *map(body.horizontalAdvance, texts)])
        return widest + 2 * self._theme.px(MARGIN) + 2

    def _share_width(self) -> None:
        """Give the width left over to the row titles until they are whole, then to every column."""
        left = self.viewport().width() - sum(self._widths[1:]) - self._title_width
        share = max(0, left) // (len(self._widths) + 1)
        for column, width in enumerate(self._widths[1:], start=1):
            self.setColumnWidth(column, width + share)
        taken = sum(self._widths[1:]) + share * (len(self._widths) - 1)
        self.setColumnWidth(0, max(self._widths[0], self.viewport().width() - taken))
        for row in range(self._figures.rowCount()):
            self.setRowHeight(row, self._row_height(row))
        self.updateGeometry()

    def _row_height(self, row: int) -> int:
        """Return the height of a row whose title may need several lines."""
        metrics = QFontMetrics(self._theme.font(bold=True))
        width = self.columnWidth(0) - 2 * self._theme.px(MARGIN)
        title = self._figures.table.rows[row].label
        lines = metrics.boundingRect(0, 0, width, 0, int(Qt.TextFlag.TextWordWrap), title).height()
        return max(self._theme.px(ROW_HEIGHT), lines + self._theme.px(12))

    def _open(self, index: QModelIndex) -> None:
        cell = self._figures.cell(index) if index.isValid() else None
        if cell is not None and cell.address:
            self.figure_opened.emit(cell.address)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENERS and not event.modifiers():
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
