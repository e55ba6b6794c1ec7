"""The public holidays of mainland France, year by year."""

from datetime import date
from functools import lru_cache

from caseapp.domain.jours_ouvres import urgent_deadline


def is_public_holiday(day: date) -> bool:
    """Tell whether offices are closed all over mainland France that day, whatever the weekday."""
    return day in _of_year(day.year)


def public_holiday(day: date) -> str:
    """Return the French name of the public holiday of that day, nothing for an ordinary one."""
    return _of_year(day.year).get(day, "")


def echeance_urgente(date_demande: date, *, allocataire: bool) -> date:
    """Return the last day on which an urgent request is decided in time; it is late the day after."""
    return urgent_deadline(date_demande, allocataire=allocataire, is_holiday=is_public_holiday)


@lru_cache(maxsize=64)
def _of_year(year: int) -> dict[date, str]:
    import holidays  # noqa: PLC0415 - takes a fifth of a second, which only urgent requests need

    return dict(holidays.country_holidays("FR", years=year, language="fr"))
