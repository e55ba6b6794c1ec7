"""The head of a page: its title, one sentence of context, its actions on the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

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
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addLayout(words, 1)
        self._row.addLayout(self._actions)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self._arrange()

    def set_sentence(self, sentence: str) -> None:
        """Change the sentence of context."""
        self._sentence.setText(sentence)
        self._arrange()

    def add_action(self, button: QWidget) -> None:
        """Add an action on the right of the others."""
        self._actions.addWidget(button)

    def _arrange(self) -> None:
        """Set the actions under the words where these would need more than two lines beside them."""
        sentence = self._sentence.fontMetrics().horizontalAdvance(self._sentence.text())
        words = max(self._title.sizeHint().width(), sentence * 0.6)
        beside = self.width() >= words + self._row.spacing() + self._actions.sizeHint().width()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        side = Qt.AlignmentFlag.AlignBottom if beside else Qt.AlignmentFlag.AlignLeft
        self._row.setAlignment(self._actions, side)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
