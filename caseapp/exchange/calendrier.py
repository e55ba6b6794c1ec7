"""A calendar to carry on a phone: when and where, never who nor why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from caseapp.files import write_document

if TYPE_CHECKING:
    from icalendar import Event

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What is written of an appointment; there is no field for a name, a number or a motif."""

    uid: UUID
    start: date
    """A datetime without a zone is the time in Paris; a mere date is the whole day."""
    minutes: int
    """0 when it is not known; ignored for a whole day."""
    kind: str
    """`Rendez-vous`, `Visite à domicile`, `Permanence de Tarnos`."""
    place: str = ""


def write_calendar(entries: Sequence[CalendarEntry], path: Path, now: datetime) -> None:
    """Write the entries in place of what may be there; OutputError when it cannot be. `now` has a zone."""
    write_document(path, render_calendar(entries, now))


def render_calendar(entries: Sequence[CalendarEntry], now: datetime) -> bytes:
    """Return an iCalendar in the order of times, which are in UTC: every program reads them alike."""
    from icalendar import Calendar  # noqa: PLC0415 - 170 ms that only an export needs

    calendar = Calendar()
    calendar.add("prodid", "-//caseapp//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for entry in sorted(entries, key=lambda one: (_moment(one.start), one.uid)):
        calendar.add_component(_event(entry, now))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry, now: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", now.astimezone(UTC))
    if isinstance(entry.start, datetime):
        event.add("dtstart", _moment(entry.start))
        if entry.minutes > 0:
            event.add("dtend", _moment(entry.start) + timedelta(minutes=entry.minutes))
    else:
        event.add("dtstart", entry.start)
        event.add("dtend", entry.start + timedelta(days=1))
    event.add("summary", _one_line(entry.kind))
    if entry.place:
        event.add("location", _one_line(entry.place))
    event.add("class", "PRIVATE")
    return event


def _moment(start: date) -> datetime:
    """Return the instant of a beginning; in the hour that autumn repeats, the first of the two."""
    moment = start if isinstance(start, datetime) else datetime.combine(start, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Paris"))).astimezone(UTC)


def _one_line(text: str) -> str:
    """Return a label without the line ends that would break it in two on a phone."""
    return _BLANKS.sub(" ", text).strip()
