"""A field that searches among too many choices to list, as it is typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView
from typing_extensions import override

from caseapp.domain.text import fold
from caseapp.services.perimetre import Choice
from caseapp.ui.forms.editor import Editor, checked_text
from caseapp.ui.forms.fields import FieldSpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.plain_text import one_line
from caseapp.ui.tasks import TaskRunner

NOTHING_FOUND = "Rien ne correspond"
NOT_CHOSEN = "Choisir dans la liste ce que vous cherchez."
STILL_SEARCHING = "La recherche n'est pas finie : un instant."
_BETWEEN = "\t"
"""Stands in a draft between the key and the label of what was chosen; a label is on one line."""
_LONGEST = 200
_SHOWN = 10


class SearchLine(QLineEdit):
    """Down asks for the list."""

    list_asked = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.list_asked.emit()
        else:
            super().keyPressEvent(event)


class CompletionEditor(Editor):
    """Enter or Tab takes the first answer; leaving the field takes the only one."""

    def __init__(self, spec: FieldSpec, tasks: TaskRunner) -> None:
        self.line = SearchLine()
        super().__init__(spec, self.line)
        if spec.search is None:
            raise ValueError(f"{spec.key} has nothing to search")
        self._search = spec.search
        self._chosen: Choice | None = None
        self._found: tuple[Choice, ...] = ()
        self._answered: str | None = None
        self._latest = LatestTask(tasks, self)
        self._labels = QStringListModel(self)
        self._list = QCompleter(self._labels, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(_SHOWN)
        self._list.setWidget(self.line)
        self.popup = QListView()
        self.popup.setAccessibleName(spec.spoken)
        self.popup.setObjectName("reponses")
        self._list.setPopup(self.popup)
        self.popup.installEventFilter(self)
        self._list.activated[QModelIndex].connect(self._pick)  # type: ignore[index]
        self.line.setPlaceholderText(spec.placeholder)
        self.line.textEdited.connect(self._edited)
        self.line.list_asked.connect(self._ask)
        self.line.editingFinished.connect(self._leave)

    @override
    def value(self) -> object:
        if self._chosen is not None:
            return self._chosen.key
        if not checked_text(self.line.text(), self.spec.longest or _LONGEST):
            return None
        raise ValueError(STILL_SEARCHING if self._latest.is_busy else NOT_CHOSEN)

    @override
    def set_value(self, value: object) -> None:
        if not isinstance(value, Choice | None):
            raise TypeError(f"{self.spec.key} is filled with a Choice")
        self._show(value, value.label if value else "")

    @override
    def raw(self) -> str:
        return f"{self._chosen.key}{_BETWEEN}{self._chosen.label}" if self._chosen else self.line.text()

    @override
    def set_raw(self, raw: str) -> None:
        key, found, label = raw.partition(_BETWEEN)
        self._show(Choice(key, label) if found else None, label if found else raw)

    @override
    def understood(self) -> str:
        """Say that nothing was found."""
        asked = self._answered == self.line.text() and self._answered != ""
        return NOTHING_FOUND if asked and not self._found and self._chosen is None else ""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the answer that Tab leaves the list on."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self._pick(self.popup.currentIndex())
        return False

    def _show(self, chosen: Choice | None, text: str) -> None:
        self._latest.forget()
        self._chosen = chosen
        self._found, self._answered = (), None
        self.line.setText(one_line(text))
        self.line.setCursorPosition(0)
        self.changed.emit()

    def _edited(self) -> None:
        self._chosen = None
        self.changed.emit()
        if self.line.text().strip():
            self._ask()
        else:
            self._latest.forget()
            self.popup.hide()

    def _ask(self) -> None:
        text = "" if self._chosen else self.line.text()

        def answer(found: Sequence[Choice]) -> None:
            self._answer(text, tuple(found))

        self._latest.ask(lambda: self._search(text), answer, lambda _: answer(()))

    def _answer(self, text: str, found: tuple[Choice, ...]) -> None:
        self._found, self._answered = found, text
        self._labels.setStringList([one_line(choice.label) for choice in found])
        self.noted.emit()
        if not self.line.hasFocus():
            self._take_only()
        elif found:
            self._list.complete()
            self.popup.setCurrentIndex(self._list.completionModel().index(0, 0))
        else:
            self.popup.hide()

    def _leave(self) -> None:
        self._take_only()
        self.left.emit()

    def _take_only(self) -> None:
        """Choose the one answer, or the one called just as typed."""
        if self._chosen is not None or self._answered != self.line.text() or not self._answered:
            return
        typed = fold(self._answered)
        named = [choice for choice in self._found if fold(choice.label) == typed]
        only = named or list(self._found)
        if len(only) == 1:
            self._choose(only[0])

    def _pick(self, index: QModelIndex) -> None:
        """Take an answer of the list; Qt tells Enter twice."""
        if 0 <= index.row() < len(self._found):
            self._choose(self._found[index.row()])

    def _choose(self, choice: Choice) -> None:
        self._show(choice, choice.label)
        self.line.setCursorPosition(len(self.line.text()))
