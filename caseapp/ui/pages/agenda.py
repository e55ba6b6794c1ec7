"""The page Agenda: the week or the day of the user or of the team."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import plural
from caseapp.domain.nomenclature import TypeRendezVous
from caseapp.errors import CaseappError
from caseapp.services.agenda_controles import ABSENT, ANNULE, HONORE, PROPOSE
from caseapp.services.agenda_rows import Delais, RendezVousRow, RendezVousSaisie
from caseapp.services.agents import AgentRow
from caseapp.services.permanences import Feuille
from caseapp.services.permanences_calendrier import monday
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.open_file import open_file
from caseapp.ui.pages.agenda_beside import WIDTH, NextPermanence, ToComplete
from caseapp.ui.pages.agenda_blocks import Block, blocks_of
from caseapp.ui.pages.agenda_clock import clock
from caseapp.ui.pages.agenda_deadlines import deadline_blocks, merged
from caseapp.ui.pages.agenda_entry import RendezVousDesk
from caseapp.ui.pages.agenda_team import TeamButton, toggle
from caseapp.ui.pages.agenda_view import AgendaView
from caseapp.ui.pages.agenda_words import KEYS, delay_words, period_words, week_days
from caseapp.ui.pages.permanences_files import PermanenceFiles
from caseapp.ui.plain_text import plain_label
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.page import ReadingPage
from caseapp.ui.widgets.task_panel import TaskPanel

_WEEK = timedelta(days=6)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a reading of the agenda gives."""

    span: tuple[date, date]
    blocks: tuple[Block, ...]
    """Put in words by the worker: a large team has many."""
    shown: frozenset[int] | None
    agents: tuple[AgentRow, ...]
    me: AgentRow | None


class AgendaPage(ReadingPage):
    """Reads in workers; what is entered is written by the service, one step each."""

    def __init__(
        self,
        workspace: Workspace,
        context: UiContext,
        navigator: Navigator,
        now: Callable[[], datetime] = clock,
    ) -> None:
        super().__init__("Agenda")
        self._workspace, self._context, self._navigator, self._now = workspace, context, navigator, now
        self._shown = navigator.today()
        self._reading, self._delays = LatestTask(context.tasks, self), LatestTask(context.tasks, self)
        self._beside, self._marking = LatestTask(context.tasks, self), SaveQueue(context.tasks, self)
        self._deadlines = LatestTask(context.tasks, self)
        self._due: tuple[Block, ...] = ()
        self._delais: Delais | None = None
        self.desk = RendezVousDesk(self, workspace, context, navigator)
        self.files = PermanenceFiles(self, context)
        self.view = AgendaView(context.theme, navigator.today, now)
        self.next_permanence, self.to_complete = NextPermanence(context.theme), ToComplete(context.theme)
        self.team = TeamButton()
        self.progress = TaskPanel(context.tasks)
        self._notice = plain_label(role="erreur")
        self.first_focus = self.view
        self._make_actions()
        self._lay_out()
        self._connect()
        self.refresh()

    def _make_actions(self) -> None:
        self.previous = plain_button("‹", lambda: self.turn(-1))
        self.today_button = plain_button("Aujourd'hui", self.show_today)
        self.following = plain_button("›", lambda: self.turn(1))
        self.day_button, self.week_button = (
            toggle("Jour", "Voir un jour"),
            toggle("Semaine", "Voir la semaine"),
        )
        self.new_button = plain_button("Nouveau rendez-vous", self._add_here, primary=True)
        self.export_button = link_button("Exporter l'agenda (.ics)", self._export)
        self._spans = QButtonGroup(self)
        for button in (self.day_button, self.week_button):
            self._spans.addButton(button)
        self.week_button.setChecked(True)
        for button in (self.previous, self.today_button, self.following, self.day_button, self.week_button,
                       self.team, self.new_button):  # fmt: skip
            self.header.add_action(button)

    def _lay_out(self) -> None:
        card, foot, row = Card(), QHBoxLayout(), QHBoxLayout()
        card.body.setContentsMargins(8, 4, 8, 8)
        card.body.addWidget(self.view)
        keys = plain_label(KEYS, role="note")
        keys.setWordWrap(True)
        foot.addWidget(keys, 1)
        foot.addWidget(self.export_button)
        main = QVBoxLayout()
        main.setSpacing(8)
        main.addWidget(self._notice)
        main.addWidget(card, 1)
        main.addWidget(self.progress)
        main.addWidget(self.files.progress)
        main.addLayout(foot)
        side, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.next_permanence)
        column.addWidget(self.to_complete)
        column.addStretch(1)
        side.setLayout(column)
        self._side = QScrollArea()
        self._side.setObjectName("page")
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QScrollArea.Shape.NoFrame)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setWidget(side)
        row.setSpacing(14)
        row.addLayout(main, 1)
        row.addWidget(self._side)
        self.body.addLayout(row, 1)
        self._notice.setWordWrap(True)
        self.previous.setAccessibleName("Période précédente")
        self.following.setAccessibleName("Période suivante")
        self._dress()

    def _dress(self) -> None:
        self._side.setFixedWidth(self._context.theme.px(WIDTH))

    def _connect(self) -> None:
        view = self.view
        view.opened.connect(self._open)
        view.marked.connect(lambda block, statut: self._mark(block.rendez_vous.id, statut))
        view.postponed.connect(lambda block: self.desk.postpone(block.rendez_vous))
        view.famille_wanted.connect(self._open_famille)
        view.created.connect(self._add)
        view.turned.connect(self.turn)
        view.day_wanted.connect(self._show_day)
        view.menu_wanted.connect(self._menu)
        self.week_button.toggled.connect(lambda _: self.refresh())
        self.team.changed.connect(self.refresh)
        self.to_complete.opened.connect(self.desk.open)
        self.to_complete.marked.connect(self._mark)
        self.next_permanence.sheet_wanted.connect(self.files.save)
        self.next_permanence.opened.connect(self._navigator.permanence_requested)
        self._navigator.data_changed.connect(self.note_change)
        self._context.theme.changed.connect(self._dress)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day shown."""
        if self.day_button.isChecked():
            return self._shown, self._shown
        first = monday(self._shown)
        return first, first + _WEEK

    def turn(self, way: int) -> None:
        """Go one week (or one day) back or ahead."""
        step = _DAY if self.day_button.isChecked() else _WEEK + _DAY
        self._shown += way * step
        self.refresh()

    def show_today(self) -> None:
        """Come back to today."""
        self._shown = self._navigator.today()
        self.refresh()

    def _show_day(self, day: date) -> None:
        self._shown = day
        if self.day_button.isChecked():
            self.refresh()
        else:
            self.day_button.setChecked(True)

    @override
    def refresh(self) -> None:
        super().refresh()
        self._reading.ask(partial(self._read, self.span, self.team.chosen), self._show, self._refuse)
        self._beside.ask(self._read_beside, self._show_beside, self._refuse)

    def _read_beside(self) -> tuple[tuple[RendezVousRow, ...], Feuille | None]:
        """Read in a worker what stands beside, for which the week does not wait."""
        workspace, today = self._workspace, self._navigator.today()
        following = workspace.permanences.next_mine(today)
        sheet = None if following is None else workspace.permanences.sheet(following)
        return workspace.agenda.to_complete(today), sheet

    def _show_beside(self, read: tuple[tuple[RendezVousRow, ...], Feuille | None]) -> None:
        self.to_complete.show_rows(read[0])
        self.next_permanence.show_sheet(read[1])

    def _read(self, span: tuple[date, date], chosen: frozenset[int] | None) -> _Read:
        """Read in a worker: everybody's until the user said who they are."""
        workspace = self._workspace
        me = workspace.agents.me()
        mine = None if me is None else frozenset({me.id})
        agents = chosen if chosen is None or chosen else mine
        blocks = blocks_of(workspace.agenda.period(*span, agents), team=agents is None or agents != mine)
        return _Read(span, blocks, agents, workspace.agents.list_rows(), me)

    def _show(self, read: _Read) -> None:
        self.say("")
        self.team.offer(read.agents, None if read.me is None else read.me.id)
        days = self._show_blocks(read)
        last = read.span[1]
        ask_due = partial(self._read_due, read.span, read.shown)
        self._deadlines.ask(ask_due, partial(self._show_due, read), self._refuse)
        ask = partial(self._workspace.agenda.delais, last, read.shown)
        self._delays.ask(ask, partial(self._show_delays, days), self._refuse)

    def _read_due(self, span: tuple[date, date], shown: frozenset[int] | None) -> tuple[Block, ...]:
        """Read in a worker the deadlines of files, for which the appointments do not wait."""
        today = self._navigator.today()
        return deadline_blocks(self._workspace.echeances.suivies(today), span, shown, today)

    def _show_due(self, read: _Read, due: tuple[Block, ...]) -> None:
        if due != self._due:
            self._due = due
            self._show_blocks(read)

    def _show_blocks(self, read: _Read) -> tuple[date, ...]:
        """Show the appointments with the deadlines known so far, and return the days shown."""
        first, last = read.span
        blocks = merged(read.blocks, [one for one in self._due if first <= one.date <= last])
        days = (first,) if first == last else week_days(first, {block.date for block in blocks})
        self.view.show_blocks(blocks, days)
        self._say_sentence(days)
        return days

    def _show_delays(self, days: tuple[date, ...], delais: Delais) -> None:
        self._delais = delais
        self._say_sentence(days)

    def _say_sentence(self, days: tuple[date, ...]) -> None:
        words = period_words(days[0], days[-1], self._navigator.today())
        delays = "" if self._delais is None else f" · {delay_words(self._delais)}"
        self.header.set_sentence(f"{words}{delays}")

    def say(self, sentence: str) -> None:
        """Say a refusal over the agenda, or nothing."""
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _refuse(self, error: CaseappError) -> None:
        self.say(str(error))

    def _open(self, block: Block) -> None:
        if block.rendez_vous is not None:
            self.desk.open(block.rendez_vous.id)
        elif block.permanence is not None:
            self._navigator.permanence_requested.emit(block.permanence)
        elif block.echeance is not None:
            cle = block.echeance.cle
            open_file(self._navigator, cle.domaine, cle.dossier_id)
        elif block.discret:
            self._navigator.page_requested.emit("accueil")

    def _open_famille(self, block: Block) -> None:
        if block.rendez_vous is not None and block.rendez_vous.famille_id is not None:
            self._navigator.famille_requested.emit(block.rendez_vous.famille_id)

    def _mark(self, key: int, statut: str) -> None:
        def done(_none: object) -> None:
            self.say("")
            self._navigator.data_changed.emit()

        today = self._navigator.today()
        self._marking.ask(partial(self._workspace.agenda.mark, key, statut, today), done, self._refuse)

    def _add_here(self) -> None:
        first, last = self.span
        today = self._navigator.today()
        self._add(today if first <= today <= last else first, None)

    def _add(self, day: date, heure: time | None) -> None:
        self.desk.add(RendezVousSaisie(date=day, type=None, heure=heure))

    def _menu(self, block: Block, place: QPoint) -> None:
        row = block.rendez_vous
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction("Ouvrir").triggered.connect(lambda *_: self._open(block))
        famille = menu.addAction("Ouvrir le dossier")
        famille.triggered.connect(lambda *_: self._open_famille(block))
        famille.setEnabled(row.famille_id is not None)
        if row.type == TypeRendezVous.RENDEZ_VOUS_DES_DROITS:
            rights = menu.addAction("Droits examinés")
            rights.triggered.connect(lambda *_: self._navigator.droits_requested.emit(row.id))
        menu.addSeparator()
        marks = ((HONORE, "Honoré"), (ABSENT, "Absent"), (ANNULE, "Annulé"), (PROPOSE, "À venir"))
        for statut, label in marks:
            action = menu.addAction(label)
            action.triggered.connect(lambda *_, one=statut: self._mark(row.id, one))
        menu.addAction("Reporter…").triggered.connect(lambda *_: self.desk.postpone(row))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _export(self) -> None:
        first, last = self.span
        name = Path.home() / f"agenda {first:%Y-%m-%d}.ics"
        path = self._context.prompts.ask_save_file("Enregistrer l'agenda", name, ["Calendrier (*.ics)"])
        if path is None:
            return

        def written(counts: tuple[int, int]) -> None:
            said = plural(counts[0], "rendez-vous", "rendez-vous")
            due = f" et {plural(counts[1], 'échéance')}" if counts[1] else ""
            self.progress.say(f"Agenda écrit, {said}{due} sans aucun nom : {path}")

        def work() -> tuple[int, int]:
            due = self._workspace.echeances.calendrier((first, last), self._navigator.today())
            return self._workspace.agenda.export_mine(first, last, path, self._now(), due), len(due)

        self.progress.run("Écriture de l'agenda", lambda _token, _progress: work(), written)
