"""What the page Statistiques writes: the report, and the list behind a figure."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QPushButton

from caseapp.domain.labels import plural
from caseapp.domain.periods import Period
from caseapp.reports.report import Report
from caseapp.reports.write import write_report
from caseapp.services.liste import FamilleProtegee, ListeService
from caseapp.statistics.results import RecordList
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.statistiques_protegees import ProtectedSheet
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

    def __init__(
        self, context: UiContext, listes: ListeService, shown: Callable[[], tuple[Report, Period] | None]
    ) -> None:
        self._context, self._listes, self._shown = context, listes, shown
        self.progress = TaskPanel(context.tasks)
        self._protected = LatestTask(context.tasks, self.progress)
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
        """Ask which protected families keep their name, then where, and write the whole list."""
        if records is None:
            return
        self._protected.ask(
            partial(self._listes.protected, records),
            partial(self._choose_names, records),
            lambda error: self.progress.say(str(error), "erreur"),
        )

    def _choose_names(self, records: RecordList, familles: tuple[FamilleProtegee, ...]) -> None:
        if not familles:
            self._save_list(records, frozenset())
            return
        sheet = ProtectedSheet(self.progress.window(), self._context.theme, familles)
        sheet.chosen.connect(partial(self._save_list, records))
        sheet.open()

    def _save_list(self, records: RecordList, named: frozenset[int]) -> None:
        name = f"liste {records.address} {records.period.label}.csv"
        path = self._ask("Enregistrer la liste", name, ["Tableau CSV (*.csv)"])
        if path is not None:
            said = f"Liste écrite, {plural(len(records.records), 'ligne')}{_named(len(named))} : {path}"
            self._write("Écriture de la liste", lambda: self._listes.export(records, path, named), said)

    def _ask(self, title: str, name: str, kinds: list[str]) -> Path | None:
        return self._context.prompts.ask_save_file(title, Path.home() / name.replace("/", "-"), kinds)

    def _write(self, title: str, write: Callable[[], None], said: str) -> None:
        self.progress.run(title, lambda _token, _progress: write(), lambda _none: self.progress.say(said))


def _named(count: int) -> str:
    families = "famille protégée nommée", "familles protégées nommées"
    return f", {plural(count, *families)}" if count else ""
