"""The encrypted engine: SQLCipher opened with a raw key, explicit transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event

from caseapp.errors import StoreError
from caseapp.store import sql_functions as _sql_functions  # noqa: F401  (teaches SQLite's date arithmetic)
from caseapp.store.failures import is_damage

WRITE_OPTION = "caseapp_write"
APPLICATION_ID = 0x43415345
"""`CASE`, written in the header of every store (PRAGMA application_id)."""
BUSY_TIMEOUT_MS = 10_000
_SETTINGS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-64000",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA trusted_schema=OFF",
)


class Opener:
    """Opens connections to one encrypted file, until it forgets the key."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key: bytes | None = key

    def __call__(self) -> sqlcipher.Connection:
        """Open one connection, without writing to the file; StoreError once the key is forgotten."""
        if self._key is None:
            raise StoreError("La base est fermée : déverrouillez-la d'abord.")
        return connect(self._path, self._key)

    def forget(self, _engine: Engine) -> None:
        """Drop the key."""
        self._key = None


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
    """Return an engine whose key stands in no URL and in no log, and is forgotten when it is disposed of."""
    opener = Opener(path, key)
    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=opener, poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _drop_after_damage)
    event.listen(engine, "engine_disposed", opener.forget)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITE_OPTION, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _drop_after_damage(context: ExceptionContext) -> None:
    """Throw a connection away when it met a damaged page: it would refuse every other page too."""
    if is_damage(context.original_exception):
        context.is_disconnect = True


def raw_connection(connection: Connection) -> Any:
    """Return the driver's connection, for what must escape SQLAlchemy's transactions."""
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a checked-out connection has its driver's
    return raw


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers go on while one writes; kept in the file, and lost by a compact copy of it."""
    with engine.connect() as connection:
        raw_connection(connection).execute("PRAGMA journal_mode=WAL")


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Suspend foreign keys (outside a transaction only), as alembic's batch mode needs."""
    raw = raw_connection(connection)
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
