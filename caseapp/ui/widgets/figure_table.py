"""A table of the yearly figures as a card: each figure opens the records that prove it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caseapp.reports.report import Table
from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.figure_model import FigureModel
from caseapp.ui.widgets.figure_view import FigureView


class FigureTable(Card):
    """Title, grid and notes of one table of a report."""

    figure_opened = Signal(str)
    """Address of the figure whose records are wanted."""

    def __init__(self, table: Table, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(table.title, table.subtitle, parent)
        self._model = FigureModel(table, self)
        self.view = FigureView(context, self._model)
        self.view.figure_opened.connect(self.figure_opened)
        self._notes = plain_label(role="note")
        self._notes.setWordWrap(True)
        self.body.addWidget(self.view)
        self.body.addWidget(self._notes)
        self.body.addStretch(1)
        self.set_table(table)

    def set_table(self, table: Table) -> None:
        """Show another table, or the same with other figures."""
        self._model.set_table(table)
        self.set_title(table.title, table.subtitle)
        self.view.setAccessibleName(table.title)
        self._notes.setText("\n".join(table.notes))
        self._notes.setVisible(bool(table.notes))

    def show_opened(self, address: str) -> None:
        """Mark the figure whose records are shown beside; an address of another table marks none."""
        self.view.show_opened(address)
