"""Ligne téléphonique: a call is noted by one click, what came of it by another."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout
from typing_extensions import override

from caseapp.domain.labels import format_long_date
from caseapp.errors import CaseappError
from caseapp.services.appels import AppelRow, Journee
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.draft_keeper import local_now
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.plateforme_table import AppelTable
from caseapp.ui.pages.plateforme_words import LETTERS, NO_CALL, call_words, day_words
from caseapp.ui.plain_text import plain_label
from caseapp.ui.saisie import AppelDesk, QuickEntry
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import ReadingPage

BOOKED = "rendez_vous"
_Read = tuple[Journee, tuple[Choice, ...]]


class PlateformePage(ReadingPage):
    """The calls of the day; the buttons under « Suite » are about the call under the cursor."""

    def __init__(
        self, workspace: Workspace, context: UiContext, navigator: Navigator,
        now: Callable[[], datetime] = local_now,
    ) -> None:  # fmt: skip
        super().__init__("Ligne téléphonique")
        self._workspace, self._navigator, self._now = workspace, navigator, now
        self._tasks = context.tasks
        self._reading = LatestTask(context.tasks, self)
        self._quick = QuickEntry(self, workspace, context, navigator)
        self._calls = AppelDesk(self, workspace, context, navigator)
        self._wanted: int | None = None
        self.answered = self._big("Décroché", "D", decroche=True)
        self.missed = self._big("Manqué", "M", decroche=False)
        self.answered.setProperty("primaire", True)
        self.counts = plain_label(role="phrase")
        self.about, self.problem = plain_label(role="titre-carte"), plain_label(role="erreur")
        self.suites: dict[str, QPushButton] = {}
        self._suites_row = QHBoxLayout()
        self.table = AppelTable(context, Journee(navigator.today()))
        self.first_focus = self.answered
        self._lay_out()
        self._connect()
        self.refresh()

    @override
    def refresh(self) -> None:
        """Read the day again."""
        super().refresh()
        self._reading.ask(self._read, lambda found: self._show(*found), self._refuse)

    def _big(self, text: str, letter: str, *, decroche: bool) -> QPushButton:
        act = partial(self._receive, decroche=decroche)
        button = plain_button(f"{text}  {letter}", act)
        button.setAccessibleName(f"{text} : noter un appel maintenant ({letter})")
        button.setProperty("gros", True)
        self._on_letter(letter, act)
        return button

    def _on_letter(self, letter: str, act: Callable[[], object]) -> None:
        """Answer a letter once, however long it is held."""
        shortcut = QShortcut(QKeySequence(letter), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        big = QHBoxLayout()
        big.setSpacing(14)
        for button in (self.answered, self.missed):
            big.addWidget(button)
        big.addWidget(self.counts, 1)
        self._suites_row.setSpacing(8)
        after = QVBoxLayout()
        after.setSpacing(6)
        self.about.setWordWrap(True)
        after.addWidget(self.about)
        after.addLayout(self._suites_row)
        received = Card()
        received.body.setSpacing(12)
        received.body.addLayout(big)
        received.body.addLayout(after)
        received.body.addWidget(self.problem)
        self.problem.setWordWrap(True)
        self.problem.hide()
        listed = Card("Appels du jour", "Ceux à rappeler d'abord. Entrée complète un appel, Suppr le retire.")
        listed.body.addWidget(TablePanel(self.table, EmptyState(NO_CALL)), 1)
        self.body.addWidget(received)
        self.body.addWidget(listed, 1)

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._show_current)
        self.table.activated_row.connect(lambda row: self._calls.open(row.id))
        self.table.removal_asked.connect(self._remove)
        self._navigator.data_changed.connect(self.note_change)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refresh)

    def _read(self) -> _Read:
        today: date = self._navigator.today()
        return self._workspace.appels.read_day(today), self._workspace.choix.codes("suite", today)

    def _show(self, day: Journee, suites: tuple[Choice, ...]) -> None:
        if not self.suites:
            self._add_suites(suites)
        self.header.set_sentence(format_long_date(day.jour))
        self.counts.setText(day_words(day))
        self.table.show_day(day, self._wanted)
        self._wanted = None

    def _add_suites(self, suites: tuple[Choice, ...]) -> None:
        for suite in suites:
            letter = LETTERS.get(suite.key, "")
            act = partial(self._set_suite, suite.key)
            button = plain_button(f"{suite.label}  {letter}".strip(), act)
            button.setCheckable(True)
            button.setAccessibleName(f"Suite : {suite.label}")
            self.suites[suite.key] = button
            self._suites_row.addWidget(button)
            if letter:
                self._on_letter(letter, act)
        self._suites_row.addStretch(1)
        self._show_current(self.table.current)

    def _show_current(self, row: AppelRow | None) -> None:
        """Say which call the buttons are about, and what came of it."""
        self.about.setText("Suite de l'appel :" if row is None else call_words(row))
        for key, button in self.suites.items():
            button.setEnabled(row is not None)
            button.setChecked(row is not None and row.suite == key)

    def _receive(self, *, decroche: bool) -> None:
        moment = datetime.combine(self._navigator.today(), self._now().time())
        self._write(partial(self._workspace.appels.receive, moment, decroche=decroche), self._follow)

    def _follow(self, appel_id: int) -> None:
        """Put the cursor on the call just noted: what comes of it is said next."""
        self._wanted = appel_id

    def _set_suite(self, suite: str) -> None:
        """Note what came of the call; said a second time, it is taken back."""
        row = self.table.current
        if row is None:
            return
        again = row.suite == suite and row.rendez_vous_id is None
        booked = suite == BOOKED and not again and row.rendez_vous_id is None
        self._wanted = row.id
        self._write(
            partial(self._workspace.appels.set_suite, row.id, None if again else suite),
            lambda _: self._quick.open_for_call(row.id, row.famille_id) if booked else None,
        )

    def _remove(self) -> None:
        row = self.table.current
        if row is not None:
            self._write(partial(self._workspace.appels.remove, row.id), lambda _: None)

    def _write(self, work: Callable[[], object], then: Callable[[int], object]) -> None:
        """Keep every call, even two noted in a row."""

        def done(result: object) -> None:
            self.problem.hide()
            then(result if isinstance(result, int) else 0)
            self._navigator.data_changed.emit()

        self._tasks.run_task(lambda _token, _progress: work(), done, self._refuse)

    def _refuse(self, error: CaseappError) -> None:
        self.problem.setText(str(error))
        self.problem.show()
