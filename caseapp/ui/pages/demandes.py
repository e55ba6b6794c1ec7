"""Demandes d'aide : who asked for what, what is missing, what was decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from caseapp.errors import CaseappError, InputError
from caseapp.services.demandes_lignes import DemandeVue, Filtre
from caseapp.services.jours_feries import is_public_holiday
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.demandes_liste import (
    CLASSER,
    DELEGUER,
    LETTRE,
    MODIFIER,
    PAIEMENTS,
    ROUVRIR,
    SEANCE,
    DemandesView,
)
from caseapp.ui.pages.demandes_saisie import DemandeDesk
from caseapp.ui.pages.demandes_words import EMPTY, NOTHING_FOUND, list_sentence
from caseapp.ui.pages.lettres_ecriture import LetterDesk
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage
from caseapp.ui.widgets.search_keys import focus_whole
from caseapp.ui.widgets.task_panel import TaskPanel

Act = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page reads at once."""

    filtre: Filtre
    ids: tuple[int, ...]
    annees: tuple[int, ...]
    types: tuple[Choice, ...]


class DemandesPage(RecordPage):
    """The list and the request chosen in it; Ctrl+D asks for another aid."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Aides financières")
        self._workspace, self._navigator = workspace, navigator
        self._reading, self._opening = (LatestTask(context.tasks, self) for _ in range(2))
        self._acting = SaveQueue(context.tasks, self)
        self._wanted: int | None = None
        self._sort = ("", False)
        self._opens = True
        self.view = DemandesView(workspace.demandes, context, navigator.today)
        self.progress = TaskPanel(context.tasks)
        self.desk = DemandeDesk(self, workspace, context, navigator, self._tell)
        self.letters = LetterDesk(self, workspace, context, navigator, self.progress)
        new = plain_button("Nouvelle demande", partial(navigator.demande_requested.emit, None), primary=True)
        new.setToolTip("Ctrl+D")
        self.header.add_action(new)
        self.first_focus = self.view.table
        self.body.addWidget(self.progress)
        self.body.addWidget(self.view, 1)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        view = self.view
        self._navigator.data_changed.connect(self.note_change)
        view.filters.changed.connect(self.refresh)
        view.table.sort_requested.connect(self._order)
        view.chosen.connect(self._open)
        view.panel.famille_requested.connect(self._navigator.famille_requested)
        view.panel.piece_ticked.connect(self._receive)
        view.panel.piece_asked.connect(self._ask_piece)
        acts: dict[str, Act] = {
            MODIFIER: self.desk.edit, DELEGUER: self.desk.decide, CLASSER: self.desk.withdraw,
            SEANCE: self._open_seance, LETTRE: self._write_letter, ROUVRIR: self._reopen,
            PAIEMENTS: self._navigator.pret_requested.emit,
        }  # fmt: skip
        for key, act in acts.items():
            view.buttons[key].clicked.connect(partial(self._act, key, act))
        for keys, wanted in (("Ctrl+E", MODIFIER), ("Ctrl+Shift+D", DELEGUER)):
            QShortcut(QKeySequence(keys), self, view.buttons[wanted].click)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._find)
        escape = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self._leave)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- Reading ---

    @override
    def refresh(self, *_: object) -> None:
        """Read the list again, with the same filters."""
        super().refresh()
        tri, decroissant = self._sort
        filtre = replace(self.view.filters.filtre(), tri=tri, decroissant=decroissant)
        mine = self.view.filters.mine.isChecked()
        self._reading.ask(partial(self._read, filtre, mine=mine), self._show, self._say)

    def _read(self, filtre: Filtre, *, mine: bool) -> _Shown:
        demandes = self._workspace.demandes
        is_public_holiday(self._navigator.today())  # loads them here rather than while the list is painted
        if mine:
            me = self._workspace.agents.me()
            if me is None:
                raise InputError("Dites d'abord qui vous êtes, sur l'accueil.")
            filtre = replace(filtre, agent_id=me.id)
        return _Shown(filtre, demandes.list_ids(filtre), demandes.annees(), demandes.types())

    def _show(self, shown: _Shown) -> None:
        self.view.filters.offer(shown.annees, shown.types)
        self.header.set_sentence(list_sentence(len(shown.ids), shown.filtre.statut))
        if self._wanted is not None and self._wanted not in shown.ids and self.view.filters.is_narrow:
            self.view.filters.clear()  # reads again: the request asked for is not in this list
            return
        if not shown.ids:
            self.view.list.set_empty(self._empty())
        wanted, self._wanted = self._wanted, None
        self.view.show_ids(shown.ids, self.view.current if wanted is None else wanted)
        focused = self.isVisible() and self.isAncestorOf(QApplication.focusWidget() or self)
        if focused and (self._opens or wanted is not None):
            self.view.focus_list()
        self._opens = False

    def _empty(self) -> EmptyState:
        if self.view.filters.is_narrow:
            return EmptyState(NOTHING_FOUND, "Voir toutes les demandes", self.view.filters.clear)
        return EmptyState(EMPTY, "Nouvelle demande", partial(self._navigator.demande_requested.emit, None))

    def _order(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self.refresh()

    def _open(self, aide_id: int | None) -> None:
        if aide_id is None:
            self._opening.forget()
            self.view.show_vue(None)
            return
        work = partial(self._workspace.demandes.open_demande, aide_id)
        self._opening.ask(work, self.view.show_vue, self._say)

    @override
    def open_record(self, ident: int) -> None:
        """Show a request, the filters left when they hide it."""
        self._wanted = ident
        self.refresh()

    # --- What is done with a request ---

    def _act(self, key: str, act: Act, *_: object) -> None:
        vue = self._current()
        if vue is not None and self.view.buttons[key].isVisible():
            act(vue.row.id)

    def _current(self) -> DemandeVue | None:
        """Return the request on screen, None while another is read."""
        vue = self.view.panel.vue
        return vue if vue is not None and vue.row.id == self.view.current else None

    def _open_seance(self, _aide_id: int) -> None:
        vue = self._current()
        if vue is not None and vue.seance_id is not None:
            self._navigator.seance_requested.emit(vue.seance_id)

    def _write_letter(self, aide_id: int) -> None:
        self.letters.open_aids((aide_id,))

    def _reopen(self, aide_id: int) -> None:
        self._write(partial(self._workspace.demandes.reopen, aide_id))

    def _receive(self, piece_id: int, received: bool) -> None:
        today = self._navigator.today()
        self._write(partial(self._workspace.demandes.receive, piece_id, today if received else None, today))

    def _ask_piece(self) -> None:
        vue = self._current()
        if vue is not None:
            self.desk.add_piece(vue.row.id)

    def _write(self, work: partial[None]) -> None:
        def done(_result: None) -> None:
            self.progress.clear()
            self._navigator.data_changed.emit()

        self._acting.ask(work, done, self._say)

    def _find(self) -> None:
        focus_whole(self.view.filters.field)

    def _leave(self) -> None:
        """Go back to the list from the panel; from the list, show every request again."""
        if self.view.table.hasFocus() and self.view.filters.is_narrow:
            self.view.filters.clear()
        self.view.focus_list()

    def _tell(self, sentence: str) -> None:
        self.progress.say(sentence, "erreur")

    def _say(self, error: CaseappError) -> None:
        self._tell(str(error))
