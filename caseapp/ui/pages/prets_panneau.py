"""The aid being looked at: its decision, its loan on the day, its payments, its schedule, its movements."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from caseapp.domain.labels import format_cents
from caseapp.domain.paiement import EtatPaiement
from caseapp.domain.pret import Suivi
from caseapp.services.paiements import PaiementRow
from caseapp.services.prets import DossierVue, MouvementRow, PretVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_words import PROTECTED, SEPARATOR
from caseapp.ui.pages.prets_actions import (
    AJOUTER,
    ANNULER,
    ECHEANCIER,
    REMBOURSER,
    REMETTRE,
    RETIRER,
    RETOUR,
    SOLDER,
    VERSER,
    Action,
)
from caseapp.ui.pages.prets_columns import aid_payment_columns, echeance_columns, movement_columns
from caseapp.ui.pages.prets_words import (
    NOTHING_CHOSEN,
    decision_words,
    late_words,
    loan_warnings,
    payment_detail,
    reste_words,
)
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import ColumnSpec
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.copy_label import CopyLabel

_FIGURES = ("Accordé", "Versé", "Remboursé", "Remis", "Solde", "Dû à la Caf")
_ACROSS = 3
_WIDTH, _TABLE_HEIGHT = 300, 92
"""Pixels at 100 %: the narrowest panel, the lowest table."""
PAYMENTS, SCHEDULE, MOVEMENTS = range(3)
_ON_ROWS = {VERSER, ANNULER, RETOUR, RETIRER}
"""Shown only when the row under the cursor allows them."""


class DossierPanel(QScrollArea):
    """Shows one aid on a day; `asked` carries an `Action` and the row that it is about, or None."""

    asked = Signal(object, object)
    famille_requested = Signal(int)

    def __init__(self, context: UiContext, jour: Callable[[], date]) -> None:
        super().__init__()
        self._context = context
        self.vue: DossierVue | None = None
        self._name = CopyLabel(context.clipboard, role="titre-feuille")
        self._decision, self._restes = plain_label(role="note"), plain_label(role="note")
        self._late, self._warning = plain_label(role="erreur"), plain_label(role="attention")
        self._empty = plain_label(NOTHING_CHOSEN, role="phrase")
        self._amounts = {name: plain_label() for name in _FIGURES}
        self.buttons: dict[Action, QPushButton] = {}
        self.payments = self._table(aid_payment_columns(jour), "aide.paiements", "Paiements de l'aide")
        self.schedule = self._table(echeance_columns(jour), "aide.echeances", "Échéances du prêt")
        self.movements = self._table(movement_columns(), "aide.mouvements", "Mouvements du prêt")
        self._figures, self.tabs, self._detail = QWidget(), QTabWidget(), plain_label(role="note")
        self._open = link_button("Ouvrir la fiche", self._ask_famille)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Aide choisie")
        content = self._lay_out()
        self.setWidget(content)
        content.setAutoFillBackground(False)  # which setWidget has just set
        self.viewport().setAutoFillBackground(False)
        self.payments.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        self.movements.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        context.theme.changed.connect(self._dress)
        self._dress()
        self.show_vue(None)

    def _table(self, columns: Sequence[ColumnSpec[Any]], key: str, name: str) -> DataTable:
        table = DataTable(self._context, TableModel[Any](columns, parent=self), key=key, name=name)
        # the panel would scroll to give a table all the height that Qt wishes for it
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        return table

    def _lay_out(self) -> QWidget:
        content = QWidget()
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(2, 0, 8, 2)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._open)
        column.addLayout(head)
        column.addWidget(self._empty)
        for label in (self._decision, self._restes, self._late, self._warning, self._empty):
            label.setWordWrap(True)
        for widget in (self._decision, self._restes, self._late, self._warning, self._figures):
            column.addWidget(widget)
        self._lay_out_figures()
        self._lay_out_tabs()
        column.addWidget(self.tabs, 1)
        column.addStretch(0)
        return content

    def _lay_out_figures(self) -> None:
        grid = QGridLayout(self._figures)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for rank, name in enumerate(_FIGURES):
            line, place = divmod(rank, _ACROSS)
            grid.addWidget(plain_label(name, role="etiquette"), 2 * line, place)
            grid.addWidget(self._amounts[name], 2 * line + 1, place)
        for name in ("Solde", "Dû à la Caf"):
            self._amounts[name].setProperty("role", "titre-carte")
        acts = QGridLayout()
        acts.setSpacing(8)
        for rank, action in enumerate((REMBOURSER, SOLDER, ECHEANCIER, REMETTRE)):
            acts.addWidget(self._button(action, lambda: None), *divmod(rank, 2))
        grid.setRowMinimumHeight(4, 8)
        grid.addLayout(acts, 5, 0, 1, _ACROSS)

    def _lay_out_tabs(self) -> None:
        self._detail.setWordWrap(True)
        self._add_tab("Paiements", self.payments, self._detail, (AJOUTER, VERSER, ANNULER, RETOUR))
        self._add_tab("Échéancier", self.schedule)
        self._add_tab("Mouvements", self.movements, None, (RETIRER,))
        self.tabs.setUsesScrollButtons(False)
        self.tabs.tabBar().setAccessibleName("Paiements, échéancier ou mouvements")

    def _add_tab(
        self, title: str, table: DataTable, detail: QWidget | None = None, actions: Sequence[Action] = ()
    ) -> None:
        """Lay out a table, what is said of its row, what can be done of it."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(table, 1)
        if detail is not None:
            column.addWidget(detail)
        line = QHBoxLayout()
        line.setSpacing(10)
        for action in actions:
            line.addWidget(self._button(action, partial(self._row_of, table), link=action in _ON_ROWS))
        line.addStretch(1)
        column.addLayout(line)
        self.tabs.addTab(page, title)

    def _button(self, action: Action, row: Callable[[], object], *, link: bool = False) -> QPushButton:
        make = link_button if link else plain_button
        button = make(action.words, lambda: self.asked.emit(action, row()))
        button.setMinimumWidth(1)
        button.setAccessibleName(f"{action.libelle} ({action.lettre})" if action.lettre else action.libelle)
        self.buttons[action] = button
        return button

    def show_vue(
        self, vue: DossierVue | None, *, schedule: bool = True, paiement_id: int | None = None
    ) -> None:
        """Show an aid, or nothing; another aid than before comes with its `schedule`, or its payments.

        The cursor of its payments is on `paiement_id`.
        """
        before, self.vue = self.vue, vue
        for widget in (self._name, self._open, self._decision, self._restes, self.tabs):
            widget.setVisible(vue is not None)
        self._empty.setVisible(vue is None)
        pret = None if vue is None else vue.pret
        self._show_loan(pret)
        if vue is None:
            self._name.clear()
            return
        self._name.setText(vue.famille + (f"{SEPARATOR}{PROTECTED}" if vue.protection else ""))
        self._decision.setText(decision_words(vue))
        self._restes.setText("\n".join(reste_words(one) for one in vue.restes))
        self._restes.setVisible(bool(vue.restes))
        _fill(self.payments, vue.paiements)
        _fill(self.schedule, pret.suivi if pret else ())
        _fill(self.movements, pret.mouvements if pret else ())
        for rank in (SCHEDULE, MOVEMENTS):
            self.tabs.setTabVisible(rank, pret is not None)
        if before is None or before.aide_id != vue.aide_id:
            wanted = SCHEDULE if schedule and pret is not None and pret.suivi else PAYMENTS
            self.tabs.setCurrentIndex(wanted)
            self._go_to_next_due(pret)
        for place, one in enumerate(vue.paiements):
            if one.id == paiement_id:
                self.payments.selectRow(place)
        self._enable()

    def _show_loan(self, pret: PretVue | None) -> None:
        self._figures.setVisible(pret is not None)
        late, warning = (late_words(pret.retard), loan_warnings(pret)) if pret else ("", "")
        for label, words in ((self._late, late), (self._warning, warning)):
            label.setText(words)
            label.setVisible(bool(words))
        if pret is None:
            return
        facts, jour = pret.pret, pret.jour
        amounts = (
            pret.accorde, pret.verse, facts.rembourse(jour), facts.remis(jour), pret.solde, pret.du,
        )  # fmt: skip
        for name, amount in zip(_FIGURES, amounts, strict=True):
            self._amounts[name].setText(format_cents(amount))

    def _go_to_next_due(self, pret: PretVue | None) -> None:
        """Put the cursor of the schedule on the oldest échéance not settled."""
        suivi = pret.suivi if pret else ()
        rank = next((rank for rank, one in enumerate(suivi) if one.reste), None)
        if rank is not None:
            self.schedule.selectRow(rank)

    def _enable(self) -> None:
        """Offer what can be done of the rows under the cursors."""
        vue, payment, movement = self.vue, self._row_of(self.payments), self._row_of(self.movements)
        if vue is None:
            return
        state = payment.etat if isinstance(payment, PaiementRow) else None
        waiting = state in {EtatPaiement.PREVU, EtatPaiement.EN_RETARD}
        running = vue.pret is not None and vue.pret.solde > 0
        for action, possible in {
            AJOUTER: vue.is_granted and any(one.reste for one in vue.restes),
            VERSER: waiting,
            ANNULER: waiting,
            RETOUR: state is EtatPaiement.VERSE,
            RETIRER: isinstance(movement, MouvementRow),
            REMBOURSER: running,
            SOLDER: running,
            REMETTRE: running,
            ECHEANCIER: running,
        }.items():
            self.buttons[action].setEnabled(possible)
            if action in _ON_ROWS:
                self.buttons[action].setVisible(possible)
        self._detail.setText(payment_detail(payment) if isinstance(payment, PaiementRow) else "")

    def _row_of(self, table: DataTable) -> PaiementRow | MouvementRow | Suivi | None:
        at = table.currentIndex()
        model = table.model()
        return model.row_at(at.row()) if at.isValid() and isinstance(model, TableModel) else None

    def _ask_famille(self) -> None:
        if self.vue is not None:
            self.famille_requested.emit(self.vue.famille_id)

    def _dress(self) -> None:
        px = self._context.theme.px
        self.setMinimumWidth(px(_WIDTH))
        for table in (self.payments, self.schedule, self.movements):
            table.setMinimumHeight(px(_TABLE_HEIGHT))


def _fill(table: DataTable, rows: Sequence[object]) -> None:
    """Show these rows, the cursor on the same one, else on the first."""
    model, at = table.model(), max(table.currentIndex().row(), 0)
    if isinstance(model, TableModel):
        model.set_rows(rows)
    if rows:
        table.selectRow(min(at, len(rows) - 1))
