"""The frame of every door: one card in the middle of the window, that asks one thing at a time."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.card import Card

WIDTH = 560
"""Width of the card at 100 %."""


class Door(QWidget):
    """Shows one step; the former one is deleted with what was typed in it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("page")
        self.setAccessibleName(name)
        self._step: QWidget | None = None
        self._card = Card()
        self._card.body.setContentsMargins(28, 22, 28, 24)
        area = QScrollArea()
        area.setObjectName("page")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._middle())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        theme.changed.connect(self._dress)
        self._dress()

    def _middle(self) -> QWidget:
        middle, row = QWidget(), QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        column = QVBoxLayout(middle)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(plain_label("Caseapp", role="marque"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        column.addStretch(3)
        return middle

    @property
    def step(self) -> QWidget | None:
        """The step shown."""
        return self._step

    def show_step(self, step: "Step") -> None:
        """Put a step in place of the former one."""
        if self._step is not None:
            self._card.body.removeWidget(self._step)
            self._step.hide()
            self._step.deleteLater()
        self._step = step
        self._card.body.addWidget(step)
        step.show()
        if step.first_focus is not None:
            step.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self) -> None:
        self._card.setFixedWidth(self._theme.px(WIDTH))


class Step(QWidget):
    """One question: a title, a sentence, `body`, what went wrong, the buttons with the primary one last."""

    def __init__(self, title: str, sentence: str, rank: str = "") -> None:
        super().__init__()
        self.first_focus: QWidget | None = None
        self._problem = plain_label(role="erreur")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._title = plain_label(title, role="titre")
        self._title.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if rank:
            column.addWidget(plain_label(rank, role="note"))
        column.addWidget(self._title)
        column.addWidget(wrapped(sentence))
        column.addLayout(self.body)
        column.addWidget(self._problem)
        column.addSpacing(4)
        column.addLayout(self.buttons)
        self.setAccessibleName(title)

    def refuse(self, sentence: str) -> None:
        """Say in place what went wrong; an empty sentence takes no room."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))


def wrapped(text: str, role: str = "phrase") -> QLabel:
    """Return a sentence that goes on to the next line."""
    label = plain_label(text, role=role)
    label.setWordWrap(True)
    return label
