"""The widths of a table's columns and the size of its texts, so that everything fits across the page."""

from dataclasses import dataclass

from caseapp.reports.addresses import PrintedAddresses, printed_addresses
from caseapp.reports.report import Cell, Row, Table
from caseapp.reports.text_fit import TextStyle, address_parts, one_line
from caseapp.reports.typography import TABLE_SIZES, WIDTH, Typography

LABEL_LIMIT, CELL_LIMIT = 1000, 40
"""Letters kept of a label and of a figure."""
WIDE_LABEL, LABEL, NARROW_LABEL = 0.42, 0.3, 0.21
"""Shares of the width that a long label can claim: the less, the more it is wrapped."""
PADDING, TIGHT_PADDING = 3.6, 2.2
"""White above and below the text of a row, and what it may shrink to so that a table fits; in points."""
ADDRESS_GAP = 15.0
"""White before the addresses, in points."""
MOST_TITLE = 92.0
"""Width past which the longest word of a column title is cut, in points."""
COLUMN_GROWTH = 26.0
"""Most of the white a number column takes when there is plenty, in points."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its column widths; with no address column, addresses stand under the labels."""

    table: Table
    addresses: PrintedAddresses
    typography: Typography
    size: float
    label: float
    numbers: tuple[float, ...]
    address: float
    padding: float = PADDING

    @property
    def gap(self) -> float:
        """White between two columns, in points."""
        return self.size * 1.2

    def label_style(self, row: Row) -> TextStyle:
        """Return how a row's label is written."""
        if row.cible:
            return self.typography.cible(row.cible, self.size)
        return self.typography.plain(self.size, bold=row.total)

    def cell_style(self, row: Row, cell: Cell) -> TextStyle:
        """Return how a figure is written: grey when it is not known."""
        if cell.number is None and not row.total:
            return self.typography.discret(self.size)
        return self.typography.plain(self.size, bold=row.total)

    def title_style(self) -> TextStyle:
        """Return how column titles are written."""
        return self.typography.discret(min(8.0, self.size * 0.92), bold=True)

    def right_edge(self, column: int) -> float:
        """Return where the numbers of a column end."""
        return self.label + sum(self.numbers[: column + 1])


def table_grid(table: Table, typography: Typography) -> Grid:
    """Return the most comfortable grid that fits: small texts and addresses under labels come last."""
    printed = printed_addresses(table)
    narrowest = Grid(table, printed, typography, TABLE_SIZES[-1], 0.0, (), 0.0)
    column = _address_width(narrowest)
    wanted = [(size, WIDE_LABEL, column) for size in TABLE_SIZES[:3]]
    wanted += [(size, LABEL, share * column) for share in (1.0, 0.75) for size in TABLE_SIZES[:4]]
    wanted += [(size, share, 0.0) for size in TABLE_SIZES[1:] for share in (LABEL, NARROW_LABEL)]
    for size, share, address in wanted:
        grid = Grid(table, printed, typography, size, 0.0, (), address)
        numbers, label = _number_widths(grid), min(_label_width(grid), share * WIDTH)
        if label + sum(numbers) + address <= WIDTH:
            return _filled(grid, label, numbers)
    count = max(1, len(table.columns))
    label = NARROW_LABEL * WIDTH
    return Grid(table, printed, typography, TABLE_SIZES[-1], label, ((WIDTH - label) / count,) * count, 0.0)


def _filled(grid: Grid, label: float, numbers: tuple[float, ...]) -> Grid:
    """Share out the white that is left: to a label that needs it, to the numbers, then to the label again."""
    left = WIDTH - label - sum(numbers) - grid.address
    needed = min(left, max(0.0, _label_width(grid) - label))
    growth = min(COLUMN_GROWTH, (left - needed) / len(numbers)) if numbers else 0.0
    widths = tuple(width + growth for width in numbers)
    label = WIDTH - sum(widths) - grid.address
    return Grid(grid.table, grid.addresses, grid.typography, grid.size, label, widths, grid.address)


def _label_width(grid: Grid) -> float:
    texts = [(grid.label_style(row), row.label) for row in grid.table.rows]
    texts.append((grid.title_style(), grid.table.row_title))
    return max(style.width(one_line(text, LABEL_LIMIT)) for style, text in texts) + grid.gap


def _address_width(grid: Grid) -> float:
    """Return the width of the widest address on one line, 0 when there is none."""
    style = grid.typography.address()
    widest = max((style.width(address) for address in grid.addresses.rows if address), default=0.0)
    return min(widest + ADDRESS_GAP, WIDTH * 0.4) if widest else 0.0


def _number_widths(grid: Grid) -> tuple[float, ...]:
    title, address = grid.title_style(), grid.typography.address()
    widths = []
    for column, name in enumerate(grid.table.columns):
        found = [
            grid.cell_style(row, row.cells[column]).width(one_line(row.cells[column].text, CELL_LIMIT))
            for row in grid.table.rows
            if column < len(row.cells)
        ]
        headed = [title.width(word) for word in one_line(name, LABEL_LIMIT).split(" ")]
        headed += [address.width(part) for part in address_parts(grid.addresses.columns[column])]
        widths.append(max(*found, min(max(headed), MOST_TITLE), 0.0) + grid.gap)
    return tuple(widths)
