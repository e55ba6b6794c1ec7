"""The search of families as one types: off the window's thread, one at a time, the last one wins."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from caseapp.domain.text import words
from caseapp.services.familles import FamilleService
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.tasks import TaskRunner

SHOWN_AT_MOST = 5_000
"""Families that a search shows: nobody reads more, and one more letter leaves fewer."""


class FamilleSearch(QObject):
    """Looks families up; text without a letter or a digit gives them all."""

    found = Signal(str, object)
    """The text looked for, and the identifiers found in the order of names: `SHOWN_AT_MOST` and one more."""
    failed = Signal(str)

    def __init__(self, familles: FamilleService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._familles = familles
        self._latest = LatestTask(tasks, self)

    @property
    def is_pending(self) -> bool:
        """Whether the last answer is not that of the last text."""
        return self._latest.is_busy

    def ask(self, text: str) -> None:
        """Look for a text; the answers of earlier texts are ignored."""
        self._latest.ask(
            partial(self._look, text),
            lambda ids: self.found.emit(text, ids),
            lambda error: self.failed.emit(str(error)),
        )

    def _look(self, text: str) -> tuple[int, ...]:
        return self._familles.search(text, SHOWN_AT_MOST + 1) if words(text) else self._familles.list_ids()
