"""The monthly extraction: its day, its file, the preview line by line, the import."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tasks import CancelToken, Progress
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.task_panel import TaskPanel

FILTERS = ("Extractions (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods)",)
_ORDER = tuple(Etat)
_FUTURE = "Cette date est dans le futur."
OnProgress = Callable[[int, int, str], None]


class ExtractionPanel(QWidget):
    """Space ticks or unticks the rows selected; nothing is written before the button."""

    accepted = Signal(object)
    """The choices by key, a `dict[int, bool]`."""
    dropped = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.apercu: Apercu | None = None
        self.ticked: dict[int, bool] = {}
        self._rows = TableModel[LigneApercu](extraction_columns(self.ticked))
        self.table = DataTable(context, self._rows, key="extraction_impayes", name="Lignes de l'extraction")
        self._card = Card()
        self._sentence = plain_label(role="phrase")
        self._columns, self._why = plain_label(role="note"), plain_label()
        for label in (self._sentence, self._columns, self._why):
            label.setWordWrap(True)
        self._change = plain_button("Cocher, décocher (Espace)", self.change)
        self._nothing = plain_button("Ne rien importer", self.dropped.emit)
        self.write = plain_button("Importer", self._accept, primary=True)
        self._lay_out()
        self.table.current_row_changed.connect(self._explain)
        self.table.activated_row.connect(lambda _row: self.change())
        for keys, act, widget in (
            (Qt.Key.Key_Space, self.change, self.table),
            ("Esc", self.dropped.emit, self),
        ):
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        self._card.body.addWidget(self._columns)
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(self._why)
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(self._sentence, 1)
        for button in (self._change, self._nothing, self.write):
            choice.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._card, 1)
        column.addLayout(choice)

    def show_preview(self, apercu: Apercu) -> None:
        """Show what a file would bring."""
        self.apercu = apercu
        self.ticked.clear()
        self.ticked.update(apercu.proposed)
        self._rows.set_rows(sorted(apercu.lignes, key=lambda one: (_ORDER.index(one.etat), abs(one.cle))))
        self._card.set_title(title_words(apercu), "rien n'est encore écrit")
        self._columns.setText(columns_words(apercu))
        self._say()
        self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self, row: LigneApercu | None) -> None:
        self._why.setText("" if row is None else explained(row))

    def change(self) -> None:
        """Give the rows selected the other choice than that of the current one."""
        current = self._rows.row_at(self.table.currentIndex().row()) if self._rows.rowCount() else None
        if current is None or current.cle not in self.ticked:
            return
        wanted = not self.ticked[current.cle]
        for index in self.table.selectionModel().selectedRows():
            row = self._rows.row_at(index.row())
            if row is not None and row.cle in self.ticked:
                self.ticked[row.cle] = wanted
        last = self._rows.index(self._rows.rowCount() - 1, self._rows.columnCount() - 1)
        self._rows.dataChanged.emit(self._rows.index(0, 0), last)
        self._say()

    def set_usable(self, *, usable: bool) -> None:
        """Take or give back the choice, while something is running."""
        for button in (self._change, self._nothing):
            button.setEnabled(usable)
        self.write.setEnabled(usable and self._count > 0)

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self.apercu = None
        self.ticked.clear()
        self._rows.set_rows(())

    @property
    def _count(self) -> int:
        return sum(self.ticked.values())

    def _say(self) -> None:
        if self.apercu is not None:
            self._sentence.setText(preview_sentence(self.apercu, UNDOABLE, self._count))
            self.write.setText(button_text(f"Importer {plural(self._count, 'ligne')}"))
            self.write.setEnabled(self._count > 0)

    def _accept(self) -> None:
        self.accepted.emit(dict(self.ticked))


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
            return self._extraction.preview(path, jour, _two(progress), lambda: token.is_cancelled)

        def show(apercu: Apercu) -> None:
            self.panel.show_preview(apercu)
            self.previewed.emit()

        self._progress.run(f"Lecture de « {path.name} »", work, show)

    def _import(self, ticked: dict[int, bool]) -> None:
        apercu = self.panel.apercu
        if apercu is None:
            return

        def work(token: CancelToken, progress: Progress) -> ImportFait:
            return self._extraction.importer(apercu, ticked, _two(progress), lambda: token.is_cancelled)

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


def _two(progress: Progress) -> OnProgress:
    """Report without the phrase, which the title of the task already says."""
    return lambda done, total, _phrase: progress(done, total)
