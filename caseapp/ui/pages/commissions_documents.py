"""The documents of the session on screen: the members' file, the minutes, the letters.

The page adds the `buttons` to its header and `progress` to its body, then calls `show_seance` each time
another session is shown.
"""

from PySide6.QtWidgets import QPushButton, QWidget

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.task_panel import TaskPanel


class DocumentActions:
    """Buttons of a header; `progress` says in the page how the writing goes."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        self._page, self._workspace, self._context, self._navigator = page, workspace, context, navigator
        self.progress = TaskPanel(context.tasks)
        self._seance_id: int | None = None
        self.members_button = plain_button("Dossier des membres", lambda: None)
        self.anonymous_button = plain_button("Anonymiser", lambda: None)
        self.minutes_button = plain_button("Procès-verbal", lambda: None)
        self.letters_button = plain_button("Lettres", lambda: None)
        self.show_seance(None)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, in the order of the header."""
        return (self.members_button, self.anonymous_button, self.minutes_button, self.letters_button)

    def show_seance(self, seance_id: int | None) -> None:
        """Act on this session from now on; without any, nothing can be asked."""
        self._seance_id = seance_id
        for button in self.buttons:
            button.setEnabled(seance_id is not None)


def document_actions(
    page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator
) -> DocumentActions:
    """Return what writes the documents of a session from this page."""
    return DocumentActions(page, workspace, context, navigator)
