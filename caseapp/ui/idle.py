"""Locks the program after a time without any action."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from caseapp.ui.window_input import WindowInput

LOOK_EVERY = 1000
"""Milliseconds between two looks at the clock."""


class IdlePolicy(Protocol):
    """When a session is due to be locked (`caseapp.security.lock_policy.LockPolicy`)."""

    def touch(self, now: float) -> None:
        """Note an action of the user."""
        ...

    def is_due(self, now: float) -> bool:
        """Tell whether the session must be locked."""
        ...


class IdleLock(QObject):
    """Asks for the lock once per session; `clock` must go on during the machine's sleep (wall clock)."""

    lock_requested = Signal()

    def __init__(
        self, watched: WindowInput, clock: Callable[[], float], look_every: int = LOOK_EVERY
    ) -> None:
        super().__init__(watched)
        self._clock = clock
        self._policy: IdlePolicy | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(look_every)
        self._timer.timeout.connect(self._look)
        watched.active.connect(self._touch)

    def start(self, policy: IdlePolicy) -> None:
        """Watch a session that has just been unlocked."""
        self._policy = policy
        self._timer.start()

    def stop(self) -> None:
        """Forget the session: it is locked, or the user chose never to lock."""
        self._policy = None
        self._timer.stop()

    def _touch(self) -> None:
        if self._policy is not None:
            self._policy.touch(self._clock())
            self._look()

    def _look(self) -> None:
        if self._policy is not None and self._policy.is_due(self._clock()):
            self.stop()
            self.lock_requested.emit()
