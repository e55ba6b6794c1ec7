"""Composing the agenda of a session: the complete requests in one go, the others one by one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import plural
from caseapp.services.commission_rows import Candidat
from caseapp.ui.context import UiContext
from caseapp.ui.pages.commissions_columns import CANDIDATES
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

EMPTY = "Aucune demande n'attend une séance."
KEYS = "Entrée : mettre la demande de la ligne à l'ordre du jour, même incomplète."


class AgendaComposer(QWidget):
    """The requests that wait: those ready first, then the others with what holds them back."""

    filled = Signal()
    added = Signal(int)
    """One request, by its identifier."""
    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._model = TableModel(CANDIDATES)
        self.table = DataTable(context, self._model, key="commissions.candidats", name="Demandes en attente")
        self.fill = plain_button("", self.filled.emit, primary=True)
        self.back = plain_button("Revenir à la séance", self.left.emit)
        self.notice, self._keys = plain_label(role="erreur"), plain_label(KEYS, role="note")
        self.notice.setWordWrap(True)
        self.list = TablePanel(self.table, EmptyState(EMPTY))
        card, foot, column = Card("Demandes en attente"), QHBoxLayout(), QVBoxLayout(self)
        foot.addWidget(self._keys, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.fill)
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self.notice)
        card.body.addLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.table.activated_row.connect(lambda row: self.added.emit(row.aide_id))
        self.say("")

    def show_candidates(self, rows: Sequence[Candidat]) -> None:
        """Show the requests, the cursor at the same height as before."""
        at = max(self.table.currentIndex().row(), 0)
        ready = sum(one.is_ready for one in rows)
        self._model.set_rows(rows)
        if rows:
            self.table.selectRow(min(at, len(rows) - 1))
        words = f"Mettre {plural(ready, 'demande complète', 'demandes complètes')} à l'ordre du jour"
        self.fill.setText(button_text(words))
        self.fill.setVisible(bool(ready))
        self._keys.setVisible(bool(rows))

    def focus_first(self) -> None:
        """Give the keyboard to what is done first."""
        (self.fill if self.fill.isVisibleTo(self) else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Say why a request was refused, or nothing."""
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
