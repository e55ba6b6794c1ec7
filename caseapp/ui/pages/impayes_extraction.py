"""The monthly extraction: its day, its file, the preview line by line, the import."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from caseapp.domain.labels import plural
from caseapp.services.extraction_impayes import (
    UNDOABLE,
    Apercu,
    Etat,
    ExtractionImpayesService,
    ImportFait,
    LigneApercu,
)
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, FormSheet, Kind, SheetOptions
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.impayes_extraction_words import (
    columns_words,
    explained,
    extraction_columns,
    preview_sentence,
    result_sentence,
    title_words,
)
from caseapp.ui.tasks import CancelToken, Progress, told
from caseapp.ui.widgets.choice_preview import ChoicePreview
from caseapp.ui.widgets.task_panel import TaskPanel

FILTERS = ("Extractions (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods)",)
_ORDER = tuple(Etat)
_FUTURE = "Cette date est dans le futur."


class ExtractionPanel(ChoicePreview[LigneApercu, bool]):
    """The lines of an extraction; those offered are ticked or not."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(
            context, extraction_columns, key="extraction_impayes", name="Lignes de l'extraction",
            change="Cocher, décocher",
        )  # fmt: skip
        self.apercu: Apercu | None = None

    def show_preview(self, apercu: Apercu) -> None:
        """Show what a file would bring."""
        self.apercu = apercu
        lines = sorted(apercu.lignes, key=lambda one: (_ORDER.index(one.etat), abs(one.cle)))
        self.show_rows(lines, apercu.proposed, title_words(apercu), columns_words(apercu))

    @override
    def key_of(self, row: LigneApercu) -> int:
        return row.cle

    @override
    def allowed(self, row: LigneApercu) -> Sequence[bool]:
        return (False, True) if row.cle in self.choices else ()

    @override
    def explained(self, row: LigneApercu) -> str:
        return explained(row)

    @override
    def count(self) -> int:
        return sum(self.choices.values())

    @override
    def words(self) -> tuple[str, str]:
        sentence = "" if self.apercu is None else preview_sentence(self.apercu, UNDOABLE, self.count())
        return sentence, f"Importer {plural(self.count(), 'ligne')}"

    @override
    def forget(self) -> None:
        self.apercu = None
        super().forget()


class ExtractionFlow(QObject):
    """Leads from the sheet to the files written; `panel` shows the preview, `progress` what runs."""

    previewed = Signal()
    left = Signal()
    """The preview is over, with or without an import."""

    def __init__(
        self,
        page: QWidget,
        extraction: ExtractionImpayesService,
        context: UiContext,
        navigator: Navigator,
        progress: TaskPanel,
    ) -> None:
        super().__init__(page)
        self._page, self._extraction = page, extraction
        self._context, self._navigator, self._progress = context, navigator, progress
        self.panel = ExtractionPanel(context)
        self.panel.accepted.connect(self._import)
        self.panel.dropped.connect(self.forget)
        progress.busy_changed.connect(lambda busy: self.panel.set_usable(usable=not busy))

    def open(self, path: Path | None = None) -> None:
        """Ask of which day the extraction tells, then for its file unless it was dropped here."""
        if self._progress.is_busy:
            return
        field = FieldSpec("jour", "Dettes connues au", Kind.DATE, required=True)
        form = Form((field,), self._context, self._navigator.today)
        form.set_values({"jour": self._navigator.today()})
        options = SheetOptions(primary="Choisir le fichier" if path is None else "Lire le fichier")
        sheet = FormSheet(self._page.window(), self._context, "Extraction mensuelle", form, options)

        def submit(values: dict[str, Any]) -> None:
            if values["jour"] > self._navigator.today():
                sheet.refuse({"jour": _FUTURE})
                return
            sheet.close_saved()
            QTimer.singleShot(0, self, partial(self._choose, values["jour"], path))  # once the sheet is gone

        sheet.submitted.connect(submit)
        sheet.open()

    def _choose(self, jour: date, path: Path | None) -> None:
        found = path or self._context.prompts.ask_open_file("Choisir l'extraction", FILTERS)
        if found is not None:
            self._read(jour, found)

    def _read(self, jour: date, path: Path) -> None:

        def work(token: CancelToken, progress: Progress) -> Apercu:
            return self._extraction.preview(path, jour, *told(token, progress))

        def show(apercu: Apercu) -> None:
            self.panel.show_preview(apercu)
            self.previewed.emit()

        self._progress.run(f"Lecture de « {path.name} »", work, show)

    def _import(self, ticked: dict[int, bool]) -> None:
        apercu = self.panel.apercu
        if apercu is None:
            return

        def work(token: CancelToken, progress: Progress) -> ImportFait:
            return self._extraction.importer(apercu, ticked, *told(token, progress))

        def done(fait: ImportFait) -> None:
            self.forget()
            self._progress.say(result_sentence(fait))
            self._navigator.data_changed.emit()

        self._progress.run("Import de l'extraction", work, done)

    def forget(self) -> None:
        """Leave the preview; nothing of it is kept."""
        self._progress.clear()
        self.panel.forget()
        self.left.emit()
