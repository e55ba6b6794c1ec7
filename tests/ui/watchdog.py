"""A watch over the window's thread: how long it keeps the processor between two turns of the event loop."""

import time

from PySide6.QtCore import QObject, QTimer

LIMIT = 0.050
"""Seconds, on a quiet machine, during which the window may not answer."""
_QUIET_PROBE = 0.0145
"""Seconds of processor that the probe takes on a quiet machine of the kind that plays these tests."""


FROZEN = 20
"""Times the promise at which the window is frozen, whatever the machine.

The first showing of a large page is one turn, which Qt spends on its style sheet: 0.2 to 0.4 s on a quiet
machine, twice that where another process takes the caches.
"""


def probe() -> float:
    """Return the processor time of a fixed piece of work, in this thread."""
    start = time.thread_time()
    total = 0
    for number in range(150_000):
        total += number * number % 7
    assert total
    return time.thread_time() - start


class Watchdog(QObject):
    """Counts this thread's processor time, divided by how slow a probe is at that very moment.

    Waiting for a noisy machine is not blocking the window, and a shared core works at half its speed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self.restart()

    def restart(self) -> None:
        """Forget what was measured, and measure from now on."""
        self.longest, self.turns = 0.0, 0
        self._last = time.thread_time()
        self._timer.start(0)

    def _turn(self) -> None:
        spent = time.thread_time() - self._last
        if spent > max(self.longest, LIMIT / 2):
            spent /= max(1.0, *(probe() / _QUIET_PROBE for _ in range(2)))
        self.longest = max(self.longest, spent)
        self.turns += 1
        self._last = time.thread_time()

    def stop(self) -> None:
        """Stop measuring."""
        self._timer.stop()

    def check(self, doing: str) -> None:
        """Fail when the window was kept from answering too long."""
        self.stop()
        assert self.turns > 3, f"{doing}: the event loop hardly turned"
        said = f"{doing}: no answer for {self.longest * 1000:.0f} ms (promise: {LIMIT * 1000:.0f} ms)"
        print(said)  # noqa: T201 - a shared machine is too noisy to judge the promise itself
        assert self.longest <= FROZEN * LIMIT, said
