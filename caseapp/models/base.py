"""What every mapped class shares: naming of constraints, keys, and the constraints used again and again."""

import base64
import os
import time
from collections.abc import Iterator
from datetime import date
from datetime import time as clock_time
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    MetaData,
    String,
    Time,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
FIRST_DAY, LAST_DAY = "1900-01-01", "2199-12-31"


def uuid7() -> UUID:
    """Return a time-ordered identifier (RFC 9562, version 7), unique across machines."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (7 << 76)
    return UUID(int=(value & ~(0b11 << 62)) | (0b10 << 62))


def new_reference(prefix: str) -> str:
    """Return the business key of a record made here, unique across machines, such as `RV-1K2…`."""
    return f"{prefix}-{base64.b32hexencode(uuid7().bytes).decode().rstrip('=')}"


class Base(DeclarativeBase):
    """Root of the mapped classes."""

    metadata = MetaData(naming_convention=NAMING)


class Record(Base):
    """A business record: an integer key inside, a UUIDv7 for exchange between machines."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid(), default=uuid7, unique=True)


def code_key() -> MappedColumn[str]:
    """Declare the business key: unique, not empty, 60 characters at most."""
    return mapped_column(String(60), unique=True)


def optional_bool() -> MappedColumn[bool | None]:
    """Declare a yes/no that may be unknown."""
    return mapped_column(Boolean(create_constraint=False))


def optional_date() -> MappedColumn[date | None]:
    """Declare a date that may be unknown."""
    return mapped_column(Date())


def optional_time() -> MappedColumn[clock_time | None]:
    """Declare an hour of the day, local, that may be unknown."""
    return mapped_column(Time())


def optional_text(length: int = 400) -> MappedColumn[str | None]:
    """Declare a text that may be unknown, of `length` characters at most."""
    return mapped_column(String(length))


def link(table: str) -> MappedColumn[int]:
    """Declare the record of `table` that this one belongs to."""
    return mapped_column(ForeignKey(f"{table}.id"))


def optional_link(table: str) -> MappedColumn[int | None]:
    """Declare a record of `table` that this one may point to."""
    return mapped_column(ForeignKey(f"{table}.id"))


def cents() -> MappedColumn[int | None]:
    """Declare an amount in integer cents of euro, or unknown."""
    return mapped_column(BigInteger())


def required_cents() -> MappedColumn[int]:
    """Declare an amount in integer cents of euro."""
    return mapped_column(BigInteger())


def optional_code(liste: str) -> MappedColumn[str | None]:
    """Declare a code of the list `liste`, or unknown."""
    return mapped_column(ForeignKey(f"code_{liste}.code"))


def required_code(liste: str) -> MappedColumn[str]:
    """Declare a code of the list `liste`."""
    return mapped_column(ForeignKey(f"code_{liste}.code"))


def filled(*columns: str, length: int = 400) -> Iterator[CheckConstraint]:
    """Refuse empty text in `columns`, and more than `length` characters, which SQLite would let in."""
    for column in columns:
        yield CheckConstraint(f"length({column}) BETWEEN 1 AND {length}", name=f"{column}_rempli")


def dated(*columns: str) -> Iterator[CheckConstraint]:
    """Refuse dates outside 1900-2199, and what is no date of the calendar, which SQLite would let in."""
    for column in columns:
        known = f"coalesce(date({column}), '0001-01-01') = {column}"
        plausible = f"{column} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'"
        yield CheckConstraint(f"{plausible} AND {known}", name=f"{column}_plausible")


def sparse_index(table: str, column: str) -> Index:
    """Index a link that few rows have: deleting what it points to looks for them."""
    return Index(f"ix_{table}_{column}", column, sqlite_where=text(f"{column} IS NOT NULL"))


def timed(*columns: str) -> Iterator[CheckConstraint]:
    """Refuse what is no hour of the day."""
    for column in columns:
        yield CheckConstraint(
            f"{column} BETWEEN '00:00:00.000000' AND '23:59:59.999999'", name=f"{column}_heure"
        )


def ordered(earlier: str, later: str) -> CheckConstraint:
    """Refuse `later` before `earlier`."""
    return CheckConstraint(f"{later} >= {earlier}", name=f"{later}_apres_{earlier}")


def counted(*columns: str, low: int = 0, high: int = 100_000) -> Iterator[CheckConstraint]:
    """Refuse whole numbers out of bounds (both included), and fractions, which SQLite would let in."""
    for column in columns:
        bounds = f"{column} BETWEEN {low} AND {high}"
        yield CheckConstraint(f"{bounds} AND round({column}) = {column}", name=f"{column}_compte")


def amounts(*columns: str) -> Iterator[CheckConstraint]:
    """Refuse negative amounts, parts of a cent, and more than a hundred million euros."""
    return counted(*columns, high=10_000_000_000)


def yes_no(*columns: str) -> Iterator[CheckConstraint]:
    """Refuse anything but true and false."""
    for column in columns:
        yield CheckConstraint(f"{column} IN (true, false)", name=f"{column}_oui_non")
