"""Statistiques: the period on one page, each figure opening its records, the report on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSplitter

from caseapp.domain.filters import Filters, Perimetre
from caseapp.domain.labels import format_long_date
from caseapp.domain.periods import Period
from caseapp.reports.report import Report
from caseapp.reports.write import write_report
from caseapp.services.workspace import Workspace
from caseapp.statistics.results import RecordList
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.statistiques_chapters import ChapterStack
from caseapp.ui.pages.statistiques_records import RecordsPanel, write_list
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.filter_panel import FilterPanel
from caseapp.ui.widgets.page import Page
from caseapp.ui.widgets.period_picker import PeriodPicker
from caseapp.ui.widgets.task_panel import TaskPanel

T = TypeVar("T")
EXPORTS = (
    ("Rapport imprimable (PDF)", ".pdf"),
    ("Classeur Excel (XLSX)", ".xlsx"),
    ("Classeur LibreOffice (ODS)", ".ods"),
    ("Chiffres pour Excel (CSV)", ".csv"),
)


_CHAPTERS_SHARE, _RECORDS_SHARE = 600, 400


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the report of a period under filters."""

    report: Report
    period: Period
    filters: Filters


class StatistiquesPage(Page):
    """Computes off the window's thread; an answer that is no longer wanted is ignored."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        today = navigator.today()
        super().__init__("Statistiques")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._asked = 0
        self.shown: Shown | None = None
        self.picker = PeriodPicker(today.year)
        self.filters = FilterPanel()
        self.filters.hide()
        self.chapters = ChapterStack(context)
        self.records = RecordsPanel(context)
        self.progress = TaskPanel(context.tasks)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self._toggle = plain_button("Filtres", self._toggle_filters)
        self._toggle.setCheckable(True)
        export = plain_button("Exporter", lambda: None)
        export.setProperty("menu", True)
        menu = QMenu(export)
        for label, suffix in EXPORTS:
            menu.addAction(label).triggered.connect(partial(self._export_as, suffix))
        export.setMenu(menu)
        for widget in (self.picker, self._toggle, export):
            self.header.add_action(widget)
        self.header.add_action(plain_button("Rapport annuel", lambda: self.export(".pdf"), primary=True))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.chapters)
        split.addWidget(self.records)
        split.setSizes([_CHAPTERS_SHARE, _RECORDS_SHARE])
        self.body.addWidget(self.filters)
        self.body.addWidget(self.progress)
        self.body.addWidget(split, 1)

    def _connect(self) -> None:
        self.picker.period_changed.connect(self.refresh)
        self.filters.perimetre_changed.connect(self.refresh)
        self.chapters.figure_opened.connect(self.open_figure)
        self.records.famille_opened.connect(self._navigator.famille_requested)
        self.records.export_requested.connect(self.export_list)
        self.records.closed.connect(lambda: self.chapters.show_opened(""))
        self._navigator.data_changed.connect(self.refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refresh)

    def _toggle_filters(self) -> None:
        self.filters.setVisible(self._toggle.isChecked())

    def refresh(self) -> None:
        """Compute again for the period and the filters chosen."""
        period = self.picker.period()
        if period is None:
            return
        self._asked += 1
        asked, perimetre = self._asked, self.filters.perimetre()
        today = self._navigator.today()
        self.header.set_sentence("Calcul en cours…")

        def compute() -> Shown:
            filters = self._workspace.perimetre.filters(perimetre)
            return Shown(self._workspace.rapport.build(period, today, filters), period, filters)

        self._run(compute, lambda shown: self._show(shown, asked))
        if perimetre == Perimetre():
            self._run(self._workspace.perimetre.choices, self.filters.set_choices)

    def _run(self, work: Callable[[], T], on_done: Callable[[T], object]) -> None:
        self._context.tasks.run_task(
            lambda _token, _progress: work(),
            lambda result: _ignore(on_done(result)),
            lambda error: self.progress.say(str(error), "erreur"),
        )

    def _show(self, shown: Shown, asked: int) -> None:
        if asked != self._asked:
            return
        self.shown = shown
        period = shown.period
        self.header.set_title(f"Statistiques {period.label}")
        first, last = format_long_date(period.start), format_long_date(period.last_day)
        scope = shown.filters.label or "tous secteurs"
        self.header.set_sentence(f"{first} – {last} · {scope} · comparé à {period.previous().label}")
        self.chapters.set_chapters(shown.report.chapters)
        if self.records.records is not None:
            self.open_figure(self.records.records.address)

    def open_figure(self, address: str) -> None:
        """Show the records behind a figure, beside it."""
        if self.shown is None:
            return
        asked, shown = self._asked, self.shown
        self.chapters.show_opened(address)

        def show(records: RecordList) -> None:
            if asked == self._asked:
                self.records.show_records(records)

        self._run(lambda: self._workspace.statistiques.records(address, shown.period, shown.filters), show)

    def export(self, suffix: str) -> None:
        """Ask where, then write the report of what is shown."""
        if self.shown is None:
            return
        report = self.shown.report
        proposed = Path.home() / f"rapport-{self.shown.period.label.replace('/', '-')}{suffix}"
        names = [f"{label} (*{end})" for label, end in EXPORTS if end == suffix]
        path = self._context.prompts.ask_save_file("Enregistrer le rapport", proposed, names)
        if path is not None:
            self.progress.run(
                "Écriture du rapport",
                lambda _token, _progress: write_report(report, path),
                lambda _none: self.progress.say(f"Rapport écrit : {path}"),
            )

    def _export_as(self, suffix: str, _checked: bool) -> None:
        self.export(suffix)

    def export_list(self) -> None:
        """Ask where, then write the list shown; protected families stay nameless."""
        records = self.records.records
        if records is None:
            return
        proposed = Path.home() / f"liste-{records.address}.csv"
        path = self._context.prompts.ask_save_file("Enregistrer la liste", proposed, ["Tableau CSV (*.csv)"])
        if path is not None:
            self.progress.run(
                "Écriture de la liste",
                lambda _token, _progress: write_list(records, path),
                lambda _none: self.progress.say(f"Liste écrite : {path}"),
            )


def _ignore(_result: object) -> None:
    """Drop what a slot returns."""
