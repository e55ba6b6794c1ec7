"""The search index of families: every word of a query must begin a word of the family's text.

A family stands in the index at a rank made of the beginning of its sort key and of its identifier: answers
come out in the order of names, and the first of many are known without reading the others.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, column, delete, select, table

from caseapp.domain.phone import phone_digits
from caseapp.domain.text import fold, words
from caseapp.models import Famille

CommuneName = Callable[[str], str]
_COLUMNS = (
    Famille.id, Famille.nom, Famille.prenom, Famille.matricule, Famille.telephone, Famille.reference,
    Famille.code_commune, Famille.protection, Famille.cle_tri, Famille.date_naissance,
)  # fmt: skip
_INDEX = table("recherche_familles", column("rowid"), column("texte"))
_RANKS = table("recherche_rangs", column("famille_id"), column("rang"))
_RANKED_LETTERS, _IDENTITY_BITS = 7, 28
"""A rank holds in 63 bits: seven letters of the sort key, then an identifier below 268 million."""
_IDENTITY = (1 << _IDENTITY_BITS) - 1
_BATCH = 500
_MAX_WORDS = 20
"""Words of a query that are looked for; nobody types more, and the engine bounds its expressions."""


class _Places(dict[int, str]):
    """The place of each letter as a digit in base 32: 0 before `a`, r after `z`."""

    def __missing__(self, code: int) -> str:
        return "0" if code < ord("a") else "r"


_PLACES = _Places({ord("a") + rank: digit for rank, digit in enumerate("123456789abcdefghijklmnopq")})


def index_families(
    connection: Connection, commune_name: CommuneName, ids: Sequence[int] | None = None
) -> None:
    """Bring the index up to date for `ids` (those gone leave it), or for every family."""
    if ids is None:
        connection.execute(delete(_INDEX))
        connection.execute(delete(_RANKS))
        _insert(connection, commune_name, connection.execute(select(*_COLUMNS)))
        return
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        former = connection.scalars(select(_RANKS.c.rang).where(_RANKS.c.famille_id.in_(batch))).all()
        if former:
            connection.execute(delete(_INDEX).where(_INDEX.c.rowid.in_(former)))
            connection.execute(delete(_RANKS).where(_RANKS.c.famille_id.in_(batch)))
        _insert(connection, commune_name, connection.execute(select(*_COLUMNS).where(Famille.id.in_(batch))))


def _insert(connection: Connection, commune_name: CommuneName, rows: Iterable[Row[Any]]) -> None:
    """Write in the order of ranks, which the index takes three times as fast as any other."""
    found = sorted((rank(row.cle_tri, row.id), row.id, index_text(row, commune_name)) for row in rows)
    if found:
        ranks = [(identity, place) for place, identity, _ in found]
        texts = [(place, text) for place, _, text in found]
        connection.exec_driver_sql("INSERT INTO recherche_rangs(famille_id, rang) VALUES (?, ?)", ranks)
        connection.exec_driver_sql("INSERT INTO recherche_familles(rowid, texte) VALUES (?, ?)", texts)


def rank(sort_key: str, identity: int) -> int:
    """Return where a family stands in the index: by the beginning of its sort key, then by identifier."""
    letters = sort_key[:_RANKED_LETTERS].translate(_PLACES).ljust(_RANKED_LETTERS, "0")
    return int(letters, 32) << _IDENTITY_BITS | identity & _IDENTITY


def index_text(row: Row[Any], commune_name: CommuneName) -> str:
    """Return the searchable text of a family: folded words, those of a same value in one piece too.

    A protected family is found by its name and numbers only: a commune or a phone must not reveal it.
    """
    commune = commune_name(row.code_commune) if row.code_commune and not row.protection else ""
    found = [fold(value) for value in (row.nom, row.prenom, row.matricule, row.reference, commune) if value]
    found += [value.replace(" ", "") for value in found if " " in value]
    phone = "" if row.protection else phone_digits(row.telephone or "")
    return " ".join(filter(None, (*found, phone, birth_word(row.date_naissance))))


def birth_word(born: date | None) -> str:
    """Return the word by which a birth date is indexed: its first sign is none that a query can hold."""
    return f"º{born:%Y%m%d}" if born else "º"


def is_index_stale(connection: Connection) -> bool:
    """Tell whether a family is missing from the index, or the index holds one that is gone."""
    indexed = "SELECT rowid FROM recherche_familles"
    pairs = (
        ("SELECT id FROM familles", f"SELECT rowid & {_IDENTITY} FROM recherche_familles"),  # noqa: S608
        ("SELECT rang FROM recherche_rangs", indexed),
    )
    differences = " OR ".join(
        f"EXISTS ({one} EXCEPT {other}) OR EXISTS ({other} EXCEPT {one})" for one, other in pairs
    )
    return bool(connection.exec_driver_sql(f"SELECT {differences}").scalar())


def is_index_empty(connection: Connection) -> bool:
    """Tell whether there are families and none is indexed as it would be today, by its birth date too."""
    indexed = "SELECT 1 FROM recherche_familles WHERE recherche_familles MATCH 'º*'"
    question = f"SELECT EXISTS (SELECT 1 FROM familles) AND NOT EXISTS ({indexed})"  # noqa: S608
    return bool(connection.exec_driver_sql(question).scalar())


def search_families(connection: Connection, text: str, limit: int) -> list[int]:
    """Return the families that hold every word of `text`, by name; `[]` when it holds no word.

    Of more than `limit`, those whose name comes first: to the seventh letter, then the oldest records.
    """
    expression = query_expression(text)
    if not expression:
        return []
    rows = connection.exec_driver_sql(
        "SELECT f.id FROM (SELECT rowid & ? AS id FROM recherche_familles "
        "WHERE recherche_familles MATCH ? ORDER BY rowid LIMIT ?) r "
        "JOIN familles f ON f.id = r.id ORDER BY f.cle_tri, f.id",
        (_IDENTITY, expression, limit),
    )
    return [row[0] for row in rows]


def query_expression(text: str) -> str:
    """Write a query for the engine; figures typed with spaces may also be one phone or number."""
    found = words(text)[:_MAX_WORDS]
    expression = " ".join(f'"{word}"*' for word in found)
    digits = phone_digits(text)
    if found and digits and "".join(found).isdigit() and digits != found[0]:
        return f'({expression}) OR "{digits}"*'
    return expression
