"""The keyboard between a search field and the list that it narrows."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from caseapp.ui.tables.data_table import DataTable

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchKeys(QObject):
    """Down and Enter lead from the field to the list; typing over the list, or Up from its first row, back.

    `enter` is told whether Enter was pressed, which may open what is alone in the list.
    """

    def __init__(self, field: QLineEdit, table: DataTable, enter: Callable[[bool], object]) -> None:
        super().__init__(field)
        self._field, self._table, self._enter = field, table, enter
        for widget in (field, table):
            widget.installEventFilter(self)
        table.typed.connect(lambda text: type_into(field, text))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if watched is self._field and event.key() in (*_OPENING, Qt.Key.Key_Down):
            self._enter(event.key() in _OPENING)
            return True
        if watched is self._table and event.key() == Qt.Key.Key_Up and self._table.currentIndex().row() == 0:
            focus_whole(self._field)
            return True
        return False


def type_into(field: QLineEdit, text: str) -> None:
    """Go to a field with what was typed elsewhere, after what it holds."""
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.end(False)
    field.insert(text)


def focus_whole(field: QLineEdit) -> None:
    """Go to a field, its text ready to be replaced."""
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    field.selectAll()
