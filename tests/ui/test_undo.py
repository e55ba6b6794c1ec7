"""Ctrl+Z and Ctrl+Y in the program: over the store, unless a field has something of its own to undo."""

from accessibility import unnamed
from program_profile import texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from running_program import Running

from caseapp.ui.pages.familles import FamillesPage

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def add_agent(running: Running, nom: str) -> None:
    """Write a step, and tell the window as pages do."""
    running.workspace.agents.add_me(nom, None, "cesf")
    page = running.main.page("familles")
    assert isinstance(page, FamillesPage)
    page._navigator.data_changed.emit()


def names(running: Running) -> list[str]:
    return [agent.nom for agent in running.workspace.agents.list_rows()]


def offered(running: Running) -> str:
    return running.main.status.findChild(QPushButton).text()


def test_the_last_step_is_undone_and_redone_by_name(running: Running) -> None:
    add_agent(running, "Lacoste")
    running.qtbot.waitUntil(lambda: offered(running) == "Annuler : agent ajouté")
    assert isinstance(QApplication.focusWidget(), QLineEdit), "an empty field keeps nothing for itself"
    running.press(Key.Key_Z, CONTROL)
    running.qtbot.waitUntil(lambda: names(running) == [])
    running.qtbot.waitUntil(lambda: not running.main.status.findChild(QPushButton).isVisible())
    running.press(Key.Key_Y, CONTROL)
    running.qtbot.waitUntil(lambda: names(running) == ["Lacoste"])
    running.qtbot.waitUntil(lambda: offered(running) == "Annuler : agent ajouté")
    QtBot.mouseClick(running.main.status.findChild(QPushButton), Qt.MouseButton.LeftButton)
    running.qtbot.waitUntil(lambda: names(running) == [])
    assert unnamed(running.main) == []


def test_a_field_undoes_its_own_text_first(running: Running) -> None:
    add_agent(running, "Lacoste")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QtBot.keyClicks(field, "perrin")
    running.press(Key.Key_Z, CONTROL)
    assert field.text() == ""
    assert names(running) == ["Lacoste"]
    running.press(Key.Key_Z, CONTROL)
    running.qtbot.waitUntil(lambda: names(running) == [])


def test_nothing_to_undo_is_said(running: Running) -> None:
    running.press(Key.Key_Z, CONTROL)
    running.qtbot.waitUntil(lambda: "Il n'y a rien à annuler." in texts_of(running.main.status))
