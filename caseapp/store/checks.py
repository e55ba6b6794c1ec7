"""What a file is before it is opened, and whether its content is whole."""

from pathlib import Path

from sqlalchemy import Connection

from caseapp.errors import StoreError
from caseapp.store.engine import APPLICATION_ID

PLAIN_HEADER = b"SQLite format 3\x00"
PAGE_SIZE = 4096


def check_file(path: Path) -> None:
    """Refuse an absent, empty, truncated or plain file, without opening it."""
    if not path.is_file():
        raise StoreError(f"La base « {path.name} » est absente de ce profil.")
    with path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    size = path.stat().st_size
    if header == PLAIN_HEADER:
        raise StoreError(f"Le fichier « {path.name} » n'est pas chiffré : il n'est pas ouvert.")
    if size < PAGE_SIZE or size % PAGE_SIZE:
        raise StoreError(f"Le fichier « {path.name} » est vide ou tronqué : restaurez une sauvegarde.")


def check_application(connection: Connection) -> None:
    """Refuse an encrypted file that another program wrote."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        raise StoreError("Ce fichier n'est pas une base de ce programme.")


def damages(connection: Connection) -> list[str]:
    """Return what the engine finds wrong: damaged pages, broken structures, lost links; [] when whole."""
    found = [f"page {row[0]}" for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    structure = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    found += [line for line in structure if line != "ok"]
    found += [f"lien perdu dans {row[0]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return found
