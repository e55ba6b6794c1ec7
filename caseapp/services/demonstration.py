"""The demonstration portfolio: invented people whose figures are those a Caf published for 2017."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from caseapp.domain.labels import round_half_up
from caseapp.domain.periods import year_period
from caseapp.domain.units import Unit
from caseapp.paths import resource
from caseapp.services.echange import EchangeService
from caseapp.services.statistiques import StatistiquesService
from caseapp.statistics.results import FigureSet, FigureValue

PORTFOLIO = "demonstration/landes-2017.zip"
EXPECTED = "demonstration/landes-2017-attendus.csv"
YEAR = 2017
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not the published one."""

    address: str
    year: int
    expected: str
    found: str


def load_demonstration(exchange: EchangeService, on_progress: Progress) -> int:
    """Import the demonstration portfolio into an empty store; return how many rows it brought."""
    result = exchange.import_path(
        resource(PORTFOLIO), good_rows_only=False, on_progress=on_progress, cancelled=lambda: False
    )
    return sum(file.nouvelles for file in result.files)


def compare_with_published(statistiques: StatistiquesService) -> tuple[int, tuple[Difference, ...]]:
    """Recompute the demonstration years; return how many figures were compared and those that differ."""
    rows = list(_expected(resource(EXPECTED)))
    differences: list[Difference] = []
    for year in (YEAR - 1, YEAR):
        figures = statistiques.figures(year_period(year))
        for address, values in rows:
            expected, found = Decimal(values[year]), _found(figures, address)
            if expected != found:
                differences.append(Difference(address, year, str(expected), str(found)))
    return 2 * len(rows), tuple(differences)


def _expected(path: Path) -> list[tuple[str, dict[int, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["adresse"], {year: row[f"valeur_{year}"] for year in (YEAR - 1, YEAR)})
            for row in csv.DictReader(file, delimiter=";")
        ]


def _found(figures: FigureSet, address: str) -> Decimal | None:
    figure = figures.values.get(address)
    return None if figure is None or figure.value is None else _number(figure)


def _number(figure: FigureValue) -> Decimal:
    value = figure.value if figure.value is not None else 0
    if figure.unit is Unit.EURO:
        return Decimal(int(value)).scaleb(-2)
    return round_half_up(Fraction(value), figure.decimals)
