"""CSV in: any usual encoding, separator and line end; its structure is checked whole before a row is read."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from caseapp.domain.text import fold
from caseapp.exchange.encodings import CHUNK, detect, reading_errors
from caseapp.exchange.refusal import FileRefusedError

RawRow = tuple[int, list[str]]
"""Line where the row begins, from 1, and its cells."""
Opener = Callable[[], BinaryIO]
Check = Callable[[], None]
MAX_CELL: Final = 1_000_000
MAX_LINE: Final = 8_000_000
"""Bytes."""
SEPARATORS: Final = ";,\t|"
_REASONS: Final = {
    "unexpected end of data": "un guillemet ouvert ici n'est jamais refermé",
    "field larger": "une cellule dépasse un million de caractères (un guillemet n'est pas refermé ?)",
}


@dataclass(frozen=True, slots=True)
class CsvShape:
    """How a file is to be read, and how many rows it has, header included."""

    encoding: str
    separator: str
    rows: int


def column_name(cell: str) -> str:
    """Return the name of a column or of a file whatever its accents, capitals and spaces."""
    return fold(cell).replace(" ", "_")


def inspect_csv(opener: Opener, columns: frozenset[str], check: Check) -> CsvShape:
    """Read the whole file once without keeping it; FileRefusedError when it cannot be read to its end."""
    with opener() as stream:
        encoding = detect(_chunks(stream, check))
    shape = CsvShape(encoding, _separator(opener, encoding, columns), 0)
    rows = 0
    for rows, _ in enumerate(read_csv(opener, shape), 1):
        if rows % 2_000 == 0:
            check()
    return CsvShape(shape.encoding, shape.separator, rows)


def read_csv(opener: Opener, shape: CsvShape) -> Iterator[RawRow]:
    """Yield the rows that hold something, header first."""
    csv.field_size_limit(MAX_CELL)
    with opener() as stream:
        reader = csv.reader(_text(stream, shape.encoding), delimiter=shape.separator, strict=True)
        line = 1
        try:
            for cells in reader:
                if any(cells) and not (line == 1 and _names_separator(cells)):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            known = (reason for text, reason in _REASONS.items() if text in str(error))
            raise FileRefusedError(next(known, "guillemets mal placés"), line) from None
        except UnicodeError:
            raise FileRefusedError("texte illisible : enregistrez ce fichier en UTF-8", line) from None


def _text(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding, errors=reading_errors(encoding), newline="")


def _chunks(stream: BinaryIO, check: Check) -> Iterator[bytes]:
    """Yield the file in pieces, refusing a line that would fill the memory."""
    length, number = 0, 1
    while chunk := stream.read(CHUNK):
        check()
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = len(chunk) - end - 1 if end >= 0 else length + len(chunk)
        number += chunk.count(b"\n")
        if length > MAX_LINE:
            raise FileRefusedError("une cellule dépasse un million de caractères", number)
        yield chunk


def _separator(opener: Opener, encoding: str, columns: frozenset[str]) -> str:
    """Return the separator that cuts the header into the most known columns."""
    with opener() as stream:
        try:
            lines = (line for line in _text(stream, encoding) if line.strip())
            header = next(lines, "")
            if header.lower().startswith("sep="):
                header = next(lines, "")
        except UnicodeError:
            raise FileRefusedError("texte illisible : enregistrez ce fichier en UTF-8", 1) from None
    return max(SEPARATORS, key=lambda separator: _known_columns(header, separator, columns))


def _known_columns(header: str, separator: str, columns: frozenset[str]) -> int:
    return sum(column_name(cell.strip().strip('"')) in columns for cell in header.split(separator))


def _names_separator(cells: list[str]) -> bool:
    """Tell the line by which Excel names the separator from a header."""
    return cells[0].lower().startswith("sep=") and not any(cells[1:])
