"""Runs in a process of its own, with little memory and no way back: reads the cells of a workbook.

A message is a pair: `feuilles` and names, `hauteur` and the rows of the sheet, `lignes` and rows, `fin`, or
`refus` and a French reason.
"""

import io
import os
import re
import sys
import zipfile
from datetime import date, datetime
from multiprocessing.connection import Connection
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from caseapp.exchange.refusal import ERROR_CELL, LONG_CELL
from caseapp.exchange.sheet_cells import is_too_long

MAX_MEMORY: Final = 2_000_000_000
MAX_SECONDS: Final = 600
BATCH: Final = 500
_ERROR_TEXT: Final = re.compile(r"#(?:[A-ZÉ0-9/_]+[!?]|N/A)|Err:[0-9]{3}")
_XLSX_ERROR: Final = re.compile(rb"""(<(?:\w+:)?c\b[^>]*?\s)t=(["'])e\2""")
_ODS_ERROR: Final = re.compile(rb"""<table:table-cell\b[^>]*\bcalcext:value-type=["']error["'][^>]*>""")
_ODS_VALUE: Final = re.compile(rb"""\soffice:string-value=(?:"[^"]*"|'[^']*')""")


def serve(connection: Connection, path: str) -> None:
    """Name the sheets, then send the rows of each sheet asked for, until None is asked."""
    _limit()
    try:
        with CalamineWorkbook.from_object(_with_visible_errors(path)) as workbook:
            connection.send(("feuilles", workbook.sheet_names))
            for name in iter(connection.recv, None):
                _send_sheet(connection, workbook, name)
    except PasswordError:
        connection.send(("refus", "le classeur est protégé par un mot de passe"))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, MemoryError):
        connection.send(("refus", "le classeur est abîmé ou n'a pas le bon format"))
    except EOFError:
        return


def _limit() -> None:
    """Bound the memory and the time, where the system can; say nothing on the terminal."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.__stderr__.fileno() if sys.__stderr__ else 2)
    try:
        import resource  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send_sheet(connection: Connection, workbook: CalamineWorkbook, name: str) -> None:
    sheet = workbook.get_sheet_by_name(name)
    connection.send(("hauteur", sheet.total_height))
    rows: list[tuple[int, list[str]]] = []
    for line, cells in enumerate(sheet.iter_rows(), 1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            rows.append((line, texts))
        if len(rows) == BATCH:
            connection.send(("lignes", rows))
            rows = []
    connection.send(("lignes", rows))
    connection.send(("fin", None))


def _text(cell: Any) -> str:  # noqa: PLR0911 - one answer a type
    """Write a cell as the exchange format does; a number keeps the 15 digits that a spreadsheet shows."""
    match cell:
        case str() if is_too_long(cell):
            return LONG_CELL
        case str():
            return ERROR_CELL if _ERROR_TEXT.fullmatch(cell) else cell
        case bool():
            return "oui" if cell else "non"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            return f"{cell:.15g}"
        case datetime() if cell.time().isoformat() == "00:00:00":
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _with_visible_errors(path: str) -> str | io.BytesIO:
    """Return the file, or a copy whose cells in error are text: the reader gives them as empty cells."""
    with zipfile.ZipFile(path) as archive:
        wrong = {
            member.filename: text
            for member in archive.infolist()
            if (text := _rewritten(member.filename, archive)) is not None
        }
        if not wrong:
            return path
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as rewritten:
            for member in archive.infolist():
                text = wrong.get(member.filename)
                rewritten.writestr(member.filename, archive.read(member) if text is None else text)
    copy.seek(0)
    return copy


def _rewritten(name: str, archive: zipfile.ZipFile) -> bytes | None:
    """Return a part with its errors as text; None when it has none."""
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        text = archive.read(name)
        return _XLSX_ERROR.sub(rb"\1t=\2str\2", text) if _XLSX_ERROR.search(text) else None
    if name == "content.xml":
        text = archive.read(name)
        return _ODS_ERROR.sub(_without_value, text) if _ODS_ERROR.search(text) else None
    return None


def _without_value(match: re.Match[bytes]) -> bytes:
    return _ODS_VALUE.sub(b"", match.group())
