"""Long work off the window's thread: a worker receives values, reports progress and can be stopped."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from typing_extensions import override

from caseapp.errors import Cancelled, CaseappError

T = TypeVar("T")
PROGRESS_EVERY = 0.05
"""Seconds between two progress reports reaching the window, however often the worker reports."""


class TaskCrashedError(CaseappError):
    """What the user reads when a task met a fault of the program; the crash hook has the details."""


class CancelToken:
    """Asks a worker to stop; the worker looks at it between two steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask to stop, from any thread."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether stopping was asked."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait, unless stopping is asked first; tell whether it was."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raise `Cancelled` when stopping was asked."""
        if self._event.is_set():
            raise Cancelled("Opération annulée.")


Progress = Callable[[int, int], None]
"""Reports how many steps are done, out of how many; a total of 0 says that it is not known."""
Work = Callable[[CancelToken, Progress], T]


def told(
    token: CancelToken, progress: Progress
) -> tuple[Callable[[int, int, str], None], Callable[[], bool]]:
    """Return what a service reports to, and asks whether to stop; the task's title says its phrase."""
    return lambda done, total, _phrase: progress(done, total), lambda: token.is_cancelled


class Task(QObject, Generic[T]):
    """One running piece of work, seen from the window's thread."""

    _progressed = Signal(int, int)
    _ended = Signal(object, object)

    def __init__(
        self,
        on_done: Callable[[T], None],
        on_error: Callable[[CaseappError], None],
        on_progress: Progress | None,
        forget: Callable[["Task[T]"], None],
    ) -> None:
        super().__init__()
        self.token = CancelToken()
        self._on_done, self._on_error, self._on_progress = on_done, on_error, on_progress
        self._forget = forget
        self._last_report = 0.0
        self._progressed.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the worker to stop; `on_error` then receives `Cancelled`."""
        self.token.cancel()

    def abandon(self) -> None:
        """Ask the worker to stop, and drop whatever it answers: those who asked are gone."""
        self.token.cancel()
        self._on_done, self._on_error, self._on_progress = _ignore, _ignore, None

    def work(self, function: Work[T]) -> None:
        """Run `function` in the calling thread, which is the worker's."""
        try:
            result = function(self.token, self._progress)
        except BaseException as error:  # noqa: BLE001 - handed to the window's thread, which decides
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    def _progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - self._last_report >= PROGRESS_EVERY:
            self._last_report = now
            self._progressed.emit(done, total)

    def _report(self, done: int, total: int) -> None:
        if self._on_progress is not None:
            self._on_progress(done, total)

    def _end(self, result: T, error: BaseException | None) -> None:
        self._forget(self)
        if error is None:
            self._on_done(result)
        elif isinstance(error, CaseappError):
            self._on_error(error)
        else:
            self._on_error(TaskCrashedError("L'opération s'est arrêtée sur une erreur imprévue."))
            sys.excepthook(type(error), error, error.__traceback__)


class _Worker(QRunnable, Generic[T]):
    def __init__(self, task: Task[T], function: Work[T]) -> None:
        super().__init__()
        self._task, self._function = task, function

    @override
    def run(self) -> None:
        self._task.work(self._function)


class TaskRunner:
    """Runs tasks on a thread pool and holds them until they have ended."""

    def __init__(self, pool: QThreadPool | None = None) -> None:
        self._pool = pool or QThreadPool.globalInstance()
        self._running: set[Task[object]] = set()

    def run_task(
        self,
        function: Work[T],
        on_done: Callable[[T], None],
        on_error: Callable[[CaseappError], None],
        on_progress: Progress | None = None,
    ) -> Task[T]:
        """Start `function(token, progress)`; every callback runs in the window's thread."""
        task = Task(on_done, on_error, on_progress, self._running.discard)
        self._running.add(task)  # type: ignore[arg-type]  # only held, never called with a value
        self._pool.start(_Worker(task, function))
        return task

    @property
    def is_busy(self) -> bool:
        """Whether a task is running."""
        return bool(self._running)

    def abandon(self) -> None:
        """Stop every task and forget its answers: the pages that would receive them are deleted."""
        for task in self._running:
            task.abandon()

    def stop(self, milliseconds: int = 5000) -> bool:
        """Stop every task and wait for the workers, before locking or closing; False when time ran out."""
        for task in self._running:
            task.cancel()
        return self._pool.waitForDone(milliseconds)


def _ignore(_answer: object) -> None:
    """Drop an answer."""
