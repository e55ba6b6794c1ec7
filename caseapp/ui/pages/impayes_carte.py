"""A card of the board, as one item of a list: only the cards on screen are painted."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from caseapp.services.impayes_tableau import CarteRow
from caseapp.ui.pages.familles_words import PROTECTED, SEPARATOR
from caseapp.ui.pages.impayes_words import aid_words, deadline_words, money_words, short_money_words, spoken
from caseapp.ui.plain_text import one_line
from caseapp.ui.tables.columns import NO_PARENT, Tone
from caseapp.ui.theme import Theme

GAP, _MORE = 9, 100
_PADDING, _SIDE, _RADIUS, _LEADING = 10, 12, 8, 3
_FOUR, _NARROW = 4, 240
"""Width under which a card tells the deadline on two lines."""
_COLOURS = {
    Tone.DANGER: "danger", Tone.WARNING: "attention", Tone.SUCCESS: "succes", Tone.DISCREET: "discret",
}  # fmt: skip
_Any = QModelIndex | QPersistentModelIndex


class CardModel(QAbstractListModel):
    """The files of one column, in order; given to the list by hundreds, as it scrolls to them."""

    def __init__(self, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self._given = 0
        self.cartes: tuple[CarteRow, ...] = ()

    @override
    def rowCount(self, parent: _Any = NO_PARENT) -> int:
        return 0 if parent.isValid() else self._given

    @override
    def canFetchMore(self, parent: _Any) -> bool:
        return not parent.isValid() and self._given < len(self.cartes)

    @override
    def fetchMore(self, parent: _Any) -> None:
        self.give(self._given + _MORE)

    def give(self, count: int) -> None:
        """Give the list at least so many cards, if there are."""
        wanted = min(max(count, self._given), len(self.cartes))
        if wanted > self._given:
            self.beginInsertRows(QModelIndex(), self._given, wanted - 1)
            self._given = wanted
            self.endInsertRows()

    @override
    def data(self, index: _Any, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cartes[index.row()].famille
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken(self.cartes[index.row()], self._today())
        return None

    def show(self, cartes: Sequence[CarteRow]) -> None:
        """Show other files."""
        self.beginResetModel()
        self.cartes = tuple(cartes)
        self._given = min(_MORE, len(self.cartes))
        self.endResetModel()


class CardDelegate(QStyledItemDelegate):
    """Paints on a card whose it is, what is owed or paid back, the next deadline: three lines, or four."""

    def __init__(self, theme: Theme, today: Callable[[], date], view: QListView) -> None:
        super().__init__(view)
        self._theme, self._today, self._view = theme, today, view

    @property
    def lines(self) -> int:
        """How many lines a card has."""
        return _FOUR if self._view.viewport().width() < self._theme.px(_NARROW) else 3

    def height(self) -> int:
        """Return the room of a card, with what stands between two."""
        line = QFontMetricsF(self._theme.font()).height() + self._theme.px(_LEADING)
        return round(self.lines * line) + 2 * self._theme.px(_PADDING) + self._theme.px(GAP)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Any) -> QSize:
        return QSize(self._theme.px(60), self.height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Any) -> None:
        model = index.model()
        if not isinstance(model, CardModel):
            return
        row, px = model.cartes[index.row()], self._theme.px
        card = QRectF(option.rect).adjusted(1, 1, -1, -px(GAP))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self._view.hasFocus() and index == self._view.currentIndex()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._paint_card(painter, card, here=here, hovered=hovered)
        words = card.adjusted(px(_SIDE), px(_PADDING), -px(_SIDE), -px(_PADDING))
        self._paint_words(painter, words, row)
        painter.restore()

    def _paint_card(self, painter: QPainter, card: QRectF, *, here: bool, hovered: bool) -> None:
        theme = self._theme
        width = theme.px(2) if here else 1
        painter.setBrush(theme.colour("surface-2" if hovered or here else "surface"))
        painter.setPen(QPen(theme.colour("accent" if here else "bord"), width))
        inset = width / 2
        radius = theme.px(_RADIUS)
        painter.drawRoundedRect(card.adjusted(inset, inset, -inset, -inset), radius, radius)

    def _paint_words(self, painter: QPainter, room: QRectF, row: CarteRow) -> None:
        theme, line = self._theme, room.height() / self.lines
        plain, bold = theme.font(), theme.font(bold=True)
        notice = f"{SEPARATOR}{PROTECTED}" if row.protection else ""
        after = f"{SEPARATOR}{aid_words(row)}{notice}"
        needed = QFontMetricsF(bold).horizontalAdvance(row.famille)
        if notice and needed + QFontMetricsF(plain).horizontalAdvance(after) > room.width():
            after = notice
        left = room.width() - QFontMetricsF(plain).horizontalAdvance(after)
        used = self._write(painter, QRectF(room.x(), room.y(), left, line), row.famille, bold, "texte")
        aside = QRectF(room.x() + used, room.y(), room.width() - used, line)
        self._write(painter, aside, after, plain, "discret")
        second = QRectF(room.x(), room.y() + line, room.width(), line)
        money = short_money_words(row) if self.lines == _FOUR else money_words(row)
        self._write(painter, second, money, plain, "texte")
        said = deadline_words(row, self._today())
        third = QRectF(room.x(), room.y() + 2 * line, room.width(), line)
        stands_out = said.tone is not Tone.DISCREET
        font, colour = bold if stands_out else plain, _COLOURS[said.tone]
        if self.lines == _FOUR:
            self._write(painter, third, said.what, font, colour)
            self._write(painter, third.translated(0, line), said.when.lstrip(", "), font, colour)
            return
        kept = QFontMetricsF(font).horizontalAdvance(said.when)
        used = self._write(painter, third.adjusted(0, 0, -kept, 0), said.what, font, colour)
        self._write(painter, third.adjusted(used, 0, 0, 0), said.when, font, colour)

    def _write(self, painter: QPainter, room: QRectF, text: str, font: QFont, colour: str) -> float:
        """Write as much as there is room for; return the width written."""
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
