"""One question at a time, the last one wins: a newer question waits for the running worker to end."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from caseapp.errors import CaseappError
from caseapp.ui.tasks import TaskRunner

T = TypeVar("T")


class LatestTask(QObject):
    """Answers only the last question asked, and nobody once its parent is deleted."""

    busy_changed = Signal(bool)
    """Whether an answer is awaited."""

    def __init__(self, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._asked = 0
        self._next: Callable[[], None] | None = None
        self._running = self._awaited = False

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._awaited

    def ask(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], object],
        on_error: Callable[[CaseappError], object],
    ) -> None:
        """Run `work` in a worker, then one of the callbacks here; the questions before are forgotten."""
        self._asked += 1
        number = self._asked

        def done(result: T) -> None:
            if self._end(number):
                on_done(result)

        def fail(error: CaseappError) -> None:
            if self._end(number):
                on_error(error)

        def start() -> None:
            self._running = True
            self._tasks.run_task(lambda _token, _progress: work(), done, fail)

        self._await(awaited=True)
        if self._running:
            self._next = start
        else:
            start()

    def forget(self) -> None:
        """Await no answer any more."""
        self._asked += 1
        self._next = None
        self._await(awaited=False)

    def _end(self, number: int) -> bool:
        """Note the end of a worker, start the next question; tell whether the answer is still wanted."""
        if not isValid(self):
            return False
        self._running = False
        start, self._next = self._next, None
        if start is not None:
            start()
        if number == self._asked:
            self._await(awaited=False)
            return True
        return False

    def _await(self, *, awaited: bool) -> None:
        if awaited != self._awaited:
            self._awaited = awaited
            self.busy_changed.emit(awaited)
