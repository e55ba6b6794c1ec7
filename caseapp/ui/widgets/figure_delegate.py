"""Paints the cells of a figure table: a figure that opens looks so under the pointer and the focus."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from caseapp.ui.tables.row_delegate import MARGIN
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.figure_model import FigureModel


class FigureDelegate(QStyledItemDelegate):
    """`opened` is the address whose records are shown beside the table."""

    def __init__(self, theme: Theme, model: FigureModel, view: QTableView) -> None:
        super().__init__(view)
        self._theme, self._model, self._view = theme, model, view
        self.opened = ""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell, theme = self._model.cell(index), self._theme
        rect: QRect = option.rect
        opens = cell is not None and bool(cell.address)
        hovered = opens and bool(option.state & QStyle.StateFlag.State_MouseOver)
        opened = opens and cell is not None and cell.address == self.opened
        focused = cell is not None and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        if hovered or opened:
            painter.fillRect(rect, theme.colour("surface-2"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("bord-doux"))
        if focused or opened:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2), j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        self._write(painter, rect, index, underlined=opens and (hovered or focused))
        painter.restore()

    def colour_of(self, index: QModelIndex | QPersistentModelIndex) -> QColor:
        """Return the colour of the words of a cell: that of its cible for the title of a row."""
        cible = self._model.row(index).cible if index.column() == 0 else None
        return self._theme.colour("texte") if cible is None else self._theme.cible(cible)

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        underlined: bool,
    ) -> None:
        row, is_title = self._model.row(index), index.column() == 0
        coloured = is_title and row.cible is not None
        font = QFont(self._theme.font(bold=row.total or coloured))
        font.setUnderline(underlined)
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent") if underlined else self.colour_of(index))
        margin = self._theme.px(MARGIN)
        room = rect.adjusted(margin, 0, -margin, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        wrap = Qt.TextFlag.TextWordWrap if is_title else Qt.TextFlag.TextSingleLine
        painter.drawText(room, int(align) | int(wrap), text)
