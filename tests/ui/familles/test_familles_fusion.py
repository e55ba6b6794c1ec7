"""Two fiches made one in the window: shown before, the one kept chosen, taken back with Ctrl+Z."""

from collections.abc import Callable

from familles_sheets import Control, Key, button, choose, closed, save, sheet
from familles_window import is_open, press, texts, write
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from caseapp.services.workspace import Workspace
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles import FamillesPage


def ask_merge(page: FamillesPage, qtbot: QtBot) -> None:
    """Open the menu with the keyboard and take its first line."""
    more = button(page, "Plus d'actions sur la famille")
    more.setFocus()
    QTest.qWait(0)
    menu = page.fiche.header.menu
    menu.popup(more.mapToGlobal(more.rect().bottomLeft()))
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    page.window().activateWindow()  # offscreen, nothing gives the keyboard back when a menu closes
    qtbot.waitUntil(page.window().isActiveWindow)


def undo_keys(page: FamillesPage, workspace: Workspace, navigator: Navigator) -> Callable[[], None]:
    """Do what Ctrl+Z does in the main window, and return it."""

    def undo() -> None:
        workspace.historique.undo()
        navigator.data_changed.emit()

    QShortcut(QKeySequence("Ctrl+Z"), page.window(), undo)
    return undo


def test_two_fiches_are_merged_shown_and_taken_back_with_ctrl_z(
    emma: FamillesPage, workspace: Workspace, navigator: Navigator, qtbot: QtBot
) -> None:
    undo_keys(emma, workspace, navigator)
    before = workspace.familles.list_ids()
    ask_merge(emma, qtbot)
    form = sheet(emma, qtbot)
    choose(form, "autre", "oeuvrard", qtbot)
    qtbot.waitUntil(lambda: "Passent dans la fiche gardée : 1 note." in texts(form))
    assert "Œuvrard (non gardé)" in texts(form)
    save(emma)
    closed(emma, qtbot)
    qtbot.waitUntil(lambda: "2 familles fusionnées." in texts(emma))
    assert len(workspace.familles.list_ids()) == len(before) - 1
    press(emma, Key.Key_Z, Control)
    qtbot.waitUntil(lambda: not emma.told.isVisible())
    assert workspace.familles.list_ids() == before
    assert is_open(emma, "Nguyễn Emma")


def test_the_other_fiche_may_be_the_one_that_is_kept(
    emma: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    ask_merge(emma, qtbot)
    form = sheet(emma, qtbot)
    choose(form, "autre", "obrien", qtbot)
    form.form.editor("garde").focus()
    write("L'")
    assert form.form.value("garde") == "autre"
    qtbot.waitUntil(lambda: "masqué" in texts(form))
    assert "0698765432" not in texts(form).replace(" ", "")
    assert "0612345678" not in texts(form).replace(" ", "")
    save(emma)
    closed(emma, qtbot)
    qtbot.waitUntil(lambda: is_open(emma, "O'Brien Maël"))
    assert workspace.familles.search("nguyen") == ()


def test_a_family_is_not_merged_with_itself(emma: FamillesPage, qtbot: QtBot) -> None:
    ask_merge(emma, qtbot)
    form = sheet(emma, qtbot)
    choose(form, "autre", "nguyen", qtbot)
    qtbot.waitUntil(lambda: "C'est la même famille" in texts(form))
    save(emma)
    qtbot.waitUntil(lambda: "C'est la même famille" in form.problem.text())
