"""The search of families as one types: off the window's thread, one at a time, the last one wins."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from caseapp.domain.text import words
from caseapp.services.familles import FamilleService
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.tasks import TaskRunner

TYPING_PAUSE = 10
"""Milliseconds without a key before a search starts."""
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
        self._text = ""
        self._latest = LatestTask(tasks, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)

    @property
    def is_pending(self) -> bool:
        """Whether the last answer is not that of the last text."""
        return self._timer.isActive() or self._latest.is_busy

    def ask(self, text: str, *, now: bool = False) -> None:
        """Look for a text, once typing has paused unless `now`; the answers of earlier texts are ignored."""
        self._text = text
        self._latest.forget()
        self._timer.start(0 if now else TYPING_PAUSE)

    def _start(self) -> None:
        self._timer.stop()
        text = self._text
        self._latest.ask(
            partial(self._look, text),
            lambda ids: self.found.emit(text, ids),
            lambda error: self.failed.emit(str(error)),
        )

    def _look(self, text: str) -> tuple[int, ...]:
        return self._familles.search(text, SHOWN_AT_MOST + 1) if words(text) else self._familles.list_ids()
