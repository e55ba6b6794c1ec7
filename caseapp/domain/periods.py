"""Half-open periods of time over which the figures are counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from caseapp.domain.labels import MOIS, format_date

_SHORTEST_MONTH = 28


class PeriodKind(StrEnum):
    """How a period was chosen; decides its name and its N-1."""

    ANNEE = "annee"
    SEMESTRE = "semestre"
    TRIMESTRE = "trimestre"
    MOIS = "mois"
    ANNEE_SCOLAIRE = "annee_scolaire"
    LIBRE = "libre"


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month when it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= _SHORTEST_MONTH:
        return date(year, month0 + 1, day.day)
    first_of_next = date(year + (month0 == 11), (month0 + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month0 + 1, min(day.day, last))


@dataclass(frozen=True)
class Period:
    """Days from `start` (included) to `end` (excluded)."""

    start: date
    end: date
    kind: PeriodKind = PeriodKind.LIBRE

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("La période finit avant de commencer.")

    @property
    def last_day(self) -> date:
        """The last day included."""
        return self.end - timedelta(days=1)

    @property
    def calendar_year(self) -> int | None:
        """The civil year that holds the whole period, if one does."""
        return self.start.year if self.start.year == self.last_day.year else None

    @property
    def label(self) -> str:
        """Its French name, such as `2017`, `mars 2017` or `du 03/01/2017 au 09/01/2017`."""
        year = self.start.year
        match self.kind:
            case PeriodKind.ANNEE:
                return str(year)
            case PeriodKind.SEMESTRE:
                return f"{'1er' if self.start.month == 1 else '2e'} semestre {year}"
            case PeriodKind.TRIMESTRE:
                number = (self.start.month + 2) // 3
                return f"{'1er' if number == 1 else f'{number}e'} trimestre {year}"
            case PeriodKind.MOIS:
                return f"{MOIS[self.start.month - 1]} {year}"
            case PeriodKind.ANNEE_SCOLAIRE:
                return f"année scolaire {year}-{year + 1}"
            case PeriodKind.LIBRE:
                return f"du {format_date(self.start)} au {format_date(self.last_day)}"

    @property
    def after_a(self) -> str:
        """Its name after `à`, such as `à 2016`, `au 2e trimestre 2016` or `à la période du … au …`."""
        match self.kind:
            case PeriodKind.SEMESTRE | PeriodKind.TRIMESTRE:
                return f"au {self.label}"
            case PeriodKind.ANNEE_SCOLAIRE:
                return f"à l'{self.label}"
            case PeriodKind.LIBRE:
                return f"à la période {self.label}"
            case _:
                return f"à {self.label}"

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year, civil or school."""
        return self.kind in {PeriodKind.ANNEE, PeriodKind.ANNEE_SCOLAIRE}

    def previous(self) -> "Period":
        """Return the same period one year before (N-1)."""
        start = add_months(self.start, -12)
        if self.kind is PeriodKind.LIBRE:
            return Period(start, add_months(self.last_day, -12) + timedelta(days=1))
        return Period(start, add_months(self.end, -12), self.kind)

    def months(self) -> tuple["Period", ...]:
        """Return the civil months it covers, when it starts on a first and ends on a last day of month."""
        if self.start.day != 1 or self.end.day != 1:
            return ()
        found, day = [], self.start
        while day < self.end:
            found.append(month_period(day.year, day.month))
            day = add_months(day, 1)
        return tuple(found)


def _span(year: int, month: int, months: int, kind: PeriodKind) -> Period:
    start = date(year, month, 1)
    return Period(start, add_months(start, months), kind)


def year_period(year: int) -> Period:
    """Return the civil year."""
    return _span(year, 1, 12, PeriodKind.ANNEE)


def half_period(year: int, number: int) -> Period:
    """Return half-year 1 or 2."""
    return _span(year, 6 * number - 5, 6, PeriodKind.SEMESTRE)


def quarter_period(year: int, number: int) -> Period:
    """Return quarter 1 to 4."""
    return _span(year, 3 * number - 2, 3, PeriodKind.TRIMESTRE)


def month_period(year: int, month: int) -> Period:
    """Return month 1 to 12."""
    return _span(year, month, 1, PeriodKind.MOIS)


def school_year_period(year: int) -> Period:
    """Return the school year from 1 September of `year` to 31 August."""
    return _span(year, 9, 12, PeriodKind.ANNEE_SCOLAIRE)


def free_period(start: date, last_day: date) -> Period:
    """Return the days from `start` to `last_day`, both included."""
    return Period(start, last_day + timedelta(days=1))
