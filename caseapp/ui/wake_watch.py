"""Notices that the machine slept or that the system put the program aside, so that it locks."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

LOOK_EVERY = 5_000
"""Milliseconds between two looks at the clock."""
ASLEEP = 30.0
"""Seconds more than expected between two looks, above which the machine was asleep."""


class WakeWatch(QObject):
    """Emits on waking up; `clock` is a wall clock, in seconds."""

    slept = Signal()

    def __init__(
        self, app: QGuiApplication, clock: Callable[[], float], look_every: int = LOOK_EVERY
    ) -> None:
        super().__init__(app)
        self._clock, self._seen = clock, clock()
        self._longest = look_every / 1000 + ASLEEP
        self._timer = QTimer(self)
        self._timer.setInterval(look_every)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        app.applicationStateChanged.connect(self._state_changed)

    def _look(self) -> None:
        now, seen = self._clock(), self._seen
        self._seen = now
        if now - seen > self._longest:
            self.slept.emit()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationSuspended:
            self.slept.emit()
