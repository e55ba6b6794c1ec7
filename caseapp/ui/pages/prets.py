"""Payments to make, and loans until their last repayment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QTabWidget, QWidget
from typing_extensions import override

from caseapp.domain.text import words
from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.paiements import ListePaiements, PaiementListe, PaiementRow
from caseapp.services.prets import DossierVue, ListePrets, MouvementRow, PretListe
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.prets_actions import (
    AJOUTER,
    ANNULER,
    BY_KEY,
    ECHEANCIER,
    REMBOURSER,
    REMETTRE,
    RETIRER,
    RETOUR,
    SOLDER,
    VERSER,
    Action,
)
from caseapp.ui.pages.prets_jour import DayField
from caseapp.ui.pages.prets_listes import ListView, LoansView, PaymentsView
from caseapp.ui.pages.prets_panneau import DossierPanel
from caseapp.ui.pages.prets_saisie_plan import plan_spec
from caseapp.ui.pages.prets_saisies import (
    cancel_spec,
    paid_spec,
    payment_spec,
    planned_spec,
    remit_spec,
    repay_spec,
    return_spec,
    settle_spec,
)
from caseapp.ui.pages.prets_words import EMPTY_LOANS, EMPTY_PAYMENTS, nothing_found, page_sentence
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage
from caseapp.ui.widgets.split import list_beside_panel
from caseapp.ui.widgets.task_panel import TaskPanel

_SHARES = 67, 33


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page reads at once."""

    paiements: PaiementListe
    prets: PretListe
    a_verser: PaiementListe


class PretsPage(RecordPage):
    """Two lists on the left, the aid under the cursor on the right, on the day of the header."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Paiements et prêts")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._reading, self._opening = (LatestTask(context.tasks, self) for _ in range(2))
        self._acting = SaveQueue(context.tasks, self)
        self._desk = EntryDesk(self, context, navigator, workspace.brouillons)
        self._pinned: int | None = None
        self._after: Callable[[DossierVue], object] | None = None
        self._opens = True
        self.day = DayField(context.theme, navigator.today)
        self.payments = PaymentsView(workspace.paiements, context, lambda: self.day.day)
        self.loans = LoansView(workspace.prets, context, lambda: self.day.day)
        self.search = QLineEdit()
        self.panel = DossierPanel(context, lambda: self.day.day)
        self.progress = TaskPanel(context.tasks)
        self.tabs = QTabWidget()
        self.first_focus = self.payments.table
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Famille")
        self.search.setAccessibleName("Paiements et prêts de la famille")
        self.search.setClearButtonEnabled(True)
        for widget in (self.search, self.day):
            self.header.add_action(widget)
        for title, view in (("Paiements", self.payments), ("Prêts", self.loans)):
            self.tabs.addTab(view, title)
        self.tabs.tabBar().setAccessibleName("Paiements ou prêts")
        left, right = Card(), Card()
        left.body.setContentsMargins(12, 2, 12, 10)
        left.body.addWidget(self.tabs)
        right.body.addWidget(self.panel, 1)
        split = list_beside_panel(left, right, _SHARES)
        self.body.addWidget(self.progress)
        self.body.addWidget(split, 1)

    def _connect(self) -> None:
        self._navigator.data_changed.connect(self.note_change)
        self.day.changed.connect(self.refresh)
        self.search.textChanged.connect(self._change_list)
        self.search.returnPressed.connect(self._leave_search)
        for view in (self.payments, self.loans):
            view.changed.connect(self._change_list)
            view.chosen.connect(partial(self._choose, view))
        self.tabs.currentChanged.connect(lambda _: self._choose(self.view, self.view.current_aide))
        self.payments.acted.connect(self._act_on_rows)
        self.payments.all_asked.connect(self._tick_all)
        self.payments.table.activated_row.connect(self._activate_payment)
        self.loans.table.activated_row.connect(lambda _: self._do(REMBOURSER, None))
        self.panel.asked.connect(self._do)
        self.panel.famille_requested.connect(self._navigator.famille_requested)
        self._shortcut("F5", self.refresh)
        self._shortcut("Ctrl+F", self.search.setFocus)
        self._shortcut("V", lambda: self.payments.act.click() if self.view is self.payments else None)
        for action in (AJOUTER, REMBOURSER, SOLDER, ECHEANCIER, REMETTRE):
            self._shortcut(action.lettre, self.panel.buttons[action].click)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    @property
    def view(self) -> ListView:
        """The list shown."""
        shown: QWidget = self.tabs.currentWidget()
        return self.loans if shown is self.loans else self.payments

    # --- Reading ---

    @override
    def open_record(self, ident: int) -> None:
        """Show the payments and the loan of an aid, in its list or not."""
        self._pinned = ident
        self.refresh()

    @override
    def refresh(self, *_: object) -> None:
        """Read the lists again, on the day of the header."""
        super().refresh()
        asked = self.payments.liste, self.loans.liste
        work = partial(self._read, self.day.day, asked, self.payments.bounds(), self.search.text())
        self._reading.ask(work, self._show, self._say)

    def _read(
        self,
        jour: date,
        asked: tuple[ListePaiements, ListePrets],
        bounds: tuple[date | None, date | None],
        text: str,
    ) -> _Shown:
        paiements, prets = self._workspace.paiements, self._workspace.prets
        familles = self._workspace.familles.search(text) if words(text) else None
        return _Shown(
            paiements.read_list(asked[0], jour, *bounds, familles), prets.read_list(asked[1], jour, familles),
            paiements.read_list(ListePaiements.A_VERSER, jour),
        )  # fmt: skip

    def _show(self, shown: _Shown) -> None:
        cursor = self._pinned is None
        for view, found in ((self.payments, shown.paiements), (self.loans, shown.prets)):
            if not found.ids:
                view.panel.set_empty(self._empty(view))
        self.payments.show_list(shown.paiements, cursor=cursor)
        self.loans.show_list(shown.prets, cursor=cursor)
        self.day.show_day()
        self.header.set_sentence(page_sentence(shown.a_verser, shown.prets.ensemble, self.day.day))
        if self._pinned is not None:
            self.payments.put_cursor(None)
            if self.loans.put_cursor(self._pinned):
                self.tabs.setCurrentWidget(self.loans)
        self._open(self._pinned or self.view.current_aide)
        if self._opens and self.isVisible() and self.isAncestorOf(QApplication.focusWidget() or self):
            self.view.focus_list()
        self._opens = False

    def _empty(self, view: ListView) -> EmptyState:
        """Say that nothing is to be done, or that nothing was found."""
        if words(self.search.text()):
            return EmptyState(
                nothing_found(self.search.text()), "Voir toutes les familles", self.search.clear
            )
        return EmptyState(EMPTY_LOANS if view is self.loans else EMPTY_PAYMENTS[self.payments.liste])

    def _change_list(self, *_: object) -> None:
        self._pinned = None
        self.refresh()

    def _leave_search(self) -> None:
        self.view.focus_list()

    def _choose(self, view: ListView, aide_id: int | None) -> None:
        if view is self.view and aide_id is not None:
            self._pinned = None
            self._open(aide_id)

    def _open(self, aide_id: int | None) -> None:
        if aide_id is None:
            self._opening.forget()
            self.panel.show_vue(None)
            return
        work = partial(self._workspace.prets.open_dossier, aide_id, self.day.day)
        self._opening.ask(work, self._show_dossier, self._lose)

    def _show_dossier(self, vue: DossierVue) -> None:
        loans = self.view is self.loans
        self.panel.show_vue(vue, schedule=loans, paiement_id=None if loans else self.payments.current_payment)
        after, self._after = self._after, None
        if after is not None:
            after(vue)

    def _lose(self, error: CaseappError) -> None:
        self._after = self._pinned = None
        self.panel.show_vue(None)
        self._say(error)

    # --- Acting ---

    def _act_on_rows(self) -> None:
        """Pay, or plan, the rows ticked, else the one under the cursor."""
        rows = self.payments.chosen_rows()
        if rows:
            due = self.payments.liste is ListePaiements.A_VERSER
            spec = paid_spec if due else planned_spec
            self._enter(spec(self._workspace, rows, self._navigator.today()))

    def _tick_all(self) -> None:
        read = self._workspace.paiements.list_rows
        work = partial(read, self.payments.liste, self.payments.ids, self.day.day)
        self._acting.ask(work, self.payments.tick_all, self._say)

    def _activate_payment(self, row: PaiementRow) -> None:
        """Go on with a payment: pay it, plan it, or note that it came back."""
        liste = self.payments.liste
        if liste is ListePaiements.A_VERSER:
            self._act_on_rows()
        else:
            self._do(AJOUTER if liste is ListePaiements.A_PREVOIR else RETOUR, row)

    def _do(self, action: Action, row: object) -> None:
        """Open the entry of an action on the aid shown."""
        vue, today, workspace = self.panel.vue, self._navigator.today(), self._workspace
        if vue is None or self._opening.is_busy:
            return
        if isinstance(row, PaiementRow):
            if action is VERSER:
                self._enter(paid_spec(workspace, {row.id: row.montant}, today))
            elif action in {ANNULER, RETOUR}:
                make = cancel_spec if action is ANNULER else return_spec
                self._enter(make(workspace, vue, row, today))
        if action is AJOUTER:
            forme = row.forme if isinstance(row, PaiementRow) else None
            self._enter(payment_spec(workspace, vue, forme, today))
        elif action is RETIRER and isinstance(row, MouvementRow):
            self._acting.ask(partial(workspace.prets.remove_movement, row.id), self._written, self._say)
        elif action in _LOAN and vue.pret is not None:
            self._enter(_LOAN[action](workspace, vue, today))

    def _enter(self, spec: EntrySpec) -> None:
        self.progress.clear()
        self._desk.open(spec)

    def _written(self, _result: object) -> None:
        self._navigator.data_changed.emit()

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the sheet that a draft was left in; tell whether it is one of this page."""
        page, _, rest = brouillon.cle.partition(".")
        if page != "prets":
            return False
        cle, *idents = rest.split(".")
        if cle in BY_KEY and idents and all(one.isdecimal() for one in idents):
            self._after = partial(self._take_up, BY_KEY[cle], *map(int, idents[1:]))
            self.open_record(int(idents[0]))
        return True

    def _take_up(self, action: Action, *args: object) -> None:
        *row_ids, vue = args
        rows = vue.paiements if isinstance(vue, DossierVue) else ()
        row = next((one for one in rows if row_ids and one.id == row_ids[0]), None)
        self._do(action, row)

    def _say(self, error: CaseappError) -> None:
        self.progress.say(str(error), "erreur")


_LOAN: dict[Action, Callable[[Workspace, DossierVue, date], EntrySpec]] = {
    REMBOURSER: repay_spec,
    SOLDER: settle_spec,
    ECHEANCIER: plan_spec,
    REMETTRE: remit_spec,
}
