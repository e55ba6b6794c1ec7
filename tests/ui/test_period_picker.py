from datetime import date

import pytest
from accessibility import unnamed
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from caseapp.domain.periods import (
    Period,
    free_period,
    half_period,
    month_period,
    quarter_period,
    school_year_period,
    year_period,
)
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.period_picker import WRONG_ORDER, PeriodPicker

Key = Qt.Key


@pytest.fixture
def picker(theme: Theme, qtbot: QtBot) -> PeriodPicker:
    picker = PeriodPicker(2017)
    qtbot.addWidget(picker)
    qtbot.addWidget(picker.dates)
    picker.show()
    return picker


@pytest.fixture
def told(picker: PeriodPicker) -> list[Period]:
    periods: list[Period] = []
    picker.period_changed.connect(periods.append)
    return periods


def test_it_begins_with_a_year(picker: PeriodPicker) -> None:
    assert picker.period() == year_period(2017)
    assert unnamed(picker) == []
    assert not picker.dates.isVisible()


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("Année", year_period(2016)),
        ("1er semestre", half_period(2016, 1)),
        ("2e semestre", half_period(2016, 2)),
        ("1er trimestre", quarter_period(2016, 1)),
        ("4e trimestre", quarter_period(2016, 4)),
        ("Février", month_period(2016, 2)),
        ("Décembre", month_period(2016, 12)),
        ("Année scolaire", school_year_period(2016)),
    ],
)
def test_each_part_gives_its_period_and_shows_it_again(
    picker: PeriodPicker, told: list[Period], name: str, period: Period
) -> None:
    picker.year.setValue(2016)
    picker.part.setCurrentText(name)
    assert picker.period() == period
    assert told[-1] == period
    picker.set_period(year_period(2001))
    picker.set_period(period)
    assert (picker.year.value(), picker.part.currentText()) == (2016, name)
    assert told[-1] == period, "showing is not telling"


def test_keys_change_the_year_and_the_part(picker: PeriodPicker, told: list[Period]) -> None:
    QTest.keyClick(picker.year, Key.Key_Down)
    QTest.keyClick(picker.part, Key.Key_Down)
    assert told == [year_period(2016), half_period(2016, 1)]


def test_a_year_typed_is_told_once_it_is_whole(picker: PeriodPicker, told: list[Period]) -> None:
    picker.year.selectAll()
    QTest.keyClicks(picker.year, "2014")
    assert told == []
    QTest.keyClick(picker.year, Key.Key_Return)
    assert told == [year_period(2014)]


def test_free_dates_begin_with_the_period_shown(picker: PeriodPicker, told: list[Period]) -> None:
    picker.part.setCurrentText("Mars")
    picker.part.setCurrentText("Dates libres")
    assert picker.dates.isVisible()
    assert not picker.year.isVisible()
    assert picker.period() == free_period(date(2017, 3, 1), date(2017, 3, 31))
    picker.dates.last.setDate(QDate(2018, 1, 9))
    assert told[-1] == free_period(date(2017, 3, 1), date(2018, 1, 9))
    picker.part.setCurrentText("Année")
    assert told[-1] == year_period(2017)
    assert not picker.dates.isVisible()


def test_dates_in_the_wrong_order_are_refused_under_the_fields(
    picker: PeriodPicker, told: list[Period]
) -> None:
    picker.part.setCurrentText("Dates libres")
    before = list(told)
    picker.dates.first.setDate(QDate(2018, 5, 1))
    assert picker.period() is None
    assert told == before
    said = [label.text() for label in picker.dates.findChildren(QLabel) if label.isVisible()]
    assert WRONG_ORDER in said
    assert picker.dates.first.property("erreur")
    assert picker.dates.last.accessibleDescription() == WRONG_ORDER
    picker.dates.first.setDate(QDate(2017, 5, 1))
    assert told[-1] == free_period(date(2017, 5, 1), date(2017, 12, 31))
    assert WRONG_ORDER not in [label.text() for label in picker.dates.findChildren(QLabel)]
    assert not picker.dates.first.property("erreur")
    assert unnamed(picker.dates) == []


def test_one_day_is_a_period(picker: PeriodPicker) -> None:
    picker.set_period(free_period(date(2017, 2, 28), date(2017, 2, 28)))
    assert picker.part.currentText() == "Dates libres"
    assert picker.period() == free_period(date(2017, 2, 28), date(2017, 2, 28))
    picker.dates.first.setDate(QDate(2017, 3, 1))
    assert picker.period() is None
