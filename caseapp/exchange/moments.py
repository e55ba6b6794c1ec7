"""Hours and moments as cells. Refusals are `ValueError` with a French reason."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH: Final = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_HOUR: Final = re.compile(r"([0-9]{1,2})[:hH]([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?")
_MOMENT: Final = re.compile(r"([-/0-9]{10})(?:[T ]([0-9:.]{4,15})(Z|[+-][0-9]{2}:?[0-9]{2})?)?")


def parse_date(text: str) -> date:
    """Read AAAA-MM-JJ or JJ/MM/AAAA, never guessing."""
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _FRENCH.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise ValueError("date illisible : écrire AAAA-MM-JJ ou JJ/MM/AAAA")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("cette date n'existe pas (jour, mois, année)") from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError("date hors des années 1900 à 2199")
    return found


def parse_hour(text: str) -> time:
    """Read HH:MM (9h30 too), with seconds if there are."""
    match = _HOUR.fullmatch(text)
    hours, minutes, seconds, fraction = match.groups("0") if match else ("24", "", "", "")
    try:
        return time(int(hours), int(minutes), int(seconds), int(fraction.ljust(6, "0")))
    except ValueError:
        raise ValueError("heure illisible : écrire HH:MM, de 00:00 à 23:59") from None


def parse_moment(text: str) -> datetime:
    """Read AAAA-MM-JJTHH:MM:SSZ as a naive UTC moment; without an hour, the beginning of the day."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError("moment illisible : écrire AAAA-MM-JJTHH:MM:SSZ (temps universel)")
    day, hour, zone = match.groups()
    found = datetime.combine(parse_date(day), parse_hour(hour) if hour else time(), tzinfo=_zone(zone))
    found = found.astimezone(UTC).replace(tzinfo=None)
    # the database compares texts: an hour of the last day is above it
    if not FIRST_DAY <= found.date() < LAST_DAY:
        raise ValueError("date hors des années 1900 à 2199")
    return found


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError("décalage horaire illisible : écrire Z pour le temps universel")
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if text[0] == "-" else shift)


def write_hour(value: time) -> str:
    """Write HH:MM, with seconds only when there are."""
    return value.isoformat() if value.second or value.microsecond else value.isoformat("minutes")


def write_moment(value: datetime) -> str:
    """Write a naive UTC moment."""
    return f"{value.isoformat()}Z"
