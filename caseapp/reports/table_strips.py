"""A table on paper: its title, its rows that are never cut, its notes; the titles head each page."""

from dataclasses import replace

from caseapp.reports.report import Table
from caseapp.reports.shapes import Heading
from caseapp.reports.strips import Flow, Strip
from caseapp.reports.table_grid import LABEL_LIMIT, TIGHT_PADDING, Grid, table_grid
from caseapp.reports.table_lines import header_strip, row_strip
from caseapp.reports.text_fit import TextStyle, one_line
from caseapp.reports.typography import LEADING, WIDTH, Typography

UNBROKEN_ROWS = 8
"""Rows up to which a table is never cut."""
NOTE_LINES_TOGETHER = 9
TOGETHER = 3
"""Rows that stay with the titles at the start and with the notes at the end."""
CONTINUED = " (suite)"


def table_flow(table: Table, typography: Typography, name: str) -> Flow:
    """Return the table as strips; `name` is that of its heading."""
    grid = table_grid(table, typography)
    heading = Heading(0.0, name, one_line(table.title, LABEL_LIMIT), 1)
    titles = _title_strips(table, typography)
    first = replace(titles[0], marks=(heading, *titles[0].marks))
    header = header_strip(grid)
    again = _title_strips(replace(table, title=f"{table.title}{CONTINUED}", subtitle=""), typography)
    tight = replace(grid, padding=TIGHT_PADDING)
    return Flow(
        (first, *titles[1:], header, *_body(grid)),
        repeated=(*again, header),
        tight=(first, *titles[1:], header_strip(tight), *_body(tight)),
    )


def _body(grid: Grid) -> list[Strip]:
    """Return the rows and the notes, the last row with the first notes."""
    rows = _kept_together([row_strip(grid, index) for index in range(len(grid.table.rows))])
    notes = note_strips(grid.table.notes, grid.typography)
    if rows and notes:
        rows[-1] = replace(rows[-1], keep=True)
    return [*rows, *notes]


def text_strips(
    text: str, style: TextStyle, *, before: float = 0.0, max_lines: int | None = None
) -> list[Strip]:
    """Return a text over the width of the page, one strip a line."""
    height = style.size * LEADING
    lines = style.wrap(text, WIDTH, max_lines=max_lines)
    return [
        Strip(height, (style.at(0.0, style.size, line),), before=before if index == 0 else 0.0)
        for index, line in enumerate(lines)
    ]


def note_strips(notes: tuple[str, ...], typography: Typography) -> list[Strip]:
    """Return the sentences under a table or a chart: the first lines, often all, stay together."""
    strips: list[Strip] = []
    for index, note in enumerate(note for note in map(one_line, notes) if note):
        strips += text_strips(note, typography.discret(), before=2.5 if index else 4.0)
    return [
        replace(strip, keep=index < NOTE_LINES_TOGETHER - 1) for index, strip in enumerate(strips[:-1])
    ] + strips[-1:]


def _title_strips(table: Table, typography: Typography) -> list[Strip]:
    title = one_line(table.title, LABEL_LIMIT)
    strips = text_strips(title, typography.block(), before=20.0, max_lines=3)
    subtitle = one_line(table.subtitle, LABEL_LIMIT)
    if subtitle:
        strips += text_strips(subtitle, typography.discret(8.2), max_lines=3)
    return [replace(strip, keep=True) for strip in strips]


def _kept_together(rows: list[Strip]) -> list[Strip]:
    """Keep all the rows of a small table together, else the first ones and the last ones."""
    small = len(rows) <= UNBROKEN_ROWS
    last = len(rows) - 1
    return [
        replace(row, keep=index < last and (small or index < TOGETHER - 1 or index > last - TOGETHER))
        for index, row in enumerate(rows)
    ]
