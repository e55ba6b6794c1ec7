"""What is to be written, one thing after another in workers, while the window goes on."""

from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from caseapp.errors import CaseappError
from caseapp.ui.tasks import TaskRunner

T = TypeVar("T")
_Waiting = tuple[Callable[[], Any], Callable[[Any], object], Callable[[CaseappError], object]]


class SaveQueue(QObject):
    """Writes in the order of the asking; nothing asked is dropped, as `LatestTask` would."""

    drained = Signal()
    """All that was asked is written or refused."""

    def __init__(self, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._waiting: deque[_Waiting] = deque()
        self._running = False

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be written."""
        return self._running

    def ask(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], object],
        on_error: Callable[[CaseappError], object],
    ) -> None:
        """Run `work` in a worker once those before have ended, then one of the callbacks here."""
        self._waiting.append((work, on_done, on_error))
        if not self._running:
            self._start()

    def _start(self) -> None:
        work, on_done, on_error = self._waiting.popleft()
        self._running = True

        def done(result: Any) -> None:
            if isValid(self):
                on_done(result)
            self._end()

        def fail(error: CaseappError) -> None:
            if isValid(self):
                on_error(error)
            self._end()

        self._tasks.run_task(lambda _token, _progress: work(), done, fail)

    def _end(self) -> None:
        if not isValid(self):
            return
        self._running = False
        if self._waiting:
            self._start()
        else:
            self.drained.emit()
