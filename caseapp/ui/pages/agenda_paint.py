"""How the agenda is drawn: titles of days, hours, blocks, the present hour."""

from datetime import date, time

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from caseapp.ui.pages.agenda_blocks import Block
from caseapp.ui.pages.agenda_layout import Layout
from caseapp.ui.pages.agenda_words import day_title
from caseapp.ui.plain_text import one_line
from caseapp.ui.theme import Theme

BAR, INSET = 4, 11
_TITLE, _DETAIL, _SMALL = 12.0, 12.0, 11.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TONES = {"honoré": "succes", "absent": "danger"}


class AgendaPainter:
    """Draws one layout; `head` is the height of the titles, which stay while the hours scroll."""

    def __init__(self, painter: QPainter, theme: Theme, layout: Layout, head: int) -> None:
        self._painter, self._theme, self._layout, self._head = painter, theme, layout, head
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw_grid(self, today: date) -> None:
        """Draw the hours and, under everything, the day that is today."""
        layout, theme = self._layout, self._theme
        if today in layout.days and len(layout.days) > 1:
            tint = QColor(theme.colour("accent"))
            tint.setAlphaF(0.06)
            self._painter.fillRect(layout.column(layout.days.index(today)), tint)
        self._painter.setFont(theme.font(_SMALL))
        for hour in range(layout.first, layout.last):
            y = layout.band + (hour - layout.first) * layout.hour
            self._line(layout.sizes.margin // 4, layout.sizes.width, y, "bord", 0.6)
            self._painter.setPen(theme.colour("discret"))
            box = QRect(layout.sizes.margin // 4, y + 2, layout.sizes.margin, theme.px(18))
            self._painter.drawText(box, _LEFT, f"{hour} h")
        if layout.band:
            self._painter.setPen(theme.colour("discret"))
            box = QRect(layout.sizes.margin // 4, layout.sizes.gap, layout.sizes.margin, theme.px(30))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            self._painter.drawText(box, int(flags), "sans\nheure")

    def draw_now(self, today: date, now: time) -> None:
        """Draw the present hour across today."""
        layout = self._layout
        if today not in layout.days or not layout.first <= now.hour < layout.last:
            return
        column, y = layout.column(layout.days.index(today)), layout.y(now)
        colour = self._theme.colour("danger")
        self._painter.setPen(QPen(colour, 1.5))
        self._painter.drawLine(column.left(), y, column.right(), y)
        self._painter.setBrush(colour)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.drawEllipse(QPoint(column.left() + 2, y), 3, 3)

    def draw_titles(self, today: date) -> None:
        """Draw the titles of the days over what scrolls."""
        theme, layout = self._theme, self._layout
        self._painter.fillRect(QRect(0, 0, layout.sizes.width, self._head), theme.colour("surface"))
        for number, day in enumerate(layout.days):
            column = layout.column(number)
            box = QRect(column.left() + layout.sizes.gap, 0, column.width() - layout.sizes.gap, self._head)
            is_today = day == today
            self._painter.setFont(theme.font(13.0, bold=True))
            self._painter.setPen(theme.colour("accent" if is_today else "texte"))
            whole = f"{day_title(day)} · aujourd'hui"
            fits = self._painter.fontMetrics().horizontalAdvance(whole) <= box.width()
            self._text(box, whole if is_today and fits else day_title(day))
        self._line(0, layout.sizes.width, self._head - 1, "bord", 1.0)

    def draw_block(self, block: Block, rect: QRect, *, current: bool) -> None:
        """Draw a block: its bar, its words as far as they fit, its outline when the cursor is on it."""
        painter, theme = self._painter, self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface-2"))
        radius = float(theme.px(5))
        if not block.discret:
            painter.drawRoundedRect(QRectF(rect), radius, radius)
        painter.save()
        painter.setClipRect(QRect(rect.left(), rect.top(), theme.px(BAR), rect.height()))
        painter.setBrush(theme.colour("discret") if block.gone else theme.cible(block.cible))
        painter.drawRoundedRect(QRectF(rect), radius, radius)
        painter.restore()
        if current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2.0))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
        self._write(block, rect.adjusted(theme.px(INSET), 0, -theme.px(4), 0))

    def draw_more(self, rect: QRect, count: int) -> None:
        """Say how many are left out for want of room."""
        self._painter.setFont(self._theme.font(_SMALL, bold=True))
        self._painter.setPen(self._theme.colour("accent"))
        self._text(rect, f"+ {count}")

    def _write(self, block: Block, room: QRect) -> None:
        theme, tall = self._theme, self._theme.px(16)
        title = QFont(theme.font(_TITLE, bold=not block.discret))
        title.setStrikeOut(block.gone)
        lines = max(1, (room.height() - theme.px(3)) // tall)
        top = room.top() + (theme.px(3) if lines > 1 else (room.height() - tall) // 2)
        detail = one_line(block.detail)
        if lines == 1:
            self._write_one(block, QRect(room.left(), top, room.width(), tall), title)
            return
        self._painter.setFont(title)
        self._painter.setPen(theme.colour("discret" if block.gone else "texte"))
        self._text(QRect(room.left(), top, room.width(), tall), one_line(block.titre))
        self._painter.setFont(theme.font(_DETAIL))
        self._painter.setPen(theme.colour("discret"))
        row = top + tall
        if block.mark:
            mark = QRect(room.left(), row, room.width(), tall)
            shift = self._mark(block.mark, mark)
            detail_box = mark.adjusted(shift, 0, 0, 0) if lines == 2 else mark.translated(0, tall)
            self._discreet(detail_box, f"· {detail}" if lines == 2 and detail else detail)
        else:
            self._discreet(QRect(room.left(), row, room.width(), tall), detail)

    def _write_one(self, block: Block, line: QRect, title: QFont) -> None:
        """Write what fits on one line: the name, then its mark or its detail."""
        name = one_line(block.titre)
        self._painter.setFont(title)
        self._painter.setPen(self._theme.colour("discret" if block.gone else "texte"))
        self._text(line, name)
        shift = QFontMetrics(title).horizontalAdvance(name) + self._theme.px(6)
        rest = line.adjusted(shift, 0, 0, 0)
        if rest.width() < self._theme.px(24):
            return
        if block.mark:
            self._mark(block.mark, rest)
        else:
            self._discreet(rest, one_line(block.detail))

    def _mark(self, mark: str, box: QRect) -> int:
        """Write a statut in its colour; return the room it took."""
        font = self._theme.font(_DETAIL, bold=True)
        self._painter.setFont(font)
        self._painter.setPen(self._theme.colour(_TONES.get(mark, "attention")))
        self._text(box, mark)
        return QFontMetrics(font).horizontalAdvance(mark) + self._theme.px(5)

    def _discreet(self, box: QRect, text: str) -> None:
        self._painter.setFont(self._theme.font(_DETAIL))
        self._painter.setPen(self._theme.colour("discret"))
        self._text(box, text)

    def _text(self, box: QRect, text: str) -> None:
        words = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, _LEFT, words)

    def _line(self, left: int, right: int, y: int, colour: str, width: float) -> None:
        self._painter.setPen(QPen(self._theme.colour(colour), width))
        self._painter.drawLine(left, y, right, y)
