"""A session: its agenda on the left, decided from the keyboard; the request under the cursor on the right."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.errors import CaseappError
from caseapp.services.commission_rows import LigneOrdreDuJour, SeanceVue
from caseapp.services.commissions import CommissionService
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.commissions_budget import BudgetCard, gauges
from caseapp.ui.pages.commissions_columns import AgendaModel
from caseapp.ui.pages.commissions_decider import Decider
from caseapp.ui.pages.commissions_panneau import RequestPanel
from caseapp.ui.pages.commissions_table import AgendaTable, TotalsLine
from caseapp.ui.pages.commissions_words import CLOSED_KEYS, KEYS
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import ROW_HEIGHT
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

EMPTY = "Aucune demande à l'ordre du jour."
BACK, COMPOSE = "‹ Toutes les séances", "Composer l'ordre du jour"


@dataclass(frozen=True, slots=True)
class SeanceLue:
    """A session with what its page offers."""

    vue: SeanceVue
    motifs: tuple[Choice, ...]
    """Reasons of a refusal."""


class SeanceView(QWidget):
    """One session; what is decided is shown at once and written behind."""

    left = Signal()
    """Escape: back to the sessions."""
    agenda_wanted = Signal()
    withdrawn = Signal(object)
    """The line to take off the agenda."""
    rectified = Signal(object)
    """The line of a closed session to correct."""
    changed = Signal()
    """The lines shown changed."""

    def __init__(self, service: CommissionService, context: UiContext) -> None:
        super().__init__()
        self._service, self._theme = service, context.theme
        self._reading = LatestTask(context.tasks, self)
        self._vue: SeanceVue | None = None
        self.model = AgendaModel()
        self.table = AgendaTable(context, self.model)
        self.decider = Decider(self.table, self.model, service, context.tasks)
        self.totals = TotalsLine(context.theme, self.table)
        self.panel, self.budget = RequestPanel(context), BudgetCard(context)
        self.notice, self._keys = plain_label(role="erreur"), plain_label(role="note")
        self.back = link_button(BACK, self.left.emit)
        self.compose = link_button(COMPOSE, self.agenda_wanted.emit)
        self.withdraw = link_button("Retirer cette demande", self._withdraw)
        self._list = TablePanel(self.table, EmptyState(EMPTY, COMPOSE, self.agenda_wanted.emit))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left, right, row, head = Card(), QVBoxLayout(), QHBoxLayout(self), QHBoxLayout()
        for label in (self.notice, self._keys):
            label.setWordWrap(True)
            label.setContentsMargins(9, 4, 9, 0)
        self.notice.hide()
        head.addWidget(self.back)
        head.addStretch(1)
        head.addWidget(self.withdraw)
        head.addWidget(self.compose)
        head.setContentsMargins(5, 0, 5, 4)
        head.setSpacing(16)
        self._column = left.body
        left.body.setContentsMargins(6, 6, 6, 8)
        left.body.setSpacing(0)
        left.body.addLayout(head)
        left.body.addWidget(self._list, 1)
        left.body.addWidget(self.totals)
        left.body.addWidget(self.notice)
        left.body.addWidget(self._keys)
        left.body.addStretch(0)
        right.setSpacing(14)
        right.addWidget(self.panel, 1)
        right.addWidget(self.budget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(left, 77)
        row.addLayout(right, 23)

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._show_line)
        self.table.advanced.connect(self._advance)
        self.decider.said.connect(self.say)
        self.decider.shown.connect(self._show_changes)
        self._theme.changed.connect(self._fit)
        self.table.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit())

    @property
    def vue(self) -> SeanceVue | None:
        """The session as it is shown, decisions not yet written included."""
        return None if self._vue is None else replace(self._vue, lignes=self.model.lines)

    def show_seance(self, read: SeanceLue) -> None:
        """Show a session; the one already shown keeps its place, and its lines change one by one."""
        vue = read.vue
        again = self._vue is not None and self._vue.seance.id == vue.seance.id
        line = self.table.current_line() if again else None
        self._vue, self.model.is_closed = vue, vue.seance.is_closed
        self.decider.budget, self.decider.motifs = vue.budget, read.motifs
        if not self.model.merge(vue.lignes) or not again:
            at = self.model.position_of(line.aide_id) if line is not None else self._first()
            self.table.go_to(max(at, 0))
        if not again:
            self.decider.give_up()
        self._keys.setText(CLOSED_KEYS if self.model.is_closed else KEYS)
        for widget in (self._keys, self.totals):
            widget.setVisible(bool(vue.lignes))
        self.compose.setVisible(bool(vue.lignes) and not self.model.is_closed)
        self.withdraw.setVisible(self.compose.isVisibleTo(self))
        self._fit()
        self._show_changes()

    def focus_table(self) -> None:
        """Give the keyboard to the agenda, or to what is said in its place."""
        shown = self._list.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str, role: str = "erreur") -> None:
        """Say something under the agenda, or nothing."""
        self.notice.setProperty("role", role or "erreur")
        self.notice.style().unpolish(self.notice)
        self.notice.style().polish(self.notice)
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    def _first(self) -> int:
        """Return the first line to decide, the first of all when there is none."""
        return next((at for at, one in enumerate(self.model.lines) if not one.is_decided), 0)

    def _fit(self) -> None:
        """Keep the totals right under a short agenda."""
        rows = self._theme.px(ROW_HEIGHT) * (self.model.rowCount() + 1) + self._theme.px(3)
        if self.table.horizontalScrollBar().maximum():
            rows += self.table.horizontalScrollBar().sizeHint().height()
        self._list.setMaximumHeight(rows if self.model.rowCount() else 16_777_215)
        self._column.setStretch(self._column.count() - 1, 1 if self.model.rowCount() else 0)
        self._column.setStretchFactor(self._list, 1_000)

    def _show_changes(self) -> None:
        self.totals.show_lines(self.model.lines)
        self._show_line(self.table.current_line())
        self.changed.emit()

    def _show_line(self, line: LigneOrdreDuJour | None) -> None:
        """Show the request under the cursor; what takes a reading comes after."""
        former = self.panel.line
        self.panel.show_line(line)
        known = gauges(() if self._vue is None else self._vue.budget, self.model.lines)
        keys = [] if line is None else [line.ligne_subvention, line.ligne_pret]
        found = dict.fromkeys(key for key in keys if key in known)
        self.budget.show_gauges([known[key] for key in found])
        if line is None or former is None or line != former:
            self._read_detail(line)

    def _read_detail(self, line: LigneOrdreDuJour | None) -> None:
        if line is None:
            self._reading.forget()
        else:
            work = partial(self._service.detail, line.aide_id)
            self._reading.ask(work, self.panel.show_detail, self._refuse)

    def _refuse(self, error: CaseappError) -> None:
        self.say(str(error))

    def _advance(self) -> None:
        line = self.table.current_line()
        if not self.model.is_closed:
            self.decider.advance()
        elif line is not None and not line.ajournee:
            self.rectified.emit(line)

    def _withdraw(self) -> None:
        line = self.table.current_line()
        if line is not None:
            self.withdrawn.emit(line)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.decider.give_up():
            self.left.emit()
