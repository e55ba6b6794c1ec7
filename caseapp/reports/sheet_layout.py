"""Chapters as sheets: tables with their notes one under the other, then the data of the charts."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import ceil

from caseapp.reports.addresses import printed_addresses
from caseapp.reports.report import Chapter, Chart, Paragraph, Report, Row, Table
from caseapp.reports.sheets import (
    CellStyle,
    ChartPlace,
    NumberFormat,
    Sheet,
    SheetCell,
    SheetRow,
    Tone,
    figure_cell,
    text_cell,
)

TITLE = CellStyle(size=15.0, bold=True)
SUBTITLE = CellStyle(tone=Tone.DISCRET)
TABLE_TITLE = CellStyle(size=11.5, bold=True)
TEXT = CellStyle(wrapped=True)
NOTE = CellStyle(size=9.0, tone=Tone.DISCRET, wrapped=True)
HEADER = CellStyle(bold=True, tone=Tone.DISCRET, wrapped=True, rule_below=True)
NUMBER_HEADER = replace(HEADER, right=True)
ADDRESS = CellStyle(size=8.0, tone=Tone.DISCRET, indented=True)
ENDING = CellStyle(size=8.0, tone=Tone.DISCRET, right=True)
NUMBER = CellStyle(right=True)
LEAST_LABEL, MOST_LABEL, MOST_NUMBER, MOST_ADDRESS = 26.0, 58.0, 22.0, 60.0
"""Column widths, in characters."""


ChartRows = Callable[[Chart], int]
"""How many rows a drawn chart covers beside its data."""


def no_rows(_chart: Chart) -> int:
    """Leave no room: the chart is not drawn."""
    return 0


@dataclass
class _Filling:
    """The rows of a sheet being written, and where each chart's data starts."""

    rows: list[SheetRow] = field(default_factory=list)
    charts: list[ChartPlace] = field(default_factory=list)

    def across(self, text: str, style: CellStyle) -> None:
        """Add a text over the whole width, if there is one."""
        if text.strip():
            self.rows.append(SheetRow((text_cell(text, style),), across=True))

    def blank(self) -> None:
        """Leave a row."""
        self.rows.append(SheetRow())


def chapter_sheet(report: Report, chapter: Chapter, name: str, chart_rows: ChartRows) -> Sheet:
    """Return the sheet of a chapter; the addresses share the column after the widest table."""
    tables = tuple(block for block in chapter.blocks if isinstance(block, Table))
    charts = tuple(block for block in chapter.blocks if isinstance(block, Chart))
    last = 1 + max((len(table.columns) for table in tables), default=1)
    filling = _Filling()
    filling.across(chapter.title, TITLE)
    filling.across(f"{report.title} · {report.period_label}", SUBTITLE)
    frozen = 1
    for block in chapter.blocks:
        if isinstance(block, Paragraph):
            filling.across(block.text, TEXT)
        elif isinstance(block, Table):
            filling.blank()
            header_end = _add_table(filling, block, last)
            frozen = header_end if block is tables[0] and _same_columns(tables) and header_end < 9 else frozen
    for index, chart in enumerate(charts):
        _add_chart(filling, chart, index)
        while len(filling.rows) < filling.charts[-1].row + chart_rows(chart):
            filling.blank()
    widths = _widths(filling.rows, last)
    rows = tuple(with_height(row, widths) for row in filling.rows)
    return Sheet(name, rows, widths, frozen, tuple(filling.charts))


def _same_columns(tables: tuple[Table, ...]) -> bool:
    return len({(table.row_title, table.columns) for table in tables}) == 1


def _add_table(filling: _Filling, table: Table, last: int) -> int:
    """Write a table and return the number of rows above its first figure."""
    printed = printed_addresses(table)
    filling.across(table.title, TABLE_TITLE)
    filling.across(table.subtitle, SUBTITLE)
    header = [text_cell(table.row_title, HEADER), *(text_cell(name, NUMBER_HEADER) for name in table.columns)]
    blanks = [SheetCell(style=HEADER)] * (last - len(header))
    address = replace(ADDRESS, rule_below=True)
    filling.rows.append(SheetRow((*header, *blanks, text_cell("adresse", address))))
    if any(printed.columns):
        endings = (text_cell(ending, ENDING) for ending in printed.columns)
        filling.rows.append(SheetRow((SheetCell(), *endings)))
    above = len(filling.rows)
    for row, address_text in zip(table.rows, printed.rows, strict=True):
        filling.rows.append(_figure_row(row, address_text, last))
    for note in table.notes:
        filling.across(note, NOTE)
    return above


def _figure_row(row: Row, address: str, last: int) -> SheetRow:
    ruled = CellStyle(bold=row.total, rule_above=row.total)
    tone = Tone(row.cible) if row.cible in set(Tone) else Tone.TEXTE
    label = replace(ruled, tone=tone, bold=row.total or bool(row.cible), wrapped=True)
    cells = [text_cell(row.label, label), *(figure_cell(cell, ruled) for cell in row.cells)]
    blanks = [SheetCell(style=ruled)] * (last - len(cells))
    return SheetRow((*cells, *blanks, text_cell(address, replace(ADDRESS, rule_above=row.total))))


def _add_chart(filling: _Filling, chart: Chart, index: int) -> None:
    """Write the numbers of a chart."""
    filling.blank()
    filling.across(f"Graphique : {chart.title}", TABLE_TITLE)
    filling.charts.append(ChartPlace(index, len(filling.rows)))
    names = (text_cell(series.name, NUMBER_HEADER) for series in chart.series)
    filling.rows.append(SheetRow((SheetCell(style=HEADER), *names)))
    whole = all(value == value.to_integral_value() for series in chart.series for value in series.values)
    number = replace(NUMBER, number=NumberFormat(0 if whole else 2))
    for position, category in enumerate(chart.categories):
        values = (_chart_value(series.values, position) for series in chart.series)
        cells = (SheetCell(str(value), value, number) for value in values)
        filling.rows.append(SheetRow((text_cell(category, CellStyle(wrapped=True)), *cells)))
    filling.across(chart.note, NOTE)


def _chart_value(values: tuple[Decimal, ...], position: int) -> Decimal:
    return values[position] if position < len(values) else Decimal(0)


def _widths(rows: list[SheetRow], last: int) -> tuple[float, ...]:
    """Return widths that show every number and most labels without wrapping."""
    widths = [LEAST_LABEL, *([9.0] * (last - 1)), 12.0]
    for row in rows:
        for column, cell in enumerate(row.cells if not row.across else ()):
            if column >= len(widths):
                widths.append(9.0)
            widths[column] = max(widths[column], min(_wanted(cell), _most(column, last)))
    return tuple(widths)


def _most(column: int, last: int) -> float:
    return MOST_LABEL if column == 0 else (MOST_ADDRESS if column == last else MOST_NUMBER)


def _wanted(cell: SheetCell) -> float:
    text = cell.text
    if cell.style in {HEADER, NUMBER_HEADER}:
        text = max(text.split(" "), key=len)
    return len(text) * cell.style.size / 10.0 * (1.12 if cell.style.bold else 1.05) + 2.5


def with_height(row: SheetRow, widths: tuple[float, ...]) -> SheetRow:
    """Give a row the height of its lines of text: spreadsheets do not always find it alone."""
    spans = (sum(widths),) if row.across else widths
    heights = [_height(cell, width) for cell, width in zip(row.cells, spans, strict=False)]
    return replace(row, height=max(heights, default=15.0))


def _height(cell: SheetCell, width: float) -> float:
    letters = len(cell.text) * cell.style.size / 10.0 * (1.05 if cell.style.bold else 0.92)
    lines = max(1, min(20, ceil(letters / max(width - 2.5, 1.0)))) if cell.style.wrapped else 1
    return lines * cell.style.size * 1.3 + 3.0
