"""The figures of an open store, and the records behind each."""

from fractions import Fraction

from sqlalchemy import func, select

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period
from caseapp.models import (
    ActionCollective,
    Aide,
    Appel,
    Impaye,
    Intervention,
    LogementSignale,
    OffreContact,
    Permanence,
    RendezVous,
    SuiviRsa,
)
from caseapp.statistics.engine import Engine
from caseapp.statistics.figure_set import compute_figures, list_records
from caseapp.statistics.monthly import compute_months
from caseapp.statistics.results import FigureSet, MonthlyFigure, RecordList
from caseapp.store import Store

NO_FILTER = Filters()
_DATED = (
    Intervention.date_ouverture, RendezVous.date, Appel.date, Aide.date_decision, OffreContact.date_offre,
    Impaye.date_signalement, LogementSignale.date_signalement, SuiviRsa.date_designation,
    ActionCollective.date_debut, Permanence.date,
)  # fmt: skip
"""The dates that place most records in a period."""


class StatistiquesService:
    """Computes figures and lists from one unchanging state of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def figures(self, period: Period, filters: Filters = NO_FILTER) -> FigureSet:
        """Return every figure of a period with its N-1."""
        with self._store.read() as session:
            return compute_figures(session, period, filters)

    def months(self, address: str, period: Period, filters: Filters = NO_FILTER) -> MonthlyFigure:
        """Return one figure in each civil month of a period; KeyError when the address is unknown."""
        with self._store.read() as session:
            return compute_months(session, address, period, filters)

    def value(self, address: str, period: Period, filters: Filters = NO_FILTER) -> int | Fraction | None:
        """Return one figure alone; None when a filter cannot bear on it, KeyError when it is unknown."""
        with self._store.read() as session:
            query = Engine(session, filters).query(address)
            return None if query is None else query.value(session, period)

    def recorded_years(self) -> tuple[int, int] | None:
        """Return the first and last civil years in which something is recorded, None without any record."""
        with self._store.read() as session:
            ends = [session.execute(select(func.min(day), func.max(day))).one() for day in _DATED]
        days = [day for pair in ends for day in pair if day is not None]
        return (min(days).year, max(days).year) if days else None

    def records(self, address: str, period: Period, filters: Filters = NO_FILTER) -> RecordList:
        """Return the records behind an address; InputError when it is unknown."""
        with self._store.read() as session:
            return list_records(session, address, period, filters)
