"""Drafts live in the encrypted store, one a form and an author, and leave no trace in the journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from stores import new_store

from caseapp.models import EntreeJournal
from caseapp.services.brouillons import BrouillonService
from caseapp.store import Store

SECRET = "Craint le retour de son ex-conjoint"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


def entries(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(EntreeJournal)) or 0


def test_a_draft_is_replaced_found_and_dropped(store: Store) -> None:
    mine, other = BrouillonService(store, "camille"), BrouillonService(store, "odile")
    before = entries(store)
    mine.keep("note.famille.4", "Note, famille Roux", {"texte": "Reçue"}, 4)
    mine.keep("note.famille.4", "Note, famille Roux", {"texte": "Reçue à 14 h", "niveau": "equipe"}, 4)
    mine.keep("saisie_rapide", "Saisie rapide", {"note": "…"})
    assert other.list_rows() == ()
    assert other.find("saisie_rapide") is None
    found = mine.find("note.famille.4")
    assert found is not None
    assert (found.contenu, found.famille_id) == ({"texte": "Reçue à 14 h", "niveau": "equipe"}, 4)
    assert {row.cle for row in mine.list_rows()} == {"saisie_rapide", "note.famille.4"}
    mine.drop("note.famille.4")
    assert [row.cle for row in mine.list_rows()] == ["saisie_rapide"]
    assert entries(store) == before


def test_what_is_typed_is_never_in_clear_on_the_disk(store: Store, tmp_path: Path) -> None:
    BrouillonService(store, "camille").keep("note.famille.4", "Note", {"texte": SECRET})
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes()
