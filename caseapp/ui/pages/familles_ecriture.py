"""What is written from the page Familles: buttons lead to sheets, what was done is told with its undo."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from caseapp.services.brouillons import BrouillonRow
from caseapp.services.famille_saisie_foyer import PersonneRow
from caseapp.services.familles import FamilleRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_fiche import FicheView
from caseapp.ui.pages.familles_fusion import open_merge
from caseapp.ui.pages.familles_saisie import FamilleEntries
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.undo_strip import UndoStrip

KINDS = frozenset({"famille", "situation", "personne", "fusion"})
"""How the keys of these drafts begin; those about one person, or a merge, are found again on the Fiche."""


class FicheEntries(QObject):
    """Writes about the family on screen, `famille`; None on the list."""

    opened = Signal(int)
    """The family to show: created, kept by a merge, or found among the likely duplicates."""

    def __init__(
        self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator, told: UndoStrip
    ) -> None:
        super().__init__(page)
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._told = told
        self.famille: FamilleRow | None = None
        self._entries = FamilleEntries(page, workspace, context, navigator, self.opened.emit)
        self._writing = SaveQueue(context.tasks, self)
        QShortcut(QKeySequence("Ctrl+E"), page, self._edit)

    def create(self, searched: str = "") -> None:
        """Open a new family, filled with the words searched."""
        self._entries.create(searched)

    def take_up(self, draft: BrouillonRow) -> bool:
        """Open the sheet that a draft was left in; tell whether it is one of these."""
        kind, _, about = draft.cle.partition(".")
        famille_id = draft.famille_id
        if kind not in KINDS or (famille_id is None and about):
            return False
        if famille_id is None:
            self._entries.create()
            return True
        self.opened.emit(famille_id)
        if kind == "famille":
            self._entries.edit(famille_id, self._told.say)
        elif kind == "situation":
            self._entries.situation(famille_id, self._told.say)
        elif kind == "personne" and about.startswith("famille."):
            self._entries.person(famille_id, None, self._told.say)
        return True

    def follow(self, fiche: FicheView) -> None:
        """Answer what a Fiche asks."""
        header, beside = fiche.header, fiche.situations
        header.edit_requested.connect(self._edit)
        header.merge_requested.connect(self._merge)
        beside.change_requested.connect(self._change_situation)
        beside.person_added.connect(partial(self._person, None))
        beside.person_changed.connect(self._person)
        beside.person_removed.connect(self._remove)

    def _edit(self) -> None:
        if self.famille is not None:
            self._entries.edit(self.famille.id, self._told.say)

    def _change_situation(self) -> None:
        if self.famille is not None:
            self._entries.situation(self.famille.id, self._told.say)

    def _person(self, row: PersonneRow | None) -> None:
        if self.famille is not None:
            self._entries.person(self.famille.id, row, self._told.say)

    def _remove(self, row: PersonneRow) -> None:
        def done(_result: None) -> None:
            self._navigator.data_changed.emit()
            self._told.tell_step("Personne retirée du foyer.")

        self._writing.ask(
            partial(self._workspace.foyers.remove, row.id), done, lambda error: self._told.say(str(error))
        )

    def _merge(self) -> None:
        if self.famille is not None:
            open_merge(self._entries.desk, self._workspace, self._context, self.famille, self._merged)

    def _merged(self, kept_id: int) -> None:
        self._told.tell_step("2 familles fusionnées.")
        self.opened.emit(kept_id)
