"""An extraction read whole from a CSV, XLSX or ODS file, by the readers of the exchange format."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from caseapp.domain.labels import format_number
from caseapp.errors import InputError
from caseapp.exchange.csv_reader import RawRow, inspect_csv, read_csv
from caseapp.exchange.discovery import TEXTS, WORKBOOKS
from caseapp.exchange.ledger import shown
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.watch import Watch
from caseapp.exchange.workbook_reader import WorkbookReader
from caseapp.services.campagne_colonnes import KNOWN, Colonnes, Personne, read_columns, read_person

MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Extraction:
    """The rows of a file, and what was recognised in it."""

    nom: str
    """Of the file, with its sheet."""
    colonnes: Colonnes
    personnes: tuple[Personne, ...]


def read_extraction(path: Path, today: date, watch: Watch) -> Extraction:
    """Read a file; InputError says why it cannot be."""
    name = shown(path.name)
    try:
        if path.suffix.lower() in WORKBOOKS:
            return _read_workbook(path, today, watch)
        if path.suffix.lower() in TEXTS:
            return _read_rows(name, _text_rows(path, watch), today, watch)
    except FileRefusedError as refusal:
        where = f", ligne {format_number(refusal.line)}" if refusal.line > 1 else ""
        raise InputError(f"« {name} »{where} : {refusal.reason}.") from None
    except OSError:
        raise InputError(f"« {name} » ne peut pas être lu.") from None
    raise InputError(f"« {name} » n'est ni un CSV, ni un classeur XLSX ou ODS.")


def _text_rows(path: Path, watch: Watch) -> Iterator[RawRow]:
    def opener() -> BinaryIO:
        return path.open("rb")

    return read_csv(opener, inspect_csv(opener, KNOWN, watch.check))


def _read_workbook(path: Path, today: date, watch: Watch) -> Extraction:
    """Take the first sheet whose header is recognised; FileRefusedError of the first one when none is."""
    refused: FileRefusedError | None = None
    with WorkbookReader(path, watch.check) as reader:
        for sheet in reader.sheets:
            name = shown(path.name if len(reader.sheets) == 1 else f"{path.name}, feuille {sheet}")
            rows = chain.from_iterable(batch for _, batch in reader.rows(sheet))
            try:
                return _read_rows(name, rows, today, watch)
            except FileRefusedError as refusal:
                refused = refused or refusal
                with suppress(FileRefusedError):  # the child must have sent the whole sheet
                    for _ in rows:
                        watch.check()
    raise refused or FileRefusedError("le classeur n'a aucune feuille")


def _read_rows(name: str, rows: Iterator[RawRow], today: date, watch: Watch) -> Extraction:
    header = next(rows, None)
    if header is None:
        raise FileRefusedError("aucune ligne, pas même les noms des colonnes")
    colonnes = read_columns(header[1])
    found: list[Personne] = []
    for row in rows:
        if any(cell.strip() for cell in row[1]):
            found.append(read_person(colonnes, row, today))
        if len(found) > MOST_ROWS:
            raise FileRefusedError(f"plus de {format_number(MOST_ROWS)} lignes : découpez ce fichier")
        if len(found) % 500 == 0:
            watch.check()
    if not found:
        raise FileRefusedError("aucune personne sous les noms des colonnes")
    return Extraction(name, colonnes, tuple(found))
