"""Workbooks for the tests, and children that misbehave."""

import os
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from portfolio_format import HEADERS, Portfolio

Cell = str | float | bool | date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]


def sheets_of(portfolio: Portfolio) -> Sheets:
    """Return a sheet of texts per file."""
    return {
        file: [HEADERS[file], *([row[column] for column in HEADERS[file]] for row in rows)]
        for file, rows in portfolio.items()
    }


def write_xlsx(path: Path, sheets: Sheets, *, date_1904: bool = False) -> Path:
    """Write numbers, dates and texts as such."""
    options = {"date_1904": date_1904, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, column, cell, day)
                    elif cell is not None:
                        sheet.write(line, column, cell)
    return path


def write_ods(path: Path, sheets: Sheets) -> Path:
    """Write numbers, dates and texts as such."""
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        document.spreadsheet.addElement(table)
        for row in rows:
            line = TableRow()
            table.addElement(line)
            for cell in row:
                line.addElement(_ods_cell(cell))
    document.save(str(path))
    return path


def _ods_cell(cell: Cell) -> TableCell:
    match cell:
        case None | "":
            return TableCell()
        case bool():
            made = TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
        case date():
            made = TableCell(valuetype="date", datevalue=cell.isoformat())
        case int() | float():
            made = TableCell(valuetype="float", value=str(cell))
        case _:
            made = TableCell(valuetype="string")
    for line in str(cell).split("\n"):
        made.addElement(P(text=line))
    return made


def rewrite_member(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Replace a member of a zip by what `change` makes of it."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    members[member] = change(members[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def silent_child(connection: Connection, path: str) -> None:
    """Never answer."""
    time.sleep(60)


def dying_child(connection: Connection, path: str) -> None:
    """Name a sheet, then die."""
    connection.send(("feuilles", ["familles"]))
    connection.recv()
    connection.send(("hauteur", 10))
    os._exit(1)


def confused_child(connection: Connection, path: str) -> None:
    """Answer something else."""
    connection.send(("fin", None))
