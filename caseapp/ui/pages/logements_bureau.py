"""The sheets of reported dwellings: reported, corrected, each step, who lives there; drafts taken up."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.demandes_lignes import FamilleDemande
from caseapp.services.logements_rows import SignalementVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, FormSheet
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_suivi_choix import with_present
from caseapp.ui.pages.logements_actions import BY_KEY, LOGEMENT, MODIFIER, OCCUPANT, OCCUPATION, Action
from caseapp.ui.pages.logements_occupants import dwelling_spec, edit_stay_spec, stay_spec
from caseapp.ui.pages.logements_saisies import DRAFTS, SPECS, draft_key, read_entry
from caseapp.ui.pages.logements_signaler import (
    Offered,
    ReportSheet,
    first_values,
    present_values,
    saisie_of,
)

T = TypeVar("T")
NEW = "signaler"
_OF_FAMILY = "famille"
_WIDTH = 660
"""Pixels of the sheet of a report, at 100 %."""


@dataclass(frozen=True, slots=True)
class _Dwelling:
    """What the entries about a dwelling are made from."""

    vue: SignalementVue
    statuts: tuple[Choice, ...]
    types: tuple[Choice, ...]


class LogementDesk(QObject):
    """Opens them over a page, one at a time."""

    refused = Signal(str)
    """Why one cannot be opened."""
    report_wanted = Signal(int)
    """A report that was just made, or whose draft is taken up: show it."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(page)
        self._page, self._workspace, self._context, self._navigator = page, workspace, context, navigator
        self._desk = EntryDesk(page, context, navigator, workspace.brouillons)
        self._reading = LatestTask(context.tasks, page)

    # --- The report ---

    def open(self, famille_id: int | None = None) -> None:
        """Report a dwelling, of a family when one is given."""
        self._ask(partial(self._read_new, famille_id), partial(self._open_new, famille_id))

    def _read_new(self, famille_id: int | None) -> Offered:
        if famille_id is None:
            return self._offered()
        famille = self._workspace.occupations.famille(famille_id, self._navigator.today())
        home = None if famille.actuel is None else Choice(str(famille.actuel[0]), famille.actuel[1])
        return self._offered(None, famille=famille, logement=home)

    def _offered(self, about: FamilleDemande | None = None, **more: Any) -> Offered:
        codes, today = self._workspace.choix.codes, self._navigator.today()
        agents, me = self._workspace.agents.list_rows(), self._workspace.agents.me()
        return Offered(
            codes("origine_signalement", today), codes("type_logement", today),
            codes("statut_occupation", today), tuple(Choice(str(one.id), one.label) for one in agents),
            None if me is None else str(me.id), () if about is None else about.interventions, **more,
        )  # fmt: skip

    def _open_new(self, famille_id: int | None, offered: Offered) -> None:
        today = self._navigator.today()
        sheet = ReportSheet(self._workspace, self._context, offered, today, famille_id)
        key = ".".join((DRAFTS, NEW, *(() if famille_id is None else (_OF_FAMILY, str(famille_id)))))

        def save(typed: dict[str, Any]) -> int:
            return self._workspace.logements.signaler(saisie_of(typed, famille_id), today)

        self._desk.open(
            EntrySpec(
                key, "Signaler un logement", "Signalement d'un logement",
                sheet.rows(famille=famille_id is None), save, values=first_values(offered, today),
                famille_id=famille_id, notice=sheet.head, prepare=sheet.follow, width=_WIDTH,
                focus="famille" if famille_id is None else "origine", on_saved=self.report_wanted.emit,
            )
        )  # fmt: skip

    def edit(self, signalement_id: int) -> None:
        """Correct a report."""
        self._ask(partial(self._read_made, signalement_id), self._open_made)

    def _read_made(self, signalement_id: int) -> tuple[SignalementVue, Offered]:
        today = self._navigator.today()
        vue = self._workspace.logements.open_vue(signalement_id, today)
        about = self._workspace.demandes.about(vue.row.famille_id, today)
        home = None
        if vue.logement is not None:
            home = self._workspace.occupations.choice(vue.logement.id, vue.row.famille_id)
        offered = self._offered(about, logement=home)
        own = None if vue.agent_id is None else str(vue.agent_id)
        return vue, replace(offered, agents=with_present(offered.agents, own, vue.agent))

    def _open_made(self, read: tuple[SignalementVue, Offered]) -> None:
        vue, offered = read
        today = self._navigator.today()
        sheet = ReportSheet(self._workspace, self._context, offered, today, vue.row.famille_id)
        rows = tuple(one for one in sheet.rows(famille=False) if not _about_stay(one))

        def save(typed: dict[str, Any]) -> None:
            saisie = saisie_of(typed, vue.row.famille_id)
            self._workspace.logements.modifier(vue.row.id, saisie, today)

        self._desk.open(
            EntrySpec(
                draft_key(MODIFIER, vue.row.id), "Modifier le signalement", "Signalement modifié", rows, save,
                values=present_values(vue, offered), famille_id=vue.row.famille_id, notice=sheet.head,
                prepare=sheet.follow, width=_WIDTH,
            )
        )  # fmt: skip

    # --- Its steps ---

    def step(self, action: Action, signalement_id: int) -> None:
        """Open the entry of a step of a report."""
        make = SPECS[action]
        self._ask(
            partial(read_entry, self._workspace, signalement_id, self._navigator.today()),
            lambda entry: self._desk.open(make(entry)),
        )

    # --- Who lives there ---

    def occupant(self, signalement_id: int) -> None:
        """Add a family to the dwelling of a report."""

        def opened(read: _Dwelling) -> None:
            if read.vue.logement is not None:
                home = read.vue.logement.id
                self._desk.open(stay_spec(self._workspace, read.vue, read.statuts, home))

        self._ask(partial(self._read_dwelling, signalement_id), opened)

    def stay(self, signalement_id: int, occupation_id: int) -> None:
        """Correct a stay in the dwelling of a report."""

        def opened(read: _Dwelling) -> None:
            row = next((one for one in read.vue.occupants if one.id == occupation_id), None)
            if row is not None:
                remove = partial(self._remove_stay, row.id)
                self._desk.open(edit_stay_spec(self._workspace, read.vue, read.statuts, row, remove))

        self._ask(partial(self._read_dwelling, signalement_id), opened)

    def dwelling(self, signalement_id: int) -> None:
        """Correct the dwelling of a report."""

        def opened(read: _Dwelling) -> None:
            spec = dwelling_spec(self._workspace, read.vue, read.types)
            if spec is not None:
                self._desk.open(spec)

        self._ask(partial(self._read_dwelling, signalement_id), opened)

    def _read_dwelling(self, signalement_id: int) -> _Dwelling:
        today, codes = self._navigator.today(), self._workspace.choix.codes
        vue = self._workspace.logements.open_vue(signalement_id, today)
        return _Dwelling(vue, codes("statut_occupation", today), codes("type_logement", today))

    def _remove_stay(self, occupation_id: int) -> None:
        for sheet in self._page.window().findChildren(FormSheet):
            if sheet.isVisible():
                sheet.close_saved()
        self._reading.ask(
            partial(self._workspace.occupations.remove, occupation_id),
            lambda _: self._navigator.data_changed.emit(),
            self._refuse,
        )

    # --- Drafts ---

    def take_up(self, draft: BrouillonRow) -> bool:
        """Open again the sheet that a draft was left in; tell whether it is one of these."""
        page, _, rest = draft.cle.partition(".")
        if page != DRAFTS:
            return False
        kind, *idents = rest.split(".")
        if kind == NEW:
            self.open(int(idents[1]) if len(idents) > 1 and idents[1].isdecimal() else None)
            return True
        numbers = [int(one) for one in idents if one.isdecimal()]
        if not numbers:
            return False
        if kind == OCCUPATION.cle:
            self.stay(numbers[0], numbers[-1])
        elif kind in BY_KEY:
            self.do(BY_KEY[kind], numbers[0])
        else:
            return False
        self.report_wanted.emit(numbers[0])
        return True

    def do(self, action: Action, signalement_id: int) -> None:
        """Open the entry of an action on a report."""
        if action is MODIFIER:
            self.edit(signalement_id)
        elif action is OCCUPANT:
            self.occupant(signalement_id)
        elif action is LOGEMENT:
            self.dwelling(signalement_id)
        elif action in SPECS:
            self.step(action, signalement_id)

    def _refuse(self, error: CaseappError) -> None:
        self.refused.emit(str(error))

    def _ask(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        sheets = self._page.window().findChildren(FormSheet)
        if not self._reading.is_busy and not any(sheet.isVisible() for sheet in sheets):
            self._reading.ask(work, done, self._refuse)


def _about_stay(row: object) -> bool:
    return isinstance(row, tuple) and any(
        isinstance(one, FieldSpec) and one.key == "date_entree" for one in row
    )
