"""The yearly report: declared chapters filled from a set of figures."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from caseapp import __version__
from caseapp.domain.labels import MOIS, format_date, format_number
from caseapp.reports.chapter_layout import ChapterLayout
from caseapp.reports.chapters import CHAPTERS, MONTHS
from caseapp.reports.layout import exact_number, expand, fill
from caseapp.reports.report import Block, Chapter, Chart, ChartKind, Report, Series, Table
from caseapp.statistics.results import FigureSet, MonthlyFigure

_STACKED = "cibles"
_NATURES = (
    ("Information-conseil", ".information_conseil"),
    ("Accompagnement social", ".accompagnement_social"),
)
ALL_FILES = "tous secteurs"


def build_annual_report(figures: FigureSet, months: MonthlyFigure, today: date) -> Report:
    """Return the report of a period, every table filled and zero lines kept."""
    period = figures.period
    dates = f"du {format_date(period.start)} au {format_date(period.last_day)}"
    return Report(
        title="Rapport d'intervention sociale",
        subtitle=f"Caf, {period.label}, comparé {period.previous().after_a}",
        period_label=period.label,
        perimeter=f"{figures.perimeter or ALL_FILES}, {dates}. "
        "Chaque chiffre est compté sur les dossiers de ce poste à la date du rapport ; "
        "son adresse, imprimée à côté de lui, ouvre la liste des dossiers comptés.",
        produced_on=today,
        version=__version__,
        chapters=tuple(
            Chapter(layout.key, layout.title, tuple(_blocks(layout, figures, months))) for layout in CHAPTERS
        ),
    )


def _blocks(layout: ChapterLayout, figures: FigureSet, months: MonthlyFigure) -> Iterator[Block]:
    """Give each table, followed by its chart when it has one."""
    for table_layout in layout.tables:
        table = fill(table_layout, figures)
        yield table
        if table_layout.key == _STACKED:
            yield _stacked_chart(figures, table)
        elif table_layout.key in layout.charts:
            yield _bars(table, [found.cible for found in expand(table_layout.lines, figures)], figures)
    if MONTHS in layout.charts and len(months.months) > 1:
        yield _columns(months)


def _stacked_chart(figures: FigureSet, table: Table) -> Chart:
    rows = [row for row in table.rows if not row.total]
    series = tuple(
        Series(name, tuple(_number(figures, row.address + suffix) for row in rows))
        for name, suffix in _NATURES
    )
    return Chart(
        key="cibles", title="Répartition des interventions", kind=ChartKind.STACKED_BARS,
        categories=tuple(row.label for row in rows), series=series,
        cibles=tuple(row.cible for row in rows),
        value_texts=tuple(figures[row.address + ".total"].text for row in rows),
    )  # fmt: skip


def _bars(table: Table, cibles: list[str | None], figures: FigureSet) -> Chart:
    kept = [(row, cible) for row, cible in zip(table.rows, cibles, strict=True) if not row.total]
    addresses = [_counted_address(row.address, figures) for row, _ in kept]
    return Chart(
        key=table.key, title=table.title, kind=ChartKind.BARS,
        categories=tuple(row.label for row, _ in kept),
        series=(Series(figures.period.label, tuple(_number(figures, address) for address in addresses)),),
        cibles=tuple(cible for _, cible in kept),
        value_texts=tuple(figures[address].text for address in addresses),
    )  # fmt: skip


def _columns(figure: MonthlyFigure) -> Chart:
    names = tuple(MOIS[month.start.month - 1] for month, _ in figure.months)
    values = tuple(Decimal(int(value or 0)) for _, value in figure.months)
    return Chart(
        key=MONTHS, title=f"{figure.label}, mois par mois", kind=ChartKind.COLUMNS,
        categories=names, series=(Series(figure.label, values),),
        value_texts=tuple(format_number(value) for value in values),
        note=figure.address,
    )  # fmt: skip


def _counted_address(address: str, figures: FigureSet) -> str:
    return address if address in figures.values else f"{address}.montant"


def _number(figures: FigureSet, address: str) -> Decimal:
    figure = figures[address]
    return exact_number(figure.value, figure.unit, figure.decimals) or Decimal(0)
