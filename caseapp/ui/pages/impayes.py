"""Impayés: the open arrears by stage, the next deadline first; a file opens in place of the board."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from typing_extensions import override

from caseapp.domain.etapes_impaye import Etape
from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.impayes_tableau import CarteRow, FiltreTableau, Tableau
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.dropped_path import dropped_path
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.impaye_documents import document_actions
from caseapp.ui.pages.impaye_dossier import DossierImpaye
from caseapp.ui.pages.impaye_saisie import ImpayeDesk
from caseapp.ui.pages.impayes_columns import in_order
from caseapp.ui.pages.impayes_extraction import ExtractionFlow
from caseapp.ui.pages.impayes_filtres import FilterBar
from caseapp.ui.pages.impayes_liste import ArrearList, Stage
from caseapp.ui.pages.impayes_tableau import Board
from caseapp.ui.pages.impayes_tete import BoardHead
from caseapp.ui.pages.impayes_words import EMPTY, NOTHING_FOUND, board_sentence
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import RecordPage
from caseapp.ui.widgets.search_keys import focus_whole, type_into
from caseapp.ui.widgets.task_panel import TaskPanel

_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is read for: filters, and in the list a stage and an order."""

    filtre: FiltreTableau
    liste: bool
    etape: Etape | None
    tri: tuple[str, bool]


@dataclass(frozen=True, slots=True)
class _Shown:
    tableau: Tableau
    ids: tuple[int, ...]
    rows: dict[int, CarteRow]


class ImpayesPage(RecordPage):
    """Arrows between cards, Enter opens a file, Escape comes back to its card."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Impayés")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._reading = LatestTask(context.tasks, self)
        self._tri, self._opens, self._failed = ("", False), True, False
        self._wanted: int | None = None
        self.head = BoardHead(self.header)
        self.filters = FilterBar()
        self.board = Board(context.theme, navigator.today)
        self.list = ArrearList(workspace.tableau_impayes, context, navigator.today)
        self._dossier: DossierImpaye | None = None
        self.desk = ImpayeDesk(self, workspace, context, navigator, say=self._say)
        self.progress = TaskPanel(context.tasks)
        self.flow = ExtractionFlow(self, workspace.extraction_impayes, context, navigator, self.progress)
        services = workspace, context, navigator
        self.sheets = document_actions(self, services, self.progress, self._files_shown)
        self._shown_ids: tuple[int, ...] = ()
        self._views, self._stack = QStackedWidget(), QStackedWidget()
        self._empty: QWidget = QWidget()
        self._stage = Stage(self.filters, self._views)
        self.first_focus = self
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        for view in (self.board, self.list, self._empty):
            self._views.addWidget(view)
        for one in (self._stage, self.flow.panel):
            self._stack.addWidget(one)
        self.filters.hide()
        self.filters.show_stages(shown=False)
        self.body.addWidget(self.progress)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._navigator.data_changed.connect(self.note_change)
        self.head.list_asked.connect(self._change_view)
        self.head.filters_asked.connect(self._show_filters)
        self.head.import_asked.connect(self.flow.open)
        self.flow.previewed.connect(partial(self._show_preview, shown=True))
        self.flow.left.connect(partial(self._show_preview, shown=False))
        self.head.report_asked.connect(lambda: self.add_record(None))
        self.filters.changed.connect(self.refresh)
        for view in (self.board, self.list):
            view.opened.connect(self.open_record)
            view.typed.connect(self._type)
        self.list.sort_requested.connect(self._order)
        self.head.sheet_asked.connect(self.sheets.ask)
        self.filters.field.installEventFilter(self)
        for keys, act in (("Ctrl+F", self._find), ("F5", self._read_again)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def dossier(self) -> DossierImpaye:
        """The file in place of the board, made when the first one is opened."""
        if self._dossier is None:
            self._dossier = dossier = DossierImpaye(self._workspace, self._context, self._navigator)
            self._stack.addWidget(dossier)
            dossier.closed.connect(self.close_record)
            dossier.head.sheet_asked.connect(self.sheets.ask)
        return self._dossier

    # --- Reading ---

    @override
    def refresh(self, *_: object) -> None:
        """Read the board again, with the same filters; an open file reads itself."""
        super().refresh()
        self.head.show_count(self.filters.count)
        asked = _Asked(self.filters.filtre(), self.head.is_list, self.filters.stage(), self._tri)
        self._reading.ask(partial(self._read, asked), self._show, self._fail)

    def _read_again(self) -> None:
        if self._dossier is not None and self._dossier.ident is not None and self._is_open:
            self._dossier.open(self._dossier.ident)
        self.refresh()

    def _read(self, asked: _Asked) -> _Shown:
        service = self._workspace.tableau_impayes
        tableau = service.lire(self._navigator.today(), asked.filtre)
        if not asked.liste:
            return _Shown(tableau, (), {})
        if asked.etape is Etape.CLOS:
            return _Shown(tableau, service.clos(asked.filtre), {})
        cards = [one for one in tableau.en_ordre if asked.etape in {None, one.etape}]
        kept = in_order(cards, asked.tri[0], descending=asked.tri[1])
        return _Shown(tableau, tuple(one.id for one in kept), {one.id: one for one in kept})

    def _show(self, shown: _Shown) -> None:
        tableau = shown.tableau
        self._shown_ids = shown.ids if self.head.is_list else tuple(one.id for one in tableau.en_ordre)
        self.filters.offer(tableau)
        self.header.set_sentence(board_sentence(tableau))
        closed = self.filters.stage() is Etape.CLOS
        nothing = tableau.is_empty and not closed
        if nothing:
            self._set_empty(self._nothing())
        if self.head.is_list:
            self.list.show_rows(shown.ids, shown.rows, self._nothing())
        else:
            self.board.show_stages(tableau.colonnes)
        view = self.list if self.head.is_list else self.board
        self._views.setCurrentWidget(self._empty if nothing else view)
        focused = self.isAncestorOf(QApplication.focusWidget() or self)
        if self._opens and self.isVisible() and focused and not self._is_open:
            self.focus_cards()
        self._opens = False

    def _set_empty(self, empty: QWidget) -> None:
        former, self._empty = self._empty, empty
        self._views.addWidget(empty)
        self._views.removeWidget(former)
        former.deleteLater()

    def _nothing(self) -> EmptyState:
        if self.filters.count:
            return EmptyState(NOTHING_FOUND, "Voir tous les dossiers ouverts", self.filters.clear)
        return EmptyState(EMPTY, "Nouveau signalement", partial(self.add_record, None))

    def _order(self, key: str, descending: bool) -> None:
        self._tri = (key, descending)
        self.refresh()

    # --- Where the keyboard is ---

    @property
    def _is_open(self) -> bool:
        return self._stack.currentWidget() is not self._stage

    def focus_cards(self) -> None:
        """Give the keyboard to the cards, to the list, or to what is said in their place."""
        shown = self._views.currentWidget()
        if shown is self.list:
            self.list.focus_list()
        elif shown is not self.board or not self.board.focus_first():
            (shown or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_view(self) -> None:
        self.filters.show_stages(shown=self.head.is_list)
        self.refresh()

    def _show_filters(self, shown: bool) -> None:
        self.filters.setVisible(shown)
        if shown:
            self._find()

    def _find(self) -> None:
        if self._is_open:
            return
        self.head.filters.setChecked(True)
        self.filters.show()
        focus_whole(self.filters.field)

    def _type(self, text: str) -> None:
        self._find()
        type_into(self.filters.field, text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead from the search to the cards with Down or Enter, and leave it with Escape."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _DOWN:
            self.focus_cards()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.filters.clear()
            self.focus_cards()
            return True
        return False

    # --- Files ---

    @override
    def open_record(self, ident: int) -> None:
        """Open a file in place of the board."""
        self._wanted = ident
        self._show_file(shown=True)
        self.dossier.open(ident)
        self.dossier.focus_first()

    def _files_shown(self) -> tuple[int, ...]:
        """Return the file that is open, else those of the board or of the list as they are narrowed."""
        opened = None if self._dossier is None or not self._is_open else self._dossier.ident
        return self._shown_ids if opened is None else (opened,)

    def close_record(self) -> None:
        """Come back to the board, on the card of the file that was open."""
        self._show_file(shown=False)
        wanted, self._wanted = self._wanted, None
        view = self.list if self.head.is_list else self.board
        if wanted is None or not view.choose(wanted):
            self.focus_cards()
        elif view is self.list:
            self.list.focus_list()

    def _show_file(self, *, shown: bool) -> None:
        self.header.setVisible(not shown)
        self._stack.setCurrentWidget(self.dossier if shown else self._stage)

    def _show_preview(self, *, shown: bool) -> None:
        self.header.setVisible(not shown)
        self._stack.setCurrentWidget(self.flow.panel if shown else self._stage)
        if not shown:
            self.focus_cards()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_path(event.mimeData()) is not None and not self.progress.is_busy:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file dropped as the extraction of the month."""
        path = dropped_path(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.flow.open(path)

    @override
    def add_record(self, famille_id: int | None) -> None:
        """Report an arrear; the file made is then opened."""
        self.desk.open(famille_id)

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open again the sheet that a draft was left in."""
        return self.desk.take_up(brouillon) or self.dossier.take_up(brouillon)

    def _fail(self, error: CaseappError) -> None:
        """Say why the board cannot be read, until it can."""
        self._failed = True
        self._say(error)

    def _say(self, error: CaseappError) -> None:
        self.progress.say(str(error), "erreur")
