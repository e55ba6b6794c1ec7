"""What one does in the sheets of the page Familles, with the keyboard."""

from typing import TypeVar

from familles_window import press
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from caseapp.services.famille_saisie import FamilleSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FormSheet
from caseapp.ui.forms.completion_editor import CompletionEditor
from caseapp.ui.pages.familles import FamillesPage

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
W = TypeVar("W", bound=QWidget)


def shown(root: QWidget, kind: type[W]) -> list[W]:
    return [one for one in root.window().findChildren(kind) if one.isVisible()]


def sheet(page: FamillesPage, qtbot: QtBot) -> FormSheet:
    qtbot.waitUntil(lambda: len(shown(page, FormSheet)) == 1)
    return shown(page, FormSheet)[0]


def closed(page: FamillesPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not shown(page, FormSheet))


def button(page: FamillesPage, name: str) -> QPushButton:
    found = [one for one in shown(page, QPushButton) if name in {one.text(), one.accessibleName()}]
    assert len(found) == 1, name
    return found[0]


def click(page: FamillesPage, name: str) -> None:
    """Press a button with the keyboard, as someone without a mouse."""
    one = button(page, name)
    one.setFocus()
    QTest.keyClick(one, Key.Key_Space)


def type_in(form: FormSheet, key: str, text: str) -> None:
    form.form.editor(key).focus()
    QTest.keyClicks(QApplication.focusWidget(), text)


def choose(form: FormSheet, key: str, text: str, qtbot: QtBot) -> None:
    """Type in a field that searches, and take its first answer with Enter."""
    editor = form.form.editor(key)
    assert isinstance(editor, CompletionEditor)
    type_in(form, key, text)
    qtbot.waitUntil(editor.popup.isVisible)
    QTest.keyClick(editor.popup, Key.Key_Return)
    assert editor.value() is not None


def save(page: FamillesPage) -> None:
    press(page, Key.Key_S, Control)


def known(workspace: Workspace, text: str) -> FamilleSaisie:
    (found,) = workspace.familles.search(text)
    return workspace.saisie_familles.read(found).saisie
