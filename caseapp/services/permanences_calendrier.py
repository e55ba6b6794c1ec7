"""When a place holds its permanence, and the slots of one: pure arithmetic of days and hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

TOUTES, PAIRES, IMPAIRES = "toutes", "paires", "impaires"
_DAY = date(2000, 1, 3)
_SLOTS = 200
"""Most slots of a day, whatever its hours say."""


@dataclass(frozen=True, slots=True)
class Rythme:
    """A weekday (0 = Monday), each week or one in two by ISO number, from a day to another, both included."""

    jour: int
    semaines: str = TOUTES
    depuis: date | None = None
    jusqu_au: date | None = None

    def days(self, premier: date, dernier: date) -> Iterator[date]:
        """Yield the days from `premier` to `dernier`, both included."""
        first = max(premier, self.depuis or premier)
        last = min(dernier, self.jusqu_au or dernier)
        day = first + timedelta(days=(self.jour - first.weekday()) % 7)
        while day <= last:
            if self._holds(day):
                yield day
            day += timedelta(days=7)

    def _holds(self, day: date) -> bool:
        even = day.isocalendar().week % 2 == 0
        return self.semaines == TOUTES or even == (self.semaines == PAIRES)


def slots(debut: time | None, fin: time | None, creneau: int | None) -> tuple[time, ...]:
    """Return the hours at which someone can come; the last slot ends with the permanence or before."""
    if debut is None or fin is None or not creneau:
        return ()
    start, end = datetime.combine(_DAY, debut), datetime.combine(_DAY, fin)
    step = timedelta(minutes=creneau)
    count = min(_SLOTS, (end - start) // step)
    return tuple((start + number * step).time() for number in range(count))


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
