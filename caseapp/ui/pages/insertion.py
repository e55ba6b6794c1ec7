"""Insertion RSA: the lone parents whose single referent is the Caf."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.errors import CaseappError, InputError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.suivis_rsa import Filtre, Statut, SuiviVue
from caseapp.services.suivis_rsa_freins import NO_INTERVENTION
from caseapp.services.suivis_rsa_vue import GONE
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.pages.insertion_cartes import CONTRAT, DEMARCHE, FIN, FREIN, MODIFIER, REEXAMEN, ROUVRIR
from caseapp.ui.pages.insertion_liste import InsertionView
from caseapp.ui.pages.insertion_nouveau import NOUVEAU, DesignationSheet, Opening, read_made, read_new
from caseapp.ui.pages.insertion_saisies import InsertionChoix, SheetSpecs, read_choices
from caseapp.ui.pages.insertion_words import EMPTY, NOTHING_FOUND, list_sentence
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage
from caseapp.ui.widgets.search_keys import focus_whole
from caseapp.ui.widgets.task_panel import TaskPanel

SHORTCUTS = {
    "Ctrl+E": MODIFIER, "Ctrl+Shift+C": CONTRAT, "Ctrl+Shift+R": REEXAMEN, "Ctrl+J": FREIN,
    "Ctrl+Shift+F": FIN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page reads at once."""

    filtre: Filtre
    ids: tuple[int, ...]
    late: tuple[int, int]
    """Late deadlines, and the follow-ups that have some."""


class InsertionPage(RecordPage):
    """The list and the follow-up chosen in it, with its sheets."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Insertion RSA")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._reading, self._opening = (LatestTask(context.tasks, self) for _ in range(2))
        self._wanted: int | None = None
        self._after: Callable[[SuiviVue], object] | None = None
        self._opens = True
        self.desk = SuiviDesk(self, workspace, context, navigator)
        self.view = InsertionView(workspace, context, navigator)
        self.progress = TaskPanel(context.tasks)
        new = plain_button("Nouveau suivi", partial(self.add_record, None), primary=True)
        new.setToolTip("Inser")
        self.header.add_action(new)
        self.first_focus = self.view.table
        self.body.addWidget(self.progress)
        self.body.addWidget(self.view, 1)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        view, asked = self.view, self.view.panel.asked
        self._navigator.data_changed.connect(self.note_change)
        self.desk.refused.connect(lambda said: self.progress.say(said, "erreur") if said else None)
        view.filters.changed.connect(self.refresh)
        view.chosen.connect(self._open)
        asked.sheet.connect(self._ask)
        asked.famille.connect(self._navigator.famille_requested)
        asked.lifted.connect(self._lift)
        asked.done.connect(self._tick)
        for keys, form in SHORTCUTS.items():
            self._shortcut(keys, partial(self._ask, form, None))
        self._shortcut("Ins", partial(self.add_record, None))
        self._shortcut("F5", self.refresh)
        self._shortcut("Ctrl+F", self._find)
        self._shortcut("Esc", self._leave)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # --- Reading ---

    @override
    def refresh(self, *_: object) -> None:
        """Read the list again, with the same filters."""
        super().refresh()
        filters = self.view.filters
        work = partial(self._read, filters.filtre(), mine=filters.mine.isChecked())
        self._reading.ask(work, self._show, self._say)

    def _read(self, filtre: Filtre, *, mine: bool) -> _Shown:
        if mine:
            me = self._workspace.agents.me()
            if me is None:
                raise InputError("Dites d'abord qui vous êtes, sur l'accueil.")
            filtre = replace(filtre, agent_id=me.id)
        read = partial(self._workspace.suivis_rsa.list_ids, today=self._navigator.today())
        counted = filtre.statut in {Statut.OUVERTS, Statut.TOUS}
        late = set(read(replace(filtre, statut=Statut.EN_RETARD)) if counted else ())
        return _Shown(filtre, read(filtre), (self._count_late(late), len(late)))

    def _count_late(self, suivis: Collection[int]) -> int:
        today = self._navigator.today()
        pending = self._workspace.echeances.suivies(today, domaines=(Domaine.RSA,))
        return sum(one.est_en_retard(today) and one.dossier.id in suivis for one in pending)

    def _show(self, shown: _Shown) -> None:
        filters, focused = self.view.filters, QApplication.focusWidget()
        here = focused is not None and self.isVisible() and self.isAncestorOf(focused)
        in_list = here and focused is not None and self.view.list.isAncestorOf(focused)
        self.header.set_sentence(list_sentence(len(shown.ids), shown.filtre.statut, shown.late))
        if self._wanted is not None and self._wanted not in shown.ids:
            if shown.filtre != Filtre(Statut.TOUS):
                filters.widen()  # reads again: the follow-up asked for is not in this list
                return
            self._wanted = self._after = None
            self.progress.say(GONE, "erreur")
        if not shown.ids:
            self.view.list.set_empty(self._empty())
        wanted, self._wanted = self._wanted, None
        self.view.show_ids(shown.ids, self.view.current if wanted is None else wanted)
        if in_list or (here and (self._opens or wanted is not None)):
            self.view.focus_list()
        self._opens = False

    def _empty(self) -> EmptyState:
        if self.view.filters.is_narrow:
            return EmptyState(NOTHING_FOUND, "Voir les suivis ouverts", self.view.filters.clear)
        return EmptyState(EMPTY, "Nouveau suivi", partial(self.add_record, None)).with_link(
            "Voir aussi les suivis terminés", self.view.filters.widen
        )

    def _open(self, suivi_id: int | None) -> None:
        if suivi_id is None:
            self._opening.forget()
            return
        work = partial(self._workspace.suivis_rsa.open_suivi, suivi_id, self._navigator.today())
        self._opening.ask(work, self._show_vue, self._say)

    def _show_vue(self, vue: SuiviVue) -> None:
        self.view.panel.show_vue(vue)
        after, self._after = self._after, None
        if after is not None:
            after(vue)

    @override
    def open_record(self, ident: int) -> None:
        """Show a follow-up, the filters left when they hide it."""
        self._wanted = ident
        self.refresh()

    # --- What is done with a follow-up ---

    @override
    def add_record(self, famille_id: int | None) -> None:
        """Begin a follow-up."""
        if self._can_open():
            today = self._navigator.today()
            self.desk.ask(
                partial(read_new, self._workspace, famille_id, today), partial(self._begin, famille_id)
            )

    def _begin(self, famille_id: int | None, opening: Opening) -> None:
        sheet = DesignationSheet(self._workspace, self._context, opening, self._navigator.today())
        self.desk.open(sheet.new_spec(famille_id, self.open_record))

    def _ask(self, form: str, line: int | None) -> None:
        """Open a sheet on the follow-up shown, or open it again; nothing that it does not allow."""
        vue = self._current()
        if vue is None or not self._can_open():
            return
        if form == ROUVRIR:
            self.desk.act(partial(self._workspace.suivis_rsa.reopen, vue.row.id))
        elif form == DEMARCHE and vue.intervention_id is None:
            self._correct(vue, "intervention")
            self.progress.say(NO_INTERVENTION, "erreur")
        elif form == MODIFIER:
            self._correct(vue, "date_designation")
        elif vue.row.est_ouvert or line is not None:
            today = self._navigator.today()
            work = partial(read_choices, self._workspace, today)
            self.desk.ask(work, partial(self._open_sheet, form, vue, line))

    def _open_sheet(self, form: str, vue: SuiviVue, line: int | None, choix: InsertionChoix) -> None:
        self.progress.clear()
        specs = SheetSpecs(self._workspace, self._navigator.today(), self.desk.removal)
        spec = specs.make(form, vue, line, choix)
        if spec is not None:
            self.desk.open(spec)

    def _correct(self, vue: SuiviVue, focus: str) -> None:
        def show(opening: Opening) -> None:
            sheet = DesignationSheet(self._workspace, self._context, opening, self._navigator.today())
            self.desk.open(sheet.edit_spec(vue, focus))

        self.progress.clear()
        self.desk.ask(partial(read_made, self._workspace, vue, self._navigator.today()), show)

    def _lift(self, frein_id: int, lifted: bool) -> None:
        today = self._navigator.today()
        self._write(
            partial(self._workspace.suivis_rsa.freins.lift, frein_id, today if lifted else None, today)
        )

    def _tick(self, demarche_id: int, done: bool) -> None:
        today = self._navigator.today()
        self._write(partial(self._workspace.objectifs.set_done, demarche_id, today if done else None, today))

    def _write(self, work: Callable[[], object]) -> None:
        self.progress.clear()
        self.desk.act(work)

    def _current(self) -> SuiviVue | None:
        """Return the follow-up on screen, None while another is read."""
        vue = self.view.panel.vue
        return vue if vue is not None and vue.row.id == self.view.current else None

    def _can_open(self) -> bool:
        """Tell whether no sheet is open already."""
        return not any(sheet.isVisible() for sheet in self.window().findChildren(FormSheet))

    # --- Drafts ---

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the sheet that a draft was left in; tell whether it is one of this page."""
        if self.view.panel.deadlines.take_up(brouillon):
            return True
        cle = brouillon.cle
        if cle == NOUVEAU or cle.startswith(f"{NOUVEAU}."):
            family = cle.removeprefix(f"{NOUVEAU}.famille.")
            self.add_record(int(family) if family.isdecimal() else None)
            return True
        _page, form, *idents = f"{cle}.".split(".")[:-1]
        if not idents or not all(one.isdecimal() for one in idents):
            return False
        line = int(idents[1]) if len(idents) > 1 else None
        self._after = lambda _vue: self._ask(form, line)
        self.open_record(int(idents[0]))
        return True

    # --- Keyboard ---

    def _find(self) -> None:
        focus_whole(self.view.filters.field)

    def _leave(self) -> None:
        """Go back to the list from the panel; from the list, show the open follow-ups again."""
        if self.view.table.hasFocus() and self.view.filters.is_narrow:
            self.view.filters.clear()
        self.view.focus_list()

    def _say(self, error: CaseappError) -> None:
        self._after = None
        self.progress.say(str(error), "erreur")
