"""The places on the left of the page Permanences: their calendars, their dates."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from caseapp.services.agenda_rows import PermanenceRow
from caseapp.services.permanences_lieux import HoraireRow, LieuRow
from caseapp.ui.context import UiContext
from caseapp.ui.pages.agenda_words import hours_words, permanence_detail, short_date
from caseapp.ui.plain_text import button_text
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

PLACES = "Ici viennent les lieux où vous recevez, chacun avec les jours de sa permanence."
NO_DATE = "Aucune permanence ici : ajoutez un horaire."


def _rhythm(place: LieuRow) -> str:
    said = " ; ".join(one.libelle for one in place.horaires) or "sans horaire"
    return said.replace("semaines ", "sem. ")  # the name beside it needs the room


PLACE_COLUMNS: tuple[ColumnSpec[LieuRow], ...] = (
    ColumnSpec("libelle", "Lieu", lambda one: one.libelle, width=168, stretch=True,
               tone=lambda _: Tone.STRONG),
    ColumnSpec("horaires", "Permanence", _rhythm, width=236,
               tone=lambda one: Tone.NORMAL if one.horaires else Tone.DISCREET),
)  # fmt: skip


def _date_columns(today: Callable[[], date]) -> tuple[ColumnSpec[PermanenceRow], ...]:
    def expected(one: PermanenceRow) -> str:
        passed = one.id is None and one.date < today()
        return "rien de noté" if passed else permanence_detail(one)

    return (
        ColumnSpec("date", "Date", lambda one: short_date(one.date, today()), width=146),
        ColumnSpec("heures", "Heures", hours_words, width=132),
        ColumnSpec("attendus", "Attendus", expected, Align.LEFT, 140, stretch=True,
                   tone=lambda one: Tone.NORMAL if one.id is not None else Tone.DISCREET),
    )  # fmt: skip


class PlacesPanel(QWidget):
    """Two lists: the places, then the dates of the place under the cursor."""

    place_chosen = Signal(object)
    permanence_chosen = Signal(object)
    place_wanted = Signal(object)
    """The place to change, None for a new one."""
    calendar_wanted = Signal(object, object)
    """A place, and its calendar to change or None for a new one."""
    calendar_dropped = Signal(object)

    def __init__(self, context: UiContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._places, self._dates = TableModel(PLACE_COLUMNS), TableModel(_date_columns(today))
        self._place: LieuRow | None = None
        self._chosen: PermanenceRow | None = None
        self._filling = False
        self.places = DataTable(context, self._places, key="permanences.lieux", name="Lieux")
        self.dates = DataTable(context, self._dates, key="permanences.dates", name="Dates de permanence")
        self.new_button = link_button("Nouveau lieu", lambda: self.place_wanted.emit(None))
        self.edit_button = link_button("Modifier", lambda: self.place_wanted.emit(self._place))
        self.calendars = QPushButton("Horaires")
        self._lay_out()
        self.places.current_row_changed.connect(self._choose_place)
        self.places.activated_row.connect(self.place_wanted)
        self.dates.current_row_changed.connect(self._choose_date)

    def _lay_out(self) -> None:
        self.calendars.setProperty("menu", True)
        self.calendars.setAutoDefault(False)
        menu = QMenu(self.calendars)
        menu.aboutToShow.connect(self._offer_calendars)
        self.calendars.setMenu(menu)
        self.calendars.setAccessibleName("Horaires du lieu")
        top, low, column = Card("Lieux"), Card("Dates"), QVBoxLayout(self)
        empty = EmptyState(PLACES, "Ajouter un lieu", lambda: self.place_wanted.emit(None))
        top.add_action(self.new_button)
        top.body.addWidget(TablePanel(self.places, empty), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.edit_button)
        foot.addStretch(1)
        foot.addWidget(self.calendars)
        top.body.addLayout(foot)
        low.body.addWidget(TablePanel(self.dates, EmptyState(NO_DATE)), 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(top, 4)
        column.addWidget(low, 5)

    @property
    def place(self) -> LieuRow | None:
        """The place under the cursor."""
        return self._place

    def show_places(self, rows: Sequence[LieuRow], chosen: int | None) -> None:
        """Show the places, the cursor on the one chosen, else on the first."""
        at = next((number for number, one in enumerate(rows) if one.id == chosen), 0)
        self._place = rows[at] if rows else None
        self._fill(self.places, self._places, rows, at)
        for button in (self.edit_button, self.calendars):
            button.setEnabled(bool(rows))

    def show_dates(self, rows: Sequence[PermanenceRow], chosen: PermanenceRow | None, today: date) -> None:
        """Show the dates of the place, the cursor on the one chosen, else on the first to come."""
        at = next((number for number, one in enumerate(rows) if _same(one, chosen)), None)
        if at is None:
            coming = [number for number, one in enumerate(rows) if one.date >= today]
            at = coming[0] if coming else len(rows) - 1
        self._chosen = rows[at] if rows else None
        self._fill(self.dates, self._dates, rows, at)
        self.permanence_chosen.emit(self._chosen)

    def _fill(self, table: DataTable, model: TableModel[Any], rows: Sequence[Any], at: int) -> None:
        """Show rows with the cursor on one, which is not a choice of the user."""
        self._filling = True
        model.set_rows(rows)
        if rows:
            table.selectRow(at)
            table.scrollTo(model.index(at, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        self._filling = False

    def _choose_place(self, place: LieuRow | None) -> None:
        if place is not None and place != self._place and not self._filling:
            self._place = place
            self.place_chosen.emit(place)

    def _choose_date(self, row: PermanenceRow | None) -> None:
        if row is not None and row != self._chosen and not self._filling:
            self._chosen = row
            self.permanence_chosen.emit(row)

    def _offer_calendars(self) -> None:
        """Offer the calendars of the place in the menu of its button."""
        menu, place = self.calendars.menu(), self._place
        menu.clear()
        if place is None:
            return
        new = menu.addAction("Ajouter un horaire")
        new.triggered.connect(lambda *_: self.calendar_wanted.emit(place, None))
        for one in place.horaires:
            self._offer_calendar(menu, place, one)

    def _offer_calendar(self, menu: QMenu, place: LieuRow, one: HoraireRow) -> None:
        below = menu.addMenu(button_text(one.libelle))
        change = below.addAction("Modifier")
        change.triggered.connect(lambda *_: self.calendar_wanted.emit(place, one))
        drop = below.addAction("Supprimer")
        drop.triggered.connect(lambda *_: self.calendar_dropped.emit(one))


def _same(one: PermanenceRow, other: PermanenceRow | None) -> bool:
    if other is None or (one.lieu_id, one.date) != (other.lieu_id, other.date):
        return False
    return one.heure_debut == other.heure_debut or (one.id is not None and one.id == other.id)
