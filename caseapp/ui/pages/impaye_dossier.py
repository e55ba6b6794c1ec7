"""An arrears file, opened from the board: its debt, its deadlines, its plan, its facts, its support."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from caseapp.domain.etapes_impaye import Etape, etape
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.impayes_rows import FaitRow, ImpayeVue, MouvementRow, PlanRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.impaye_dossier_actions import (
    ACTIONS,
    BY_KEY,
    CONSTITUTION,
    CONTACT,
    CORRIGER_FAIT,
    CORRIGER_MOUVEMENT,
    FAIT,
    ISSUE,
    MODIFIER,
    MODIFIER_PLAN,
    MOUVEMENT,
    PAIEMENT,
    PLAN,
    RENEGOCIER,
    RETIRER_FAIT,
    RETIRER_MOUVEMENT,
    RETIRER_PLAN,
    ROMPRE,
    ROUVRIR,
    SOUTIEN,
)
from caseapp.ui.pages.impaye_dossier_cartes import (
    ActionCard,
    DetteCard,
    FaitsCard,
    PlanCard,
    lease_card,
    support_card,
)
from caseapp.ui.pages.impaye_dossier_plan import breach_spec, correction_spec, plan_spec, renegotiation_spec
from caseapp.ui.pages.impaye_dossier_saisies import (
    Codes,
    Ouvert,
    constitution_spec,
    fact_spec,
    issue_spec,
    movement_spec,
    payment_spec,
    read_codes,
    reopen_spec,
    support_spec,
)
from caseapp.ui.pages.impaye_dossier_simulation import SimulationCard
from caseapp.ui.pages.impaye_dossier_tete import DossierHead
from caseapp.ui.pages.impaye_saisie import ImpayeDesk
from caseapp.ui.pages.prets_actions import Action
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.echeances_dossier import EcheancesPanel
from caseapp.ui.widgets.task_panel import TaskPanel

_LEFT, _RIGHT = 58, 42
"""Shares of the width."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read at once."""

    vue: ImpayeVue
    codes: Codes
    etape: Etape | None
    following: EcheanceSuivie | None


class DossierImpaye(QWidget):
    """`open` shows a file; `closed` asks for the board again."""

    closed = Signal()

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__()
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._reading, self._acting = LatestTask(context.tasks, self), SaveQueue(context.tasks, self)
        self._desk = EntryDesk(self, context, navigator, workspace.brouillons)
        self._report = ImpayeDesk(self, workspace, context, navigator, say=self._say)
        self._after: Callable[[], object] | None = None
        self._stale = False
        self.ident: int | None = None
        self.vue: ImpayeVue | None = None
        self._codes: Codes | None = None
        self.setAccessibleName("Dossier d'impayé")
        self.head = DossierHead(context)
        self.dette, self.plan = DetteCard(context), PlanCard(context, navigator.today)
        self.faits, self.bail, self.soutien = FaitsCard(context), lease_card(context), support_card(context)
        self.echeances = EcheancesPanel(workspace, context, navigator)
        self.simulation = SimulationCard(workspace, context, navigator)
        self.progress = TaskPanel(context.tasks)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(14)
        for share, cards in (
            (_LEFT, (self.dette, self.plan, self.faits, self.soutien)),
            (_RIGHT, (self.echeances, self.simulation, self.bail)),
        ):
            column = QVBoxLayout()
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, share)
        area = QScrollArea()
        area.setObjectName("page")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        self._content, self.area = content, area
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        for widget in (self.head, self.progress):
            outer.addWidget(widget)
        outer.addWidget(area, 1)

    @property
    def _cards(self) -> tuple[ActionCard, ...]:
        return self.dette, self.plan, self.faits, self.bail, self.soutien

    def _connect(self) -> None:
        self._navigator.data_changed.connect(self._note_change)
        self.head.left.connect(self.closed)
        self.head.famille_requested.connect(self._navigator.famille_requested)
        self.head.asked.connect(self._do)
        buttons = dict(self.head.buttons)
        for card in self._cards:
            card.asked.connect(self._do)
            buttons |= card.buttons
        for action in ACTIONS:
            if action.lettre:
                self._shortcut(action.lettre, partial(_press, buttons[action]))
        self._shortcut("Esc", self.closed.emit)
        self.dette.table.activated_row.connect(lambda row: self._do(CORRIGER_MOUVEMENT, row))
        self.faits.table.activated_row.connect(lambda row: self._do(CORRIGER_FAIT, row))
        self.plan.table.activated_row.connect(lambda _: self._do(PAIEMENT, None))

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    # --- Reading ---

    def report(self, famille_id: int | None = None) -> None:
        """Make a new file, for a family when one is given; it is then shown by the page."""
        self._report.open(famille_id)

    def open(self, impaye_id: int) -> None:
        """Show a file; one that is gone is said in place."""
        if impaye_id != self.ident:
            self._forget()
        self.ident = impaye_id
        self.echeances.show_dossier(Domaine.IMPAYES, impaye_id)
        self.refresh()

    def refresh(self) -> None:
        """Read the file again."""
        self._stale = False
        if self.ident is not None:
            self._reading.ask(
                partial(self._read, self.ident, self._navigator.today()), self._show, self._lose
            )

    def _note_change(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Read again a file that was written while it was not on screen."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _read(self, ident: int, today: date) -> _Read:
        vue = self._workspace.impayes.open_dossier(ident, today)
        suivies = self._workspace.echeances.du_dossier(Domaine.IMPAYES, ident, today)
        following = next((one for one in suivies if one.fait_le is None), None)
        known = suivies[0].dossier.dossier if suivies else None
        stage = None if known is None else etape(known.faits, known.attributs)
        return _Read(vue, read_codes(self._workspace, today), stage, following)

    def _show(self, read: _Read) -> None:
        first = self.vue is None
        self.vue, self._codes = read.vue, read.codes
        self.head.show_vue(read.vue, read.etape, read.following, self._navigator.today())
        for card in self._cards:
            card.show_vue(read.vue)
        self.simulation.show_vue(read.vue)
        self._content.show()
        if first and self.isVisible() and self._awaits_focus():
            self.focus_first()
        after, self._after = self._after, None
        if after is not None:
            after()

    def _awaits_focus(self) -> bool:
        """Tell whether the keyboard is nowhere in the file but on the way back, shown before the rest."""
        focus = QApplication.focusWidget()
        return focus is None or focus is self.head.back or not self.isAncestorOf(focus)

    def focus_first(self) -> None:
        """Give the keyboard to the debt, or to the way back."""
        table = self.dette.table
        (table if table.isVisible() else self.head.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lose(self, error: CaseappError) -> None:
        self._after = None
        self._forget()
        self._say(error)

    def _forget(self) -> None:
        """Show no file: another one is read, or this one is gone."""
        self._content.hide()
        self.head.clear()
        self.vue = None

    # --- Acting ---

    def _do(self, action: Action, row: object) -> None:
        """Open the entry of an action, or do it at once."""
        if self.vue is None or self._codes is None or self._reading.is_busy:
            return
        self.progress.clear()
        ouvert = Ouvert(self._workspace, self.vue, self._codes, self._navigator.today())
        if action is MODIFIER:
            self._report.edit(self.vue)
        elif action in _SPECS:
            self._desk.open(_SPECS[action](ouvert))
        elif action is CORRIGER_MOUVEMENT and isinstance(row, MouvementRow):
            self._correct_movement(ouvert, row)
        elif action is CORRIGER_FAIT and isinstance(row, FaitRow):
            self._desk.open(fact_spec(ouvert, row))
        elif action is MODIFIER_PLAN and isinstance(row, PlanRow):
            self._desk.open(correction_spec(ouvert, row))
        else:
            self._remove(action, row)

    def _correct_movement(self, ouvert: Ouvert, row: MouvementRow) -> None:
        """Correct a movement; that of the report is corrected with the report."""
        if row.id is None:
            self._report.edit(ouvert.vue)
        else:
            self._desk.open(movement_spec(ouvert, row))

    def _remove(self, action: Action, row: object) -> None:
        impayes, vue = self._workspace.impayes, self.vue
        work: partial[None] | None = None
        if action is RETIRER_MOUVEMENT and isinstance(row, MouvementRow) and row.id is not None:
            work = partial(impayes.remove_movement, row.id, self._navigator.today())
        elif action is RETIRER_FAIT and isinstance(row, FaitRow):
            work = partial(impayes.remove_fact, row.id)
        elif action is RETIRER_PLAN and vue is not None and vue.plan is not None:
            work = partial(impayes.remove_plan, vue.id, vue.plan.id)
        if work is not None and not self._acting.is_busy:
            self._acting.ask(work, lambda _: self._navigator.data_changed.emit(), self._say)

    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open again the file and the sheet of a draft; tell whether it is one of a file."""
        if self._report.take_up(brouillon) or self.echeances.take_up(brouillon):
            return True
        prefix, _, rest = brouillon.cle.partition(".")
        cle, *idents = rest.split(".")
        if prefix != "impaye" or cle not in BY_KEY or not idents or not all(map(str.isdecimal, idents)):
            return False
        self._after = partial(self._take_up, BY_KEY[cle], *map(int, idents[1:]))
        self._navigator.impaye_requested.emit(int(idents[0]))
        return True

    def _take_up(self, action: Action, row_id: int | None = None) -> None:
        rows = self._rows()
        wanted = _ROWS.get(action, FaitRow)
        row = next((one for one in rows if isinstance(one, wanted) and one.id == row_id), None)
        self._do(action, row)

    def _rows(self) -> tuple[MouvementRow | FaitRow | PlanRow, ...]:
        """Return what a draft may be about."""
        vue = self.vue
        if vue is None:
            return ()
        return (*vue.mouvements, *vue.faits, *(one for one in vue.plans if not one.is_broken))

    def _say(self, error: CaseappError) -> None:
        self.progress.say(str(error), "erreur")


def _press(button: QPushButton) -> None:
    """Do what a button does while it is offered."""
    if button.isVisible():
        button.click()


_ROWS: dict[Action, type[MouvementRow | PlanRow]] = {
    CORRIGER_MOUVEMENT: MouvementRow,
    MODIFIER_PLAN: PlanRow,
}
_SPECS: dict[Action, Callable[[Ouvert], EntrySpec]] = {
    PAIEMENT: payment_spec,
    MOUVEMENT: movement_spec,
    CONSTITUTION: constitution_spec,
    FAIT: fact_spec,
    CONTACT: partial(fact_spec, contact=True),
    PLAN: plan_spec,
    ROMPRE: breach_spec,
    RENEGOCIER: renegotiation_spec,
    SOUTIEN: support_spec,
    ISSUE: issue_spec,
    ROUVRIR: reopen_spec,
}
