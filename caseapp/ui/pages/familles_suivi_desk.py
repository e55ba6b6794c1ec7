"""What the sheets of the follow-up share: the family, the choices read before a sheet opens, the saves."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from caseapp.errors import CaseappError
from caseapp.services.interventions_lignes import InterventionRow, Suivi
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.forms.form_sheet import FormSheet
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_suivi_choix import SuiviChoix, read_choices
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.buttons import link_button


class SuiviDesk(QObject):
    """Opens sheets about the family on screen, and does at once what needs no sheet."""

    refused = Signal(str)
    """Why something without a sheet was not done; empty once it is told no more."""
    intervention_shown = Signal(int)
    """An intervention that was just opened: show it."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(page)
        self.workspace, self.navigator = workspace, navigator
        self._entries = EntryDesk(page, context, navigator, workspace.brouillons)
        self._reading, self._acting = LatestTask(context.tasks, self), SaveQueue(context.tasks, self)
        self.suivi = Suivi(0)

    @property
    def famille_id(self) -> int:
        """The family on screen."""
        return self.suivi.famille_id

    def show(self, suivi: Suivi) -> None:
        """Take the follow-up of another family, or of the same one read again."""
        self.suivi = suivi
        self.refused.emit("")

    def intervention(self, intervention_id: int | None) -> InterventionRow | None:
        """Return an intervention of the family on screen."""
        return next((one for one in self.suivi.interventions if one.id == intervention_id), None)

    def with_choices(self, then: Callable[[SuiviChoix], object]) -> None:
        """Read the choices in a worker, then go on."""
        self.ask(partial(read_choices, self.workspace, self.navigator.today()), then)

    def ask(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Read in a worker, then go on with the answer unless another family came meanwhile."""
        famille_id = self.famille_id

        def answer(result: Any) -> None:
            if self.famille_id == famille_id:
                then(result)

        self._reading.ask(work, answer, self._refuse)

    def open(self, spec: EntrySpec) -> None:
        """Open a sheet."""
        self._entries.open(spec)

    def act(self, work: Callable[[], Any]) -> None:
        """Write in a worker, without a sheet; Ctrl+Z undoes it."""
        self._acting.ask(work, lambda _: self.navigator.data_changed.emit(), self._refuse)

    def removal(self, words: str, work: Callable[[], Any]) -> QPushButton:
        """Return the link of a sheet that removes its record instead of saving it."""
        link: QPushButton = link_button(words, lambda: self._remove(link, work))
        link.setToolTip("Ctrl+Z rétablit")
        return link

    def _remove(self, link: QWidget, work: Callable[[], Any]) -> None:
        parent: QWidget | None = link
        while parent is not None and not isinstance(parent, FormSheet):
            parent = parent.parentWidget()
        if parent is not None:
            parent.close_saved()
        self.act(work)

    def _refuse(self, error: CaseappError) -> None:
        self.refused.emit(str(error))
