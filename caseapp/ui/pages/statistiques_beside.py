"""The figures and, beside them, the list of the one that is open."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period
from caseapp.errors import CaseappError
from caseapp.reports.report import Report
from caseapp.services.statistiques import StatistiquesService
from caseapp.statistics.results import RecordList
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.statistiques_chapters import ChapterStack
from caseapp.ui.pages.statistiques_lines import useful_ranks
from caseapp.ui.pages.statistiques_records import RecordsPanel

_SHARES = (600, 400)
_BESIDE = 800
"""Width, at 100 %, under which the list takes the place of the figures."""


class FiguresBeside(QSplitter):
    """Opens the list of a figure of the report shown; only the last one asked for is answered."""

    def __init__(self, statistiques: StatistiquesService, context: UiContext) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._statistiques, self._theme = statistiques, context.theme
        self._task = LatestTask(context.tasks, self)
        self._shown: tuple[Period, Filters] | None = None
        self._opened = ""
        self.chapters, self.records = ChapterStack(context), RecordsPanel(context)
        self.setChildrenCollapsible(False)
        self.addWidget(self.chapters)
        self.addWidget(self.records)
        self.setSizes(list(_SHARES))
        for number, share in enumerate(_SHARES):
            self.setStretchFactor(number, share)
        self.chapters.figure_opened.connect(self.open_figure)
        self.chapters.filled.connect(self._figures_filled)
        self.records.closed.connect(self._close)

    def show_report(self, report: Report, period: Period, filters: Filters) -> None:
        """Show other figures, and the list that was open as it is in them."""
        self._shown = (period, filters)
        self.chapters.set_chapters(report.chapters)
        if self.records.address:
            self._open(self.records.address, focus=False)

    def open_figure(self, address: str) -> None:
        """Show the records behind a figure, and go there."""
        self._open(address, focus=True)

    def go_to(self, address: str) -> None:
        """Scroll to a figure, and open it; it may be one that no table shows."""
        self.chapters.reveal(address, focus=False)
        self.open_figure(address)

    def _open(self, address: str, *, focus: bool) -> None:
        if self._shown is None:
            return
        period, filters = self._shown
        self._opened = address
        self.chapters.show_opened(address)
        self.records.wait(address)
        self._arrange()

        def look() -> tuple[RecordList, tuple[int, ...]]:
            records = self._statistiques.records(address, period, filters)
            return records, useful_ranks(records)

        def show(found: tuple[RecordList, tuple[int, ...]]) -> None:
            self.records.show_records(*found)
            self._settle(focus=focus)

        def refuse(error: CaseappError) -> None:
            self.records.refuse(str(error))
            self._settle(focus=focus)

        self._task.ask(look, show, refuse)

    def _settle(self, *, focus: bool) -> None:
        self._arrange()
        if self.records.table is not None:
            QWidget.setTabOrder(self.records.export_link, self.records.table)
        if focus:
            self.records.focus_list()

    def close_list(self) -> bool:
        """Close the list; False when none is open."""
        if not self.records.address:
            return False
        self.records.close_list()
        return True

    def _close(self) -> None:
        """Give the focus back to the figure that the list was opened from."""
        self._task.forget()
        self._arrange()
        self.chapters.show_opened("")
        if not self.chapters.reveal(self._opened, focus=True):
            self.chapters.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        """Set the list beside the figures, or in their place where there is no room for both."""
        beside = self.records.isHidden() or self.width() >= self._theme.px(_BESIDE)
        if beside == self.chapters.isHidden():
            self.chapters.setVisible(beside)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _figures_filled(self) -> None:
        self._order_tabs()
        self.chapters.show_opened(self.records.address)

    def _order_tabs(self) -> None:
        """Let Tab go through the figures from top to bottom, then to the list."""
        records = self.records
        table = [] if records.table is None else [records.table]
        panel = (records.close_link, records.search, records.export_link, *table)
        chain: list[QWidget] = [*self.chapters.views(), *panel]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
