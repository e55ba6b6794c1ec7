"""Payments to make, and loans until their last repayment."""

from typing_extensions import override

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage


class PretsPage(RecordPage):
    """Payments to make, and loans until their last repayment."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Paiements et prêts")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self.body.addWidget(EmptyState("Aucun paiement ni prêt."), 1)

    @override
    def open_record(self, ident: int) -> None:
        self._wanted = ident
