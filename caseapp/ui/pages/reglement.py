"""The aids of a year, as the Caf's règlement intérieur gives them."""

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import ReadingPage


class ReglementPage(ReadingPage):
    """The aids of a year, as the Caf's règlement intérieur gives them."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Règlement intérieur")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self.body.addWidget(EmptyState("Aucune aide cette année."), 1)
