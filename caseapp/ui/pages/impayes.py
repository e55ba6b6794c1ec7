"""Impayés: the open arrears by stage, the next deadline first."""

from typing_extensions import override

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.page import RecordPage


class ImpayesPage(RecordPage):
    """Being built."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Impayés")
        self._workspace, self._context, self._navigator = workspace, context, navigator

    @override
    def open_record(self, ident: int) -> None:
        """Open a record."""
