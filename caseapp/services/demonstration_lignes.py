"""The thousands of rows that the demonstration draws, written as an import does: a range of ids a table."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from caseapp.models.base import Base, Record, uuid7
from caseapp.store import Trace
from caseapp.store.journal import JournaledSession


class Batch:
    """Rows waiting to be written, each already knowing its identifier."""

    def __init__(self, session: JournaledSession) -> None:
        self._session = session
        self._rows: dict[type[Record], list[dict[str, Any]]] = {}
        self._changes: dict[type[Record], dict[int, dict[str, Any]]] = {}

    def add(self, mapped: type[Record], **values: Any) -> int:
        """Put a row aside; return its identifier."""
        if mapped not in self._rows:
            self._rows[mapped] = []
            self._session.flush()
            self._session.info[mapped] = (self._session.scalar(select(func.max(mapped.id))) or 0) + 1
        rows = self._rows[mapped]
        ident: int = self._session.info[mapped] + len(rows)
        rows.append({"id": ident, "uuid": uuid7(), **values})
        return ident

    def change(self, mapped: type[Record], ident: int, **values: Any) -> None:
        """Put aside what becomes of a row of the portfolio."""
        self._changes.setdefault(mapped, {}).setdefault(ident, {}).update(values)

    def write(self) -> None:
        """Write what was put aside, in the order in which the tables first came; one journal entry each."""
        for mapped, rows in self._rows.items():
            columns = dict.fromkeys(name for row in rows for name in row)
            whole = [{name: row.get(name) for name in columns} for row in rows]
            self._session.execute(insert(Base.metadata.tables[mapped.__tablename__]), whole)
            self._trace(mapped, [row["id"] for row in rows], tuple(columns))
        for mapped, changes in self._changes.items():
            self._update(mapped, changes)
        self._rows.clear()
        self._changes.clear()
        self._session.expire_all()

    def _update(self, mapped: type[Record], changes: dict[int, dict[str, Any]]) -> None:
        table = Base.metadata.tables[mapped.__tablename__]
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for ident, values in changes.items():
            alike.setdefault(tuple(sorted(values)), []).append({"_id": ident, **values})
        for columns, rows in alike.items():
            given: dict[str, Any] = {name: bindparam(name) for name in columns}
            statement = update(table).where(table.c.id == bindparam("_id")).values(given)
            self._session.connection().execute(statement, rows)
            self._trace(mapped, [row["_id"] for row in rows], columns)

    def _trace(self, mapped: type[Record], ids: list[int], columns: tuple[str, ...]) -> None:
        self._session.trace(Trace("import", mapped.__tablename__, min(ids), max(ids), columns))


def worked(day: date) -> date:
    """Return that day, or the Monday after a week-end."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
