"""The choice of a period: a year, then the whole of it, a part, or free dates."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QSpinBox, QWidget

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
_FREE = "Dates libres"


class PeriodPicker(QWidget):
    """A year, a part of it, and two dates when they are free."""

    period_changed = Signal(object)
    """The new `Period`; never emitted while the dates are in the wrong order."""

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._year = QSpinBox()
        self._year.setRange(FIRST_YEAR, LAST_YEAR)
        self._year.setValue(year)
        self._year.setAccessibleName("Année")
        self._year.setKeyboardTracking(False)
        self._part = QComboBox()
        self._part.addItems([name for name, _ in _PARTS] + [_FREE])
        self._part.setAccessibleName("Période de l'année")
        self._first, self._last = self._day("Premier jour"), self._day("Dernier jour")
        self._to = plain_label("au")
        self._lay_out()
        self._set_free(free=False)
        self._year.valueChanged.connect(self._tell)
        self._part.currentIndexChanged.connect(self._choose)
        for edit in (self._first, self._last):
            edit.dateChanged.connect(self._tell)

    def _day(self, name: str) -> QDateEdit:
        edit = QDateEdit()
        edit.setDisplayFormat("dd/MM/yyyy")
        edit.setCalendarPopup(True)
        edit.setAccessibleName(name)
        edit.setKeyboardTracking(False)
        edit.setDateRange(QDate(FIRST_YEAR, 1, 1), QDate(LAST_YEAR, 12, 31))
        return edit

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._year, self._part, self._first, self._to, self._last):
            row.addWidget(widget)

    def period(self) -> Period | None:
        """Return the period chosen, None while the free dates are in the wrong order."""
        if self._part.currentText() != _FREE:
            return _PARTS[self._part.currentIndex()][1](self._year.value())
        first, last = _python_date(self._first), _python_date(self._last)
        return free_period(first, last) if first <= last else None

    def _choose(self) -> None:
        free = self._part.currentText() == _FREE
        if free:
            with QSignalBlocker(self._first), QSignalBlocker(self._last):
                self._first.setDate(QDate(self._year.value(), 1, 1))
                self._last.setDate(QDate(self._year.value(), 12, 31))
        self._set_free(free=free)
        self._tell()

    def _set_free(self, *, free: bool) -> None:
        self._year.setVisible(not free)
        for widget in (self._first, self._to, self._last):
            widget.setVisible(free)

    def _tell(self) -> None:
        period = self.period()
        for edit in (self._first, self._last):
            edit.setProperty("erreur", period is None)
            edit.style().unpolish(edit)
            edit.style().polish(edit)
        self._last.setToolTip("" if period else "La fin vient avant le début.")
        if period is not None:
            self.period_changed.emit(period)


def _python_date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
