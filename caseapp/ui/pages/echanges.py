"""Échanges: import and export in the exchange format."""

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.page import Page


class EchangesPage(Page):
    """Placeholder until its parts are there."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Échanges")
