"""The choice of a period: a year, then the whole of it, a part, or free dates in a row of their own."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from caseapp.domain.labels import MOIS
from caseapp.domain.periods import (
    Period,
    free_period,
    half_period,
    month_period,
    quarter_period,
    school_year_period,
    year_period,
)
from caseapp.ui.plain_text import plain_label

FIRST_YEAR, LAST_YEAR = 1950, 2198
WRONG_ORDER = "Le dernier jour vient avant le premier : les chiffres restent ceux de la période d'avant."
_PARTS: tuple[tuple[str, Callable[[int], Period]], ...] = (
    ("Année", year_period),
    ("1er semestre", lambda year: half_period(year, 1)),
    ("2e semestre", lambda year: half_period(year, 2)),
    *(
        (f"{'1er' if n == 1 else f'{n}e'} trimestre", lambda year, n=n: quarter_period(year, n))
        for n in range(1, 5)
    ),
    *((mois.capitalize(), lambda year, n=n: month_period(year, n)) for n, mois in enumerate(MOIS, 1)),
    ("Année scolaire", school_year_period),
)
_FREE = len(_PARTS)


class FreeDates(QWidget):
    """Two dates, and under them what is wrong with them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = self._day("Premier jour"), self._day("Dernier jour")
        self._problem = plain_label(role="erreur")
        self._problem.setWordWrap(True)
        self._problem.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (plain_label("du"), self.first, plain_label("au"), self.last):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._problem)

    def _day(self, name: str) -> QDateEdit:
        edit = QDateEdit()
        edit.setDisplayFormat("dd/MM/yyyy")
        edit.setCalendarPopup(True)
        edit.setAccessibleName(name)
        edit.setKeyboardTracking(False)
        edit.setDateRange(QDate(FIRST_YEAR, 1, 1), QDate(LAST_YEAR, 12, 31))
        edit.dateChanged.connect(self._check)
        return edit

    def days(self) -> tuple[date, date] | None:
        """Return the first and last day, None while they are in the wrong order."""
        first, last = _python_date(self.first), _python_date(self.last)
        return (first, last) if first <= last else None

    def set_days(self, first: date, last: date) -> None:
        """Show other dates, without telling it."""
        for edit, day in ((self.first, first), (self.last, last)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))
        self._say_problem()

    def _check(self) -> None:
        self._say_problem()
        self.changed.emit()

    def _say_problem(self) -> None:
        wrong = self.days() is None
        self._problem.setText(WRONG_ORDER if wrong else "")
        self._problem.setVisible(wrong)
        for edit in (self.first, self.last):
            edit.setAccessibleDescription(WRONG_ORDER if wrong else "")
            edit.setProperty("erreur", wrong)
            edit.style().unpolish(edit)
            edit.style().polish(edit)


class PeriodPicker(QWidget):
    """A year and a part of it; `dates` is the row shown while the dates are free."""

    period_changed = Signal(object)
    """The new `Period`; never emitted while the dates are in the wrong order."""

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year, self.part, self.dates = QSpinBox(), QComboBox(), FreeDates()
        self.year.setRange(FIRST_YEAR, LAST_YEAR)
        self.year.setAccessibleName("Année")
        self.year.setKeyboardTracking(False)
        self.year.lineEdit().setTextMargins(8, 0, 0, 0)  # the style sheet's own are for its frame alone
        self.part.addItems([*(name for name, _ in _PARTS), "Dates libres"])
        self.part.setMaxVisibleItems(_FREE + 1)
        self.part.setAccessibleName("Période de l'année")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.year)
        row.addWidget(self.part)
        self._told = year_period(year)
        self.set_period(self._told)
        self.year.valueChanged.connect(self._tell)
        self.part.currentIndexChanged.connect(self._choose)
        self.dates.changed.connect(self._tell)

    def period(self) -> Period | None:
        """Return the period chosen, None while the free dates are in the wrong order."""
        if self.part.currentIndex() != _FREE:
            return _PARTS[self.part.currentIndex()][1](self.year.value())
        days = self.dates.days()
        return free_period(*days) if days else None

    def set_period(self, period: Period) -> None:
        """Show another period, without telling it."""
        year = min(max(period.start.year, FIRST_YEAR), LAST_YEAR)
        parts = [number for number, (_, part) in enumerate(_PARTS) if part(year) == period]
        with QSignalBlocker(self.year), QSignalBlocker(self.part):
            self.year.setValue(year)
            self.part.setCurrentIndex(parts[0] if parts else _FREE)
        self.dates.set_days(period.start, period.last_day)
        self._told = period
        self._show_fields()

    def _choose(self) -> None:
        """Begin free dates with the period shown until then, and come back from them to their year."""
        if self.part.currentIndex() == _FREE:
            self.dates.set_days(self._told.start, self._told.last_day)
        self._show_fields()
        self._tell()

    def _show_fields(self) -> None:
        free = self.part.currentIndex() == _FREE
        self.year.setVisible(not free)
        self.dates.setVisible(free)

    def _tell(self) -> None:
        period = self.period()
        if period is None or period == self._told:
            return
        self._told = period
        if self.part.currentIndex() == _FREE:
            with QSignalBlocker(self.year):
                self.year.setValue(period.start.year)
        self.period_changed.emit(period)


def _python_date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
