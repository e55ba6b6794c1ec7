"""The agenda as one widget: read and worked with the keyboard as with the mouse."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip
from typing_extensions import override

from caseapp.services.agenda_controles import ABSENT, ANNULE, HONORE, PROPOSE
from caseapp.ui.pages.agenda_blocks import Block, BlockModel
from caseapp.ui.pages.agenda_cursor import next_place
from caseapp.ui.pages.agenda_layout import Layout, Sizes, lay_out
from caseapp.ui.pages.agenda_paint import AgendaPainter
from caseapp.ui.plain_text import tooltip
from caseapp.ui.theme import Theme

HEAD = 34
_MINUTE = 60_000
_MARKS = {
    Qt.Key.Key_H: HONORE, Qt.Key.Key_A: ABSENT, Qt.Key.Key_N: ANNULE, Qt.Key.Key_P: PROPOSE,
    Qt.Key.Key_Delete: ANNULE,
}  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_Action = QAbstractItemView.CursorAction
_Any = QModelIndex | QPersistentModelIndex


class AgendaView(QListView):
    """Arrows go from block to block, Enter opens, H, A, N, P mark, R puts off, D opens the family."""

    opened = Signal(object)
    """The block opened."""
    marked = Signal(object, str)
    """The block, and its new statut."""
    postponed = Signal(object)
    famille_wanted = Signal(object)
    created = Signal(object, object)
    """The day, and the hour or None, of an empty place clicked."""
    turned = Signal(int)
    """One period back (-1) or ahead (1)."""
    day_wanted = Signal(object)
    """The day where some blocks were left out for want of room."""
    menu_wanted = Signal(object, QPoint)

    def __init__(self, theme: Theme, today: Callable[[], date], now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._today, self._now = theme, today, now
        self._blocks = BlockModel(self)
        self._days: tuple[date, ...] = (today(),)
        self._placed: tuple[object, Layout] | None = None
        self._pressed: QPoint | None = None
        self.setModel(self._blocks)
        self.setObjectName("fil")
        self.setAccessibleName("Agenda")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)  # Qt lays items out too, for nothing: let it measure one only
        self.doubleClicked.connect(self._open)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE)
        self._minute.timeout.connect(self.viewport().update)
        self._minute.start()
        theme.changed.connect(self._fit)

    def set_clock(self, now: Callable[[], datetime]) -> None:
        """Draw another present hour."""
        self._now = now
        self.viewport().update()

    def show_blocks(self, blocks: Sequence[Block], days: tuple[date, ...]) -> None:
        """Show these days; the cursor stays on what it was on, when it is still there."""
        before = self.current_block()
        key = None if before is None else before.key
        self._days = days
        self._blocks.set_blocks(blocks)
        self._fit()
        found = [place for place, block in self._blocks.places() if block.key == key]
        self._settle(found[0] if found else None)
        self._describe()

    def _settle(self, place: int | None) -> None:
        """Put the cursor somewhere: on the first block that is not over, when nowhere else is asked."""
        shown = sorted(self.layout_now().rects)
        coming = (n for n in shown if self._blocks.blocks[n].date >= self._today())
        at = place if place in shown else next(coming, shown[0] if shown else None)
        if at is not None:
            self.setCurrentIndex(self._blocks.index(at, 0))

    def current_block(self) -> Block | None:
        """Return the block under the cursor."""
        index = self.currentIndex()
        return self._blocks.blocks[index.row()] if index.isValid() else None

    def choose(self, rendez_vous_id: int) -> None:
        """Put the cursor on an appointment, when it is shown."""
        for place, block in self._blocks.places():
            if block.rendez_vous is not None and block.rendez_vous.id == rendez_vous_id:
                self.setCurrentIndex(self._blocks.index(place, 0))

    def layout_now(self) -> Layout:
        """Return where the blocks stand at the present size."""
        port, px = self.viewport().size(), self._theme.px
        sizes = Sizes(
            port.width(), port.height() - px(HEAD), px(50), px(21), px(34), px(34), px(3)
        )  # fmt: skip
        asked = (self._blocks.blocks, self._days, sizes)
        if self._placed is None or self._placed[0] != asked:
            self._placed = (asked, lay_out(self._blocks.blocks, self._days, sizes))
        return self._placed[1]

    def _fit(self) -> None:
        self._placed = None
        self.updateGeometries()
        self.viewport().update()

    def _offset(self) -> int:
        """Return how far the content stands under the top of the viewport."""
        return self._theme.px(HEAD) - self.verticalScrollBar().value()

    @override
    def visualRect(self, index: _Any) -> QRect:
        rect = self.layout_now().rects.get(index.row()) if index.isValid() else None
        return QRect() if rect is None else rect.translated(0, self._offset())

    @override
    def indexAt(self, p: QPoint) -> QModelIndex:
        if p.y() >= self._theme.px(HEAD):
            inside = p - QPoint(0, self._offset())
            for place, rect in self.layout_now().rects.items():
                if rect.contains(inside):
                    return self._blocks.index(place, 0)
        return QModelIndex()

    @override
    def scrollTo(self, index: _Any, hint: object = None) -> None:
        rect = self.layout_now().rects.get(index.row()) if index.isValid() else None
        if rect is not None:
            bar, room = self.verticalScrollBar(), self.viewport().height() - self._theme.px(HEAD)
            lowest = rect.top() if rect.height() > room else rect.bottom() - room + 2
            bar.setValue(min(max(bar.value(), lowest), rect.top()))

    @override
    def updateGeometries(self) -> None:
        layout, bar = self.layout_now(), self.verticalScrollBar()
        room = self.viewport().height() - self._theme.px(HEAD)
        bar.setRange(0, max(0, layout.height - room))
        bar.setPageStep(max(1, room))
        bar.setSingleStep(max(1, layout.hour // 2))

    @override
    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.topLeft())
        if index.isValid():
            self.selectionModel().select(index, command)

    @override
    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    @override
    def moveCursor(self, cursorAction: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        place = next_place(
            self._blocks.blocks, self.layout_now().rects, self.currentIndex().row(), cursorAction
        )
        return QModelIndex() if place is None else self._blocks.index(place, 0)

    @override
    def currentChanged(self, current: _Any, previous: _Any) -> None:
        super().currentChanged(current, previous)
        self._describe()
        self.viewport().update()

    def _describe(self) -> None:
        """Let a screen reader say what the cursor is on."""
        block = self.current_block()
        self.setAccessibleDescription("" if block is None else block.spoken)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        painter, layout = QPainter(self.viewport()), self.layout_now()
        drawing = AgendaPainter(painter, self._theme, layout, self._theme.px(HEAD))
        today, now = self._today(), self._now().time()
        painter.translate(0, self._offset())
        drawing.draw_grid(today)
        drawing.draw_now(today, now)
        seen = e.rect().translated(0, -self._offset())
        here = self.currentIndex().row()
        for place, rect in layout.rects.items():
            if rect.intersects(seen):
                block = self._blocks.blocks[place]
                drawing.draw_block(block, rect, current=place == here and self.hasFocus())
        for rect, count, _day in layout.more:
            drawing.draw_more(rect, count)
        painter.translate(0, -self._offset())
        drawing.draw_titles(today)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        block, key = self.current_block(), Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in _PAGES:
            self.turned.emit(_PAGES[key])
        elif plain and block is not None and self._act(block, key):
            event.accept()
        elif event.text().isalpha() and plain:
            event.accept()  # a letter that means nothing here looks for nothing
        else:
            super().keyPressEvent(event)

    def _act(self, block: Block, key: Qt.Key) -> bool:
        """Do what a key means for a block; tell whether it means something."""
        if key in _ENTER:
            self.opened.emit(block)
        elif block.rendez_vous is None:
            return False
        elif key in _MARKS:
            self.marked.emit(block, _MARKS[key])
        elif key == Qt.Key.Key_R:
            self.postponed.emit(block)
        elif key == Qt.Key.Key_D:
            self.famille_wanted.emit(block)
        else:
            return False
        return True

    def _open(self, index: _Any) -> None:
        if index.isValid():
            self.opened.emit(self._blocks.blocks[index.row()])

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        free = left and not self.indexAt(place).isValid()
        self._pressed = place if free and place.y() >= self._theme.px(HEAD) else None
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place, pressed, self._pressed = event.position().toPoint(), self._pressed, None
        if pressed is None or (place - pressed).manhattanLength() > self._theme.px(8):
            return
        layout, inside = self.layout_now(), place - QPoint(0, self._offset())
        for rect, _count, day in layout.more:
            if rect.contains(inside):
                self.day_wanted.emit(day)
                return
        moment = layout.moment(inside.x(), inside.y())
        if moment is not None:
            self.created.emit(*moment)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        block = self.current_block()
        if block is not None and block.rendez_vous is not None:
            self.menu_wanted.emit(block, event.globalPos())

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            words = self._blocks.blocks[index.row()].spoken if index.isValid() else ""
            QToolTip.showText(event.globalPos(), tooltip(words), self.viewport())
            return True
        return super().viewportEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._settle(None)
        self.viewport().update()

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(240))

    @override
    def keyboardSearch(self, search: str) -> None:
        """Look for nothing: letters are marks."""
