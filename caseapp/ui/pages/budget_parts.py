"""The aids behind a sum of the budget, beside it: the list is the proof of the sum."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from caseapp.domain.labels import format_cents, format_date
from caseapp.services.budget_rows import PartVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.budget_words import parts_sentence
from caseapp.ui.pages.familles_words import PROTECTED
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

NARROWEST = 520
"""Width of the panel at 100 %."""
_NOTHING = "Aucune aide : cette somme est à zéro."
PART_COLUMNS: tuple[ColumnSpec[PartVue], ...] = (
    ColumnSpec("jour", "Date", lambda one: format_date(one.jour), Align.RIGHT, 104, sortable=True,
               sort_key=lambda one: one.jour),
    ColumnSpec("famille", "Famille", lambda one: one.famille, width=150, stretch=True, sortable=True,
               tone=lambda _: Tone.STRONG, mark=lambda one: PROTECTED if one.protegee else ""),
    ColumnSpec("aide", "Aide", lambda one: one.type_aide, width=130, sortable=True),
    ColumnSpec("montant", "Montant", lambda one: format_cents(one.montant), Align.RIGHT, 92, sortable=True,
               sort_key=lambda one: one.montant),
)  # fmt: skip


class PartsPanel(Card):
    """One list at a time; a line opens its aid."""

    aide_opened = Signal(int)
    closed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self._model = TableModel[PartVue](PART_COLUMNS, parent=self)
        self.table = DataTable(context, self._model, key="budget.aides", name="Aides de cette somme")
        self._heading, self._sum = plain_label(role="titre-carte"), plain_label(role="note")
        self._heading.setWordWrap(True)
        self.close_link = link_button("Fermer", self.close_list)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.close_link, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self._sum)
        self.body.addWidget(TablePanel(self.table, EmptyState(_NOTHING)), 1)
        self.table.activated_row.connect(lambda row: self.aide_opened.emit(row.aide_id))
        context.theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _dress(self) -> None:
        self.setMinimumWidth(self._theme.px(NARROWEST))

    def show_parts(self, title: str, parts: Sequence[PartVue], *, focus: bool) -> None:
        """Show the aids of a sum."""
        self._heading.setText(title)
        self._sum.setText(parts_sentence(parts))
        self.setAccessibleName(f"{title} : {parts_sentence(parts)}")
        self._model.set_rows(parts)
        self.show()
        if focus:
            (self.table if parts else self.close_link).setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(0)

    def close_list(self) -> None:
        """Take no room again."""
        self._model.set_rows(())
        self.hide()
        self.closed.emit()
