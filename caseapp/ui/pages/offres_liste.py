"""The call list beside the offer chosen in it."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.services.offres import OffreRow, OffreService, OffreVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.offres_actions import ActionBar
from caseapp.ui.pages.offres_columns import offre_columns
from caseapp.ui.pages.offres_panneau import OffrePanel
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.split import list_beside_panel

_SHARES = 65, 35


class CallListView(QWidget):
    """The list on the left, the offer of its current row on the right, the answers under it."""

    chosen = Signal(object)
    """Identifier of the offer under the cursor, or None."""

    def __init__(self, offres: OffreService, context: UiContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._model = PagedTableModel[OffreRow](
            offre_columns(today), lambda ids: offres.list_rows(ids, today()), parent=self
        )
        self.table = DataTable(context, self._model, key="offres", name="Offres de contact à traiter")
        self.list = TablePanel(self.table, QWidget())
        self.panel = OffrePanel(context)
        self._right = Card()
        self.answers = ActionBar(self)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current))

    def _lay_out(self) -> None:
        left, right = Card(), self._right
        left.body.setContentsMargins(6, 4, 6, 6)
        left.body.addWidget(self.list)
        right.body.addWidget(self.panel, 1)
        right.body.addWidget(self.answers)
        split = list_beside_panel(left, right, _SHARES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    @property
    def current(self) -> int | None:
        """The offer under the cursor."""
        at = self.table.currentIndex()
        return self._model.id_at(at.row()) if at.isValid() else None

    @property
    def following(self) -> int | None:
        """The offer after it, else the one before."""
        at, count = self.table.currentIndex().row(), self._model.rowCount()
        if at < 0 or count < 2:
            return None
        return self._model.id_at(at + 1 if at + 1 < count else at - 1)

    def show_ids(self, ids: Sequence[int], wanted: int | None) -> None:
        """Show these offers, the cursor on the one wanted, else on the first."""
        had_focus = self.table.hasFocus() or self.list.focusWidget() is self.table
        self._model.set_ids(ids)
        self._right.setVisible(bool(ids))
        if not ids:
            self.show_vue(None)
            return
        self.table.selectRow(ids.index(wanted) if wanted in ids else 0)
        if had_focus:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self.current)

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to what is said in its place."""
        shown = self.list.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_vue(self, vue: OffreVue | None) -> None:
        """Show the offer under the cursor."""
        self.panel.show_vue(vue, self._today())
        self.answers.show_for(vue)
