"""Paints the cells of a table: one line under each row, tones, tags, hover and the current row."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from caseapp.ui.tables.columns import Align, Cell, Tone
from caseapp.ui.tables.model import RowModel
from caseapp.ui.theme import Theme

MARGIN = 8
"""Pixels, at 100 %, on each side of a cell's text."""
_LEAST_MARK = 44
"""Pixels, at 100 %, of what is always left to the mark of a cell."""
_COLOURS = {
    Tone.DISCREET: "discret",
    Tone.SUCCESS: "succes",
    Tone.WARNING: "attention",
    Tone.DANGER: "danger",
}
_BOLD = {Tone.STRONG, Tone.SUCCESS, Tone.WARNING, Tone.DANGER}


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of a model from the theme; `hovered_row` is told by the view."""

    def __init__(self, theme: Theme, view: QTableView, rows: RowModel[Any]) -> None:
        super().__init__(view)
        self._theme, self._view, self._rows = theme, view, rows
        self.hovered_row = -1

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        rect: QRect = option.rect
        self._paint_row(painter, rect, option, index)
        cell = self._rows.cell_at(index.row(), index.column())
        margin = self._theme.px(MARGIN)
        room = rect.adjusted(margin, 0, -margin, 0)
        if cell.cible and cell.text:
            self._paint_tag(painter, room, cell.text, cell.cible)
        elif cell.text or cell.mark:
            self._paint_text(painter, room, cell, self._rows.columns[index.column()].align)
        painter.restore()

    def _paint_row(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self.hovered_row:
            painter.fillRect(rect, self._theme.colour("surface-2" if selected else "survol"))
        here = self._view.hasFocus() and index.row() == self._view.currentIndex().row()
        line = self._theme.colour("accent" if here else "bord-doux")
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, line)
        if here:
            painter.fillRect(rect.x(), rect.y(), rect.width(), 1, line)
        if (selected or here) and self._view.horizontalHeader().visualIndex(index.column()) == 0:
            bar = self._theme.colour("accent" if here else "bord")
            painter.fillRect(rect.x(), rect.y(), self._theme.px(3), rect.height(), bar)

    def _paint_text(self, painter: QPainter, room: QRect, cell: Cell, align: Align) -> None:
        if cell.mark:
            room = self._paint_mark(painter, room, cell.text, cell.mark, bold=cell.tone in _BOLD)
        painter.setFont(self._theme.font(bold=cell.tone in _BOLD))
        painter.setPen(self._theme.colour(_COLOURS.get(cell.tone, "texte")))
        shown = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(align.value) | int(Qt.TextFlag.TextSingleLine), shown)

    def _paint_mark(self, painter: QPainter, room: QRect, text: str, mark: str, *, bold: bool) -> QRect:
        """Write the mark after the text, cut before it; return the room left for the text."""
        needed = QFontMetrics(self._theme.font(bold=bold)).horizontalAdvance(text) + self._theme.px(MARGIN)
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.colour("discret"))
        given = max(room.width() - needed, self._theme.px(_LEAST_MARK))
        shown = painter.fontMetrics().elidedText(mark, Qt.TextElideMode.ElideRight, min(given, room.width()))
        taken = painter.fontMetrics().horizontalAdvance(shown)
        place = room.adjusted(min(needed, room.width() - taken), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return room.adjusted(0, 0, -taken - self._theme.px(MARGIN), 0)

    def _paint_tag(self, painter: QPainter, room: QRect, text: str, cible: str) -> None:
        painter.setFont(self._theme.font(11.5, bold=True))
        metrics = painter.fontMetrics()
        side = self._theme.px(8)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 2 * side)
        height = metrics.height() + self._theme.px(3)
        width = metrics.horizontalAdvance(shown) + 2 * side
        pill = QRectF(room.x() + 0.5, room.center().y() - height / 2 + 0.5, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.cible(cible), 1.2))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)

    def is_elided(self, index: QModelIndex, width: int) -> bool:
        """Tell whether a cell of that width shows less than its text."""
        cell = self._rows.cell_at(index.row(), index.column())
        metrics = QFontMetrics(self._theme.font(bold=cell.tone in _BOLD))
        needed = metrics.horizontalAdvance(cell.text)
        if cell.mark:
            marked = QFontMetrics(self._theme.font(12)).horizontalAdvance(cell.mark)
            needed += marked + self._theme.px(MARGIN)
        return needed > width - 2 * self._theme.px(MARGIN)
