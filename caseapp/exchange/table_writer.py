"""Rows of one table: what the store has of them, and what an import writes of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from caseapp.exchange.bulk_insert import BulkInsert
from caseapp.exchange.rows import Key, Stored
from caseapp.exchange.specs import FileSpec
from caseapp.models.base import uuid7


@dataclass(frozen=True, slots=True)
class Written:
    """Records written: `fields` of the rows `first` to `last` of a table, which are new or modified."""

    table: str
    first: int
    last: int
    fields: tuple[str, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Attributes of a stored row that an import changes, and those computed from them."""

    stored: Stored
    values: Mapping[str, Any]
    derived: Mapping[str, Any]


class TableWriter:
    """Reads and writes the rows of one file's table by batches."""

    def __init__(self, connection: Connection, spec: FileSpec) -> None:
        self._connection, self._spec = connection, spec
        self._table = spec.table
        self._insert: BulkInsert | None = None
        self._attributes = [column.attribute for column in spec.columns]
        self._selected = list(dict.fromkeys([*self._attributes, *spec.key_attributes]))

    def stored(self, keys: Iterable[Key]) -> dict[Key, Stored]:
        """Return the stored rows of these keys (a few hundred at a time)."""
        table, wanted = self._table, set(keys)
        first = table.c[self._spec.key_attributes[0]]
        columns = [table.c[attribute] for attribute in self._selected]
        statement = select(table.c.id, *columns).where(
            first.in_({key[0] if type(key) is tuple else key for key in wanted})
        )
        found = {}
        for identity, *values in self._connection.execute(statement):
            row = dict(zip(self._selected, values, strict=True))
            key = self._spec.key_of(row)
            if key in wanted:
                found[key] = Stored(identity, row)
        return found

    def insert(self, rows: list[dict[str, Any]]) -> None:
        """Add rows that have their id; a record receives its UUID here, unless the file gives it."""
        if not rows:
            return
        if "uuid" in self._table.c and "uuid" not in rows[0]:
            for row in rows:
                row["uuid"] = uuid7()
        if self._insert is None:
            self._insert = BulkInsert(self._connection, self._table, tuple(rows[0]))
        self._insert(rows)

    def point(self, attribute: str, targets: Mapping[int, int]) -> None:
        """Give rows just added the row that each points to."""
        if targets:
            statement = update(self._table).where(self._table.c.id == bindparam("pointing"))
            rows = [{"pointing": one, "pointed": other} for one, other in targets.items()]
            self._connection.execute(statement.values({attribute: bindparam("pointed")}), rows)

    def update(self, changes: list[Change]) -> Iterator[Written]:
        """Write the changed rows whole; a unique value is given up by all of them before any takes one."""
        if not changes:
            return
        unique = self._spec.unique and self._spec.by_name[self._spec.unique].attribute
        moved = [change.stored.id for change in changes if unique in change.values]
        if moved:
            statement = update(self._table).where(self._table.c.id.in_(moved))
            self._connection.execute(statement.values({unique: None}))
        names = list(
            dict.fromkeys([*self._attributes, *(name for change in changes for name in change.derived)])
        )
        statement = update(self._table).where(self._table.c.id == bindparam("stored_id"))
        self._connection.execute(
            statement.values({name: bindparam(f"new_{name}") for name in names}),
            [_parameters(change, names) for change in changes],
        )
        for change in changes:
            identity = change.stored.id
            yield Written(self._table.name, identity, identity, tuple(change.values), new=False)


def _parameters(change: Change, names: list[str]) -> dict[str, Any]:
    values = {**change.stored.values, **change.values, **change.derived}
    return {"stored_id": change.stored.id} | {f"new_{name}": values[name] for name in names}
