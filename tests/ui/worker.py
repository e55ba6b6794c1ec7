"""Somebody at the desk of the running program: presses keys, types, waits for each thing as people do."""

from collections.abc import Callable

from program_profile import button
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from running_program import NONE, Running

from caseapp.domain.labels import plain
from caseapp.ui.forms import FormSheet
from caseapp.ui.forms.completion_editor import CompletionEditor

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Worker:
    """Works in the window of a program."""

    def __init__(self, running: Running) -> None:
        self.running, self.qtbot = running, running.qtbot

    def settle(self) -> None:
        self.qtbot.wait(5)
        self.qtbot.waitUntil(lambda: not self.running.program.context.tasks.is_busy, timeout=20_000)
        self.qtbot.wait(5)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.running.press(key, held)
        self.settle()

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)
        self.settle()

    def click(self, name: str, root: QWidget | None = None) -> None:
        self.qtbot.mouseClick(button(root or self.running.main, name), Qt.MouseButton.LeftButton)
        self.settle()

    def said(self) -> str:
        """Return all the words on screen, with plain spaces."""
        labels = (one for one in self.running.main.findChildren(QLabel) if one.isVisible())
        return plain("\n".join(one.text() for one in labels))

    @property
    def sheet(self) -> FormSheet:
        self.qtbot.waitUntil(lambda: len(self.sheets()) == 1)
        return self.sheets()[0]

    def sheets(self) -> list[FormSheet]:
        return [one for one in self.running.main.findChildren(FormSheet) if one.isVisible()]

    def search(self, key: str, text: str) -> None:
        """Type in a field that searches, and take the first answer."""
        editor = self.sheet.form.editor(key)
        assert isinstance(editor, CompletionEditor)
        editor.focus()
        self.write(text)
        self.qtbot.waitUntil(editor.popup.isVisible)
        QTest.keyClick(editor.popup, Key.Key_Return)
        self.settle()

    def tab_to(self, name: str) -> None:
        """Press Tab until the keyboard is on what is named so, or on a button whose text begins so."""
        self._tab_until(lambda focused: name in _names(focused), name)

    def fill(self, key: str, text: str) -> None:
        """Reach a field of the sheet by Tab, and type over what it holds."""
        wanted = set(self.sheet.form.editor(key).dressed())
        self._tab_until(lambda focused: focused in wanted, key)
        self.press(Key.Key_A, CONTROL)
        self.write(text)

    def _tab_until(self, is_there: Callable[[QWidget | None], bool], name: str) -> None:
        for _ in range(90):
            if is_there(QApplication.focusWidget()):
                self.settle()
                return
            self.running.press(Key.Key_Tab)
        raise AssertionError(f"Tab never reaches « {name} »")

    def go_to(self, text: str) -> None:
        """Go to what the search everywhere finds first."""
        self.press(Key.Key_K, CONTROL)
        self.write(text)
        self.press(Key.Key_Down)
        self.press(Key.Key_Return)

    def save(self, key: Qt.Key = Key.Key_S) -> None:
        self.press(key, CONTROL)
        self.qtbot.waitUntil(lambda: not self.sheets(), timeout=10_000)
        self.settle()


def _names(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    text = widget.text() if isinstance(widget, QPushButton) else ""
    return f"{text} {widget.accessibleName()}"
