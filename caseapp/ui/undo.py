"""Ctrl+Z and Ctrl+Y from anywhere: the last steps of the user, undone and redone by name."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from caseapp.errors import CaseappError
from caseapp.services.historique import Etape, Etapes, HistoriqueService
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.tasks import TaskRunner

_UNDO = QKeySequence("Ctrl+Z")
_REDO = (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))


class UndoKeys(QObject):
    """Answers the keys of a window; a field that has something of its own to undo keeps them."""

    steps_changed = Signal(object)
    """The `Etapes` that can be undone and redone now."""
    said = Signal(str)
    """What was done, or why it could not be."""

    def __init__(
        self, window: QWidget, historique: HistoriqueService, tasks: TaskRunner, navigator: Navigator
    ) -> None:
        super().__init__(window)
        self._historique, self._navigator = historique, navigator
        self._turning, self._reading = (LatestTask(tasks, self) for _ in range(2))
        self._watched: QWidget | None = None
        QShortcut(_UNDO, window, self.undo)
        for keys in _REDO:
            QShortcut(keys, window, self.redo)
        navigator.data_changed.connect(self.read)
        QApplication.instance().focusChanged.connect(self._watch)  # type: ignore[union-attr]

    def read(self) -> None:
        """Ask what can be undone now."""
        self._reading.ask(self._historique.steps, self.steps_changed.emit, lambda _: None)

    def undo(self) -> None:
        """Undo the last step."""
        self._turn(self._historique.undo, "Annulé")

    def redo(self) -> None:
        """Do again the last step undone."""
        self._turn(self._historique.redo, "Rétabli")

    def _turn(self, work: Callable[[], Etape], word: str) -> None:
        if self._turning.is_busy:
            return

        def done(etape: Etape) -> None:
            self._navigator.data_changed.emit()
            self.said.emit(f"{word} : {lower(etape.libelle)}")

        def refused(error: CaseappError) -> None:
            self.said.emit(str(error))

        self._turning.ask(work, done, refused)

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        """See the keys of the field that has the focus, before it keeps them for itself."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new if isinstance(new, QLineEdit | QPlainTextEdit) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the window answer when the field has nothing to undo or redo."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        pressed = QKeySequence(event.keyCombination())
        left = (pressed == _UNDO and not _can_undo(watched)) or (pressed in _REDO and not _can_redo(watched))
        if left:
            event.ignore()
        return left


def step_words(etapes: Etapes) -> str:
    """Say what Ctrl+Z would undo, empty when there is nothing."""
    return f"Annuler : {lower(etapes.annulables[-1].libelle)}" if etapes.annulables else ""


def lower(text: str) -> str:
    """Begin a label with a small letter, inside a sentence."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _can_undo(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isUndoAvailable()


def _can_redo(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isRedoAvailable()
