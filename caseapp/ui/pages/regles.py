"""Règles et délais: the rule sets in force, each deadline with what founds it."""

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.page import ReadingPage


class ReglesPage(ReadingPage):
    """Being built."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Règles et délais")
        self._workspace, self._context, self._navigator = workspace, context, navigator
