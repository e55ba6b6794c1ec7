"""The search of families as one types: off the window's thread, one at a time, the last one wins."""

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from caseapp.domain.text import words
from caseapp.errors import CaseappError
from caseapp.services.familles import FamilleService
from caseapp.ui.tasks import TaskRunner

TYPING_PAUSE = 80
"""Milliseconds without a key before a search starts."""
_NO_LIMIT = 2**31


class FamilleSearch(QObject):
    """Looks families up; text without a letter or a digit gives them all."""

    found = Signal(str, object)
    """The text looked for, and the identifiers found in the order of names."""
    failed = Signal(str)

    def __init__(self, familles: FamilleService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._familles, self._tasks = familles, tasks
        self._text = ""
        self._asked = self._answered = 0
        self._running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)

    @property
    def is_pending(self) -> bool:
        """Whether the last answer is not that of the last text."""
        return self._answered != self._asked

    def ask(self, text: str, *, now: bool = False) -> None:
        """Look for a text, once typing has paused unless `now`; the answers of earlier texts are ignored."""
        self._text = text
        self._asked += 1
        self._timer.start(0 if now else TYPING_PAUSE)

    def _start(self) -> None:
        if self._running:
            return
        self._running = True
        text, asked = self._text, self._asked

        def show(ids: tuple[int, ...]) -> None:
            if self._ended(asked):
                self.found.emit(text, ids)

        def fail(error: CaseappError) -> None:
            if self._ended(asked):
                self.failed.emit(str(error))

        self._tasks.run_task(lambda _token, _progress: self._look(text), show, fail)

    def _look(self, text: str) -> tuple[int, ...]:
        return self._familles.search(text, _NO_LIMIT) if words(text) else self._familles.list_ids()

    def _ended(self, asked: int) -> bool:
        """Note the end of a search, start the one that waits; tell whether the answer is still wanted."""
        if not isValid(self):
            return False
        self._running = False
        if asked != self._asked:
            if not self._timer.isActive():
                self._start()
            return False
        self._answered = asked
        return True
