"""Many rows into one table: what SQLAlchemy does for each row is done once for the statement."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Table
from sqlalchemy.types import TypeEngine

Adapt = Callable[[Any], Any]


class _Adapted(dict[Any, Any]):
    """Values already adapted to the driver: the same few days come again and again."""

    def __init__(self, adapt: Adapt) -> None:
        super().__init__()
        self._adapt = adapt

    def __missing__(self, value: Any) -> Any:
        adapted = self[value] = self._adapt(value)
        return adapted


class BulkInsert:
    """Inserts rows that all have the same columns."""

    def __init__(self, connection: Connection, table: Table, names: tuple[str, ...]) -> None:
        self._connection, dialect = connection, connection.dialect
        compiled = table.insert().compile(dialect=dialect, column_keys=list(names))
        self._statement = str(compiled)
        self._names = tuple(compiled.positiontup or names)
        self._is_positional = compiled.positiontup is not None
        self._adapters = [
            (position, adapt)
            for position, name in enumerate(self._names)
            if (adapt := _adapter(table.c[name].type, dialect))
        ]

    def __call__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write the rows; IntegrityError when the database refuses one."""
        columns: list[Iterable[Any]] = list(zip(*map(itemgetter(*self._names), rows), strict=True))
        for position, adapt in self._adapters:
            columns[position] = map(adapt, columns[position])
        records = list(zip(*columns, strict=True))
        if self._is_positional:
            self._connection.exec_driver_sql(self._statement, records)
        else:
            named = [dict(zip(self._names, record, strict=True)) for record in records]
            self._connection.exec_driver_sql(self._statement, named)


def _adapter(kind: TypeEngine[Any], dialect: Dialect) -> Adapt | None:
    """Return what the driver needs done to the values of a type, None when they go as they are."""
    adapt = kind.dialect_impl(dialect).bind_processor(dialect)
    if adapt is None:
        return None
    return _Adapted(adapt).__getitem__ if isinstance(kind, Date) else adapt
