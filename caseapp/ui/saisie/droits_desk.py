"""Opens the rights of an appointment over the main window."""

from functools import partial

from PySide6.QtWidgets import QMainWindow, QWidget

from caseapp.errors import CaseappError
from caseapp.services.droits import Examen
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.saisie.droits_sheet import DroitsSheet, Wanted


class DroitsDesk:
    """Reads the list in a worker, then shows it."""

    def __init__(
        self, window: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator
    ) -> None:
        self._window, self._workspace = window, workspace
        self._context, self._navigator = context, navigator
        self._reading = LatestTask(context.tasks, window)

    def open(self, rendez_vous_id: int) -> None:
        """Open the rights of an appointment, as they stand."""
        self._reading.ask(partial(self._read, rendez_vous_id), lambda found: self._show(*found), _ignore)

    def _read(self, rendez_vous_id: int) -> tuple[Examen, tuple[Choice, ...]]:
        work = self._workspace
        return work.droits.read(rendez_vous_id), work.choix.codes("etat_droit", self._navigator.today())

    def _show(self, examen: Examen, etats: tuple[Choice, ...]) -> None:
        today = self._navigator.today
        host: QWidget | None = self._window
        while host is not None and not isinstance(host, QMainWindow):
            host = host.parentWidget()
        keep = partial(self._workspace.droits.note, examen.rendez_vous_id)
        wanted = Wanted(etats, today, lambda notes: keep(notes, today()))
        sheet = DroitsSheet(host or self._window.window(), self._context, examen, wanted)
        sheet.closed.connect(self._tell)
        sheet.open()

    def _tell(self, kept: bool) -> None:
        if kept:
            self._navigator.data_changed.emit()


def _ignore(_error: CaseappError) -> None:
    """Open nothing for an appointment that has gone meanwhile."""
