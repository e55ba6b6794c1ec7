"""The report of a period: figures and months put on the lines of its chapters."""

from datetime import date

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period
from caseapp.reports.annual import build_annual_report
from caseapp.reports.chapters import MONTHLY
from caseapp.reports.report import Report
from caseapp.services.statistiques import NO_FILTER, StatistiquesService


class RapportService:
    """Builds reports as values; `reports.write` puts them on paper."""

    def __init__(self, statistiques: StatistiquesService) -> None:
        self._statistiques = statistiques

    def build(self, period: Period, today: date, filters: Filters = NO_FILTER) -> Report:
        """Return the report of a period as it stands today."""
        figures = self._statistiques.figures(period, filters)
        return build_annual_report(figures, self._statistiques.months(MONTHLY, period, filters), today)
