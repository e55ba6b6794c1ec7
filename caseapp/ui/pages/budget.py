"""Budget lines of a year: asked, granted, paid, left."""

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import ReadingPage


class BudgetPage(ReadingPage):
    """Budget lines of a year: asked, granted, paid, left."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Budget des aides")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self.body.addWidget(EmptyState("Aucune ligne budgétaire."), 1)
