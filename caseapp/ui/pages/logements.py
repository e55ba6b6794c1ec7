"""Logements: the dwellings reported as unfit, and what is withheld for them."""

from typing_extensions import override

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.page import RecordPage


class LogementsPage(RecordPage):
    """Being built."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Logements")
        self._workspace, self._context, self._navigator = workspace, context, navigator

    @override
    def open_record(self, ident: int) -> None:
        """Open a record."""
