"""A tab of the Fiche that lists records of the family: read once on screen, it scrolls in what is left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.scrolling_tab import ScrollingTab


class FicheTab(ScrollingTab):
    """What follows a head over a list: whose records they are, when they are read again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._famille_id, self._stale = 0, False

    def _read(self) -> None:
        """Read the records of the family again."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def _clear(self) -> None:
        """Forget the records of another family."""
        raise NotImplementedError  # as above

    def _stack(self, head: QBoxLayout, panel: TablePanel) -> None:
        """Lay the list out under its head."""
        card = Card()
        card.body.setContentsMargins(6, 4, 6, 6)
        card.body.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(card, 1)

    def show_famille(self, famille_id: int) -> None:
        """Show the records of a family, read again once they are on screen."""
        if famille_id != self._famille_id:
            self._clear()
        self._famille_id, self._stale = famille_id, True
        self._read_if_seen()

    def _read_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self._read()

    def _focus(self, shown: QWidget) -> None:
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_if_seen()
