"""A store emptied and filled again with a portfolio, row by row, without the importer."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio_format import HEADERS, WHOLE, Portfolio, Row
from sqlalchemy import BigInteger, Boolean, Column, Connection, Date, Integer, Table

from caseapp.models import Base
from caseapp.models.repere import ExactDecimal
from caseapp.store import Store
from caseapp.store.engine import WRITE_OPTION

RANKED = {"seances_collectives": ("action", "date"), "tentatives_contact": ("offre", "date", "canal")}
"""What tells apart two rows of these files, beside their rank."""
OUTSIDE = (
    "droits_examines", "ajournements", "paiements", "mouvements_pret", "faits_impaye", "plans_apurement",
    "etats_impaye", "prolongations_conservation", "contrats_rsa", "reexamens_rsa", "freins_rsa",
    "co_accompagnements",
)  # fmt: skip
"""Tables counted by figures that version 1 of the exchange format has not."""
READERS: dict[type, Callable[[str], object]] = {
    Date: date.fromisoformat,
    Boolean: "oui".__eq__,
    ExactDecimal: Decimal,
    BigInteger: lambda euros: int(Decimal(euros) * 100),
    Integer: int,
}
"""How a filled cell is read, by the type of its column; the first that fits."""


def fill(store: Store, portfolio: Portfolio) -> None:
    """Replace every record of the store by those of a portfolio."""
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        _empty(connection)
        ids: dict[str, dict[str, int]] = {}
        for file in ("logements", *HEADERS):
            rows = portfolio.get(file, [])
            ids[file] = {row[WHOLE[file][0]]: number for number, row in enumerate(rows, 1)}
            _insert(connection, Base.metadata.tables[file], rows, ids)
        for file in OUTSIDE:
            _insert(connection, Base.metadata.tables[file], portfolio.get(file, []), ids)


def disable_codes(store: Store, codes: tuple[tuple[str, str], ...], last_day: date) -> None:
    """Disable codes of lists from the day after `last_day`."""
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        for liste, code in codes:
            table = Base.metadata.tables[f"code_{liste}"]
            done = connection.execute(table.update().where(table.c.code == code).values(jusqu_au=last_day))
            assert done.rowcount == 1, f"{liste} has no code {code}"


def _empty(connection: Connection) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        if not table.name.startswith("code_"):
            connection.execute(table.delete())


def _insert(connection: Connection, table: Table, rows: list[Row], ids: dict[str, dict[str, int]]) -> None:
    ranks: Counter[tuple[str, ...]] = Counter()
    records = []
    for number, row in enumerate(rows, 1):
        record = {column.name: _value(column, row, ids) for column in table.columns if column.name != "uuid"}
        if table.name in RANKED:
            twins = tuple(row[column] for column in RANKED[table.name])
            ranks[twins] += 1
            record["rang"] = ranks[twins]
        if table.name == "familles":
            record["cle_tri"] = row["nom"].lower()
        records.append(record | {"id": number})
    if records:
        connection.execute(table.insert(), records)


def _value(column: Column[Any], row: Row, ids: dict[str, dict[str, int]]) -> object:
    """Read one cell for its column; None for an empty one."""
    cell = row.get(_cell_name(column), "")
    if not cell:
        return None
    for key in column.foreign_keys:
        if not key.column.table.name.startswith("code_"):
            return ids[key.column.table.name][cell]
    return next((read(cell) for kind, read in READERS.items() if isinstance(column.type, kind)), cell)


def _cell_name(column: Column[Any]) -> str:
    """Return the column of the exchange file that fills a column of the store."""
    if column.name == "reference" and column.table.name == "familles":
        return "famille"
    return column.name.removesuffix("_id")
