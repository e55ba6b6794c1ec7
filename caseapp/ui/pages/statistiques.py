"""Statistiques: the period on one page, each figure opening its records, the report on paper."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.filters import Filters, Perimetre
from caseapp.domain.labels import plural
from caseapp.domain.periods import Period, year_period
from caseapp.errors import CaseappError
from caseapp.reports.report import Report
from caseapp.services.perimetre import Choices
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.statistiques_beside import FiguresBeside
from caseapp.ui.pages.statistiques_files import StatistiquesFiles
from caseapp.ui.pages.statistiques_finder import FigureFinder
from caseapp.ui.pages.statistiques_words import (
    blank_sentence,
    context_sentence,
    is_blank,
    nearest_year,
    opening_year,
)
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.filter_panel import FilterPanel
from caseapp.ui.widgets.page import ReadingPage
from caseapp.ui.widgets.period_picker import PeriodPicker
from caseapp.ui.widgets.strip import Strip
from caseapp.ui.widgets.waiting_line import WaitingLine


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the report of a period under filters, and which years hold records."""

    report: Report
    period: Period
    perimetre: Perimetre
    filters: Filters
    years: tuple[int, int] | None


class StatistiquesPage(ReadingPage):
    """Computes off the window's thread; only the last question is answered."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Statistiques")
        self._workspace, self._navigator = workspace, navigator
        self._figures, self._choices = LatestTask(context.tasks, self), LatestTask(context.tasks, self)
        self.shown: Shown | None = None
        self._wanted = ""
        self.picker = PeriodPicker(opening_year(navigator.today()))
        self.filters = FilterPanel(context.theme)
        self.filters_button = plain_button("Filtres", self._toggle_filters)
        self.files = StatistiquesFiles(
            context,
            workspace.listes,
            lambda: (self.shown.report, self.shown.period) if self.shown else None,
        )
        self.waiting, self.notice = WaitingLine(), plain_label(role="erreur")
        self.strip: Strip | None = None
        self.finder = FigureFinder(context.theme)
        self.beside = FiguresBeside(workspace.statistiques, context)
        self.chapters, self.records = self.beside.chapters, self.beside.records
        self.first_focus = self.chapters.bar
        self._lay_out()
        self._connect()
        self.header.set_sentence("Calcul des chiffres…")
        self.refresh()

    def _lay_out(self) -> None:
        self.filters_button.setCheckable(True)
        files = self.files
        actions = (self.picker, self.filters_button, files.export_button, files.report_button)
        for action in actions:
            self.header.add_action(action)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.chapters.bar)
        row.addStretch(1)
        row.addWidget(self.finder, 100)
        self._strip_place = QVBoxLayout()
        self.notice.setWordWrap(True)
        self.body.setSpacing(10)
        above = (self.picker.dates, self.filters, self.waiting, files.progress, self.notice)
        for widget in above:
            self.body.addWidget(widget)
        self.body.addLayout(self._strip_place)
        self.body.addLayout(row)
        self.body.addWidget(self.beside, 1)
        for hidden in (self.filters, self.notice, self.picker.dates):
            hidden.hide()

    def _connect(self) -> None:
        self.picker.period_changed.connect(self._ask)
        self.filters.perimetre_changed.connect(self._ask)
        self.finder.figure_wanted.connect(self.beside.go_to)
        self.finder.problem_changed.connect(self._say)
        self.records.famille_opened.connect(self._navigator.famille_requested)
        self.records.export_requested.connect(lambda: self.files.export_list(self.records.records))
        self.waiting.given_up.connect(self._give_up)
        self.files.progress.busy_changed.connect(self._allow_files)
        self._figures.busy_changed.connect(self._show_wait)
        self._navigator.data_changed.connect(self.note_change)
        for keys, action in (
            (QKeySequence.StandardKey.Refresh, self.refresh),
            (QKeySequence.StandardKey.Find, self._find),
            (QKeySequence.StandardKey.Cancel, self._leave),
        ):
            QShortcut(QKeySequence(keys), self, action, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def open_figure(self, address: str) -> None:
        """Show the records behind a figure, beside it."""
        self.beside.open_figure(address)

    def open_figure_of(self, address: str, period: Period, perimetre: Perimetre) -> None:
        """Show the figures of a period and of what it is restricted to, and the records behind one."""

        def show(choices: Choices) -> None:
            self.filters.set_choices(choices)
            self.filters.choose(perimetre)
            self.picker.set_period(period)
            self._wanted = address
            self._ask()

        self._choices.ask(self._workspace.perimetre.choices, show, self._refuse)

    @override
    def refresh(self) -> None:
        """Read the choices and the figures again."""
        super().refresh()
        self._choices.ask(self._workspace.perimetre.choices, self.filters.set_choices, self._refuse)
        self._ask()

    def _ask(self) -> None:
        """Compute the figures of the period and the filters chosen."""
        period, perimetre, first = self.picker.period(), self.filters.perimetre(), self.shown is None
        if period is None:
            return
        self._show_count()
        work = partial(self._compute, period, perimetre, first=first)
        self._figures.ask(work, self._show, self._refuse_figures)

    def _compute(self, period: Period, perimetre: Perimetre, *, first: bool) -> Shown:
        """Return the report; at the opening, that of the nearest year that holds anything."""
        years = self._workspace.statistiques.recorded_years()
        if first and years is not None and period.is_year:
            period = year_period(nearest_year(period.start.year, years))
        filters = self._workspace.perimetre.filters(perimetre)
        report = self._workspace.rapport.build(period, self._navigator.today(), filters)
        return Shown(report, period, perimetre, filters, years)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self._say("")
        self.picker.set_period(shown.period)
        self.header.set_title(f"Statistiques {shown.period.label}")
        self.header.set_sentence(context_sentence(shown.period, shown.filters.label))
        self.files.report_button.setText("Rapport annuel" if shown.period.is_year else "Rapport")
        self._show_strip(shown)
        self.finder.set_chapters(shown.report.chapters)
        self.beside.show_report(shown.report, shown.period, shown.filters)
        address, self._wanted = self._wanted, ""
        if address:
            self.beside.go_to(address)

    def _show_strip(self, shown: Shown) -> None:
        """Say why every figure is at zero, and what can be done."""
        if self.strip is not None:
            self._strip_place.removeWidget(self.strip)
            self.strip.hide()
            self.strip.deleteLater()
            self.strip = None
        if not is_blank(shown.report):
            return
        if shown.years is None:
            go = partial(self._navigator.page_requested.emit, "echanges")
            action = link_button("Aller aux échanges", go)
        elif shown.filters.label:
            action = link_button("Tout effacer", self.filters.clear)
        else:
            year = nearest_year(shown.period.start.year, shown.years)
            action = link_button(f"Voir {year}", partial(self._go_to_year, year))
        self.strip = Strip(blank_sentence(shown.years, shown.filters.label), "discret", action)
        self._strip_place.addWidget(self.strip)

    def _go_to_year(self, year: int) -> None:
        self.picker.set_period(year_period(year))
        self._ask()

    def _refuse(self, error: CaseappError) -> None:
        self._say(str(error))

    def _refuse_figures(self, error: CaseappError) -> None:
        self._back_to_shown()
        self._refuse(error)

    def _give_up(self) -> None:
        self._figures.forget()
        self._back_to_shown()
        self._say("Calcul arrêté : F5 le reprend.")

    def _back_to_shown(self) -> None:
        """Let the fields say again what the figures are, when others did not come."""
        if self.shown is None:
            self.header.set_sentence("Aucun chiffre n'a été calculé.")
            return
        self.picker.set_period(self.shown.period)
        self.filters.choose(self.shown.perimetre)
        self._show_count()

    def _show_wait(self, waits: bool) -> None:
        period = self.picker.period()
        if waits and period is not None:
            self.waiting.start(f"Calcul des chiffres ({period.label})")
        else:
            self.waiting.stop()

    def _allow_files(self, busy: bool) -> None:
        self.files.allow(allowed=not busy)
        self.records.export_link.setEnabled(not busy)

    def _find(self) -> None:
        """Search the list when the keyboard is in it, else the figures."""
        focused: QWidget | None = self.focusWidget()
        in_list = focused is not None and self.records.isAncestorOf(focused)
        if in_list and self.records.search.isVisible():
            self.records.focus_search()
        else:
            self.finder.focus()

    def _leave(self) -> None:
        """Empty the field that is typed in, else close the list."""
        for field in (self.records.search, self.finder):
            if field.hasFocus() and field.text():
                field.clear()
                return
        if not self.beside.close_list() and self.finder.hasFocus():
            self.chapters.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_filters(self) -> None:
        self.filters.setVisible(self.filters_button.isChecked())
        if self.filters_button.isChecked():
            self.filters.boxes["agent"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_count(self) -> None:
        count = self.filters.count
        self.filters_button.setText(f"Filtres · {count}" if count else "Filtres")
        self.filters_button.setProperty("actif", bool(count))
        self.filters_button.style().unpolish(self.filters_button)
        self.filters_button.style().polish(self.filters_button)
        self.filters_button.setAccessibleDescription(plural(count, "filtre actif", "filtres actifs"))

    def _say(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))
