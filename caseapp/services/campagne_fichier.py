"""An extraction for a campaign, read whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from caseapp.exchange.csv_reader import RawRow
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.watch import Watch
from caseapp.services.campagne_colonnes import KNOWN, Colonnes, Personne, read_columns, read_person
from caseapp.services.extraction_fichier import read_table, rows_of

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
    return read_table(path, KNOWN, partial(_read_rows, today=today, watch=watch), watch)


def _read_rows(name: str, rows: Iterator[RawRow], today: date, watch: Watch) -> Extraction:
    header = next(rows, None)
    if header is None:
        raise FileRefusedError("aucune ligne, pas même les noms des colonnes")
    colonnes = read_columns(header[1])
    found = tuple(read_person(colonnes, row, today) for row in rows_of(rows, watch, MOST_ROWS))
    if not found:
        raise FileRefusedError("aucune personne sous les noms des colonnes")
    return Extraction(name, colonnes, found)
