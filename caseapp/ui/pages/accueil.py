"""Accueil: the day, what is late, what is missing for the month, drafts, the year so far."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import MOIS, format_number
from caseapp.reports.report import Chart, ChartKind, Series
from caseapp.services.accueil import Annee, Journee
from caseapp.services.agenda_rows import RendezVousRow
from caseapp.services.agents import AgentRow
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.echeances import Echeance
from caseapp.services.releve import Manque
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.accueil_parts import DraftStrips, FigureCard, MissingCard, WhoStrip
from caseapp.ui.pages.accueil_words import (
    CUMULS,
    cumul_note,
    cumul_value,
    day_sentence,
    day_title,
    due,
    due_tone,
    hour,
    what,
)
from caseapp.ui.pages.familles_words import CIBLES
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.card_grid import CardGrid
from caseapp.ui.widgets.chart_view import ChartView
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import ReadingPage

_DUE_TITLE = "À faire"
_ACTIVE = "Interventions actives, douze derniers mois"
_NOTHING_DUE = "Rien à faire dans les quinze jours : ni bilan, ni délai, ni offre, ni aide, ni réponse."
_NO_MEETING = "Aucun rendez-vous aujourd'hui."
_DAY_COLUMNS: tuple[ColumnSpec[RendezVousRow], ...] = (
    ColumnSpec("heure", "Heure", hour, Align.RIGHT, 58),
    ColumnSpec("famille", "Famille", lambda row: row.famille, width=128,
               tone=lambda _: Tone.STRONG),
    ColumnSpec("type", "Type", what, width=70, stretch=True, tone=lambda _: Tone.DISCREET),
)  # fmt: skip
_ACROSS = (1, 1, 1, 1)
_TALL, _SHORT, _CHART = 200, 126, 84
"""Least heights, at 100 %, of the list of deadlines and of the day, and that of the chart."""


class AccueilPage(ReadingPage):
    """Each line opens its record; the figures come last, from a worker of their own."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(day_title(navigator.today()), scrolling=True)
        self.setAccessibleName("Accueil")
        self._accueil, self._agents = workspace.accueil, workspace.agents
        self._brouillons, self._navigator, self._context = workspace.brouillons, navigator, context
        self._reading, self._counting, self._saying, self._dropping = (
            LatestTask(context.tasks, self) for _ in range(4)
        )
        self._journee: Journee | None = None
        self._annee: Annee | None = None
        self.who, self.drafts, self.missing = WhoStrip(), DraftStrips(), MissingCard()
        self.figures = {address: FigureCard(self._title(address)) for address in CUMULS}
        self._due = TableModel[Echeance](_due_columns(navigator.today), parent=self)
        self._day = TableModel[RendezVousRow](_DAY_COLUMNS, parent=self)
        self.due_table = DataTable(context, self._due, key="echeances", name=_DUE_TITLE)
        self.day_table = DataTable(context, self._day, key="journee", name="Ma journée")
        self._due_card = Card(_DUE_TITLE)
        self._agenda_link = link_button("Agenda", partial(navigator.page_requested.emit, "agenda"))
        self._all = link_button("Toutes les échéances", self._list_due)
        self._chart = ChartView(_chart(()), context.theme)
        self._lay_out()
        self._connect()
        self.first_focus = self._agenda_link
        self.refresh()

    def _lay_out(self) -> None:
        theme = self._context.theme
        figures = CardGrid(theme, _ACROSS, 210)
        for card in self.figures.values():
            figures.add(card)
        self._due_card.add_action(self._all)
        self._all.hide()
        go = partial(self._navigator.page_requested.emit, "familles")
        self._due_panel = TablePanel(self.due_table, EmptyState(_NOTHING_DUE, "Aller aux familles", go))
        self._due_panel.setMinimumHeight(theme.px(_TALL))
        self._due_card.body.addWidget(self._due_panel, 1)
        below = CardGrid(theme, (13, 6), 440)
        below.add(_stacked((self._due_card, 1), (self.missing, 0)))
        below.add(self._beside())
        self.body.addWidget(self.who)
        self.body.addWidget(figures)
        self.body.addWidget(below, 1)
        self.who.hide()

    def _beside(self) -> QWidget:
        theme = self._context.theme
        day = Card("Ma journée")
        day.add_action(self._agenda_link)
        panel = TablePanel(self.day_table, EmptyState(_NO_MEETING))
        panel.setMinimumHeight(theme.px(_SHORT))
        self.day_table.horizontalHeader().hide()
        day.body.addWidget(panel, 1)
        day.body.addWidget(self.drafts)
        year = Card(_ACTIVE)
        year.body.addWidget(self._chart)
        self._chart.setFixedHeight(theme.px(_CHART))
        return _stacked((day, 1), (year, 0))

    def _connect(self) -> None:
        self.due_table.activated_row.connect(self._open_due)
        self.day_table.activated_row.connect(self._open_meeting)
        self.missing.chosen.connect(self._list_missing)
        self.drafts.resumed.connect(self._resume)
        self.drafts.dropped.connect(self._drop)
        self.who.said.connect(self._say_who)
        for address, card in self.figures.items():
            card.opened.connect(partial(self._open_figure, address))
        self._navigator.data_changed.connect(self.note_change)
        self._navigator.drafts_changed.connect(self.note_change)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refresh)
        escape = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self._list_due)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def refresh(self) -> None:
        """Read the day again, then the figures."""
        super().refresh()
        today = self._navigator.today()
        self.header.set_title(day_title(today))
        self._reading.ask(
            partial(self._accueil.journee, today), self._show,
            lambda error: self.header.set_sentence(str(error)),
        )  # fmt: skip

    def _show(self, journee: Journee) -> None:
        self._journee = journee
        self.header.set_sentence(day_sentence(journee))
        self._list_due()
        self.first_focus = self.due_table if journee.echeances else self._agenda_link
        if journee.echeances and self._agenda_link.hasFocus():
            self.due_table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.due_table.selectRow(0)
        self._day.set_rows(journee.agenda.rendez_vous)
        self.missing.show_manques(journee.releve.manques)
        self.missing.setVisible(bool(journee.releve.manques))
        self.drafts.show_drafts(journee.brouillons)
        self.who.setVisible(journee.moi is None)
        if journee.moi is None:
            self._saying.ask(self._agents.list_rows, self._offer, lambda _: None)
        self._counting.ask(partial(self._accueil.annee, journee.jour), self._show_year, lambda _: None)

    def _show_year(self, annee: Annee) -> None:
        self._annee = annee
        year = annee.periode.start.year
        for cumul in annee.cumuls:
            self.figures[cumul.adresse].say(
                self._title(cumul.adresse), cumul_value(cumul), cumul_note(cumul, year)
            )
        self._chart.set_chart(_chart(tuple((month.start, value) for month, value in annee.mois)))

    def _title(self, address: str) -> str:
        return CUMULS[address].format(annee=self._navigator.today().year)

    def _list_due(self) -> None:
        if self._journee is not None:
            self._due_card.set_title(_DUE_TITLE)
            self._all.hide()
            self._due.set_rows(self._journee.echeances)

    def _list_missing(self, manque: Manque) -> None:
        self._due_card.set_title(manque.titre)
        self._all.show()
        self._due.set_rows(manque.lignes)
        self.due_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.due_table.selectRow(0)

    def _open_due(self, echeance: Echeance) -> None:
        opens = {
            "aide": self._navigator.aide_requested,
            "pret": self._navigator.pret_requested,
            "seance": self._navigator.seance_requested,
            "impaye": self._navigator.impaye_requested,
            "signalement": self._navigator.signalement_requested,
            "suivi": self._navigator.suivi_requested,
        }.get(echeance.ouvre)
        if opens is not None and echeance.ouvre_id is not None:
            opens.emit(echeance.ouvre_id)
        elif echeance.famille_id is not None:
            self._navigator.famille_requested.emit(echeance.famille_id)
        elif echeance.cle:
            self._navigator.page_requested.emit(echeance.cle)

    def _open_figure(self, address: str) -> None:
        """Open the records of a figure of the year, counted just as it is here."""
        if self._annee is not None:
            self._navigator.figure_requested.emit(address, self._annee.periode, self._annee.perimetre)

    def _open_meeting(self, row: RendezVousRow) -> None:
        self._navigator.rendez_vous_requested.emit(row.id)

    def _resume(self, brouillon: BrouillonRow) -> None:
        self._navigator.draft_requested.emit(brouillon)

    def _drop(self, brouillon: BrouillonRow) -> None:
        self._dropping.ask(
            partial(self._brouillons.drop, brouillon.cle), lambda _: self.refresh(), lambda _: None
        )

    def _offer(self, agents: tuple[AgentRow, ...]) -> None:
        self.who.offer(agents)

    def _say_who(self, agent_id: int) -> None:
        self._saying.ask(
            partial(self._agents.set_me, agent_id),
            lambda _: self._navigator.data_changed.emit(),
            lambda error: self.header.set_sentence(str(error)),
        )


def _stacked(*cards: tuple[QWidget, int]) -> QWidget:
    """Return cards under one another, each with its share of the height left over."""
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(14)
    for card, share in cards:
        rows.addWidget(card, share)
    return column


def _due_columns(today: Callable[[], date]) -> tuple[ColumnSpec[Echeance], ...]:
    return (
        ColumnSpec("quand", "Échéance", lambda one: due(one, today()), width=137,
                   tone=lambda one: due_tone(one, today())),
        ColumnSpec("famille", "Famille", lambda one: one.famille, width=130, least=128),
        ColumnSpec("cible", "Cible", lambda one: CIBLES.get(one.cible or "", ""), width=92,
                   cible=lambda one: one.cible),
        ColumnSpec("objet", "Objet", lambda one: one.objet, width=170, stretch=True, least=168),
        ColumnSpec("fondement", "Fondement", lambda one: one.fondement, width=190,
                   least=90, tone=lambda _: Tone.DISCREET),
    )  # fmt: skip


def _chart(months: tuple[tuple[date, Decimal], ...]) -> Chart:
    return Chart(
        "accueil", _ACTIVE, ChartKind.COLUMNS,
        tuple(MOIS[day.month - 1][:1].upper() for day, _ in months),
        (Series("Interventions", tuple(value for _, value in months)),),
        value_texts=tuple(format_number(value) for _, value in months),
    )  # fmt: skip
