"""Logements: the dwellings reported as unfit, from the visit to the release of the aid withheld."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.errors import CaseappError, InputError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.logements_rows import Etape, Filtre, ListeLogements, OccupationRow, SignalementVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.logements_actions import ACTIONS, OCCUPANT, ROUVRIR, Action
from caseapp.ui.pages.logements_bureau import LogementDesk
from caseapp.ui.pages.logements_liste import LogementsView
from caseapp.ui.pages.logements_panneau import LogementPanel
from caseapp.ui.pages.logements_words import EMPTY, NOTHING_FOUND, page_sentence
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage
from caseapp.ui.widgets.search_keys import focus_whole
from caseapp.ui.widgets.task_panel import TaskPanel


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page reads at once."""

    liste: ListeLogements
    origines: tuple[Choice, ...]
    resultats: tuple[Choice, ...]


class LogementsPage(RecordPage):
    """The list by stage and the report chosen in it; letters act on it."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Logements")
        self._workspace, self._navigator = workspace, navigator
        self._reading, self._opening = (LatestTask(context.tasks, self) for _ in range(2))
        self._acting = SaveQueue(context.tasks, self)
        self._wanted: int | None = None
        self._opens = True
        self.panel = LogementPanel(workspace, context, navigator)
        self.view = LogementsView(self.panel, context, navigator.today)
        self.progress = TaskPanel(context.tasks)
        self.desk = LogementDesk(self, workspace, context, navigator)
        new = plain_button("Signaler un logement", self.desk.open, primary=True)
        new.setToolTip("Inser")
        self.header.add_action(new)
        self.first_focus = self.view.table
        self.body.addWidget(self.progress)
        self.body.addWidget(self.view, 1)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        view, panel = self.view, self.panel
        self._navigator.data_changed.connect(self.note_change)
        view.filters.changed.connect(self.refresh)
        view.chosen.connect(self._open)
        view.connect_actions(self._do)
        self.desk.refused.connect(self._tell)
        self.desk.report_wanted.connect(self.open_record)
        panel.famille_requested.connect(self._navigator.famille_requested)
        panel.signalement_requested.connect(self.open_record)
        panel.occupant_asked.connect(self._add_occupant)
        panel.dwelling_asked.connect(self._edit_dwelling)
        panel.stay_asked.connect(self._edit_stay)
        panel.extension_removed.connect(self._remove_extension)
        panel.withheld_removed.connect(self._remove_withheld)
        panel.address_asked.connect(self._reveal)
        for action in ACTIONS:
            if action.lettre:
                self._shortcut(action.lettre, view.buttons[action].click)
        self._shortcut(OCCUPANT.lettre, self._add_occupant)
        self._shortcut("Ins", self.desk.open)
        self._shortcut("F5", self.refresh)
        self._shortcut("Ctrl+F", self._find)
        self._shortcut("Esc", self._leave)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    # --- Reading ---

    @override
    def refresh(self, *_: object) -> None:
        """Read the list again, with the same filters."""
        super().refresh()
        mine = self.view.filters.mine.isChecked()
        self._reading.ask(partial(self._read, self.view.filters.filtre(), mine=mine), self._show, self._say)

    def _read(self, filtre: Filtre, *, mine: bool) -> _Shown:
        workspace, today = self._workspace, self._navigator.today()
        if mine:
            me = workspace.agents.me()
            if me is None:
                raise InputError("Dites d'abord qui vous êtes, sur l'accueil.")
            filtre = replace(filtre, agent_id=me.id)
        pending = workspace.echeances.suivies(today, domaines=(Domaine.INDECENCE,))
        codes = partial(workspace.choix.codes, today=today)
        return _Shown(
            workspace.logements.read_list(filtre, today, pending), codes("origine_signalement"),
            codes("resultat_constat"),
        )  # fmt: skip

    def _show(self, shown: _Shown) -> None:
        liste, filters = shown.liste, self.view.filters
        filters.offer(shown.origines, shown.resultats)
        self.header.set_sentence(page_sentence(liste))
        wanted = self._wanted
        if wanted is not None and all(row.id != wanted for row in liste.rows) and self._look_elsewhere():
            return
        if not liste.rows:
            self.view.list.set_empty(self._empty())
        self._wanted = None
        self.view.show_list(liste, self.view.current if wanted is None else wanted)
        focused = QApplication.focusWidget()
        mine = self.isVisible() and (focused is None or self.isAncestorOf(focused))
        if mine and (self._opens or wanted is not None or focused is None):
            self.view.focus_list()
        self._opens = False

    def _look_elsewhere(self) -> bool:
        """Leave the filters that hide the report asked for; tell whether the list is read again."""
        filters = self.view.filters
        if filters.is_narrow:
            if filters.filtre() == Filtre(Etape.CLOS) and not filters.mine.isChecked():
                self._wanted = None
                return False
            filters.clear()
            return True
        filters.choose(Etape.CLOS)
        self.refresh()
        return True

    def _empty(self) -> EmptyState:
        if self.view.filters.is_narrow:
            return EmptyState(NOTHING_FOUND, "Voir tous les signalements ouverts", self.view.filters.clear)
        return EmptyState(EMPTY, "Signaler un logement", self.desk.open)

    def _open(self, signalement_id: int | None) -> None:
        if signalement_id is None:
            self._opening.forget()
            self.view.show_vue(None)
            return
        work = partial(self._workspace.logements.open_vue, signalement_id, self._navigator.today())
        self._opening.ask(work, self.view.show_vue, self._say)

    @override
    def open_record(self, ident: int) -> None:
        """Show a report, the filters left when they hide it."""
        self._wanted = ident
        self.refresh()

    @override
    def add_record(self, famille_id: int | None) -> None:
        """Report a dwelling."""
        self.desk.open(famille_id)

    # --- What is done with a report ---

    def _do(self, action: Action) -> None:
        vue = self._current()
        if vue is None or not self.view.buttons[action].isVisible():
            return
        self.progress.clear()
        if action is ROUVRIR:
            self._write(partial(self._workspace.logements.rouvrir, vue.row.id))
        else:
            self.desk.do(action, vue.row.id)

    def _current(self) -> SignalementVue | None:
        """Return the report on screen, None while another is read."""
        vue = self.panel.vue
        return vue if vue is not None and vue.row.id == self.view.current else None

    def _add_occupant(self) -> None:
        vue = self._current()
        if vue is not None and vue.logement is not None:
            self.desk.occupant(vue.row.id)

    def _edit_dwelling(self) -> None:
        vue = self._current()
        if vue is not None:
            self.desk.dwelling(vue.row.id)

    def _edit_stay(self, row: OccupationRow) -> None:
        vue = self._current()
        if vue is not None:
            self.desk.stay(vue.row.id, row.id)

    def _remove_extension(self, prolongation_id: int) -> None:
        self._write(partial(self._workspace.logements.retirer_prolongation, prolongation_id))

    def _remove_withheld(self) -> None:
        vue = self._current()
        if vue is not None:
            self._write(partial(self._workspace.logements.retirer_conservation, vue.row.id))

    def _reveal(self) -> None:
        vue = self._current()
        if vue is not None:
            work = partial(self._workspace.logements.reveal_adresse, vue.row.id)
            self._opening.ask(work, self.panel.show_address, self._say)

    def _write(self, work: partial[None]) -> None:
        self._acting.ask(work, lambda _: self._navigator.data_changed.emit(), self._say)

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the sheet that a draft was left in; tell whether it is one of this page."""
        return self.desk.take_up(brouillon) or self.panel.echeances.take_up(brouillon)

    def _find(self) -> None:
        focus_whole(self.view.filters.field)

    def _leave(self) -> None:
        """Go back to the list from the panel; from the list, show every open report again."""
        if self.view.table.hasFocus() and self.view.filters.is_narrow:
            self.view.filters.clear()
        self.view.focus_list()

    def _tell(self, sentence: str) -> None:
        self.progress.say(sentence, "erreur")

    def _say(self, error: CaseappError) -> None:
        self._tell(str(error))
