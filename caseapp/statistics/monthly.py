"""One figure month by month, for charts; only figures of events, whose months add up to the year."""

from sqlalchemy.orm import Session

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period
from caseapp.statistics.engine import Engine
from caseapp.statistics.results import MonthlyFigure


def compute_months(session: Session, address: str, period: Period, filters: Filters) -> MonthlyFigure:
    """Return the figure of each civil month of a period; no month for free dates or an unbearable filter."""
    query = Engine(session, filters).query(address)
    months = () if query is None else period.months()
    label = "" if query is None else query.named.label
    return MonthlyFigure(
        address, label, tuple((month, query.value(session, month)) for month in months if query is not None)
    )
