"""The main window over a store of a few families, its keys counted."""

from datetime import date, datetime
from pathlib import Path

from familles_store import COMMUNES, FamilleStores
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from caseapp.models import Note, RendezVous
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator

__all__ = ["COMMUNES", "FamilleStores", "SaisieWindow"]

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 14, 32, 10).astimezone()


class SaisieWindow:
    """Presses keys as the system does; `strokes` counts all but the texts typed."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot) -> None:
        self.workspace, self.context, self.qtbot = workspace, context, qtbot
        self.navigator = Navigator(lambda: TODAY)
        self.main = MainWindow(Opened(workspace), context, self.navigator, lambda: NOW)
        self.navigator.setParent(self.main)
        qtbot.addWidget(self.main)
        self.strokes = self.clicks = 0
        self.main.resize(1366, 768)
        with qtbot.waitActive(self.main):
            self.main.show()
            self.main.activateWindow()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs any more."""
        self.qtbot.wait(5)
        self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy)
        self.qtbot.wait(5)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press one key, and count it."""
        self.strokes += 1
        popup = QApplication.activePopupWidget()
        QTest.keyClick(popup if popup is not None else self.main.windowHandle(), key, held)
        self.settle()

    def write(self, text: str) -> None:
        """Type a text where the keyboard is, uncounted."""
        focused: QWidget | None = QApplication.focusWidget()
        assert focused is not None, "the keyboard is nowhere"
        QTest.keyClicks(focused, text)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget, and count it."""
        self.clicks += 1
        place = widget.mapTo(self.main, QPoint(widget.width() // 2, widget.height() // 2))
        QTest.mouseClick(self.main.windowHandle(), Qt.MouseButton.LeftButton, NONE, place)
        self.settle()

    def sheets(self) -> list[FormSheet]:
        """Return the sheets on screen."""
        return [sheet for sheet in self.main.findChildren(FormSheet) if sheet.isVisible()]

    @property
    def sheet(self) -> FormSheet:
        """The one sheet on screen."""
        [sheet] = self.sheets()
        return sheet

    def button(self, beginning: str) -> QPushButton:
        """Return the visible button whose words begin so."""
        return next(
            one
            for one in self.main.findChildren(QPushButton)
            if one.isVisible() and one.text().startswith(beginning)
        )

    def said(self) -> str:
        """Return all the words on screen."""
        labels = (one for one in self.main.findChildren(QLabel) if one.isVisible())
        return "\n".join(one.text() for one in labels)

    def kept(self) -> list[RendezVous]:
        """Return the appointments made since the store was filled."""
        with self.workspace._opening.store.read() as session:
            statement = select(RendezVous).where(RendezVous.reference.startswith("RV-"))
            return list(session.scalars(statement.order_by(RendezVous.id)))

    def notes(self) -> list[str]:
        """Return the notes linked to an appointment."""
        with self.workspace._opening.store.read() as session:
            return list(session.scalars(select(Note.texte).where(Note.rendez_vous_id.is_not(None))))


def say_who(workspace: Workspace) -> None:
    """Say that the user is the agent of the store."""
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)


def opened_store(stores: FamilleStores, folder: Path) -> Workspace:
    """Open a copy of the store, in which the user said who they are."""
    workspace = stores.open(folder)
    say_who(workspace)
    return workspace
