"""Working days: weekends and public holidays are passed over, the day of the request is not counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.jours_ouvres import add_working_days, is_working_day
from caseapp.services.jours_feries import echeance_urgente, is_public_holiday


@pytest.mark.parametrize(
    ("requested", "allocataire", "expected"),
    [
        pytest.param(date(2017, 3, 6), True, date(2017, 3, 9), id="monday"),
        pytest.param(date(2017, 3, 9), True, date(2017, 3, 14), id="over a weekend"),
        pytest.param(date(2017, 3, 11), True, date(2017, 3, 15), id="asked on a saturday"),
        pytest.param(date(2017, 4, 13), True, date(2017, 4, 19), id="over easter monday"),
        pytest.param(date(2017, 5, 5), True, date(2017, 5, 11), id="8 may"),
        pytest.param(date(2017, 12, 29), True, date(2018, 1, 4), id="over the new year"),
        pytest.param(date(2017, 5, 24), False, date(2017, 6, 1), id="ascension, no matricule"),
        pytest.param(date(2017, 3, 6), False, date(2017, 3, 13), id="no matricule"),
    ],
)
def test_an_urgent_aid_is_due_in_three_working_days_or_five(
    requested: date, allocataire: bool, expected: date
) -> None:
    assert echeance_urgente(requested, allocataire=allocataire) == expected


def test_only_the_holidays_of_the_mainland_close_offices() -> None:
    year = [date(2017, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [f"{day:%d/%m}" for day in year if is_public_holiday(day)]
    assert found == [
        "01/01", "17/04", "01/05", "08/05", "25/05", "05/06", "14/07", "15/08", "01/11", "11/11", "25/12",
    ]  # fmt: skip


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 40))
def test_as_many_working_days_stand_after_the_first_day_as_were_added(start: date, count: int) -> None:
    end = add_working_days(start, count, is_public_holiday)
    passed = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    assert sum(is_working_day(day, is_public_holiday) for day in passed) == count
    assert end == start or is_working_day(end, is_public_holiday)


def test_days_are_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2017, 1, 1), -1, is_public_holiday)
