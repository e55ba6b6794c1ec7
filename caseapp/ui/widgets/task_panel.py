"""A long task in place: its progress, a way to stop it, then its result or its refusal as a sentence."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from caseapp.domain.labels import format_number
from caseapp.errors import Cancelled, CaseappError
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tasks import Task, TaskRunner, Work
from caseapp.ui.widgets.buttons import plain_button

T = TypeVar("T")
SHOWN_AFTER, CANCEL_AFTER = 1000, 3000
"""Milliseconds before the progress appears, then before it can be stopped."""


class TaskPanel(QWidget):
    """Runs one task at a time; takes no room while there is nothing to say."""

    busy_changed = Signal(bool)

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task[Any] | None = None
        self._title, self._step = plain_label(), plain_label(role="note")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = plain_button("Annuler", self.cancel)
        self._sentence = plain_label()
        self._sentence.setWordWrap(True)
        self._show_timer = self._timer(SHOWN_AFTER, lambda: self._show_progress(shown=True))
        self._cancel_timer = self._timer(CANCEL_AFTER, self._cancel.show)
        self._lay_out()
        self.clear()

    def _timer(self, delay: int, on_time: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(delay)
        timer.timeout.connect(on_time)
        return timer

    def _lay_out(self) -> None:
        progress = QVBoxLayout()
        progress.setSpacing(4)
        for widget in (self._title, self._bar, self._step):
            progress.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(progress, 1)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._sentence)

    @property
    def is_busy(self) -> bool:
        """Whether a task is running."""
        return self._task is not None

    def run(self, title: str, work: Work[T], on_done: Callable[[T], object]) -> None:
        """Start `work`; a refusal is shown here as its sentence. Ignored while a task is running."""
        if self._task is not None:
            return
        self.clear()
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)
        self._show_timer.start()
        self._cancel_timer.start()

        def done(result: T) -> None:
            if isValid(self):
                self._end()
                on_done(result)

        self._task = self._tasks.run_task(work, done, self._fail, self._progress)
        self.busy_changed.emit(True)

    def show_now(self) -> None:
        """Show the progress and the way to stop it without waiting."""
        self._show_progress(shown=True)
        self._cancel.show()

    def cancel(self) -> None:
        """Ask the task to stop."""
        if self._task is not None:
            self._cancel.setEnabled(False)
            self._step.setText("Arrêt demandé…")
            self._task.cancel()

    def say(self, sentence: str, role: str = "succes") -> None:
        """Show a result (`succes`) or a refusal (`erreur`) in place of the progress."""
        self._show_progress(shown=False)
        self._sentence.setProperty("role", role)
        self._sentence.style().unpolish(self._sentence)
        self._sentence.style().polish(self._sentence)
        self._sentence.setText(sentence)
        self._sentence.show()
        self.show()

    def clear(self) -> None:
        """Take no room again."""
        self._sentence.clear()
        self._sentence.hide()
        self._step.clear()
        self._cancel.hide()
        self._cancel.setEnabled(True)
        self._show_progress(shown=False)
        self.hide()

    def _progress(self, done: int, total: int) -> None:
        if not isValid(self):
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if self._cancel.isEnabled():
            self._step.setText(f"{format_number(done)} sur {format_number(total)}" if total else "")

    def _fail(self, error: CaseappError) -> None:
        if not isValid(self):
            return  # the page went while the task was running
        self._end()
        self.say(str(error), "phrase" if isinstance(error, Cancelled) else "erreur")

    def _end(self) -> None:
        self._task = None
        self._show_timer.stop()
        self._cancel_timer.stop()
        self.clear()
        self.busy_changed.emit(False)

    def _show_progress(self, *, shown: bool) -> None:
        for widget in (self._title, self._bar, self._step):
            widget.setVisible(shown)
        if shown:
            self.show()
