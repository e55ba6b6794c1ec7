"""The page Permanences: places and their dates on the left, the sheet of the day on the right.

Nothing here waits for a network: the sheet is in the store of the laptop, read and written there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from caseapp.errors import CaseappError
from caseapp.services.agenda_rows import PermanenceRow, RendezVousSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.permanences import Creneau, Feuille
from caseapp.services.permanences_lieux import HoraireRow, LieuRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.agenda_clock import clock
from caseapp.ui.pages.agenda_entry import RendezVousDesk
from caseapp.ui.pages.permanences_entry import PermanenceDesk
from caseapp.ui.pages.permanences_files import PermanenceFiles
from caseapp.ui.pages.permanences_places import PlacesPanel
from caseapp.ui.pages.permanences_sheet import SheetPanel
from caseapp.ui.plain_text import plain_label
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.page import ReadingPage

_BEFORE, _AFTER = timedelta(days=60), timedelta(days=90)
SENTENCE = "Tout se fait sans réseau : la feuille du jour et ce que vous y notez restent sur cet ordinateur."


@dataclass(frozen=True, slots=True)
class _Read:
    """What a reading of the page gives."""

    places: tuple[LieuRow, ...]
    chosen: int | None
    dates: tuple[PermanenceRow, ...]
    types: tuple[Choice, ...]


class PermanencesPage(ReadingPage):
    """Reads in workers; what is entered is written by the services, one step each."""

    def __init__(
        self,
        workspace: Workspace,
        context: UiContext,
        navigator: Navigator,
        now: Callable[[], datetime] = clock,
    ) -> None:
        super().__init__("Permanences", SENTENCE)
        self._workspace, self._navigator, self._now = workspace, navigator, now
        self._reading, self._opening = LatestTask(context.tasks, self), LatestTask(context.tasks, self)
        self._writing = SaveQueue(context.tasks, self)
        self._wanted: PermanenceRow | None = None
        self._place_id: int | None = None
        self.desk = PermanenceDesk(self, workspace, context, navigator)
        self.appointments = RendezVousDesk(self, workspace, context, navigator)
        self.files = PermanenceFiles(self, context)
        self.places, self.panel = PlacesPanel(context, navigator.today), SheetPanel(context)
        self._notice = plain_label(role="erreur")
        self._notice.setWordWrap(True)
        self.first_focus = self.places.places
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.places, 7)
        row.addWidget(self.panel, 8)
        self.body.addWidget(self._notice)
        self.body.addWidget(self.files.progress)
        self.body.addLayout(row, 1)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        places, panel = self.places, self.panel
        places.place_chosen.connect(self._choose_place)
        places.permanence_chosen.connect(self._choose)
        places.place_wanted.connect(self._edit_place)
        places.calendar_wanted.connect(self.desk.edit_calendar)
        places.calendar_dropped.connect(self._drop_calendar)
        panel.opened.connect(self._open_line)
        panel.marked.connect(self._mark)
        panel.received.connect(self._receive)
        panel.added.connect(lambda: self._add(None))
        panel.counted.connect(self._count)
        panel.saved.connect(self.files.save)
        panel.printed.connect(self.files.print_sheet)
        self._navigator.data_changed.connect(self.note_change)

    def open_permanence(self, row: PermanenceRow) -> None:
        """Show the sheet of a permanence."""
        self._place_id, self._wanted = row.lieu_id, row
        self.refresh()

    @override
    def refresh(self) -> None:
        super().refresh()
        self._reading.ask(partial(self._read, self._place_id, self._wanted), self._show, self._refuse)

    def _read(self, place_id: int | None, wanted: PermanenceRow | None) -> _Read:
        """Read in a worker the places, and the dates around today (and around the one wanted)."""
        today = self._navigator.today()
        places = self._workspace.lieux.list_rows(today)
        known = {one.id for one in places}
        chosen = place_id if place_id in known else next(iter(one.id for one in places), None)
        first, last = today - _BEFORE, today + _AFTER
        if wanted is not None:
            first, last = min(first, wanted.date), max(last, wanted.date)
        dates = () if chosen is None else self._workspace.permanences.between(first, last, chosen)
        types = self._workspace.choix.codes("type_rendez_vous", today)
        return _Read(places, chosen, dates, types)

    def _show(self, read: _Read) -> None:
        self.say("")
        self._place_id = read.chosen
        self.panel.offer_types(read.types)
        self.places.show_places(read.places, read.chosen)
        self.places.show_dates(read.dates, self._wanted, self._navigator.today())
        if self.focusWidget() in (None, self.places.new_button) and self.isVisible():
            self.places.places.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_place(self, place: LieuRow) -> None:
        self._place_id, self._wanted = place.id, None
        self.refresh()

    def _choose(self, row: PermanenceRow | None) -> None:
        self._wanted = row
        if row is None:
            self._opening.forget()
            self.panel.show_sheet(None)
        else:
            self._opening.ask(partial(self._workspace.permanences.sheet, row), self._show_sheet, self._refuse)

    def _show_sheet(self, sheet: Feuille) -> None:
        self.panel.show_sheet(sheet, can_receive=sheet.permanence.date <= self._navigator.today())

    def _row(self) -> PermanenceRow | None:
        return None if self.panel.sheet is None else self.panel.sheet.permanence

    def _open_line(self, line: Creneau) -> None:
        if line.rendez_vous is None:
            self._add(line)
        else:
            self.appointments.open(line.rendez_vous.id)

    def _add(self, line: Creneau | None) -> None:
        row = self._row()
        if row is None:
            return
        saisie = RendezVousSaisie(
            date=row.date, type=None, heure=None if line is None else line.heure, duree=row.creneau,
            lieu_id=row.lieu_id, agent_id=row.agent_id,
        )  # fmt: skip
        save = partial(self._workspace.permanences.add, row)
        self.appointments.add(saisie, save=save, key=f"permanence.{row.lieu_id}.{row.date:%Y-%m-%d}")

    def _receive(self, type_code: str, later: bool) -> None:
        row = self._row()
        if row is not None:
            hour = self._now().time().replace(second=0, microsecond=0, tzinfo=None)
            receive = self._workspace.permanences.receive
            today = self._navigator.today()
            self._write(partial(receive, row, type_code, today, hour, a_completer=later))

    def _mark(self, key: int, statut: str) -> None:
        self._write(partial(self._workspace.agenda.mark, key, statut, self._navigator.today()))

    def _drop_calendar(self, calendar: HoraireRow) -> None:
        self._write(partial(self._workspace.lieux.remove_horaire, calendar.id))

    def _count(self) -> None:
        row = self._row()
        if row is not None:
            self.desk.ask_received(row)

    def _edit_place(self, place: LieuRow | None) -> None:
        self.desk.edit_place(place, self._place_saved)

    def _place_saved(self, place_id: int) -> None:
        if place_id != self._place_id:
            self._place_id, self._wanted = place_id, None
            self.refresh()

    def _write(self, work: Callable[[], object]) -> None:
        def done(_result: object) -> None:
            self.say("")
            self._navigator.data_changed.emit()

        self._writing.ask(work, done, self._refuse)

    def say(self, sentence: str) -> None:
        """Say a refusal over the page, or nothing."""
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _refuse(self, error: CaseappError) -> None:
        self.say(str(error))
