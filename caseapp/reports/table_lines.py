"""The lines of a table on paper: its column titles and its rows."""

from caseapp.reports.shapes import Anchor, Line, Mark
from caseapp.reports.strips import Strip
from caseapp.reports.table_grid import ADDRESS_GAP, CELL_LIMIT, LABEL_LIMIT, Grid
from caseapp.reports.text_fit import TextStyle, one_line
from caseapp.reports.typography import LEADING, WIDTH

LABEL_LINES, TITLE_LINES, ADDRESS_LINES = 6, 4, 6


def header_strip(grid: Grid) -> Strip:
    """Return the column titles, standing on the rule under them, with the end of the addresses below each."""
    title, address = grid.title_style(), grid.typography.address()
    names = [_wrapped(title, name, width - grid.gap) for name, width in _columns(grid)]
    endings = [
        address.wrap(ending, width - grid.gap, max_lines=ADDRESS_LINES, address=True) if ending else ()
        for ending, width in zip(grid.addresses.columns, grid.numbers, strict=True)
    ]
    label = _wrapped(title, grid.table.row_title, grid.label - grid.gap)
    base = grid.padding + max(map(len, [label, *names])) * title.size * LEADING
    height = grid.padding + base + max(map(len, [(), *endings])) * address.size * LEADING
    marks = _lines_up_to(title, 0.0, base, label, Anchor.START)
    for index, (lines, under) in enumerate(zip(names, endings, strict=True)):
        marks += _lines_up_to(title, grid.right_edge(index), base, lines, Anchor.END)
        marks += _lines(address, grid.right_edge(index), base + 0.5, under, Anchor.END)
    if grid.address:
        baseline = base - title.size * (LEADING - 1.0)
        marks.append(address.at(_address_x(grid), baseline, "adresse"))
    rule = Line(0.0, height, WIDTH, height, grid.typography.palette.discret, 0.7)
    return Strip(height, (*marks, rule), before=5.0, keep=True)


def row_strip(grid: Grid, index: int) -> Strip:
    """Return a row as high as its label and its address need, with a rule under it, or above a total."""
    row = grid.table.rows[index]
    style = grid.label_style(row)
    label = style.wrap(one_line(row.label, LABEL_LIMIT), grid.label - grid.gap, max_lines=LABEL_LINES)
    address, address_bottom = _row_address(grid, grid.addresses.rows[index], style, len(label))
    height = max(grid.padding + len(label) * style.size * LEADING, address_bottom) + grid.padding
    marks = [*_lines(style, 0.0, grid.padding, label), *address, *_figures(grid, index)]
    palette = grid.typography.palette
    if row.total:
        marks.append(Line(0.0, 0.0, WIDTH, 0.0, palette.texte, 0.9))
    else:
        marks.append(Line(0.0, height, WIDTH, height, palette.bord))
    return Strip(height, tuple(marks), row=True)


def _figures(grid: Grid, index: int) -> list[Mark]:
    row = grid.table.rows[index]
    marks: list[Mark] = []
    for column, cell in enumerate(row.cells[: len(grid.numbers)]):
        style = grid.cell_style(row, cell)
        text = style.shorten(one_line(cell.text, CELL_LIMIT), grid.numbers[column] - grid.gap * 0.5)
        marks += _lines(style, grid.right_edge(column), grid.padding, (text,), Anchor.END)
    return marks


def _row_address(grid: Grid, text: str, label: TextStyle, label_lines: int) -> tuple[list[Mark], float]:
    """Return the address of a row, in its column or under the label, and where it ends."""
    style = grid.typography.address()
    if not text:
        return [], 0.0
    if grid.address:
        x, room = _address_x(grid), grid.address - ADDRESS_GAP
        top = grid.padding + (label.size - style.size) * 0.95
    else:
        x, room, top = 0.0, grid.label - grid.gap, grid.padding + label_lines * label.size * LEADING
    lines = style.wrap(text, room, max_lines=ADDRESS_LINES, address=True)
    return _lines(style, x, top, lines), top + len(lines) * style.size * LEADING


def _columns(grid: Grid) -> list[tuple[str, float]]:
    return list(zip(grid.table.columns, grid.numbers, strict=True))


def _wrapped(style: TextStyle, text: str, width: float) -> tuple[str, ...]:
    return style.wrap(one_line(text, LABEL_LIMIT), width, max_lines=TITLE_LINES)


def _address_x(grid: Grid) -> float:
    return WIDTH - grid.address + ADDRESS_GAP


def _lines(
    style: TextStyle, x: float, top: float, lines: tuple[str, ...], anchor: Anchor = Anchor.START
) -> list[Mark]:
    lead = style.size * LEADING
    return [style.at(x, top + index * lead + style.size, line, anchor) for index, line in enumerate(lines)]


def _lines_up_to(
    style: TextStyle, x: float, bottom: float, lines: tuple[str, ...], anchor: Anchor
) -> list[Mark]:
    return _lines(style, x, bottom - len(lines) * style.size * LEADING, lines, anchor)
