"""A table read whole from a CSV, XLSX or ODS file, by the readers of the exchange format."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeVar

from caseapp.domain.labels import format_number
from caseapp.errors import InputError
from caseapp.exchange.csv_reader import RawRow, inspect_csv, read_csv
from caseapp.exchange.discovery import TEXTS, WORKBOOKS
from caseapp.exchange.ledger import shown
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.watch import Watch
from caseapp.exchange.workbook_reader import WorkbookReader

T = TypeVar("T")
Take = Callable[[str, Iterator[RawRow]], T]
"""Reads the rows of a table, its header first; FileRefusedError when they are not what is looked for."""


def read_table(path: Path, known: Collection[str], take: Take[T], watch: Watch) -> T:
    """Read a file; `known` columns tell its separator. InputError says why it cannot be read."""
    name = shown(path.name)
    try:
        if path.suffix.lower() in WORKBOOKS:
            return _read_workbook(path, take, watch)
        if path.suffix.lower() in TEXTS:
            return take(name, _text_rows(path, known, watch))
    except FileRefusedError as refusal:
        where = f", ligne {format_number(refusal.line)}" if refusal.line > 1 else ""
        raise InputError(f"« {name} »{where} : {refusal.reason}.") from None
    except OSError:
        raise InputError(f"« {name} » ne peut pas être lu.") from None
    raise InputError(f"« {name} » n'est ni un CSV, ni un classeur XLSX ou ODS.")


def rows_of(rows: Iterator[RawRow], watch: Watch, most: int) -> Iterator[RawRow]:
    """Give the rows that hold something; FileRefusedError beyond `most`."""
    given = 0
    for row in rows:
        if any(cell.strip() for cell in row[1]):
            given += 1
            if given > most:
                raise FileRefusedError(f"plus de {format_number(most)} lignes : découpez ce fichier")
            yield row
        if given % 500 == 0:
            watch.check()


def _text_rows(path: Path, known: Collection[str], watch: Watch) -> Iterator[RawRow]:
    def opener() -> BinaryIO:
        return path.open("rb")

    return read_csv(opener, inspect_csv(opener, frozenset(known), watch.check))


def _read_workbook(path: Path, take: Take[T], watch: Watch) -> T:
    """Take the first sheet whose header is recognised; FileRefusedError of the first one when none is."""
    refused: FileRefusedError | None = None
    with WorkbookReader(path, watch.check) as reader:
        for sheet in reader.sheets:
            name = shown(path.name if len(reader.sheets) == 1 else f"{path.name}, feuille {sheet}")
            rows = chain.from_iterable(batch for _, batch in reader.rows(sheet))
            try:
                return take(name, rows)
            except FileRefusedError as refusal:
                refused = refused or refusal
                with suppress(FileRefusedError):  # the child must have sent the whole sheet
                    for _ in rows:
                        watch.check()
    raise refused or FileRefusedError("le classeur n'a aucune feuille")
