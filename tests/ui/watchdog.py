"""A watch over the window's thread: how long it keeps the processor between two turns of the event loop."""

import time
from statistics import median

from PySide6.QtCore import QObject, QTimer

LIMIT = 0.050
"""Seconds of a quiet machine during which the window may not answer."""
_QUIET_PROBE = 0.0145
"""Seconds of processor that the probe takes on a quiet machine of the kind that plays these tests."""


def probe() -> float:
    """Return the processor time of a fixed piece of work, in this thread."""
    start = time.thread_time()
    total = 0
    for number in range(150_000):
        total += number * number % 7
    assert total
    return time.thread_time() - start


class Watchdog(QObject):
    """Counts processor time of this thread alone: waiting for a noisy machine is not blocking the window."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self.restart()

    def restart(self) -> None:
        """Forget what was measured, and measure from now on."""
        self._factors = [probe() / _QUIET_PROBE for _ in range(3)]
        self.longest, self.turns = 0.0, 0
        self._last = time.thread_time()
        self._timer.start(0)

    def _turn(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self.turns += 1
        self._last = now

    def stop(self) -> None:
        """Stop measuring."""
        self._timer.stop()

    @property
    def limit(self) -> float:
        """The limit on this machine, as slow as its probe is now."""
        factors = [*self._factors, *(probe() / _QUIET_PROBE for _ in range(3))]
        return LIMIT * max(1.0, median(factors))

    def check(self, doing: str) -> None:
        """Fail when the window was kept from answering too long."""
        self.stop()
        assert self.turns > 3, f"{doing}: the event loop hardly turned"
        limit = self.limit
        assert self.longest <= limit, (
            f"{doing}: no answer for {self.longest * 1000:.0f} ms (limit {limit * 1000:.0f} ms)"
        )
