"""A table, or what is said in its place when it has no row."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from caseapp.ui.tables.data_table import DataTable


class TablePanel(QStackedWidget):
    """Shows the table while it has rows, else the empty state last given."""

    def __init__(self, table: DataTable, empty: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._empty = table, empty
        self.addWidget(table)
        self.addWidget(empty)
        model = table.model()
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._choose)
        self._choose()

    def set_empty(self, empty: QWidget) -> None:
        """Say something else of an empty list: nothing yet, or nothing found."""
        former, self._empty = self._empty, empty
        self.addWidget(empty)
        self._choose()
        self.removeWidget(former)  # last: the table is not shown in between
        former.deleteLater()

    def _choose(self, *_: object) -> None:
        self.setCurrentWidget(self._table if self._table.model().rowCount() else self._empty)
