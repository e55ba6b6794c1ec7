"""Lines of a card of the follow-up: a state, a text of any length, what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from caseapp.domain.labels import format_number
from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.copy_label import CopyLabel

_TOP = Qt.AlignmentFlag.AlignTop
_STATE = 84
"""Width of the states, at 100 %."""
_SHOWN = 10
TONES = {"atteint": "etat-succes", "en_cours": "etat-attention", "acceptee": "etat-succes"}
"""Role of the label of each state; the others are discreet. The word says the same as the colour."""


class Lines(QWidget):
    """A thin rule under each line but the last."""

    def __init__(self, context: UiContext, state: int = _STATE) -> None:
        """Keep `state` pixels, at 100 %, for the states."""
        super().__init__()
        self._theme, self._clipboard = context.theme, context.clipboard
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(self._theme.px(8), 0, self._theme.px(8), 0)
        self._grid.setHorizontalSpacing(self._theme.px(12))
        self._grid.setVerticalSpacing(self._theme.px(5))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, self._theme.px(state))
        self._row = 0

    def add(self, state: QWidget, text: str, action: QWidget | None = None, under: str = "") -> None:
        """Add a line."""
        if self._row:
            self._grid.addWidget(_rule(), self._row, 0, 1, 3)
            self._row += 1
        said = QVBoxLayout()
        said.setSpacing(1)
        label = CopyLabel(self._clipboard)
        label.setText(text)
        said.addWidget(label)
        if under:
            precise = plain_label(under, role="note")
            precise.setWordWrap(True)
            said.addWidget(precise)
        self._grid.addWidget(state, self._row, 0, _TOP)
        self._grid.addLayout(said, self._row, 1)
        if action is not None:
            self._grid.addWidget(action, self._row, 2, _TOP)
        self._row += 1


class ActionRow(QWidget):
    """Buttons side by side, going on under one another where the width is not enough."""

    def __init__(self, gap: int, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._buttons, self._gap = tuple(buttons), gap
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for button in buttons:
            button.setParent(self)

    @property
    def width_needed(self) -> int:
        """The width at which the buttons stand side by side."""
        return _width(self._buttons, self._gap)

    @property
    def shown(self) -> tuple[QPushButton, ...]:
        """The buttons that are not left out."""
        return tuple(button for button in self._buttons if not button.isHidden())

    def leave_out(self, button: QPushButton, *, out: bool) -> None:
        """Do without a button whose action has another way, where the room is scarce."""
        if button.isHidden() is not out:
            button.setHidden(out)
            self.updateGeometry()
            self._place()

    @override
    def event(self, event: QEvent) -> bool:
        """Place again the buttons whose words changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    @override
    def heightForWidth(self, width: int) -> int:
        return max((place.y() + place.height() for place in self._places(width)), default=0)

    @override
    def sizeHint(self) -> QSize:
        width = _width(self.shown, self._gap)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the widest button alone, else the row would never turn."""
        widest = max((button.sizeHint().width() for button in self.shown), default=0)
        return QSize(widest, max((button.sizeHint().height() for button in self.shown), default=0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        for button, place in zip(self.shown, self._places(self.width()), strict=True):
            button.setGeometry(place)

    def _places(self, width: int) -> list[QRect]:
        """Return where each button stands in a given width."""
        places: list[QRect] = []
        left = top = 0
        for button in self.shown:
            size = button.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + size.height() + self._gap
            places.append(QRect(left, top, min(size.width(), width), size.height()))
            left += size.width() + self._gap
        return places


def _width(buttons: Sequence[QPushButton], gap: int) -> int:
    return sum(button.sizeHint().width() for button in buttons) + gap * max(0, len(buttons) - 1)


def state_word(theme: Theme, word: str, code: str) -> QWidget:
    """Return a state as a word in its colour."""
    label = plain_label(word[:1].lower() + word[1:], role=TONES.get(code, "phrase"))
    label.setMinimumWidth(theme.px(_STATE))
    return label


def check(key: str, name: str, *, done: bool) -> QCheckBox:
    """Return a box without words, named for screen readers; `key` finds it again once read again."""
    box = QCheckBox()
    box.setObjectName(key)
    box.setAccessibleName(name)
    box.setChecked(done)
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return box


def keyed(button: QPushButton, key: str, name: str = "") -> QPushButton:
    """Return the button with what finds it again, and what a screen reader says of it."""
    button.setObjectName(key)
    if name:
        button.setAccessibleName(name)
    return button


def shown(rows: Sequence[object]) -> int:
    """Return how many lines are shown of a list."""
    return len(rows) if len(rows) <= _SHOWN + 1 else _SHOWN


def others(rows: Sequence[object], words: str) -> str:
    """Say how many lines are not shown, and where they are; empty for none."""
    hidden = len(rows) - shown(rows)
    return f"Et {format_number(hidden)} autres, {words}." if hidden else ""


def _rule() -> QFrame:
    line = QFrame()
    line.setObjectName("filet-doux")
    return line
