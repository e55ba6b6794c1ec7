"""The head of a page: its title, one sentence of context, its actions on the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from caseapp.ui.plain_text import plain_label


class PageHeader(QWidget):
    """Title and sentence on the left, actions on the right, the primary one last."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = plain_label(title, role="titre")
        self._sentence = plain_label(sentence, role="phrase")
        self._sentence.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(10)
        self._actions.setAlignment(Qt.AlignmentFlag.AlignBottom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addLayout(self._actions)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_sentence(self, sentence: str) -> None:
        """Change the sentence of context."""
        self._sentence.setText(sentence)

    def add_action(self, button: QWidget) -> None:
        """Add an action on the right of the others."""
        self._actions.addWidget(button)
