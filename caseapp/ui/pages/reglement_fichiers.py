"""Files of the règlement: a preview, then the import; the export."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from caseapp.services.reglements_rows import Apercu
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.reglement_apercu import PreviewCard
from caseapp.ui.widgets.task_panel import TaskPanel

FILTERS = ("Règlement (*.toml)",)


class ReglementFiles(QObject):
    """Asks which file, then reads and writes in a worker; `progress` says how it went."""

    previewed = Signal()
    left = Signal(object)
    """The preview is over: the year imported, or None."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(page)
        self._service, self._context, self._navigator = workspace.reglements, context, navigator
        self.progress, self.card = TaskPanel(context.tasks), PreviewCard(context)
        self.card.accepted.connect(self._import)
        self.card.dropped.connect(lambda: self.left.emit(None))

    def choose(self) -> None:
        """Ask for a file and preview it."""
        path = self._context.prompts.ask_open_file("Choisir un règlement", FILTERS)
        if path is not None:
            self.preview(path)

    def preview(self, path: Path, annee: int | None = None) -> None:
        """Say what a file would do to its year, or to another."""

        def show(apercu: Apercu) -> None:
            past = apercu.catalogue.annee < self._navigator.today().year
            self.previewed.emit()
            self.card.show_preview(path.name, apercu, past=past)

        self._run(f"Lecture de « {path.name} »", partial(self._service.preview, path, annee), show)

    def _import(self) -> None:
        apercu = self.card.apercu
        if apercu is None:
            return
        annee = apercu.catalogue.annee
        today = self._navigator.today()

        def done(_none: object) -> None:
            self.left.emit(annee)
            self.progress.say(f"Règlement {annee} importé.")
            self._navigator.data_changed.emit()

        work = partial(self._service.apply, apercu.catalogue, today, past=annee < today.year)
        self._run(f"Import du règlement {annee}", work, done)

    def copy(self, annee: int, vers: int, on_done: Callable[[], object]) -> None:
        """Copy a year to another."""

        def done(_none: object) -> None:
            on_done()
            self.progress.say(f"Règlement {annee} copié vers {vers}, avec ses lignes budgétaires.")
            self._navigator.data_changed.emit()

        self._run(f"Copie vers {vers}", partial(self._service.copy, annee, vers), done)

    def export(self, annee: int) -> None:
        """Ask where, then write the règlement of a year."""
        path = self._context.prompts.ask_save_file(
            "Exporter le règlement", Path.home() / f"reglement-{annee}.toml", FILTERS
        )
        if path is not None:
            said = f"Règlement {annee} écrit : {path}"
            self._run(
                "Écriture du règlement",
                partial(self._service.export, annee, path),
                lambda _none: self.progress.say(said),
            )

    def _run(self, title: str, work: Callable[[], object], on_done: Callable[..., object]) -> None:
        self.progress.run(title, lambda _token, _progress: work(), on_done)
