"""The agenda and the permanences in a real window, over a real store with a week of appointments."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from familles_store import EMMA, MAEL, FamilleStores, famille_id
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from caseapp.services.agenda_rows import RendezVousSaisie
from caseapp.services.permanences_lieux import HoraireSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.navigation import PageEntry
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.agenda import AgendaPage
from caseapp.ui.shell import Shell
from caseapp.ui.widgets.page import Page

TODAY = date(2026, 11, 25)
MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in range(23, 28))
NOW = datetime(2026, 11, 25, 14, 32).astimezone()
CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
Make = Callable[[Workspace, UiContext, Navigator], QWidget]


def week(stores: FamilleStores, folder: Path) -> Workspace:
    """Open a copy of the store with appointments, a permanence each Tuesday, and the user known."""
    workspace = stores.open(folder)
    workspace.agents.add_me("Lacoste", "Inès", "cesf")
    emma, mael = (famille_id(workspace, one) for one in (EMMA, MAEL))
    meet(workspace, MON, time(9), famille_id=emma, duree=60)
    meet(workspace, WED, time(9), famille_id=mael, duree=60)
    meet(workspace, WED, time(11), duree=30)
    meet(workspace, FRI, None, famille_id=emma)
    tarnos = workspace.lieux.save(None, "Permanence de Tarnos", None, "40312")
    workspace.lieux.save_horaire(tarnos, None, HoraireSaisie(1, time(9, 30), time(12, 30), 30))
    return workspace


def meet(workspace: Workspace, day: date, heure: time | None, **values: object) -> int:
    given: dict[str, object] = {
        "date": day, "type": "entretien", "heure": heure, "date_demande": date(2026, 11, 20), **values,
    }  # fmt: skip
    return workspace.agenda.add(RendezVousSaisie(**given))  # type: ignore[arg-type]


class AgendaWindow:
    """Shows one page; everything is done with the keyboard and the mouse."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator, qtbot: QtBot) -> None:
        self.workspace, self.context, self.navigator, self.qtbot = workspace, context, navigator, qtbot
        self._shells: list[Shell] = []

    def show(self, make: Make, size: tuple[int, int] = (1366, 768)) -> Page:
        entry = PageEntry(
            "page", "Page", "Mon travail", "calendrier",
            lambda: make(self.workspace, self.context, self.navigator),
        )  # fmt: skip
        shell = Shell(self.context.theme, (entry,))
        self._shells.append(shell)
        self.qtbot.addWidget(shell)
        shell.resize(*size)
        with self.qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        page = shell.page("page")
        assert isinstance(page, Page)
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until no worker runs and nothing waits to be asked."""
        QTest.qWait(5)
        self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=10_000)
        QTest.qWait(5)
        self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=10_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, held)
        self.settle()

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())
        self.settle()

    def sheet(self) -> FormSheet | None:
        """The sheet over the window."""
        self.settle()
        found = [one for one in self._shells[-1].findChildren(FormSheet) if one.isVisible()]
        return found[-1] if found else None

    def open_sheet(self) -> FormSheet:
        sheet = self.sheet()
        assert sheet is not None, "no sheet is open"
        return sheet

    def fill(self, sheet: FormSheet, key: str, text: str) -> None:
        """Type in a field in place of what is there."""
        sheet.form.editor(key).focus()
        QTest.keyClick(focused(), Key.Key_A, CONTROL)
        QTest.keyClicks(focused(), text)
        self.settle()

    def save(self) -> None:
        QTest.keyClick(focused(), Key.Key_S, CONTROL)
        self.settle()


def focused() -> QWidget:
    widget: QWidget | None = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def texts(root: QWidget) -> str:
    return "\n".join(plain(label.text()) for label in root.findChildren(QLabel) if label.isVisible())


def described(page: AgendaPage) -> str:
    """Return what a screen reader says of the block under the cursor."""
    return plain(page.view.accessibleDescription())


def statuts(workspace: Workspace, day: date) -> list[str]:
    return [row.statut for row in workspace.agenda.period(day, day, None).rendez_vous]
