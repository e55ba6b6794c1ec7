"""The aids of a family: its requests with what was decided, and the way to ask for another."""

from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from caseapp.domain.labels import format_cents, plural
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES
from caseapp.services.demandes_lignes import DemandeRow
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.demandes_columns import famille_columns
from caseapp.ui.pages.familles_onglet import FicheTab
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.pages.familles_words import SEPARATOR
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.empty_state import EmptyState

EMPTY = "Aucune aide financière n'a été demandée pour cette famille."
NEW = "Nouvelle demande"


class AidesView(FicheTab):
    """Read when it is shown; Enter opens the request among the others."""

    def __init__(self, desk: SuiviDesk, context: UiContext) -> None:
        super().__init__(context.theme)
        self._desk = desk
        self._reading = LatestTask(context.tasks, self)
        self._rows: TableModel[DemandeRow] = TableModel(famille_columns(desk.navigator.today))
        self.table = DataTable(context, self._rows, key="aides-famille", name="Demandes d'aide de la famille")
        self.add = plain_button(NEW, self._ask)
        self.add.setToolTip("Ctrl+D")
        self._sentence = plain_label(role="phrase")
        self._lay_out()
        self.table.activated_row.connect(lambda row: desk.navigator.aide_requested.emit(row.id))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._sentence, 1)
        head.addWidget(self.add)
        self._stack(head, TablePanel(self.table, EmptyState(EMPTY)))
        self._sentence.setWordWrap(True)

    def focus(self) -> None:
        """Take the keyboard: the list, or the button when it is empty."""
        shown = self.table if self._rows.rowCount() else self.add
        self._focus(shown)

    def _ask(self) -> None:
        self._desk.navigator.demande_requested.emit(self._famille_id)

    @override
    def _clear(self) -> None:
        self._show(())

    @override
    def _read(self) -> None:
        service, famille_id = self._desk.workspace.demandes, self._famille_id
        self._reading.ask(
            lambda: service.list_famille(famille_id), self._show,
            lambda error: self._desk.refused.emit(str(error)),
        )  # fmt: skip

    def _show(self, rows: tuple[DemandeRow, ...]) -> None:
        line = max(0, self.table.currentIndex().row())
        self._rows.set_rows(rows)
        if rows:
            self.table.selectRow(min(line, len(rows) - 1))
        self._sentence.setText(family_sentence(rows))


def family_sentence(rows: tuple[DemandeRow, ...]) -> str:
    """Say how many requests there are, how many wait, what was granted in all."""
    waiting = sum(row.attend for row in rows)
    granted = [row for row in rows if row.decision in DECISIONS_ATTRIBUTIVES]
    total = sum((row.subvention or 0) + (row.pret or 0) for row in granted)
    parts = (
        plural(len(rows), "demande") if rows else "",
        f"{plural(waiting, 'attend', 'attendent')} une décision" if waiting else "",
        f"{format_cents(total)} accordés en tout" if granted else "",
    )
    return SEPARATOR.join(part for part in parts if part)
