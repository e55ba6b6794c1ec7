"""What an empty list says: what it is for, and one button to begin."""

from collections.abc import Callable
from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button, plain_button


class EmptyState(QWidget):
    """A sentence and, when something can be done, its button."""

    def __init__(
        self,
        sentence: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        label = plain_label(sentence, role="phrase")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(label)
        if on_action is not None:
            button = plain_button(action, on_action)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.setFocusProxy(button)  # a page gives the keyboard to its list, or to this in its place
        column.addStretch(2)

    def with_link(self, text: str, on_click: Callable[[], object]) -> Self:
        """Add a link under the button, for what else can be done; return itself."""
        link = link_button(text, on_click)
        self._column.insertWidget(self._column.count() - 1, link, 0, Qt.AlignmentFlag.AlignHCenter)
        return self
