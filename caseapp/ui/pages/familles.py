"""Familles: the list as one types, and the read-only Fiche of the one opened."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget
from typing_extensions import override

from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.familles import Fiche
from caseapp.services.interventions_lignes import Suivi
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_ecriture import FicheEntries
from caseapp.ui.pages.familles_fiche import FicheView
from caseapp.ui.pages.familles_list import FamilleList
from caseapp.ui.pages.familles_suivi_sheets import SuiviSheets
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.page import ReadingPage
from caseapp.ui.widgets.undo_strip import UndoStrip

SLOW = 400
"""Milliseconds before an opening that waits, for the end of an import say, is told."""


class FamillesPage(ReadingPage):
    """The list or a Fiche; going back finds the list as it was left."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Familles")
        self._familles, self._tasks, self._navigator = workspace.familles, context.tasks, navigator
        self._interventions, self._echeances = workspace.interventions, workspace.echeances
        self._opening, self._revealing, self._warning = (LatestTask(context.tasks, self) for _ in range(3))
        self._shown: int | None = None
        self._slow = QTimer(self, singleShot=True, interval=SLOW)
        self.list = FamilleList(workspace.familles, context)
        self._sheets = SuiviSheets(self, workspace, context, navigator)
        self._draft: BrouillonRow | None = None
        self.fiche = FicheView(context, self._sheets)
        self.told = UndoStrip(workspace.historique, context.tasks, navigator)
        self.entries = FicheEntries(self, workspace, context, navigator, self.told)
        self.first_focus = self.list.field
        self._views = QStackedWidget()
        self._views.addWidget(self.list)
        self._views.addWidget(self.fiche)
        self.body.addWidget(self.told)
        self.body.addWidget(self._views, 1)
        self.header.add_action(plain_button("Nouvelle famille", self.entries.create, primary=True))
        self._connect()

    def _connect(self) -> None:
        self.list.sentence_changed.connect(self.header.set_sentence)
        self.list.sentence_changed.connect(self._prepare, Qt.ConnectionType.SingleShotConnection)
        self.list.opened.connect(self.open_famille)
        self.list.import_requested.connect(partial(self._navigator.page_requested.emit, "echanges"))
        self.list.create_requested.connect(self.entries.create)
        self.entries.opened.connect(self.open_famille)
        self.entries.follow(self.fiche)
        self._slow.timeout.connect(lambda: self.list.say("Ouverture de la fiche…", "phrase"))
        self.fiche.closed.connect(self.close_fiche)
        self.fiche.contact_requested.connect(self._reveal)
        self._navigator.data_changed.connect(self.note_change)
        for keys, action in (
            (QKeySequence.StandardKey.Refresh, self.refresh),
            (QKeySequence.StandardKey.Find, self._find),
        ):
            QShortcut(QKeySequence(keys), self, action)

    @property
    def shown_famille(self) -> int | None:
        """The family whose Fiche is open, None on the list."""
        return self._shown

    def search(self, text: str) -> None:
        """Show the families that match a text, at once."""
        self.close_fiche()
        self.list.search(text)

    def open_famille(self, famille_id: int) -> None:
        """Show the Fiche of a family; the consultation is traced."""
        self._slow.start()
        work = partial(self._read, famille_id)
        self._opening.ask(work, lambda found: self._show_fiche(*found), self._refuse)

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the family and the sheet of a draft; tell whether it is one of these."""
        if self.entries.take_up(brouillon):
            return True
        known = brouillon.famille_id is not None and self._sheets.knows(brouillon.cle)
        if known and brouillon.famille_id is not None:
            self._draft = brouillon
            self.open_famille(brouillon.famille_id)
        return known

    def _read(self, famille_id: int) -> tuple[Fiche, Suivi]:
        """Read a family, in a worker."""
        fiche = self._familles.open_fiche(famille_id, self._navigator.today())
        return fiche, self._interventions.read(famille_id)

    def close_fiche(self) -> None:
        """Go back to the list, as it was left."""
        for asked in (self._opening, self._revealing, self._warning):
            asked.forget()
        self._end_wait()
        if self._shown is None:
            return
        had_focus = self._has_focus()
        self._shown = self.entries.famille = None
        self.told.clear()
        self._views.setCurrentWidget(self.list)
        self.header.show()
        self.fiche.header.mask_contact()
        if had_focus:
            self.list.focus_back()

    @override
    def refresh(self) -> None:
        """Read again what is shown."""
        super().refresh()
        self.list.refresh()
        if self._shown is not None:
            self.open_famille(self._shown)

    def _show_fiche(self, fiche: Fiche, suivi: Suivi) -> None:
        self._end_wait()
        self._revealing.forget()
        had_focus = self._has_focus()
        again, self._shown = self._shown == fiche.famille.id, fiche.famille.id
        self.entries.famille = fiche.famille
        self.fiche.show_fiche(fiche, suivi, self._navigator.today(), keep_tab=again)
        self._warning.ask(
            partial(self._echeances.alertes, fiche.famille.id, self._navigator.today()),
            self.fiche.header.deadlines.show_alertes, _ignore,
        )  # fmt: skip
        self.header.hide()
        self._views.setCurrentWidget(self.fiche)
        if had_focus and not again:
            self.fiche.focus_facts()
        draft, self._draft = self._draft, None
        if draft is not None and draft.famille_id == fiche.famille.id:
            self._sheets.take_up(draft.cle)

    def _prepare(self) -> None:
        """Get ready, once the list is on screen, for the first Fiche to open at once."""
        self._tasks.run_task(lambda _token, _progress: self._familles.prepare(), _ignore, _ignore)

    def _refuse(self, error: CaseappError) -> None:
        self.close_fiche()
        self.list.say(str(error))

    def _end_wait(self) -> None:
        self._slow.stop()
        self.list.say("")

    def _has_focus(self) -> bool:
        """Tell whether the page may move the focus without taking it from elsewhere."""
        focused = QApplication.focusWidget()
        return self.isVisible() and (focused is None or self.isAncestorOf(focused))

    def _find(self) -> None:
        self.close_fiche()
        self.list.focus_search()

    def _reveal(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._revealing.ask(
            partial(self._familles.reveal_contact, shown),
            self.fiche.show_contact,
            lambda error: self.fiche.header.strip.say(str(error)),
        )


def _ignore(_result: object) -> None:
    """Drop what nothing is waiting for."""
