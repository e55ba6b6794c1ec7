"""The documents of a session in a real window: a page that has their buttons, over a real store."""

import shutil
from pathlib import Path

from agenda_window import AgendaWindow
from commission_store import CommissionFinder
from documents_store import COMMUNES, close, decide_all, fill_documents
from stores import AUTEUR, new_store

from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource
from caseapp.security.key import StoreKey
from caseapp.services.profil import Opening, ProfilService
from caseapp.services.workspace import Workspace
from caseapp.store import Store
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.commissions_documents import document_actions
from caseapp.ui.widgets.page import Page


class DocumentsPage(Page):
    """The least that a page does with the documents of a session."""

    def __init__(
        self, workspace: Workspace, context: UiContext, navigator: Navigator, seance_id: int
    ) -> None:
        super().__init__("Commission du 24 novembre 2026", "4 demandes")
        self.documents = document_actions(self, workspace, context, navigator)
        for button in self.documents.buttons:
            self.header.add_action(button)
        self.body.addWidget(self.documents.progress)
        self.body.addStretch(1)
        self.documents.show_seance(seance_id)


class DocumentsStores:
    """The session of the 24th decided, still open and closed: each made once, and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key = folder, StoreKey.random()
        store = new_store(folder / "ouverte", self._key.raw, COMMUNES.name)
        fill_documents(store)
        seance_id = decide_all(store)
        store.close()
        (folder / "close").mkdir()
        shutil.copy(store.path, folder / "close" / store.path.name)
        closed = Store.open(folder / "close" / store.path.name, self._key.raw, COMMUNES.name)
        close(closed, seance_id)
        closed.close()

    def open(self, folder: Path, *, closed: bool = True) -> Workspace:
        """Return the workspace of a copy."""
        folder.mkdir()
        copy = shutil.copy(self._folder / ("close" if closed else "ouverte") / "caseapp.base", folder)
        opening = Opening(Store.open(Path(copy), self._key.raw, COMMUNES.name), self._key)
        listes = load_nomenclatures(resource("nomenclatures.toml"))
        return Workspace(opening, ProfilService(folder, COMMUNES, listes), AUTEUR, COMMUNES)


def show_documents(window: AgendaWindow, size: tuple[int, int] = (1366, 768)) -> DocumentsPage:
    """Show the page of the session of the 24th."""
    seance_id = CommissionFinder(window.workspace._opening.store).seance("S1")
    page = window.show(lambda *given: DocumentsPage(*given, seance_id), size)
    assert isinstance(page, DocumentsPage)
    return page
