"""The families among which a likely duplicate is looked for: those of the index, never all of them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from caseapp.store.search import birth_word

_EACH = 400
"""Families that one search brings at most: a common name with a common first name has as many."""
_IDENTITY = "rowid & 0xFFFFFFF"


def search_candidates(
    connection: Connection, searches: Sequence[tuple[str, ...]], born: date | None
) -> list[int]:
    """Return the families that hold all the beginnings of one of `searches`, or were born that day."""
    expressions = [" ".join(f'"{word}"*' for word in one) for one in searches]
    if born is not None:
        expressions.append(f'"{birth_word(born)}"')
    found: dict[int, None] = {}
    for expression in expressions:
        rows = connection.exec_driver_sql(
            f"SELECT {_IDENTITY} FROM recherche_familles "  # noqa: S608
            "WHERE recherche_familles MATCH ? ORDER BY rowid LIMIT ?",
            (expression, _EACH),
        )
        found |= dict.fromkeys(row[0] for row in rows)
    return list(found)
