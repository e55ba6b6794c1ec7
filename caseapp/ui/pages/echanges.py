"""Échanges: import with its preview, export of everything, in the exchange format."""

from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.errors import OutputError
from caseapp.exchange.results import ExportResult, ImportPreview, ImportResult
from caseapp.paths import resource
from caseapp.services.demonstration import PORTFOLIO
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.dropped_path import dropped_path
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.echanges_columns import write_problems
from caseapp.ui.pages.echanges_preview import PreviewPanel
from caseapp.ui.pages.echanges_words import (
    EMPTY,
    NOTHING_WRITTEN,
    export_sentence,
    proposed_name,
    result_sentence,
)
from caseapp.ui.tasks import CancelToken, Progress, told
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import Page
from caseapp.ui.widgets.task_panel import TaskPanel

FILTERS = ("Dossiers d'échange et tableaux (*.zip *.xlsx *.xlsm *.ods *.csv *.tsv *.txt)",)
EXAMPLE = "Enregistrer un exemple : le portefeuille de démonstration"
SENTENCE = "Importer et exporter au format d'échange, que les tableurs ouvrent."


class EchangesPage(Page):
    """One import or export at a time; nothing is written before the preview was seen."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Échanges", SENTENCE)
        self._echange, self._context, self._navigator = workspace.echange, context, navigator
        self._path: Path | None = None
        self.progress = TaskPanel(context.tasks)
        self.panel = PreviewPanel(context)
        self._views = QStackedWidget()
        self._export = plain_button("Exporter tout", self.export)
        self._file = plain_button("Importer un fichier", self.choose_file)
        self._folder = plain_button("Importer un dossier", self.choose_folder, primary=True)
        self.first_focus = self._folder
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for button in (self._export, self._file, self._folder):
            self.header.add_action(button)
        self._views.addWidget(self._empty())
        self._views.addWidget(self.panel)
        self.body.addWidget(self.progress)
        self.body.addWidget(self._views, 1)

    def _empty(self) -> QWidget:
        card = Card()
        example = link_button(EXAMPLE, self.save_example)
        empty = EmptyState(EMPTY, "Choisir un dossier d'échange", self.choose_folder)
        layout = empty.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, example, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(empty, 1)
        return card

    def _connect(self) -> None:
        self.progress.busy_changed.connect(self._set_busy)
        self.panel.accepted.connect(self._import)
        self.panel.dropped.connect(self.forget)
        self.panel.list_requested.connect(self.save_problems)
        for keys, act in (
            (QKeySequence.StandardKey.Open, self.choose_folder),
            (QKeySequence.StandardKey.Refresh, self.refresh),
        ):
            QShortcut(QKeySequence(keys), self, act)
        escape = QKeySequence(QKeySequence.StandardKey.Cancel)
        self._stop = QShortcut(escape, self, self.progress.cancel)
        self._leave = QShortcut(escape, self, self.forget)
        self._leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._stop.setEnabled(busy)
        self._leave.setEnabled(not busy)
        for button in (self._export, self._file, self._folder):
            button.setEnabled(not busy)
        self.panel.set_usable(usable=not busy)

    # --- Import ---

    def choose_folder(self) -> None:
        """Ask for a folder and preview it."""
        self._preview_chosen(self._context.prompts.ask_open_folder("Choisir un dossier d'échange"))

    def choose_file(self) -> None:
        """Ask for a file and preview it."""
        self._preview_chosen(self._context.prompts.ask_open_file("Choisir un fichier", FILTERS))

    def _preview_chosen(self, path: Path | None) -> None:
        if path is not None:
            self.preview(path)

    def refresh(self) -> None:
        """Read the same files again, once they are corrected."""
        if self._path is not None:
            self.preview(self._path)

    def preview(self, path: Path) -> None:
        """Say what importing a path would do."""
        if self.progress.is_busy:
            return

        def work(token: CancelToken, progress: Progress) -> ImportPreview:
            return self._echange.preview(path, *told(token, progress))

        def show(preview: ImportPreview) -> None:
            self._path = path
            self._views.setCurrentWidget(self.panel)
            _set_primary(self._folder, primary=False)
            self.panel.show_preview(path, preview)

        self.forget()
        self.progress.run(f"Lecture de « {path.name} »", work, show)
        self.progress.show_now()

    def _import(self, good_rows_only: bool) -> None:
        path = self._path
        if path is None:
            return

        def work(token: CancelToken, progress: Progress) -> ImportResult:
            report, cancelled = told(token, progress)
            return self._echange.import_path(
                path,
                good_rows_only=good_rows_only,
                on_progress=report,
                cancelled=cancelled,
            )

        self.progress.run(f"Import de « {path.name} »", work, self._imported)
        self.progress.show_now()

    def _imported(self, result: ImportResult) -> None:
        if not result.written and self._path is not None:
            self.panel.show_preview(self._path, result)
            self.progress.say(f"{NOTHING_WRITTEN} Les fichiers ont changé depuis l'aperçu.", "attention")
            return
        self.forget()
        self.progress.say(result_sentence(result))
        self._navigator.data_changed.emit()

    def forget(self) -> None:
        """Leave the preview; nothing of it is kept."""
        self._path = None
        self.progress.clear()
        self.panel.forget()
        self._views.setCurrentIndex(0)
        _set_primary(self._folder, primary=True)
        self._folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_problems(self) -> None:
        """Ask where, then write the list of what is wrong."""
        preview, path = self.panel.preview, self._path
        if preview is None or path is None:
            return
        where = self._context.prompts.ask_save_file(
            "Enregistrer la liste des refus", proposed_name(path), ["Tableau CSV (*.csv)"]
        )
        if where is not None:
            self.progress.run(
                "Écriture de la liste",
                lambda _token, _progress: write_problems(preview.problems, where),
                lambda _none: self.progress.say(f"Liste écrite : {where}"),
            )

    def save_example(self) -> None:
        """Give the demonstration portfolio, to see what the files look like."""
        where = self._context.prompts.ask_save_file(
            "Enregistrer l'exemple", Path.home() / "exemple-landes-2017.zip", ["Dossier compressé (*.zip)"]
        )
        if where is not None:
            self.progress.run(
                "Écriture de l'exemple",
                lambda _token, _progress: _copy_example(where),
                lambda _none: self.progress.say(f"Exemple écrit, personnes inventées : {where}"),
            )

    # --- Export ---

    def export(self) -> None:
        """Ask where, then write everything in the exchange format."""
        folder = self._context.prompts.ask_open_folder("Choisir un dossier vide où exporter")
        if folder is None:
            return

        def work(token: CancelToken, progress: Progress) -> ExportResult:
            return self._echange.export(folder, *told(token, progress))

        self.progress.run("Export de toute la base", work, self._exported)
        self.progress.show_now()

    def _exported(self, result: ExportResult) -> None:
        self.progress.say(export_sentence(result), "attention" if result.protegees else "succes")

    # --- Keyboard and mouse ---

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_path(event.mimeData()) is not None and not self.progress.is_busy:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_path(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.preview(path)


def _set_primary(button: QPushButton, *, primary: bool) -> None:
    """Keep one primary action on the screen: during a preview, it is the import."""
    button.setProperty("primaire", primary)
    button.style().unpolish(button)
    button.style().polish(button)


def _copy_example(where: Path) -> None:
    try:
        copyfile(resource(PORTFOLIO), where)
    except OSError as error:
        raise OutputError(f"« {where.name} » ne peut pas être écrit dans « {where.parent} ».") from error
