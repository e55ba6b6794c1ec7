"""The main window over an open store: its pages, how they lead to one another, what the foot says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from caseapp.domain.filters import Perimetre
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date
from caseapp.domain.periods import Period
from caseapp.services.agenda_rows import PermanenceRow
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.display import DisplayMenu
from caseapp.ui.dropped_path import dropped_path
from caseapp.ui.finder import Finder
from caseapp.ui.forms import DraftKeeper
from caseapp.ui.forms.sheet_frame import SheetFrame
from caseapp.ui.late_follow import count_late
from caseapp.ui.navigator import Navigator
from caseapp.ui.open_file import open_file
from caseapp.ui.page_list import (
    AIDES,
    COMMISSIONS,
    ECHANGES,
    FAMILLES,
    IMPAYES,
    INSERTION,
    LOGEMENTS,
    PERMANENCES,
    PRETS,
    STATISTIQUES,
    page_entries,
)
from caseapp.ui.pages.agenda_entry import RendezVousDesk
from caseapp.ui.pages.demandes_saisie import DemandeDesk
from caseapp.ui.pages.echanges import EchangesPage
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.permanences import PermanencesPage
from caseapp.ui.pages.statistiques import StatistiquesPage
from caseapp.ui.saisie import DroitsDesk, QuickEntry
from caseapp.ui.shell import Shell
from caseapp.ui.shortcut_sheet import ShortcutSheet
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.undo import UndoKeys, step_words
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.page import Page, RecordPage
from caseapp.ui.widgets.strip import Strip

DEMONSTRATION = "Démonstration : personnes inventées, rien n'est gardé."
FRESH = "Votre base est prête et vide : importez un dossier d'échange pour commencer."


@dataclass(frozen=True, slots=True)
class Opened:
    """How the store was opened: `demonstration` keeps nothing, `fresh` has just been created."""

    workspace: Workspace
    demonstration: bool = False
    fresh: bool = False


class MainWindow(Shell):
    """Obeys the navigator; the pages are made when they are first shown."""

    demonstration_left = Signal()

    def __init__(
        self, opened: Opened, context: UiContext, navigator: Navigator, now: Callable[[], datetime]
    ) -> None:
        pages = page_entries(opened.workspace, context, navigator)
        super().__init__(context.theme, pages)
        self._opened, self._navigator, self._now = opened, navigator, now
        self._strip: Strip | None = None
        self._undo = UndoKeys(self, opened.workspace.historique, context.tasks, navigator)
        self.finder = Finder(self, self.top.search, opened.workspace.recherche, pages, context)
        self._entry = QuickEntry(self, opened.workspace, context, navigator)
        self._droits = DroitsDesk(self, opened.workspace, context, navigator)
        self._rendez_vous = RendezVousDesk(self, opened.workspace, context, navigator)
        self._demandes = DemandeDesk(self, opened.workspace, context, navigator)
        self.top.display.setMenu(DisplayMenu(self, context.theme, context.preferences))
        self.setAcceptDrops(True)
        count_late(self, opened.workspace, context.tasks, navigator)
        self._connect()
        self._say_strip()
        self._say_status()

    def _connect(self) -> None:
        for keys in ("Ctrl+/", "F1"):
            QShortcut(QKeySequence(keys), self, self.show_shortcuts)
        QShortcut(QKeySequence("Ctrl+D"), self, lambda: self._demandes.open(self._family_on_screen()))
        self.top.search_submitted.connect(self._list_search)
        self.finder.famille_chosen.connect(self._open_found)
        self.finder.aide_chosen.connect(self._open_found_aide)
        self.finder.dossier_chosen.connect(self._open_found_file)
        self.finder.page_chosen.connect(self._show_found)
        self.navigation.chosen_again.connect(self._return_to_list)
        self.top.entry_requested.connect(self._enter)
        self._navigator.entry_requested.connect(self._entry.open)
        self._navigator.draft_requested.connect(self._entry.take_up)
        self._navigator.droits_requested.connect(self._droits.open)
        self._navigator.rendez_vous_requested.connect(self._rendez_vous.open)
        self._navigator.draft_requested.connect(self._rendez_vous.take_up)
        self._navigator.demande_requested.connect(self._demandes.open)
        self._navigator.draft_requested.connect(self._demandes.take_up)
        self._navigator.draft_requested.connect(self._take_up)
        self._navigator.permanence_requested.connect(self._open_permanence)
        self._navigator.famille_requested.connect(self.open_famille)
        self._navigator.figure_requested.connect(self._open_figure)
        self._navigator.page_requested.connect(self.show_page)
        for signal, key in (
            (self._navigator.aide_requested, AIDES),
            (self._navigator.seance_requested, COMMISSIONS),
            (self._navigator.pret_requested, PRETS),
            (self._navigator.impaye_requested, IMPAYES),
            (self._navigator.signalement_requested, LOGEMENTS),
            (self._navigator.suivi_requested, INSERTION),
        ):
            signal.connect(partial(self._open_record, key))
        for signal, key in (
            (self._navigator.impaye_wanted, IMPAYES),
            (self._navigator.signalement_wanted, LOGEMENTS),
            (self._navigator.suivi_wanted, INSERTION),
        ):
            signal.connect(partial(self._add_record, key))
        self._navigator.data_changed.connect(self._data_changed)
        self.status.undo_requested.connect(self._undo.undo)
        self._undo.steps_changed.connect(lambda etapes: self.status.set_undo(step_words(etapes)))
        self._undo.said.connect(self.status.set_saved)

    def _take_up(self, brouillon: BrouillonRow) -> None:
        """Show the page that a draft was left on, with its sheet."""
        for entry in self._entries.values():
            page = self.page(entry.key) if brouillon.cle.startswith(entry.drafts) else None
            if isinstance(page, Page) and page.take_up(brouillon):
                self.show_page(entry.key)

    def open_famille(self, famille_id: int) -> None:
        """Open a family on its page."""
        self.show_page(FAMILLES)
        page = self.page(FAMILLES)
        if isinstance(page, FamillesPage):
            page.open_famille(famille_id)

    def _open_record(self, key: str, ident: int) -> None:
        """Open a record on the page that shows records of its sort."""
        self.show_page(key)
        page = self.page(key)
        if isinstance(page, RecordPage):
            page.open_record(ident)

    def _add_record(self, key: str, famille_id: int | None) -> None:
        """Begin a record on the page that shows records of its sort."""
        self.show_page(key)
        page = self.page(key)
        if isinstance(page, RecordPage):
            page.add_record(famille_id)

    def _open_permanence(self, row: PermanenceRow) -> None:
        self.show_page(PERMANENCES)
        page = self.page(PERMANENCES)
        if isinstance(page, PermanencesPage):
            page.open_permanence(row)

    def _enter(self) -> None:
        """Open the quick entry, about the family on screen when there is one."""
        self._entry.open(self._family_on_screen())

    def _family_on_screen(self) -> int | None:
        page = self.page(self.current_key) if self.current_key == FAMILLES else None
        return page.shown_famille if isinstance(page, FamillesPage) else None

    def _return_to_list(self, key: str) -> None:
        page = self.page(key)
        if isinstance(page, FamillesPage):
            page.close_fiche()

    def _list_search(self, text: str) -> None:
        """Show on their page the families that match a text."""
        page = self.page(FAMILLES)
        if text.strip() and isinstance(page, FamillesPage):
            self.show_page(FAMILLES)
            page.search(text)
            self._leave_search()

    def show_shortcuts(self) -> None:
        """Show every shortcut, unless something already covers the window."""
        if not any(sheet.isVisible() for sheet in self.findChildren(SheetFrame)):
            ShortcutSheet(self, self._theme, self.current_key).open()

    def _open_figure(self, address: str, period: Period, perimetre: Perimetre) -> None:
        self.show_page(STATISTIQUES)
        page = self.page(STATISTIQUES)
        if isinstance(page, StatistiquesPage):
            page.open_figure_of(address, period, perimetre)

    def _open_found(self, famille_id: int) -> None:
        self.top.search.clear()
        self.open_famille(famille_id)

    def _open_found_aide(self, aide_id: int) -> None:
        self.top.search.clear()
        self._open_record(AIDES, aide_id)

    def _open_found_file(self, domaine: Domaine, ident: int) -> None:
        self.top.search.clear()
        open_file(self._navigator, domaine, ident)

    def _show_found(self, key: str) -> None:
        self.top.search.clear()
        self.show_page(key)

    def _data_changed(self) -> None:
        self.status.set_saved(f"Enregistré à {self._now():%H:%M}")
        if self._opened.fresh and self._strip is not None:
            self.page_shown.disconnect(self._hide_strip_on_echanges)
            self._opened = replace(self._opened, fresh=False)
            self._strip.hide()

    def _hide_strip_on_echanges(self, key: str) -> None:
        if self._strip is not None:
            self._strip.setVisible(key != ECHANGES)

    def _say_strip(self) -> None:
        if self._opened.demonstration:
            leave = link_button("Quitter la démonstration", self.demonstration_left.emit)
            self._strip = Strip(DEMONSTRATION, "discret", leave)
        elif self._opened.fresh:
            go = link_button("Aller aux échanges", lambda: self.show_page(ECHANGES))
            self._strip = Strip(FRESH, "succes", go)
            self.page_shown.connect(self._hide_strip_on_echanges)
        frame = self.centralWidget()
        layout = frame.layout() if frame is not None else None
        if self._strip is not None and isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self._strip)

    def _say_status(self) -> None:
        if self._opened.demonstration:
            saved, backup = "Rien n'est gardé", ""
        else:
            saved, backup = "Tout est enregistré", _backup_words(self._opened.workspace.last_backup())
        self.status.show_texts(saved, backup, "Hors ligne, tout fonctionne", self._opened.workspace.auteur)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_path(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Show on its page what importing the file or the folder would do."""
        path, page = dropped_path(event.mimeData()), self.page(ECHANGES)
        if path is not None and isinstance(page, EchangesPage):
            event.acceptProposedAction()
            self.show_page(ECHANGES)
            page.preview(path)

    def keep_drafts(self) -> None:
        """Keep what is being typed, before the program locks or closes."""
        for keeper in self.findChildren(DraftKeeper):
            keeper.flush()

    def save_layouts(self) -> None:
        """Remember the columns of the lists, before the pages are deleted."""
        for table in self.findChildren(DataTable):
            table.save_layout()


def _backup_words(moment: datetime | None) -> str:
    if moment is None:
        return "Aucune sauvegarde"
    return f"Sauvegarde du {format_date(moment.date())} à {moment:%H:%M}"
