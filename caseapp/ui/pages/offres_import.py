"""A new campaign: its name and motif, its file, the preview, the import."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from caseapp.errors import CaseappError, FieldError
from caseapp.services.campagne import Campagne, CampagnePreview, CampagneResult, CampagneService, Decision
from caseapp.ui.context import UiContext
from caseapp.ui.forms import Form, FormSheet, SheetOptions
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.offres_campagne import CampaignPanel
from caseapp.ui.pages.offres_saisies import Choix, campaign_of, campaign_rows
from caseapp.ui.pages.offres_words import result_sentence
from caseapp.ui.tasks import CancelToken, Progress, told
from caseapp.ui.widgets.task_panel import TaskPanel

FILTERS = ("Extractions (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods)",)


class CampaignFlow(QObject):
    """Leads from the sheet to the offers written; `panel` shows the preview, `progress` what runs."""

    previewed = Signal()
    left = Signal()
    """The preview is over, with or without an import."""

    def __init__(
        self, page: QWidget, campagnes: CampagneService, context: UiContext, navigator: Navigator
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._navigator = page, context, navigator
        self._campagnes = campagnes
        self.progress = progress = TaskPanel(context.tasks)
        self.panel = CampaignPanel(context)
        self.panel.accepted.connect(self._import)
        self.panel.dropped.connect(self.forget)
        progress.busy_changed.connect(lambda busy: self.panel.set_usable(usable=not busy))

    def open(self, choix: Choix, path: Path | None = None) -> None:
        """Ask for the campaign, then for its file unless it was dropped here."""
        form = Form(campaign_rows(choix), self._context, self._navigator.today)
        form.set_values({"jour": self._navigator.today()})
        options = SheetOptions(primary="Choisir le fichier" if path is None else "Lire le fichier")
        sheet = FormSheet(self._page.window(), self._context, "Nouvelle campagne", form, options)
        checking = LatestTask(self._context.tasks, sheet)

        def submit(values: dict[str, object]) -> None:
            work = partial(self._campagnes.check, campaign_of(values), self._navigator.today())
            checking.ask(work, accepted, refused)

        def accepted(campagne: Campagne) -> None:
            sheet.close_saved()
            QTimer.singleShot(0, self, partial(self._choose, campagne, path))  # once the sheet is gone

        def refused(error: CaseappError) -> None:
            sheet.refuse({error.field: str(error)} if isinstance(error, FieldError) else str(error))

        sheet.submitted.connect(submit)
        sheet.open()

    def _choose(self, campagne: Campagne, path: Path | None) -> None:
        found = path or self._context.prompts.ask_open_file("Choisir l'extraction", FILTERS)
        if found is not None:
            self._read(campagne, found)

    def _read(self, campagne: Campagne, path: Path) -> None:

        def work(token: CancelToken, progress: Progress) -> CampagnePreview:
            today = self._navigator.today()
            return self._campagnes.preview(path, campagne, today, *told(token, progress))

        def show(preview: CampagnePreview) -> None:
            self.panel.show_preview(preview)
            self.previewed.emit()

        self.progress.run(f"Lecture de « {path.name} »", work, show)

    def _import(self, decisions: dict[int, Decision]) -> None:
        preview = self.panel.preview
        if preview is None:
            return

        def work(token: CancelToken, progress: Progress) -> CampagneResult:
            return self._campagnes.import_campaign(preview, decisions, *told(token, progress))

        def done(result: CampagneResult) -> None:
            self.forget()
            self.progress.say(result_sentence(preview.campagne.nom, result))
            self._navigator.data_changed.emit()

        self.progress.run(f"Import de la campagne « {preview.campagne.nom} »", work, done)

    def forget(self) -> None:
        """Leave the preview; nothing of it is kept."""
        self.progress.clear()
        self.panel.forget()
        self.left.emit()
