"""The sentences of the page Statistiques."""

from datetime import date

from caseapp.domain.labels import format_long_date
from caseapp.domain.periods import Period
from caseapp.reports.annual import ALL_FILES
from caseapp.reports.report import Report, Table


def context_sentence(period: Period, filters: str) -> str:
    """Say the days, the filters and what the period is compared to."""
    first, last = format_long_date(period.start), format_long_date(period.last_day)
    if period.calendar_year is not None:
        first = first.removesuffix(f" {period.start.year}")
    days = last if period.start == period.last_day else f"{first} – {last}"
    return f"{days} · {filters or ALL_FILES} · comparé {period.previous().after_a}"


def is_blank(report: Report) -> bool:
    """Tell whether every figure of a report is zero or unknown."""
    tables = (block for chapter in report.chapters for block in chapter.blocks if isinstance(block, Table))
    return not any(
        cell.number for table in tables for row in table.rows for cell in row.cells if cell.address
    )


def blank_sentence(years: tuple[int, int] | None, filters: str) -> str:
    """Say why every figure is at zero."""
    if years is None:
        return "Rien n'est encore enregistré dans cette base : tous les chiffres sont à zéro."
    if filters:
        return f"Rien de ce qui est enregistré sur cette période ne répond aux filtres : {filters}."
    first, last = years
    span = f"en {first}" if first == last else f"de {first} à {last}"
    return (
        "Rien n'est enregistré sur cette période : les nombres sont à zéro, les taux inconnus (n.d.). "
        f"La base contient des faits {span}."
    )


def opening_year(today: date) -> int:
    """Return the year that the page opens on: in January, the one just ended, whose report is being made."""
    return today.year - 1 if today.month == 1 else today.year


def nearest_year(year: int, years: tuple[int, int]) -> int:
    """Return the recorded year nearest to another."""
    return min(max(year, years[0]), years[1])
