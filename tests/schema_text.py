"""What a database is made of, as text that two ways of making it share."""

import re
from itertools import chain

from sqlalchemy import Connection

Schema = dict[str, tuple[str, ...]]


def schema(connection: Connection) -> Schema:
    """Return what each table, index and trigger is made of, in an order that does not count."""
    rows = connection.exec_driver_sql(
        "SELECT type || ' ' || name, sql FROM sqlite_master "
        "WHERE sql IS NOT NULL AND name NOT LIKE 'recherche%' AND name <> 'alembic_version'"
    )
    return {name: pieces(sql) for name, sql in rows}


def pieces(sql: str) -> tuple[str, ...]:
    """Return the parts of a statement that commas divide, sorted, without line ends nor useless quotes."""
    flat = re.sub(r"\s+", " ", sql.replace('"', ""))
    head, body = flat[: flat.index("(")], flat[flat.index("(") + 1 : flat.rindex(")")]
    if not head.startswith("CREATE TABLE"):
        return (flat,)
    parts, depth = [""], 0
    for character in body:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return (head.strip(), *sorted(chain.from_iterable(_apart(part.strip()) for part in parts)))


def _apart(part: str) -> list[str]:
    """Take from a column the constraints written beside it, as if they stood on lines of their own."""
    column, *beside = part.split(" CONSTRAINT ")
    name = column.split(" ", 1)[0]
    return [
        column,
        *(f"CONSTRAINT {text}".replace(" REFERENCES", f" FOREIGN KEY({name}) REFERENCES") for text in beside),
    ]
