"""The calls of the day as a list: letters are for the page, Delete takes a call away."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

from caseapp.services.appels import AppelRow, Journee
from caseapp.ui.context import UiContext
from caseapp.ui.pages.plateforme_words import call_columns
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel


class AppelTable(DataTable):
    """One call at a time; the cursor follows its call when the list is read again."""

    removal_asked = Signal()

    def __init__(self, context: UiContext, day: Journee) -> None:
        self._day = [day]
        self._model: TableModel[AppelRow] = TableModel(call_columns(self._day))
        super().__init__(context, self._model, key="appels", name="Appels du jour")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    @property
    def current(self) -> AppelRow | None:
        """The call under the cursor."""
        index = self.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def show_day(self, day: Journee, wanted: int | None) -> None:
        """Show the calls, the cursor on the one wanted, else where it was, else on the first."""
        row = self.current
        kept = row.id if wanted is None and row is not None else wanted
        self._day[0] = day
        places = {one.id: place for place, one in enumerate(day.appels)}
        with QSignalBlocker(self):
            self._model.set_rows(day.appels)
            if day.appels:
                self.selectRow(places.get(kept or 0, 0))
        self.current_row_changed.emit(self.current)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)
