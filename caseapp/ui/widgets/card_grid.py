"""Cards side by side, or one under the other where the window is narrow or the text large."""

from collections.abc import Iterator, Sequence
from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from caseapp.ui.theme import Theme

COLUMN = 330
"""Width, at 100 %, under which a column is too narrow for a card."""


class CardGrid(QWidget):
    """Fills rows from left to right; `shares` gives each column its part, a card alone takes the row."""

    def __init__(
        self,
        theme: Theme,
        shares: Sequence[int] = (1, 1),
        narrowest: int = COLUMN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._shares, self._narrowest = theme, tuple(shares), narrowest
        self._cards: list[QWidget] = []
        self._wide: set[QWidget] = set()
        self._places: dict[QWidget, tuple[int, int, int]] = {}
        self._columns = len(self._shares)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)
        theme.changed.connect(self._choose)

    def add(self, card: QWidget, *, wide: bool = False) -> None:
        """Add a card after the others; a wide one has its row for itself."""
        self._cards.append(card)
        if wide:
            self._wide.add(card)
        self._place()

    @property
    def cards(self) -> tuple[QWidget, ...]:
        """The cards placed, in their order."""
        return tuple(self._cards)

    def set_cards(self, cards: Sequence[QWidget]) -> None:
        """Place these cards only, in this order; the others are hidden until they come back."""
        if list(cards) == self._cards:
            return
        for card in self._cards:
            if card not in cards:
                self._grid.removeWidget(card)
                del self._places[card]
                card.hide()
        shown_again = [card for card in cards if card not in self._cards]
        self._cards = list(cards)
        self._place()
        for card in shown_again:
            card.show()

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for no more than one narrow column, else two would never become one."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._theme.px(COLUMN)), hint.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        fitting = min(len(self._shares), max(1, self.width() // self._theme.px(self._narrowest)))
        columns = ceil(len(self._shares) / ceil(len(self._shares) / fitting))  # four: 4, or 2 and 2
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _place(self) -> None:
        """Move only the cards that change places: laying a card out again costs milliseconds."""
        for card, place in zip(self._cards, self._arranged(), strict=True):
            if self._places.get(card) != place:
                self._grid.removeWidget(card)
                self._grid.addWidget(card, place[0], place[1], 1, place[2])
                self._places[card] = place
        for column, share in enumerate(self._shares):
            self._grid.setColumnStretch(column, share if column < self._columns else 0)

    def _arranged(self) -> Iterator[tuple[int, int, int]]:
        """Give each card its row, its column and how many columns it spans."""
        row = column = 0
        for number, card in enumerate(self._cards):
            following = self._cards[number + 1 : number + 2]
            if card in self._wide and column:
                row, column = row + 1, 0
            alone = column == 0 and (card in self._wide or not following or following[0] in self._wide)
            yield row, column, self._columns if alone else 1
            column += self._columns if alone else 1
            if column >= self._columns:
                row, column = row + 1, 0
