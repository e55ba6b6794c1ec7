"""The board: one list of cards for each stage, side by side; arrows go from card to card and across."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.labels import format_number
from caseapp.services.impayes_tableau import Colonne
from caseapp.ui.pages.impayes_carte import CardDelegate, CardModel
from caseapp.ui.pages.impayes_words import NO_CARD, column_name
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SPACE = 14


class CardList(QListView):
    """The cards of one stage."""

    opened = Signal(int)
    """The file of the card opened."""
    crossed = Signal(int)
    """One column to the left (-1) or to the right (1)."""
    typed = Signal(str)

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme = theme
        self.cards = CardModel(today, self)
        self._delegate = CardDelegate(theme, today, self)
        self.setModel(self.cards)
        self.setItemDelegate(self._delegate)
        self.setObjectName("fil")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._lay_out_again)

    def _lay_out_again(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.verticalScrollBar().setSingleStep(self._theme.px(24))

    @property
    def current(self) -> int | None:
        """The file under the cursor."""
        index = self.currentIndex()
        return self.cards.cartes[index.row()].id if index.isValid() else None

    def choose(self, position: int) -> None:
        """Put the cursor on a card, the last one when there are not so many."""
        place = min(max(position, 0), len(self.cards.cartes) - 1)
        if place >= 0:
            self.cards.give(place + 1)
            self.setCurrentIndex(self.cards.index(place, 0))

    def place_of(self, ident: int) -> int | None:
        """Return where a file stands in this column."""
        return next((n for n, one in enumerate(self.cards.cartes) if one.id == ident), None)

    def first_seen(self) -> int:
        """Return the position of the card at the top of what is scrolled to."""
        index = self.indexAt(self.viewport().rect().topLeft())
        return index.row() if index.isValid() else 0

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.cards.cartes[index.row()].id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~_KEYPAD
        if plain and key in _SIDES:
            self.crossed.emit(_SIDES[key])
        elif plain and key in _ENTER:
            self._open(self.currentIndex())
        elif plain and key == Qt.Key.Key_End:
            self.choose(len(self.cards.cartes) - 1)
        elif (
            event.text().isprintable()
            and event.text().strip()
            and not event.modifiers() & ~(_KEYPAD | Qt.KeyboardModifier.ShiftModifier)
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self._lay_out_again()


class StageColumn(QWidget):
    """The title of a stage, how many files it holds, its cards."""

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self.etape = Etape.SIGNALE
        self._title, self._count = plain_label(role="titre-carte"), plain_label(role="phrase")
        self._nothing = plain_label(NO_CARD, role="phrase")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list = CardList(theme, today)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._nothing, 1)
        column.addWidget(self.list, 1)

    def show_stage(self, colonne: Colonne) -> None:
        """Show a stage; the cursor stays on its file, else where it was."""
        ident, place = self.list.current, self.list.currentIndex().row()
        self.etape = colonne.etape
        count = len(colonne.cartes)
        self._title.setText(colonne.etape.value)
        self._count.setText(format_number(count))
        self.list.setAccessibleName(column_name(colonne.etape, count))
        self.list.cards.show(colonne.cartes)
        self.list.setVisible(bool(count))
        self._nothing.setVisible(not count)
        if count and ident is not None:
            found = self.list.place_of(ident)
            self.list.choose(place if found is None else found)


class Board(QWidget):
    """`opened` carries the file of the card opened, `typed` the text typed over the cards."""

    opened = Signal(int)
    typed = Signal(str)

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme, self._today = theme, today
        self.columns: list[StageColumn] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_SPACE)
        self.setAccessibleName("Tableau des impayés")

    def show_stages(self, colonnes: Sequence[Colonne]) -> None:
        """Show these stages; the keyboard stays on the file it was on, wherever that goes."""
        focused = self.focused()
        ident = None if focused is None else focused.list.current
        while len(self.columns) < len(colonnes):
            self._add_column()
        for rank, column in enumerate(self.columns):
            column.setVisible(rank < len(colonnes))
            if rank < len(colonnes):
                column.show_stage(colonnes[rank])
        if focused is not None and not (ident is not None and self.choose(ident)):
            self.focus_first()

    def _add_column(self) -> None:
        column = StageColumn(self._theme, self._today)
        column.list.opened.connect(self.opened)
        column.list.typed.connect(self.typed)
        column.list.crossed.connect(lambda side, one=column: self._cross(one, side))
        self.columns.append(column)
        self._row.addWidget(column, 1)

    def focused(self) -> StageColumn | None:
        """Return the column that has the keyboard."""
        return next((one for one in self.columns if one.list.hasFocus()), None)

    def choose(self, ident: int) -> bool:
        """Give the keyboard to the card of a file; tell whether it is there."""
        for column in self.columns:
            place = column.list.place_of(ident) if not column.isHidden() else None
            if place is not None:
                column.list.choose(place)
                column.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def focus_first(self) -> bool:
        """Give the keyboard to the first card; tell whether there is one."""
        for column in self.columns:
            if not column.isHidden() and column.list.cards.cartes:
                column.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _cross(self, start: StageColumn, side: int) -> None:
        """Go to the nearest column that has cards, on the card at the same height."""
        shown = [one for one in self.columns if not one.isHidden()]
        at = shown.index(start)
        beside = shown[at + 1 :] if side > 0 else shown[:at][::-1]
        target = next((one for one in beside if one.list.cards.cartes), None)
        if target is None:
            return
        height = start.list.currentIndex().row() - start.list.first_seen()
        target.list.choose(target.list.first_seen() + height)
        target.list.setFocus(Qt.FocusReason.OtherFocusReason)
