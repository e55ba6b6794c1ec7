"""What the first page says of the whole: the perimeter, and the figures of the chapter `synthese`."""

from dataclasses import dataclass

from caseapp.reports.report import Cell, Report, Row, Table
from caseapp.reports.text_fit import one_line

CHAPTER = "synthese"
MOST = 8


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure with what it counts; `previous` and `evolution` are empty when there is nothing to compare."""

    label: str
    value: str
    previous: str
    evolution: str


def perimeter_text(report: Report) -> str:
    """Return the perimeter note as it stands under its own title."""
    text = one_line(report.perimeter).removeprefix("Périmètre : ")
    return text[:1].upper() + text[1:]


def key_figures(report: Report) -> tuple[KeyFigure, ...]:
    """Return the first rows of the table of the chapter `synthese` that compares, none when there is none.

    That table has a column named like the period, which holds the value; without one it is the first table,
    and the value stands in the last column that is neither a share nor an evolution. The evolution is read
    in the first column whose title begins with `Évol`, N-1 just before the value.
    """
    tables = [
        block
        for chapter in report.chapters
        if chapter.key == CHAPTER
        for block in chapter.blocks
        if isinstance(block, Table)
    ]
    if not tables or not tables[0].columns:
        return ()
    table = next((table for table in tables if report.period_label in table.columns), tables[0])
    column = _value_column(table, report.period_label)
    return tuple(_key_figure(table, row, column) for row in table.rows[:MOST])


def _is_derived(title: str) -> bool:
    return title.strip().casefold().startswith(("évol", "evol", "part"))


def _value_column(table: Table, period_label: str) -> int:
    if period_label in table.columns:
        return table.columns.index(period_label)
    plain = [index for index, title in enumerate(table.columns) if not _is_derived(title)]
    return plain[-1] if plain else 0


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if 0 <= column < len(row.cells) else Cell("")


def _key_figure(table: Table, row: Row, column: int) -> KeyFigure:
    previous, evolution = "", Cell("")
    if column > 0 and not _is_derived(table.columns[column - 1]) and _cell(row, column - 1).text:
        previous = f"{table.columns[column - 1]} : {_cell(row, column - 1).text}"
    evolutions = [i for i, title in enumerate(table.columns) if title.strip().casefold().startswith("évol")]
    if evolutions and _cell(row, evolutions[0]).number is not None:
        evolution = _cell(row, evolutions[0])
    label, value = one_line(row.label, 120), one_line(_cell(row, column).text, 40)
    return KeyFigure(label, value, one_line(previous, 60), one_line(evolution.text, 40))
