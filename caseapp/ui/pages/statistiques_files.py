"""What the page Statistiques writes: the report, and the list behind a figure."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QPushButton

from caseapp.domain.labels import plural
from caseapp.domain.periods import Period
from caseapp.reports.record_csv import write_records
from caseapp.reports.report import Report
from caseapp.reports.write import write_report
from caseapp.statistics.results import RecordList
from caseapp.ui.context import UiContext
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.task_panel import TaskPanel

EXPORTS = (
    ("Rapport imprimable (PDF)", ".pdf"),
    ("Classeur Excel (XLSX)", ".xlsx"),
    ("Classeur LibreOffice (ODS)", ".ods"),
    ("Chiffres pour Excel (CSV)", ".csv"),
)


class StatistiquesFiles:
    """Asks where, then writes in a worker; `progress` says how it went."""

    def __init__(self, context: UiContext, shown: Callable[[], tuple[Report, Period] | None]) -> None:
        self._prompts, self._shown = context.prompts, shown
        self.progress = TaskPanel(context.tasks)
        self.report_button = plain_button("Rapport annuel", partial(self.export, ".pdf"), primary=True)
        self.export_button = self._export_menu()

    def _export_menu(self) -> QPushButton:
        button = plain_button("Exporter", lambda: None)
        button.setProperty("menu", True)
        menu = QMenu(button)
        for label, suffix in EXPORTS:
            menu.addAction(label).triggered.connect(lambda *_checked, end=suffix: self.export(end))
        button.setMenu(menu)
        return button

    def allow(self, *, allowed: bool) -> None:
        """Let the report be written, or not while a file is being written."""
        self.report_button.setEnabled(allowed)
        self.export_button.setEnabled(allowed)

    def export(self, suffix: str) -> None:
        """Ask where, then write the report of what is shown."""
        shown = self._shown()
        if shown is None:
            return
        report, period = shown
        names = [f"{name} (*{end})" for name, end in EXPORTS if end == suffix]
        path = self._ask("Enregistrer le rapport", f"rapport {period.label}{suffix}", names)
        if path is not None:
            self._write("Écriture du rapport", lambda: write_report(report, path), f"Rapport écrit : {path}")

    def export_list(self, records: RecordList | None) -> None:
        """Ask where, then write a whole list; protected families stay nameless."""
        if records is None:
            return
        name = f"liste {records.address} {records.period.label}.csv"
        path = self._ask("Enregistrer la liste", name, ["Tableau CSV (*.csv)"])
        if path is not None:
            said = f"Liste écrite, {plural(len(records.records), 'ligne')} : {path}"
            self._write("Écriture de la liste", lambda: write_records(records, path), said)

    def _ask(self, title: str, name: str, kinds: list[str]) -> Path | None:
        return self._prompts.ask_save_file(title, Path.home() / name.replace("/", "-"), kinds)

    def _write(self, title: str, write: Callable[[], None], said: str) -> None:
        self.progress.run(title, lambda _token, _progress: write(), lambda _none: self.progress.say(said))
