"""Sessions of the commissions: agenda, decisions in a row, closing."""

from typing_extensions import override

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage


class CommissionsPage(RecordPage):
    """Sessions of the commissions: agenda, decisions in a row, closing."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Commissions")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self.body.addWidget(EmptyState("Aucune séance de commission."), 1)

    @override
    def open_record(self, ident: int) -> None:
        self._wanted = ident
