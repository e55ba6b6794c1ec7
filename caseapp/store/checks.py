"""What a file is before it is opened, and whether its content is whole."""

import re
from collections import Counter
from pathlib import Path

from sqlalchemy import Connection

from caseapp.errors import StoreError
from caseapp.store.engine import APPLICATION_ID

PLAIN_HEADER = b"SQLite format 3\x00"
PAGE_SIZE = 4096
_NUMBER = re.compile(r"\d+")
_NAMED = 5
"""Damaged pages named one by one; the others are counted."""


def companions(path: Path) -> tuple[Path, ...]:
    """Return the files the engine keeps beside a store: last writes, and where they are."""
    return tuple(path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm"))


def check_file(path: Path) -> None:
    """Refuse an absent, unreadable, empty, truncated or plain file, without opening it as a store."""
    if not path.is_file():
        raise StoreError(f"La base « {path.name} » est absente de ce profil.")
    try:
        with path.open("rb") as file:
            header = file.read(len(PLAIN_HEADER))
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(f"Le fichier « {path.name} » ne peut pas être lu.") from error
    if header == PLAIN_HEADER:
        raise StoreError(f"Le fichier « {path.name} » n'est pas chiffré : il n'est pas ouvert.")
    if size < PAGE_SIZE or (size % PAGE_SIZE and not _has_last_writes(path)):
        raise StoreError(f"Le fichier « {path.name} » est vide ou tronqué : restaurez une sauvegarde.")


def _has_last_writes(path: Path) -> bool:
    """Tell whether the engine can mend a last page half written: it is among the last writes."""
    last_writes, _ = companions(path)
    return last_writes.is_file() and last_writes.stat().st_size > 0


def check_application(connection: Connection) -> None:
    """Refuse an encrypted file that another program wrote."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        raise StoreError("Ce fichier n'est pas une base de ce programme.")


def damages(connection: Connection) -> list[str]:
    """Return a French sentence for each damage found: pages, structures, links; [] when whole."""
    pages = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    if pages:
        return _damaged_pages(pages)
    found = []
    structure = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if structure != ["ok"]:
        found.append("La structure interne de la base est abîmée : restaurez une sauvegarde.")
    lost = Counter(str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))
    found += [f"Dans « {table} », {number} lien(s) mènent à rien." for table, number in sorted(lost.items())]
    return found


def _damaged_pages(lines: list[str]) -> list[str]:
    """Name the first pages; the engine's own words are English."""
    numbers = [match.group() for line in lines if (match := _NUMBER.search(line))]
    named = [f"La page {number} de la base est endommagée." for number in numbers[:_NAMED]]
    if len(lines) > len(named):
        named.append(f"Au total {len(lines)} endroits de la base sont endommagés : restaurez une sauvegarde.")
    return named
