"""A whole, consistent copy of an open store, under the same key."""

from pathlib import Path

from sqlalchemy import Engine

from caseapp.store.engine import raw_connection
from caseapp.store.failures import said_in_french


def copy_store(engine: Engine, target: Path) -> None:
    """Write a compact encrypted copy, while others may be reading or writing.

    OutputError when it cannot be written, StoreError when a page of the store cannot be read.
    """
    with said_in_french(target), engine.connect() as connection:
        raw_connection(connection).execute("VACUUM INTO ?", (str(target),))
