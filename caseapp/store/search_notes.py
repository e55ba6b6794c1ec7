"""The search index of notes: every word of a query must begin a word of the note."""

from collections.abc import Sequence

from sqlalchemy import Connection, column, delete, select, table

from caseapp.domain.text import fold, words
from caseapp.models import Note

_INDEX = table("recherche_notes", column("rowid"), column("texte"))
_BATCH = 500


def index_notes(connection: Connection, ids: Sequence[int] | None = None) -> None:
    """Bring the index up to date for `ids` (those gone leave it), or for every note."""
    if ids is None:
        connection.execute(delete(_INDEX))
        _insert(connection, None)
        return
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        connection.execute(delete(_INDEX).where(_INDEX.c.rowid.in_(batch)))
        _insert(connection, batch)


def _insert(connection: Connection, ids: Sequence[int] | None) -> None:
    statement = select(Note.id, Note.texte)
    if ids is not None:
        statement = statement.where(Note.id.in_(ids))
    rows = [(row.id, fold(row.texte)) for row in connection.execute(statement)]
    if rows:
        connection.exec_driver_sql("INSERT INTO recherche_notes(rowid, texte) VALUES (?, ?)", rows)


def search_notes(connection: Connection, text: str, limit: int) -> list[int]:
    """Return the notes that hold every word of `text`, latest first; `[]` when it holds no word."""
    expression = " ".join(f'"{word}"*' for word in words(text)[:20])
    if not expression:
        return []
    rows = connection.exec_driver_sql(
        "SELECT rowid FROM recherche_notes WHERE recherche_notes MATCH ? ORDER BY rowid DESC LIMIT ?",
        (expression, limit),
    )
    return [row[0] for row in rows]


def is_notes_index_stale(connection: Connection) -> bool:
    """Tell whether a note is missing from the index, or the index holds one that is gone."""
    notes, indexed = "SELECT id FROM notes", "SELECT rowid FROM recherche_notes"
    return bool(
        connection.exec_driver_sql(
            f"SELECT EXISTS ({notes} EXCEPT {indexed}) OR EXISTS ({indexed} EXCEPT {notes})"
        ).scalar()
    )


def is_notes_index_empty(connection: Connection) -> bool:
    """Tell whether there are notes and none is indexed, as after the migration that brings the index."""
    question = "SELECT EXISTS (SELECT 1 FROM notes) AND NOT EXISTS (SELECT 1 FROM recherche_notes)"
    return bool(connection.exec_driver_sql(question).scalar())
