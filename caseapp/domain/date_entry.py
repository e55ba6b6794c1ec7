"""Dates, times and durations as French people type them; what cannot be read is refused, never guessed."""

import re
from datetime import date, time, timedelta

from caseapp.domain.labels import MOIS
from caseapp.domain.text import fold

FIRST_YEAR, LAST_YEAR = 1900, 2199
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LONGEST_DURATION = 24 * 60
"""Bound of a duration, in minutes."""

UNREADABLE_DATE = "Cette date n'est pas comprise : écrire par exemple 21/03/2026, 2103, +7 ou lundi."
UNREADABLE_TIME = "Cette heure n'est pas comprise : écrire par exemple 9h30 ou 14h."
UNREADABLE_DURATION = "Cette durée n'est pas comprise : écrire par exemple 45 (minutes) ou 1h30."
_OUTSIDE = f"Cette date sort des années {FIRST_YEAR} à {LAST_YEAR}."
_AHEAD = 20
"""Years ahead of today up to which a year of two figures is read; beyond, it is of the century before."""

_SPACES = re.compile("[ \t\u00a0\u202f]+")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_FIGURES = re.compile(r"([0-9]{1,2})([/.\- ])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?")
_TIGHT = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})?")
_NAMED = re.compile(r"(?:([0-9]{1,2})|1er) ?([a-z]{3,9})(?: ([0-9]{4}|[0-9]{2}))?")
_WORDS = re.compile(r"(?:[^\W_]|['’. ])+")
_SHIFT = re.compile(r"([+\-\u2212]) ?([0-9]{1,5})")
_TIME = re.compile(r"([0-9]{1,2}) ?[h:] ?([0-9]{2})?|([0-9]{1,2})([0-9]{2})|([0-9]{1,2})")
_DURATION = re.compile(r"(?:([0-9]{1,2}) ?[h:] ?([0-9]{2})?|([0-9]{1,4}) ?(?:mn|min|minutes?)?)")
_NEAR = {"auj": 0, "aujourd hui": 0, "hier": -1, "demain": 1}


def parse_date(text: str, today: date) -> date:
    """Read a date, the day before the month; ValueError holds a French sentence.

    Without a year, it is the occurrence nearest to `today` (of two as near, the coming one). A year of two
    figures is the one between 79 years before and 20 years after. A weekday is the next one, not today.
    """
    bare = _SPACES.sub(" ", text).strip()
    for read in (_read_figures, _read_words, _read_shift):
        found = read(bare, today)
        if found is not None:
            if not FIRST_YEAR <= found.year <= LAST_YEAR:
                raise ValueError(_OUTSIDE)
            return found
    raise ValueError(UNREADABLE_DATE)


def _read_figures(text: str, today: date) -> date | None:
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return _day(int(day), int(month), int(year))
    if match := _FIGURES.fullmatch(text):
        day, _, month, year = match.groups()
    elif match := _TIGHT.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    return _dated(int(day), int(month), year, today)


def _read_words(text: str, today: date) -> date | None:
    folded = fold(text) if _WORDS.fullmatch(text) else ""
    if folded in _NEAR:
        return today + timedelta(days=_NEAR[folded])
    if len(folded) >= 3 and (weekday := _only(JOURS, folded)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    match = _NAMED.fullmatch(folded)
    month = _only(MOIS, match[2]) if match else None
    if match is None or month is None:
        return None
    return _dated(int(match[1] or 1), month + 1, match[3], today)


def _read_shift(text: str, today: date) -> date | None:
    match = _SHIFT.fullmatch(text)
    if match is None:
        return None
    days = int(match[2]) if match[1] == "+" else -int(match[2])
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise ValueError(_OUTSIDE) from None


def _only(names: tuple[str, ...], beginning: str) -> int | None:
    """Return the rank of the only name that begins so."""
    found = [rank for rank, name in enumerate(names) if fold(name).startswith(beginning)]
    return found[0] if len(found) == 1 else None


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is None:
        return _day(day, month, _nearest_year(day, month, today))
    if len(year) == 4:
        return _day(day, month, int(year))
    first = today.year + _AHEAD - 99
    return _day(day, month, first + (int(year) - first) % 100)


def _nearest_year(day: int, month: int, today: date) -> int:
    """Choose the year before asking whether the day exists in it: 29/02 never slips to another year."""

    def distance(year: int) -> tuple[int, int]:
        return abs(_day(min(day, 28), month, year) - today).days, -year

    return min(range(today.year - 1, today.year + 2), key=distance)


def _day(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            raise ValueError(f"Le mois {month} n'existe pas : écrire le jour, puis le mois.") from None
        leap = f" {year}" if (day, month) == (29, 2) else ""
        raise ValueError(f"Le {day} {MOIS[month - 1]}{leap} n'existe pas.") from None


def parse_time(text: str) -> time:
    """Read `9h30`, `9:30`, `930`, `0930`, `9` or `14h`; ValueError holds a French sentence."""
    match = _TIME.fullmatch(_SPACES.sub(" ", text).strip().lower())
    if match is None:
        raise ValueError(UNREADABLE_TIME)
    hour = int(match[1] or match[3] or match[5])
    minute = int(match[2] or match[4] or 0)
    if hour > 23 or minute > 59:
        raise ValueError("Cette heure n'existe pas : de 0h00 à 23h59.")
    return time(hour, minute)


def parse_duration(text: str) -> int:
    """Read `45`, `45 min`, `1h` or `1h30` in minutes, 1 to 1440; ValueError holds a French sentence."""
    match = _DURATION.fullmatch(_SPACES.sub(" ", text).strip().lower())
    if match is None:
        raise ValueError(UNREADABLE_DURATION)
    if int(match[2] or 0) > 59:
        raise ValueError("Une heure compte 60 minutes : écrire par exemple 1h30.")
    minutes = int(match[1] or 0) * 60 + int(match[2] or match[3] or 0)
    if not 1 <= minutes <= LONGEST_DURATION:
        raise ValueError("Une durée va d'une minute à 24 heures.")
    return minutes
