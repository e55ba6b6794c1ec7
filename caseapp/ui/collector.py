"""Frees what Python no longer uses in the window's thread only: a worker that freed a widget would crash."""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY = 500
"""Milliseconds between two looks at what waits to be freed."""


class Collector(QObject):
    """Takes the place of Python's automatic collection, which runs in whatever thread allocates."""

    def __init__(self, parent: QObject, look_every: int = LOOK_EVERY) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(look_every)

    def stop(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.enable()

    def _look(self) -> None:
        """Collect the oldest generation that is due, as Python would; a threshold of 0 is never due."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if 0 < threshold < count
        ]
        if due:
            gc.collect(due[-1])
