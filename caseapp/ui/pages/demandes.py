"""Demandes d'aide : who asked for what, what is missing, what was decided."""

from typing_extensions import override

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage


class DemandesPage(RecordPage):
    """Demandes d'aide : who asked for what, what is missing, what was decided."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Aides financières")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self.body.addWidget(EmptyState("Aucune demande d'aide."), 1)

    @override
    def open_record(self, ident: int) -> None:
        self._wanted = ident
