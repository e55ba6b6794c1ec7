"""Keeps what is being typed, so that a crash or a lock loses two seconds at most."""

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from caseapp.errors import CaseappError
from caseapp.ui.forms.form import Form
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.tasks import TaskRunner

EVERY = 2000
"""Milliseconds between the first change that is not kept and its keeping."""
Keep = Callable[[dict[str, str]], object]
"""Writes a draft; called in a worker, or in the window's thread by `flush`, never twice at once."""


def local_now() -> datetime:
    """Return the time of the machine."""
    return datetime.now().astimezone()


class DraftKeeper(QObject):
    """Writes the raw contents of a form while they change; nothing when they have not changed."""

    kept = Signal(object)
    """The `datetime` of the last keeping."""
    failed = Signal(str)
    """Why the draft could not be kept; it is tried again at the next change."""

    def __init__(
        self,
        form: Form,
        keep: Keep,
        tasks: TaskRunner,
        every: int = EVERY,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__(form)
        self._form, self._keep, self._now = form, keep, now
        self._latest = LatestTask(tasks, self)
        self._lock = threading.Lock()
        self._asked = self._written = 0
        self._last = form.raw()
        self._held = False
        self._then: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(every)
        self._timer.timeout.connect(self._keep_changes)
        form.changed.connect(self._wait)

    def flush(self) -> None:
        """Keep now, before returning: the program locks or closes."""
        self._timer.stop()
        raw = self._form.raw()
        if self._held or raw == self._last:
            return
        self._asked += 1
        try:
            self._write(raw, self._asked)
        except CaseappError as error:
            self.failed.emit(str(error))
        else:
            self._done(raw)

    def hold(self, then: Callable[[], object]) -> None:
        """Keep nothing any more, and call `then` once the draft being written, if any, is written."""
        self._held = True
        self._timer.stop()
        if self._latest.is_busy:
            self._then = then
        else:
            then()

    def resume(self) -> None:
        """Keep again, after `hold`."""
        self._held = False
        self._wait()

    def stop(self) -> None:
        """Keep nothing any more."""
        self.hold(lambda: None)

    def _wait(self) -> None:
        if not self._held and not self._timer.isActive():
            self._timer.start()

    def _keep_changes(self) -> None:
        raw = self._form.raw()
        if raw == self._last:
            return
        if self._latest.is_busy:
            self._timer.start()
            return
        self._asked += 1
        number = self._asked
        self._latest.ask(
            lambda: self._write(raw, number), lambda _: self._done(raw), lambda error: self._fail(str(error))
        )

    def _write(self, raw: dict[str, str], number: int) -> None:
        """Write one draft at a time, and never an older one over a newer."""
        with self._lock:
            if number > self._written:
                self._keep(raw)
                self._written = number

    def _done(self, raw: dict[str, str]) -> None:
        self._last = raw
        self.kept.emit(self._now())
        self._settle()

    def _fail(self, sentence: str) -> None:
        self.failed.emit(sentence)
        self._settle()

    def _settle(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
