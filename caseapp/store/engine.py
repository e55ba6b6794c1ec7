"""The encrypted engine: SQLCipher opened with a raw key, explicit transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from caseapp.store import sql_functions as _sql_functions  # noqa: F401  (teaches SQLite's date arithmetic)

WRITE_OPTION = "caseapp_write"
APPLICATION_ID = 0x43415345
"""`CASE`, written in the header of every store (PRAGMA application_id)."""
BUSY_TIMEOUT_MS = 10_000
_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-64000",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA trusted_schema=OFF",
)


def connect(path: Path, key: bytes) -> sqlcipher.Connection:
    """Open one connection; sqlcipher.DatabaseError when the key does not open the file."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for setting in _SETTINGS:
            connection.execute(setting)
    except sqlcipher.Error:
        connection.close()
        raise
    return connection


def build_engine(path: Path, key: bytes) -> Engine:
    """Return an engine whose key stands in no URL and in no log."""
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE_OPTION, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Suspend foreign keys (outside a transaction only), as alembic's batch mode needs."""
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a checked-out connection has its driver's
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
