"""The search index of families: every word of a query must begin a word of the family's text."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection, column, delete, select, table

from caseapp.domain.text import fold, words
from caseapp.models import Famille

CommuneName = Callable[[str], str]
_COLUMNS = (
    Famille.id, Famille.nom, Famille.prenom, Famille.matricule, Famille.telephone, Famille.reference,
    Famille.code_commune,
)  # fmt: skip
_INDEX = table("recherche_familles", column("rowid"), column("texte"))
_BATCH = 500


def index_text(values: Sequence[str | None]) -> str:
    """Return the searchable text of a family; a phone is kept in one piece too."""
    return " ".join(folded for value in values if value and (folded := fold(value)))


def index_families(
    connection: Connection, commune_name: CommuneName, ids: Sequence[int] | None = None
) -> None:
    """Bring the index up to date for `ids`, or for every family."""
    if ids is None:
        connection.exec_driver_sql("DELETE FROM recherche_familles")
        _insert(connection, commune_name, connection.execute(select(*_COLUMNS)))
        return
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        connection.execute(delete(_INDEX).where(_INDEX.c.rowid.in_(batch)))
        _insert(connection, commune_name, connection.execute(select(*_COLUMNS).where(Famille.id.in_(batch))))


def _insert(connection: Connection, commune_name: CommuneName, rows: Iterable[Sequence[object]]) -> None:
    texts = []
    for famille_id, nom, prenom, matricule, telephone, reference, code_commune in rows:
        phone = "".join(character for character in str(telephone or "") if character.isdigit())
        commune = commune_name(str(code_commune)) if code_commune else None
        texts.append(
            (
                famille_id,
                index_text(
                    [str(value) for value in (nom, prenom, matricule, phone, reference, commune) if value]
                ),
            )
        )
    if texts:
        connection.exec_driver_sql("INSERT INTO recherche_familles(rowid, texte) VALUES (?, ?)", texts)


def search_families(connection: Connection, text: str, limit: int) -> list[int]:
    """Return the families that hold every word of `text`, in list order; `[]` when it holds no word."""
    tokens = query_words(text)
    if not tokens:
        return []
    query = " ".join(f'"{token}"*' for token in tokens)
    rows = connection.exec_driver_sql(
        "SELECT f.id FROM recherche_familles r JOIN familles f ON f.id = r.rowid "
        "WHERE recherche_familles MATCH ? ORDER BY f.cle_tri, f.id LIMIT ?",
        (query, limit),
    )
    return [row[0] for row in rows]


def query_words(text: str) -> tuple[str, ...]:
    """Return the words to look for; a phone number typed with spaces is one word."""
    found = words(text)
    digits = "".join(found)
    return (digits,) if len(found) > 1 and digits.isdigit() else found
