"""A whole, consistent copy of an open store, under the same key."""

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

from caseapp.errors import OutputError


def copy_store(engine: Engine, target: Path) -> None:
    """Write a compact encrypted copy, while others may be reading; OutputError when it cannot be written."""
    try:
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - a checked-out connection has its driver's
            raw.execute("VACUUM INTO ?", (str(target),))
    except sqlcipher.Error as error:
        raise OutputError(
            f"La copie de la base n'a pas pu être écrite dans « {target.parent} » : "
            "le disque est plein ou protégé en écriture."
        ) from error
