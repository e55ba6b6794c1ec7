"""Paints the facts of a timeline: a dot on a line, the words, the tag of the cible."""

from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from caseapp.services.fil import Fait
from caseapp.ui.pages.familles_fact import FOLDED_LINES, MORE, SetFact, set_fact
from caseapp.ui.pages.familles_words import CIBLES
from caseapp.ui.theme import Theme

_GUTTER, _ABOVE, _BELOW, _RIGHT = 24, 5, 6, 12
"""Pixels, at 100 %, around the words of a fact; the line runs in the gutter."""
_DOT = 5.5


class Facts(Protocol):
    """What the delegate asks of the list."""

    def fait(self, position: int) -> Fait:
        """Return the fact at a position."""
        ...

    def is_unfolded(self, position: int) -> bool:
        """Tell whether it is shown whole."""
        ...


class FactDelegate(QStyledItemDelegate):
    """Keeps the facts laid out until the width, the look or the list changes."""

    def __init__(self, theme: Theme, facts: Facts, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._facts, self._view = theme, facts, view
        self._kept: dict[tuple[int, int, bool], SetFact] = {}

    def forget(self) -> None:
        """Lay everything out again: the facts or the theme changed."""
        self._kept.clear()

    def is_long(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Tell whether a fact is folded, or would be."""
        made = self._set(index.row())
        return made.more is not None or made.layout.lineCount() > FOLDED_LINES

    def _set(self, position: int) -> SetFact:
        width = self._view.viewport().width() - self._theme.px(_GUTTER) - self._theme.px(_RIGHT)
        key = position, width, self._facts.is_unfolded(position)
        if key not in self._kept:
            self._kept[key] = set_fact(
                self._facts.fait(position), max(width, self._theme.px(60)), self._theme, unfolded=key[2]
            )
        return self._kept[key]

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        around = self._theme.px(_ABOVE) + self._theme.px(_BELOW)
        return QSize(self._theme.px(60), round(self._set(index.row()).height) + around)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        made, rect, px = self._set(index.row()), QRect(option.rect), self._theme.px
        rect.setWidth(self._view.viewport().width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_state(painter, rect, option, index)
        self._paint_line(painter, rect, rect.y() + px(_ABOVE) + made.first_line / 2)
        origin = QPointF(rect.x() + px(_GUTTER), rect.y() + px(_ABOVE))
        painter.setPen(self._theme.colour("texte"))
        made.layout.draw(painter, origin)
        fait = self._facts.fait(index.row())
        if made.tag is not None and fait.cible is not None:
            self._paint_tag(painter, made.tag.translated(origin), fait.cible)
        if made.more is not None:
            painter.setFont(self._theme.font())
            painter.setPen(self._theme.colour("accent"))
            ascent = painter.fontMetrics().ascent()
            painter.drawText(origin + QPointF(0, made.more + ascent), MORE)
        painter.restore()

    def _paint_state(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        gutter = self._theme.px(_GUTTER - 6)
        room = QRectF(rect.adjusted(gutter, 0, -1, -1)).adjusted(1, 1, -1, -1)
        here = self._view.hasFocus() and index == self._view.currentIndex()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(self._theme.colour("surface-2"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(room, 6, 6)
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRoundedRect(room, 6, 6)

    def _paint_line(self, painter: QPainter, rect: QRect, dot: float) -> None:
        x = rect.x() + self._theme.px(8)
        painter.fillRect(QRectF(x - 1, rect.y(), 2, rect.height()), self._theme.colour("bord"))
        radius = _DOT * self._theme.scale
        painter.setBrush(self._theme.colour("fond"))
        painter.setPen(QPen(self._theme.colour("accent"), self._theme.px(2)))
        painter.drawEllipse(QPointF(x, dot), radius, radius)

    def _paint_tag(self, painter: QPainter, place: QRectF, cible: str) -> None:
        painter.setFont(self._theme.font(11.5, bold=True))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.cible(cible), 1.2))
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        baseline = place.center().y() + QFontMetricsF(painter.font()).capHeight() / 2
        width = QFontMetricsF(painter.font()).horizontalAdvance(CIBLES[cible])
        painter.drawText(QPointF(place.center().x() - width / 2, baseline), CIBLES[cible])
