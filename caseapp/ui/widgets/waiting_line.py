"""What is said while an answer is awaited: nothing at first, then that it comes, then how to give up."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.task_panel import CANCEL_AFTER, SHOWN_AFTER


class WaitingLine(QWidget):
    """Takes no room until the wait is long."""

    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = plain_label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._cancel = plain_button("Annuler", self.given_up.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._title)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self._timers = (self._timer(SHOWN_AFTER, self), self._timer(CANCEL_AFTER, self._cancel))
        self.stop()

    def _timer(self, delay: int, shown: QWidget) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(delay)
        timer.timeout.connect(shown.show)
        return timer

    def start(self, title: str) -> None:
        """Begin to wait; a wait already begun goes on under its new title."""
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        if self.isHidden():
            for timer in self._timers:
                timer.start()

    def stop(self) -> None:
        """Take no room again: the answer has come."""
        for timer in self._timers:
            timer.stop()
        self._cancel.hide()
        self.hide()
