"""What stands over the fields of the quick entry: what must be known, and the two short ways."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.ui.plain_text import button_text, plain_label, tooltip
from caseapp.ui.widgets.buttons import link_button

ANONYMOUS = "Compter un anonyme"
_LONGEST_PLACE = 18
Act = Callable[[], object]


class EntryHead(QWidget):
    """Says the notices of the family; offers to duplicate, and to count someone who stays anonymous."""

    def __init__(
        self, duplicate: Callable[[], object] | None, anonymous: Callable[[], object] | None
    ) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._strip = QFrame()
        self._strip.setObjectName("bandeau")
        self._strip.setProperty("ton", "")
        self._said = plain_label()
        self._said.setWordWrap(True)
        inside = QHBoxLayout(self._strip)
        inside.setContentsMargins(12, 5, 12, 5)
        inside.addWidget(self._said)
        self._ways = QHBoxLayout()
        self._ways.setSpacing(14)
        if duplicate is not None:
            self._ways.addWidget(link_button("Dupliquer la dernière (Ctrl D)", duplicate))
        self.anonymous = link_button(ANONYMOUS, anonymous or _nothing)
        if anonymous is None:
            self.anonymous.hide()
        self._ways.addWidget(self.anonymous)
        self._ways.addStretch(1)
        self._column.addLayout(self._ways)
        self._column.addWidget(self._strip)
        self._strip.hide()

    def say_place(self, place: str) -> None:
        """Say where the contact will be counted."""
        short = place if len(place) <= _LONGEST_PLACE else f"{place[: _LONGEST_PLACE - 1].rstrip()}…"
        self.anonymous.setText(button_text(f"{ANONYMOUS} : {short}" if place else ANONYMOUS))
        where = f" : {place}" if place else ""
        self.anonymous.setToolTip(tooltip(f"Enregistrer tout de suite un contact anonyme{where}."))

    def say(self, notices: Sequence[str]) -> None:
        """Show what must be known before reaching the family."""
        sentence = " ".join(notices)
        self._said.setText(sentence)
        self._strip.setAccessibleName(sentence)
        self._strip.setVisible(bool(sentence))


def _nothing() -> None:
    """Do nothing."""
