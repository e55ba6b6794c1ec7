"""What every page is given beside its services."""

from dataclasses import dataclass

from caseapp.ui.clipboard import Clipboard
from caseapp.ui.preferences import Preferences
from caseapp.ui.prompts import Prompts
from caseapp.ui.tasks import TaskRunner
from caseapp.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class UiContext:
    """The look, the questions, the long tasks, the clipboard and what the window remembers."""

    theme: Theme
    prompts: Prompts
    tasks: TaskRunner
    clipboard: Clipboard
    preferences: Preferences
