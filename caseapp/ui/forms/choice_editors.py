"""The fields that are chosen: a list that drops down, joined buttons, a box to tick."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from caseapp.domain.text import fold
from caseapp.services.perimetre import Choice
from caseapp.ui.forms.editor import Editor
from caseapp.ui.forms.fields import FieldSpec
from caseapp.ui.plain_text import button_text
from caseapp.ui.widgets.choice_box import ChoiceBox

TO_CHOOSE = "À choisir"
NOT_SAID = "Non précisé"
PAUSE = 1000
"""Milliseconds after which the next letter begins another word."""


class ChoiceList(ChoiceBox):
    """Letters lead to the choice that begins so, accents and case ignored; the wheel changes nothing."""

    def __init__(self, name: str, nothing: str) -> None:
        super().__init__(name, nothing)
        self._typed, self._since = "", QElapsedTimer()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Cut what is chosen with an ellipsis, which the style sheet would not do."""
        option, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        text = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room.width())
        option.currentText = text
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = fold(event.text())
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}
        if plain and letter:
            self._seek(letter)
        elif plain and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.setCurrentIndex(0)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # Qt would search for what Ctrl+S writes
        else:
            super().keyPressEvent(event)

    def _seek(self, letter: str) -> None:
        again = self._since.isValid() and self._since.elapsed() < PAUSE
        self._typed = self._typed + letter if again else letter
        self._since.start()
        same = len(set(self._typed)) == 1
        beginning = letter if same else self._typed
        start = self.currentIndex() + (1 if same else 0)
        for step in range(self.count()):
            row = (start + step) % self.count()
            if row and fold(self.itemText(row)).replace(" ", "").startswith(beginning):
                self.setCurrentIndex(row)
                return


class ChoiceEditor(Editor):
    """A list whose first line chooses nothing."""

    def __init__(self, spec: FieldSpec) -> None:
        nothing = spec.placeholder or (TO_CHOOSE if spec.required else NOT_SAID)
        self.box = ChoiceList(spec.spoken, nothing)
        super().__init__(spec, self.box)
        self.box.set_choices(spec.choices)
        self.box.currentIndexChanged.connect(lambda _: self.changed.emit())

    @override
    def value(self) -> object:
        return self.box.key()

    @override
    def set_value(self, value: object) -> None:
        self.box.choose(None if value is None else str(value))

    @override
    def raw(self) -> str:
        return self.box.key() or ""

    @override
    def set_raw(self, raw: str) -> None:
        self.box.choose(raw or None)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices, keeping what is chosen when it is still there."""
        before = self.box.key()
        self.box.set_choices(choices)
        if self.box.key() != before:
            self.changed.emit()


class SegmentButton(QPushButton):
    """One of the joined buttons; the keys it does not know are for the row."""

    pressed_key = Signal(object)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        self.pressed_key.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)


class SegmentsEditor(Editor):
    """Arrows go from one to the next, letters to the one that begins so; Delete chooses none."""

    def __init__(self, spec: FieldSpec) -> None:
        row = QWidget()
        super().__init__(spec, row)
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._choices: tuple[Choice, ...] = ()
        row.setAccessibleName(spec.spoken)
        self.set_choices(spec.choices)
        self._group.idToggled.connect(self._toggled)

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons, in the order of the choices."""
        return [button for button in self._group.buttons() if isinstance(button, QPushButton)]

    @override
    def value(self) -> object:
        number = self._group.checkedId()
        return self._choices[number].key if number >= 0 else None

    @override
    def set_value(self, value: object) -> None:
        keys = [choice.key for choice in self._choices]
        if value in keys:
            self.buttons[keys.index(str(value))].setChecked(True)
        elif self._group.checkedId() >= 0:
            self._group.setExclusive(False)
            self.buttons[self._group.checkedId()].setChecked(False)
            self._group.setExclusive(True)
            self._set_stop()
            self.changed.emit()

    @override
    def raw(self) -> str:
        return str(self.value() or "")

    @override
    def set_raw(self, raw: str) -> None:
        self.set_value(raw or None)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices, keeping what is chosen when it is still there."""
        kept = self.value()
        for button in self.buttons:
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self._choices = tuple(choices)
        for number, choice in enumerate(choices):
            self._add(number, choice)
        self._set_stop()
        self.set_value(kept)
        if self.value() != kept:
            self.changed.emit()

    def _add(self, number: int, choice: Choice) -> None:
        button = SegmentButton(button_text(choice.label))
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.spec.spoken} : {choice.label}")
        place = ("seul" if len(self._choices) == 1 else "premier") if number == 0 else "milieu"
        button.setProperty("segment", "dernier" if 0 < number == len(self._choices) - 1 else place)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.pressed_key.connect(self._key)
        self._group.addButton(button, number)
        self._row.addWidget(button)

    def _toggled(self, _number: int, checked: bool) -> None:
        if checked:
            self._set_stop()
            self.changed.emit()

    def _set_stop(self) -> None:
        """Let Tab stop at the button chosen only, else at the first: the arrows lead to the others."""
        stop = max(0, self._group.checkedId())
        for number, button in enumerate(self.buttons):
            policy = Qt.FocusPolicy.StrongFocus if number == stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _key(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        key, letter = event.key(), fold(event.text())
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            event.ignore()
        elif key in arrows:
            self._choose((self._at() + arrows[Qt.Key(key)]) % len(self._choices))
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and not self.spec.required:
            self.set_value(None)
        elif letter:
            self._seek(letter)
        else:
            event.ignore()

    def _at(self) -> int:
        focused = [number for number, button in enumerate(self.buttons) if button.hasFocus()]
        return focused[0] if self._group.checkedId() < 0 and focused else self._group.checkedId()

    def _seek(self, letter: str) -> None:
        count = len(self._choices)
        after = [(self._group.checkedId() + 1 + step) % count for step in range(count)]
        for number in after:
            if fold(self._choices[number].label).startswith(letter):
                self._choose(number)
                return

    def _choose(self, number: int) -> None:
        self.buttons[number].setChecked(True)
        self.buttons[number].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def dressed(self) -> Sequence[QWidget]:
        return self.buttons

    @override
    def focus(self) -> None:
        if self.buttons:
            self.buttons[max(0, self._group.checkedId())].setFocus(Qt.FocusReason.OtherFocusReason)


class CheckEditor(Editor):
    """A box to tick, which carries the label itself."""

    def __init__(self, spec: FieldSpec) -> None:
        self.box = QCheckBox(button_text(spec.label))
        super().__init__(spec, self.box)
        self.box.toggled.connect(lambda _: self.changed.emit())

    @override
    def value(self) -> object:
        return self.box.isChecked()

    @override
    def set_value(self, value: object) -> None:
        self.box.setChecked(bool(value))

    @override
    def raw(self) -> str:
        return "oui" if self.box.isChecked() else ""

    @override
    def set_raw(self, raw: str) -> None:
        self.box.setChecked(raw == "oui")
