"""The same files as the board, as a list whose columns are chosen; closed files are here only."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.services.impayes_tableau import CarteRow, TableauImpayesService
from caseapp.ui.context import UiContext
from caseapp.ui.pages.impayes_columns import arrear_columns
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

_MOVE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class ArrearList(Card):
    """Open files come with the board; closed ones are read when they are scrolled to."""

    opened = Signal(int)
    typed = Signal(str)
    sort_requested = Signal(str, bool)

    def __init__(self, tableau: TableauImpayesService, context: UiContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._tableau = tableau
        self._rows: dict[int, CarteRow] = {}
        self._model = PagedTableModel[CarteRow](arrear_columns(today), self._fetch, parent=self)
        self.table = DataTable(context, self._model, key="impayes", name="Dossiers d'impayé")
        self.panel = TablePanel(self.table, QWidget())
        self.body.setContentsMargins(6, 4, 6, 6)
        self.body.addWidget(self.panel)
        self.table.activated_row.connect(lambda row: self.opened.emit(row.id))
        self.table.typed.connect(self.typed)
        self.table.sort_requested.connect(self.sort_requested)

    def _fetch(self, ids: Sequence[int]) -> tuple[CarteRow, ...]:
        known = tuple(self._rows[one] for one in ids if one in self._rows)
        missing = [one for one in ids if one not in self._rows]
        return (*known, *(self._tableau.lignes_closes(missing) if missing else ()))

    @property
    def current(self) -> int | None:
        """The file under the cursor."""
        at = self.table.currentIndex()
        return self._model.id_at(at.row()) if at.isValid() else None

    def show_rows(self, ids: Sequence[int], rows: dict[int, CarteRow], empty: EmptyState) -> None:
        """Show files, those of `rows` already read; the cursor stays on its file, else on the first."""
        wanted, focused = self.current, self.table.hasFocus()
        self._rows = rows
        self._model.set_ids(ids)
        self.panel.set_empty(empty)
        if ids:
            self.choose(wanted if wanted is not None and wanted in ids else ids[0], ids)
        if focused:
            self.focus_list()

    def choose(self, ident: int, ids: Sequence[int] | None = None) -> bool:
        """Put the cursor on a file; tell whether it is shown."""
        known = (
            list(ids) if ids is not None else [self._model.id_at(n) for n in range(self._model.rowCount())]
        )
        if ident not in known:
            return False
        place = self._model.index(known.index(ident), 0)
        self.table.selectionModel().setCurrentIndex(place, _MOVE)
        return True

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to what is said in its place."""
        shown = self.panel.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)


class Stage(QWidget):
    """What the page shows under its header: filters, then the board, the list or what is said of neither."""

    def __init__(self, filters: QWidget, views: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(filters)
        column.addWidget(views, 1)
