"""Working days: Monday to Friday, public holidays left out."""

from collections.abc import Callable
from datetime import date, timedelta

DELAI_URGENT, DELAI_URGENT_NON_ALLOCATAIRE = 3, 5
"""Working days within which an urgent aid is decided, for a family with a matricule and without any."""
_FRIDAY = 4
_ONE_DAY = timedelta(days=1)
IsHoliday = Callable[[date], bool]


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    """Tell whether offices are open that day."""
    return day.weekday() <= _FRIDAY and not is_holiday(day)


def add_working_days(day: date, count: int, is_holiday: IsHoliday) -> date:
    """Return the `count`-th working day after `day`, which is not counted; `day` itself for 0."""
    if count < 0:
        raise ValueError("working days are counted forward")
    while count:
        day += _ONE_DAY
        count -= is_working_day(day, is_holiday)
    return day


def urgent_deadline(requested: date, *, allocataire: bool, is_holiday: IsHoliday) -> date:
    """Return the last day on which an urgent request is decided in time; it is late the day after."""
    delay = DELAI_URGENT if allocataire else DELAI_URGENT_NON_ALLOCATAIRE
    return add_working_days(requested, delay, is_holiday)
