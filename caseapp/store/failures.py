"""What the engine refuses, said in French: a full or protected disk, a busy or a damaged file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from caseapp.errors import CaseappError, OutputError, StoreError

_PERM, _BUSY, _LOCKED, _READONLY, _IOERR = 3, 5, 6, 8, 10
_CORRUPT, _FULL, _CANTOPEN, _NOTADB = 11, 13, 14, 26
_PRIMARY = 0xFF
"""The low byte of an extended result code is the code that SQLite documents for it."""


@contextmanager
def said_in_french(path: Path) -> Iterator[None]:
    """Turn a known trouble of the engine or of its disk into the refusal that the user reads."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        if (refusal := refusal_of(error, path)) is None:
            raise
        raise refusal from error


def is_damage(error: object) -> bool:
    """Tell whether the engine met a page that it cannot read."""
    return result_code(error) in {_CORRUPT, _NOTADB}


def result_code(error: object) -> int:
    """Return SQLite's primary result code, 0 when there is none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return int(getattr(origin, "sqlite_errorcode", 0)) & _PRIMARY


def refusal_of(error: Exception, path: Path) -> CaseappError | None:
    """Return what to tell about the store at `path`; None for a defect of the program."""
    folder = path.parent
    match result_code(error):
        case code if code == _FULL:
            return OutputError(f"Le disque de « {folder} » est plein : rien n'a été enregistré.")
        case code if code in {_READONLY, _PERM, _CANTOPEN}:
            return OutputError(f"Le dossier « {folder} » est protégé ou absent : rien n'a été enregistré.")
        case code if code == _IOERR:
            return OutputError(f"Le disque de « {folder} » ne répond pas : rien n'a été enregistré.")
        case code if code in {_BUSY, _LOCKED}:
            return StoreError("La base est occupée par une autre fenêtre : réessayez dans un instant.")
        case code if code in {_CORRUPT, _NOTADB}:
            return StoreError("La base est endommagée : vérifiez-la, puis restaurez une sauvegarde.")
        case _:
            return None
