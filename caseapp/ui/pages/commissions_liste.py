"""The calendar of the sessions: those to come first, then those that were held."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.services.commission_rows import SeanceRow
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.pages.commissions_columns import session_columns
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.choice_box import ChoiceBox
from caseapp.ui.widgets.empty_state import EmptyState

EMPTY = "Aucune séance au calendrier : ajoutez une instance, son calendrier de l'année se propose."
_JUST_HELD = timedelta(days=31)
RECENT = "Depuis un an et à venir"


class SeanceList(QWidget):
    """Enter opens a session."""

    opened = Signal(int)
    year_chosen = Signal()
    edited = Signal(object)
    removed = Signal(object)
    instance_wanted = Signal()

    def __init__(self, context: UiContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._model = TableModel(session_columns(today))
        self.table = DataTable(context, self._model, key="commissions.seances", name="Séances")
        self.years = ChoiceBox("Année", RECENT)
        self.years.setMinimumContentsLength(18)
        self.edit = link_button("Modifier la séance", lambda: self._act(self.edited))
        self.remove = link_button("Supprimer la séance", lambda: self._act(self.removed))
        empty = EmptyState(EMPTY, "Ajouter une instance", self.instance_wanted.emit)
        self.list = TablePanel(self.table, empty)
        card, head, foot, column = Card(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(plain_label("Année", role="etiquette"))
        head.addWidget(self.years)
        head.addStretch(1)
        foot.addWidget(plain_label("Entrée ouvrir la séance", role="note"), 1)
        foot.addWidget(self.edit)
        foot.addWidget(self.remove)
        card.body.addLayout(head)
        card.body.addWidget(self.list, 1)
        card.body.addLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.years.currentIndexChanged.connect(lambda *_: self.year_chosen.emit())
        self.table.activated_row.connect(lambda row: self.opened.emit(row.id))
        self.table.current_row_changed.connect(self._offer)

    @property
    def year(self) -> int | None:
        """The year chosen, None for the recent sessions."""
        key = self.years.key()
        return None if key is None else int(key)

    def show_sessions(self, rows: Sequence[SeanceRow], years: Sequence[int], wanted: int | None) -> None:
        """Show sessions, the cursor on the one wanted, else where it was, else on the first."""
        current = self._current()
        self.years.set_choices([Choice(str(one), str(one)) for one in years])
        ordered = in_order(rows, self._today())
        self._model.set_rows(ordered)
        kept = wanted if wanted is not None else (None if current is None else current.id)
        at = next((number for number, one in enumerate(ordered) if one.id == kept), 0)
        if ordered:
            self.table.selectRow(at)
        self._offer(ordered[at] if ordered else None)

    def focus_table(self) -> None:
        """Give the keyboard to the list, or to what is said in its place."""
        shown = self.list.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> SeanceRow | None:
        index = self.table.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def _offer(self, row: SeanceRow | None) -> None:
        for button in (self.edit, self.remove):
            button.setVisible(row is not None and not row.is_closed)

    def _act(self, signal: SignalInstance) -> None:
        row = self._current()
        if row is not None:
            signal.emit(row)


def in_order(rows: Sequence[SeanceRow], today: date) -> list[SeanceRow]:
    """Return the sessions just held and to be closed, then those to come, then the others, the last first."""
    late = [
        one for one in rows if today - _JUST_HELD <= one.date < today and one.demandes and not one.is_closed
    ]
    coming = [one for one in rows if one.date >= today]
    return [*late, *coming, *reversed([one for one in rows if one.date < today and one not in late])]
