"""Opens the sheets of the commissions, what they offer being read first in a worker."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from caseapp.errors import CaseappError
from caseapp.services.commission_rows import (
    DecisionSaisie,
    InstanceRow,
    LigneOrdreDuJour,
    SeanceProposee,
    SeanceRow,
    SeanceVue,
)
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.entry import EntryDesk
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.commissions_saisies import (
    calendar_spec,
    closing_spec,
    instance_spec,
    motif_spec,
    rectify_spec,
    session_spec,
)


class CommissionDesk(QObject):
    """The sheets over the page."""

    refused = Signal(str)
    """Why a sheet cannot be opened."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(page)
        self._workspace, self._navigator = workspace, navigator
        self._reading = LatestTask(context.tasks, self)
        self._desk = EntryDesk(page, context, navigator, workspace.brouillons)

    def edit_instance(self, instance: InstanceRow | None) -> None:
        """Add an instance, or change one."""
        self._desk.open(instance_spec(self._workspace, instance))

    def take_up(self, cle: str) -> bool:
        """Open the sheet of a draft of the calendar; tell whether it is one of these."""
        kind, _, rest = cle.partition(".")
        key, _, year = rest.partition(".")
        if kind == "seance":
            self._ask(
                partial(self._workspace.commissions.list_since, date.min), partial(self._resume_session, key)
            )
        elif kind in {"instance", "calendrier"}:
            self._ask(self._workspace.calendrier.instances, partial(self._resume_instance, key, year))
        return kind in {"seance", "instance", "calendrier"}

    def _resume_session(self, key: str, sessions: tuple[SeanceRow, ...]) -> None:
        self.edit_session(next((one for one in sessions if str(one.id) == key), None))

    def _resume_instance(self, key: str, year: str, instances: tuple[InstanceRow, ...]) -> None:
        found = next((one for one in instances if str(one.id) == key), None)
        if found is not None and year.isdecimal():
            self.propose(found, int(year))
        else:
            self.edit_instance(found)

    def edit_session(self, seance: SeanceRow | None, on_saved: Callable[[Any], object] | None = None) -> None:
        """Add a session, or change an open one."""

        def show(instances: tuple[InstanceRow, ...]) -> None:
            if not instances and seance is None:
                self.refused.emit("Ajoutez d'abord une instance : c'est elle qui tient les séances.")
                return
            spec = session_spec(self._workspace, instances, seance)
            self._desk.open(replace(spec, on_saved=on_saved))

        self._ask(self._workspace.calendrier.instances, show)

    def propose(self, instance: InstanceRow, annee: int) -> None:
        """Propose the sessions of a year."""

        def show(proposed: tuple[SeanceProposee, ...]) -> None:
            if all(one.existe for one in proposed):
                self.refused.emit(f"Le calendrier {annee} de cette instance est déjà complet.")
            else:
                self._desk.open(calendar_spec(self._workspace, instance, annee, proposed))

        self._ask(partial(self._workspace.calendrier.proposals, instance.id, annee), show)

    def close(self, vue: SeanceVue) -> None:
        """Close a session."""
        today = self._navigator.today()

        def show(sessions: tuple[SeanceRow, ...]) -> None:
            self._desk.open(closing_spec(self._workspace, vue, sessions, today))

        self._ask(partial(self._workspace.commissions.open_sessions, vue.seance.date), show)

    def rectify(self, line: LigneOrdreDuJour) -> None:
        """Correct a sealed decision."""
        motifs = partial(self._workspace.choix.codes, "motif_refus", self._navigator.today())
        self._ask(motifs, lambda found: self._desk.open(rectify_spec(self._workspace, line, found)))

    def explain(self, line: LigneOrdreDuJour, saisie: DecisionSaisie) -> None:
        """Ask why more than what was asked is granted."""
        self._desk.open(motif_spec(self._workspace, line, saisie))

    def _ask(self, work: Callable[[], Any], show: Callable[[Any], object]) -> None:
        def refuse(error: CaseappError) -> None:
            self.refused.emit(str(error))

        self._reading.ask(work, show, refuse)
