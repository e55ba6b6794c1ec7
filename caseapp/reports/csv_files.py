"""The report as CSV, one row a figure: for Excel in France, or for exchange between programs."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from caseapp.files import write_document
from caseapp.reports.cell_units import unit_name
from caseapp.reports.report import Cell, Report, Row, Table
from caseapp.reports.text_fit import one_line

COLUMNS = ("chapitre", "tableau", "ligne", "colonne", "adresse", "valeur", "unité")
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the last four are their full-width twins
TEXT_LIMIT = 32_000


@dataclass(frozen=True, slots=True)
class CsvProfile:
    """How a CSV is written for its reader; always UTF-8, `;` and CRLF."""

    name: str
    byte_order_mark: bool
    decimal_mark: str
    for_eyes: bool
    """Whether an unknown value keeps its text (`n.d.`) and texts like formulas get an apostrophe."""


EXCEL_FRANCE = CsvProfile("Excel France", byte_order_mark=True, decimal_mark=",", for_eyes=True)
ECHANGE = CsvProfile("Échange", byte_order_mark=False, decimal_mark=".", for_eyes=False)


def write_csv(report: Report, path: Path, profile: CsvProfile) -> None:
    """Write every figure of the report in place of what may be there; OutputError when it cannot be."""
    write_document(path, render_csv(report, profile))


def render_csv(report: Report, profile: CsvProfile) -> bytes:
    """Return every figure of the report as CSV."""
    output = StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_figure_rows(report, profile))
    return output.getvalue().encode("utf-8-sig" if profile.byte_order_mark else "utf-8")


def _figure_rows(report: Report, profile: CsvProfile) -> Iterator[tuple[str, ...]]:
    for chapter in report.chapters:
        for table in chapter.blocks:
            if isinstance(table, Table):
                for row in table.rows:
                    yield from _cells(chapter.title, table, row, profile)


def _cells(chapter: str, table: Table, row: Row, profile: CsvProfile) -> Iterator[tuple[str, ...]]:
    """Give the cells that say something; N-1 and evolution take the row's address if it is the only one."""
    addresses = {cell.address for cell in row.cells if cell.address}
    only = row.address if addresses <= {row.address} else ""
    for column, cell in zip(table.columns, row.cells, strict=False):
        if cell.number is not None or cell.text:
            names = (chapter, table.title, row.label, column, cell.address or only)
            yield *(_text(name, profile) for name in names), _value(cell, profile), unit_name(cell)


def _text(text: str, profile: CsvProfile) -> str:
    bare = one_line(text, TEXT_LIMIT)
    return f"'{bare}" if profile.for_eyes and bare.startswith(FORMULA_STARTS) else bare


def _value(cell: Cell, profile: CsvProfile) -> str:
    """Return the exact number, or what stands for an unknown one: its text, or nothing for programs."""
    if cell.number is not None and cell.number.is_finite():
        return f"{cell.number:f}".replace(".", profile.decimal_mark)
    return _text(cell.text, profile) if profile.for_eyes else ""
