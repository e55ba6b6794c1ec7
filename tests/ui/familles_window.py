"""The page Familles in a real window, and what one does with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigation import PageEntry
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.shell import Shell

SIDE_BY_SIDE = 1366, 768
HELD = Qt.KeyboardModifier.NoModifier


class FamillesWindow:
    """Shows the page; Python owns a window, so it lasts as long as it is held here."""

    def __init__(self, context: UiContext, navigator: Navigator, qtbot: QtBot) -> None:
        self._context, self._navigator, self._qtbot = context, navigator, qtbot
        self._shells: list[Shell] = []

    def show(self, workspace: Workspace) -> FamillesPage:
        entry = PageEntry(
            "familles", "Familles", "Mon travail", "familles",
            lambda: FamillesPage(workspace, self._context, self._navigator),
        )  # fmt: skip
        shell = Shell(self._context.theme, (entry,))
        self._shells.append(shell)
        self._qtbot.addWidget(shell)
        shell.resize(*SIDE_BY_SIDE)
        active: AbstractContextManager[object] = self._qtbot.waitActive(shell)
        with active:
            shell.show()
            shell.activateWindow()
        page = shell.page("familles")
        assert isinstance(page, FamillesPage)
        self._qtbot.waitUntil(lambda: sentence(page) != "")
        return page

    def close(self) -> None:
        assert self._context.tasks.stop(), "workers use the store until they end"


Show = Callable[[Workspace], FamillesPage]


def press(page: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = HELD) -> None:
    QtBot.keyClick(page.window().windowHandle(), key, held)


def write(text: str) -> None:
    QtBot.keyClicks(QApplication.focusWidget(), text)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def sentence(page: FamillesPage) -> str:
    return plain(page.header.findChildren(QLabel)[1].text())


def texts(root: QWidget) -> str:
    return "\n".join(plain(label.text()) for label in root.findChildren(QLabel) if label.isVisible())


def is_open(page: FamillesPage, name: str) -> bool:
    return page.fiche.isVisible() and page.fiche.accessibleName() == f"Fiche de {name}"
