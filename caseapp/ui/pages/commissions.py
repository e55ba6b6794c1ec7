"""The page Commissions: the calendar of the sessions, one of them, what may enter its agenda."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_date
from caseapp.domain.periods import add_months
from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.commission_rows import Candidat, InstanceRow, LigneOrdreDuJour, SeanceRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.commissions_desk import CommissionDesk
from caseapp.ui.pages.commissions_documents import document_actions
from caseapp.ui.pages.commissions_liste import SeanceList
from caseapp.ui.pages.commissions_menus import ListButtons
from caseapp.ui.pages.commissions_ordre import AgendaComposer
from caseapp.ui.pages.commissions_seance import SeanceLue, SeanceView
from caseapp.ui.pages.commissions_words import session_sentence, session_title
from caseapp.ui.plain_text import plain_label
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.page import RecordPage

TITLE = "Commissions"
COMMISSION_DRAFTS = (
    "seance.", "instance.", "calendrier.", "cloture.", "rectification.", "motif_decision.", "lettre.",
)  # fmt: skip
"""How the keys of the drafts of this page begin."""
_OF_A_LINE = {"rectification", "motif_decision"}
"""Drafts about one request of a session."""


@dataclass(frozen=True, slots=True)
class _Sessions:
    """What a reading of the calendar gives."""

    rows: tuple[SeanceRow, ...]
    years: tuple[int, ...]
    instances: tuple[InstanceRow, ...]


class CommissionsPage(RecordPage):
    """Reads in workers; a session is read once, then its lines change one by one."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(TITLE)
        self._workspace, self._navigator = workspace, navigator
        self._reading, self._asking = (LatestTask(context.tasks, self) for _ in range(2))
        self._writing = SaveQueue(context.tasks, self)
        self._shown: int | None = None
        self._own = self._again = False
        self._then: Callable[[], object] | None = None
        self.list = SeanceList(context, navigator.today)
        self.session = SeanceView(workspace.commissions, context)
        self.composer = AgendaComposer(context)
        self.desk = CommissionDesk(self, workspace, context, navigator)
        self.documents = document_actions(self, workspace, context, navigator)
        self.buttons = ListButtons(self.header)
        self.close_button = plain_button("Clore la séance", self._close, primary=True)
        self.first_focus = self.list.table
        self._notice = plain_label(role="erreur")
        self._notice.setWordWrap(True)
        self._views = QStackedWidget()
        self._lay_out()
        self._connect()
        self._dress(self.list)
        self.refresh()

    def _lay_out(self) -> None:
        for button in (*self.documents.buttons, self.close_button):
            self.header.add_action(button)
        for view in (self.list, self.session, self.composer):
            self._views.addWidget(view)
        self.body.addWidget(self._notice)
        self.body.addWidget(self.documents.progress)
        self.body.addWidget(self._views, 1)
        self.say("")

    def _connect(self) -> None:
        calendrier = self._workspace.calendrier
        self.list.opened.connect(self.open_record)
        self.list.year_chosen.connect(self.refresh)
        self.list.edited.connect(self.desk.edit_session)
        self.list.removed.connect(lambda row: self._write(partial(calendrier.remove_session, row.id)))
        self.list.instance_wanted.connect(partial(self.desk.edit_instance, None))
        self.buttons.instance_wanted.connect(self.desk.edit_instance)
        self.buttons.calendar_wanted.connect(self.desk.propose)
        self.buttons.instance_dropped.connect(
            lambda one: self._write(partial(calendrier.remove_instance, one.id))
        )
        self.buttons.session_wanted.connect(lambda: self.desk.edit_session(None, self.open_record))
        self.session.left.connect(self.show_list)
        self.session.changed.connect(self._say_session)
        self.session.agenda_wanted.connect(self._compose)
        self.session.withdrawn.connect(self._withdraw)
        self.session.rectified.connect(self.desk.rectify)
        self.session.decider.motif_wanted.connect(self.desk.explain)
        self.session.decider.queue.drained.connect(self._tell)
        self.session.panel.famille_requested.connect(self._navigator.famille_requested)
        self.session.panel.aide_requested.connect(self._navigator.aide_requested)
        self.composer.left.connect(self._back_to_session)
        self.composer.filled.connect(self._fill)
        self.composer.added.connect(self._add)
        self.desk.refused.connect(self.say)
        self._navigator.data_changed.connect(self.note_change)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refresh)

    # --- What is shown ---

    @property
    def shown_seance(self) -> int | None:
        """The session that is open, None on the calendar."""
        return self._shown

    @override
    def open_record(self, ident: int) -> None:
        """Open a session."""
        self._shown = ident
        self.refresh()

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the sheet of a draft left on this page; tell whether it is one of these."""
        kind, _, key = brouillon.cle.partition(".")
        if kind == "cloture" and key.isdecimal():
            self._then = self._close
            self.open_record(int(key))
        elif kind in _OF_A_LINE and key.isdecimal():
            seance_of = partial(self._workspace.commissions.seance_of, int(key))
            self._asking.ask(seance_of, partial(self._resume_line, int(key)), self._refuse)
        else:
            return self.documents.take_up(brouillon.cle) or self.desk.take_up(brouillon.cle)
        return True

    def _resume_line(self, aide_id: int, seance_id: int) -> None:
        def go_on() -> None:
            self.session.table.go_to(self.session.model.position_of(aide_id))
            line = self.session.table.current_line()
            if line is not None and self.session.model.is_closed:
                self.desk.rectify(line)

        self._then = go_on
        self.open_record(seance_id)

    def show_list(self) -> None:
        """Go back to the calendar, the cursor on the session that was open."""
        former, self._shown = self._shown, None
        self._dress(self.list)
        self._read_list(former)
        self.list.focus_table()

    @override
    def note_change(self) -> None:
        if not self._own:  # what this page wrote, it shows already
            super().note_change()

    @override
    def refresh(self) -> None:
        super().refresh()
        if self._shown is None:
            self._read_list(None)
        else:
            decider = self.session.decider
            self._reading.ask(
                partial(self._read, self._shown), partial(self._show, decider.number), self._leave
            )
        if self._views.currentWidget() is self.composer and self._shown is not None:
            self._read_candidates(self._shown)

    def _read_list(self, wanted: int | None) -> None:
        year, today = self.list.year, self._navigator.today()
        commissions, calendrier = self._workspace.commissions, self._workspace.calendrier

        def work() -> _Sessions:
            rows = (
                commissions.list_since(add_months(today, -12))
                if year is None
                else commissions.list_seances(year)
            )
            return _Sessions(rows, commissions.years(), calendrier.instances())

        self._reading.ask(work, partial(self._show_list, wanted), self._refuse)

    def _show_list(self, wanted: int | None, read: _Sessions) -> None:
        self.say("")
        self.list.show_sessions(read.rows, read.years, wanted)
        self.buttons.offer(read.instances, self._navigator.today().year)
        if self.isVisible() and self.focusWidget() in {None, self.buttons.instances}:
            self.list.focus_table()
        coming = next((one for one in read.rows if one.date >= self._navigator.today()), None)
        self.header.set_sentence(f"Prochaine séance : {format_date(coming.date)}" if coming else "")

    def _read(self, seance_id: int) -> SeanceLue:
        """Read a session, in a worker."""
        motifs = self._workspace.choix.codes("motif_refus", self._navigator.today())
        return SeanceLue(self._workspace.commissions.open_seance(seance_id), motifs)

    def _show(self, number: int, read: SeanceLue) -> None:
        """Show what was read, unless a decision was taken meanwhile: it is then read again afterwards."""
        decider = self.session.decider
        if decider.queue.is_busy or decider.number != number:
            self._again = True
            if not decider.queue.is_busy:
                self._tell()
            return
        entering = self._views.currentWidget() is self.list
        self.session.show_seance(read)
        if entering:
            self.say("")
            self._dress(self.session)
            if self.isVisible():
                self.session.focus_table()
        else:
            self._dress(self._views.currentWidget() or self.session)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _dress(self, view: QWidget) -> None:
        """Show a view with the title and the buttons that go with it."""
        self._views.setCurrentWidget(view)
        vue = self.session.vue
        in_session = view is self.session and vue is not None
        self.buttons.show_all(shown=view is self.list)
        for button in self.documents.buttons:
            button.setVisible(in_session)
        self.close_button.setVisible(in_session and vue is not None and not vue.seance.is_closed)
        self.close_button.setEnabled(vue is not None and bool(vue.lignes))
        self.documents.show_seance(vue.seance.id if in_session and vue is not None else None)
        if view is self.list:
            self.header.set_title(TITLE)
            self.header.set_sentence("")
        else:
            self._say_session()

    def _say_session(self) -> None:
        vue = self.session.vue
        if vue is not None and self._shown is not None:
            self.header.set_title(session_title(vue.seance))
            self.header.set_sentence(session_sentence(vue))

    # --- Agenda ---

    def _compose(self) -> None:
        if self._shown is not None:
            self.composer.say("")
            self._dress(self.composer)
            self._read_candidates(self._shown, enter=True)

    def _read_candidates(self, seance_id: int, *, enter: bool = False) -> None:
        def show(rows: tuple[Candidat, ...]) -> None:
            self.composer.show_candidates(rows)
            if enter:
                self.composer.focus_first()

        work = partial(self._workspace.commissions.candidates, seance_id)
        self._asking.ask(work, show, self._refuse)

    def _back_to_session(self) -> None:
        self._dress(self.session)
        self.session.focus_table()

    def _fill(self) -> None:
        if self._shown is not None:
            self._write(partial(self._workspace.commissions.fill_agenda, self._shown), self._back_to_session)

    def _add(self, aide_id: int) -> None:
        if self._shown is not None:
            self._write(partial(self._workspace.commissions.add_to_agenda, self._shown, aide_id))

    def _withdraw(self, line: LigneOrdreDuJour) -> None:
        self._write(partial(self._workspace.commissions.withdraw, line.aide_id))

    # --- Writing ---

    def _close(self) -> None:
        vue = self.session.vue
        if vue is not None:
            self.say("")
            self.desk.close(vue)

    def _tell(self) -> None:
        """Tell the other pages that decisions were written."""
        decider = self.session.decider
        self._own = not (self._again or decider.was_refused)
        self._again = decider.was_refused = False
        self._navigator.data_changed.emit()
        self._own = False

    def _write(self, work: Callable[[], object], then: Callable[[], object] | None = None) -> None:
        def done(_result: object) -> None:
            self.say("")
            if then is not None:
                then()
            self._navigator.data_changed.emit()

        self._writing.ask(work, done, self._refuse)

    def say(self, sentence: str) -> None:
        """Say a refusal over the page, or nothing."""
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _refuse(self, error: CaseappError) -> None:
        self.say(str(error))

    def _leave(self, error: CaseappError) -> None:
        """Go back to the calendar when the session is gone."""
        self.show_list()
        self.say(str(error))
