"""What costs a long reading is done at once for one write, and once at the end for many in a row."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

QUIET = 2_000
"""Milliseconds without a write that end a row of them."""


class Rest(QObject):
    """Acts on the first of the writes, then when they stop: in between it would slow what is typed."""

    def __init__(self, parent: QObject, act: Callable[[], object]) -> None:
        super().__init__(parent)
        self._act, self._again = act, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)

    def note(self) -> None:
        """Take note of a write."""
        if self._timer.isActive():
            self._again = True
        else:
            self._act()
        self._timer.start(QUIET)

    def _end(self) -> None:
        if self._again:
            self._again = False
            self._act()
