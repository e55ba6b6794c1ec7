"""Rows as tab-separated text, to paste into a spreadsheet or a letter."""

from collections.abc import Iterable, Sequence

from caseapp.domain.labels import NARROW_SPACE, plain
from caseapp.ui.tables.columns import Align, ColumnSpec, Row

_BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def tsv_line(cells: Iterable[str]) -> str:
    """Return one line; tabs and line ends inside a cell become spaces."""
    return "\t".join(cell.translate(_BREAKS) for cell in cells)


def tsv_rows(columns: Sequence[ColumnSpec[Row]], rows: Iterable[Row]) -> str:
    """Return the rows without their header; numbers lose the space between their thousands."""
    return "\n".join(tsv_line(_cell(column, row) for column in columns) for row in rows)


def _cell(column: ColumnSpec[Row], row: Row) -> str:
    text = column.text(row)
    return plain(text.replace(NARROW_SPACE, "")) if column.align is Align.RIGHT else text
