"""The journal: one entry per write, in the order of facts, and every tampering found."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select
from stores import AUTEUR, NOW, no_commune_name

from caseapp.models import EntreeJournal, Famille, Situation
from caseapp.models.codes import CODE_LISTS
from caseapp.store import Store, Trace
from caseapp.store.engine import connect
from caseapp.store.journal import _link, first_broken_entry, holds_seal, seal

KEY = os.urandom(32)
LAST = 6


@pytest.fixture
def store(profil: Path) -> Iterator[Store]:
    """Return a store whose journal has six entries."""
    opened = Store.create(profil / "caseapp.base", KEY, no_commune_name, lambda: NOW)
    for number in range(1, LAST + 1):
        with opened.write(AUTEUR) as session:
            session.trace(Trace("consultation", "familles", number, number + 10, ("telephone",)))
    yield opened
    opened.close()


def tamper(store: Store, *statements: str) -> None:
    """Change the journal as someone who has the key would, its guard removed."""
    connection = connect(store.path, KEY)
    for statement in ("DROP TRIGGER garde_journal_update", *statements):
        connection.execute(statement)
    connection.close()


def broken(store: Store) -> int | None:
    with store.read() as session:
        return first_broken_entry(session.connection())


def taken_seal(store: Store) -> str:
    with store.read() as session:
        return seal(session.connection())


def holds(store: Store, kept: str) -> bool:
    with store.read() as session:
        return holds_seal(session.connection(), kept)


def entries(store: Store) -> list[tuple[Any, ...]]:
    columns = (EntreeJournal.action, EntreeJournal.objet, EntreeJournal.objet_id, EntreeJournal.champs)
    with store.read() as session:
        found = session.execute(select(*columns).order_by(EntreeJournal.sequence)).all()
    return [tuple(row) for row in found]


# --- What an entry says ---


def test_each_write_says_who_when_and_which_fields(profil: Path) -> None:
    paris = timezone(timedelta(hours=1))
    store = Store.create(
        profil / "caseapp.base", KEY, no_commune_name, lambda: datetime(2026, 11, 21, 10, 30, tzinfo=paris)
    )
    with store.write("camille") as session:
        famille = Famille(reference="F1", nom="Roussel", telephone="06 12 34 56 78")
        session.add(famille)
        session.flush()
        session.add(Situation(famille_id=famille.id, date_effet=NOW.date()))
        famille.telephone = "07 00 00 00 00"
    with store.write("camille") as session:
        session.delete(session.scalars(select(Situation)).one())
        session.delete(session.get(Famille, famille.id))
    created, phone, situation, no_situation, no_family = entries(store)
    assert created == ("creation", "familles", 1, "reference nom cle_tri telephone")
    assert {phone, situation} == {
        ("modification", "familles", 1, "telephone"),
        ("creation", "situations", 1, "famille_id date_effet"),
    }
    assert {no_situation, no_family} == {
        ("suppression", "situations", 1, ""),
        ("suppression", "familles", 1, ""),
    }
    with store.read() as session:
        first = session.scalars(select(EntreeJournal).order_by(EntreeJournal.sequence)).first()
        assert first is not None
        assert (first.auteur, first.horodatage) == ("camille", "2026-11-21T09:30:00.000000Z")
    assert broken(store) is None
    store.close()


def test_an_entry_never_holds_a_value(profil: Path) -> None:
    store = Store.create(profil / "caseapp.base", KEY, no_commune_name, lambda: NOW)
    with store.write(AUTEUR) as session:
        session.add(Famille(reference="Ktdvz", nom="Ktdvz", prenom="Ktdvz", courriel="Ktdvz"))
    assert "Ktdvz" not in str(entries(store))
    store.close()


def test_the_entry_of_a_code_says_which_code(profil: Path) -> None:
    store = Store.create(profil / "caseapp.base", KEY, no_commune_name, lambda: NOW)
    canal = CODE_LISTS["canal"]
    with store.write(AUTEUR) as session:
        session.add(canal(code="pigeon", libelle="Pigeon", ordre=1))
    with store.write(AUTEUR) as session:
        session.get_one(canal, "pigeon").libelle = "Pigeon voyageur"
    assert entries(store)[-1] == ("modification", "code_canal", None, "pigeon.libelle")
    store.close()


def test_order_is_that_of_facts_when_the_clock_goes_back(profil: Path) -> None:
    moments = iter([NOW, NOW - timedelta(days=400), NOW - timedelta(days=400), NOW + timedelta(days=1)])
    store = Store.create(profil / "caseapp.base", KEY, no_commune_name, lambda: next(moments))
    for number in range(1, 5):
        with store.write(AUTEUR) as session:
            session.trace(Trace("consultation", "familles", number, number))
    assert [entry[2] for entry in entries(store)] == [1, 2, 3, 4]
    with store.read() as session:
        hours = session.scalars(select(EntreeJournal.horodatage).order_by(EntreeJournal.sequence)).all()
    assert list(hours) != sorted(hours)
    assert broken(store) is None
    store.close()


# --- Tampering ---

NOT_SEEN_BY_CHAIN = (
    f"DELETE FROM journal WHERE sequence = {LAST}",
    f"DELETE FROM journal WHERE sequence >= {LAST - 2}",
    "DELETE FROM journal",
)
EDITS = [
    ("horodatage", "'2017-01-01T00:00:00.000000Z'"),
    ("auteur", "'autre'"),
    ("action", "'export'"),
    ("objet", "'aides'"),
    ("objet_id", "99"),
    ("objet_id", "NULL"),
    ("objet_id_fin", "99"),
    ("champs", "''"),
    ("champs", "'telephone courriel'"),
    ("empreinte", "lower(hex(randomblob(32)))"),
]


@pytest.mark.parametrize("number", [1, 3, LAST])
@pytest.mark.parametrize(("column", "value"), EDITS, ids=[f"{column}={value}" for column, value in EDITS])
def test_an_edited_entry_is_found(store: Store, number: int, column: str, value: str) -> None:
    tamper(store, f"UPDATE journal SET {column} = {value} WHERE sequence = {number}")
    assert broken(store) == number


@pytest.mark.parametrize("number", [1, 3, LAST - 1])
def test_a_removed_entry_is_found(store: Store, number: int) -> None:
    tamper(store, f"DELETE FROM journal WHERE sequence = {number}")
    assert broken(store) == number


@pytest.mark.parametrize("number", [1, 3])
def test_an_entry_removed_with_the_others_renumbered_is_found(store: Store, number: int) -> None:
    tamper(
        store,
        f"DELETE FROM journal WHERE sequence = {number}",
        f"UPDATE journal SET sequence = sequence + 1000 WHERE sequence > {number}",
        "UPDATE journal SET sequence = sequence - 1001 WHERE sequence > 1000",
    )
    assert broken(store) == number


def test_an_inserted_entry_is_found(store: Store) -> None:
    tamper(
        store,
        "UPDATE journal SET sequence = sequence + 1000 WHERE sequence >= 3",
        "INSERT INTO journal SELECT 3, horodatage, auteur, action, objet, objet_id, objet_id_fin, champs, "
        "empreinte FROM journal WHERE sequence = 2",
        "UPDATE journal SET sequence = sequence - 999 WHERE sequence > 1000",
    )
    assert broken(store) == 3


def test_an_entry_added_at_the_end_without_its_link_is_found(store: Store) -> None:
    tamper(
        store,
        f"INSERT INTO journal SELECT {LAST + 1}, horodatage, auteur, action, objet, objet_id, objet_id_fin, "
        f"champs, empreinte FROM journal WHERE sequence = {LAST}",
    )
    assert broken(store) == LAST + 1


def test_a_hole_is_found_even_when_the_links_are_made_anew(store: Store) -> None:
    with store.write(AUTEUR) as session:
        session.trace(Trace("export", "portefeuille"), Trace("export", "portefeuille"))
    with store.read() as session:
        last = session.get_one(EntreeJournal, LAST).empreinte
    moment = "2026-11-21T09:00:00.000000Z"
    link = _link(last, LAST + 2, moment, AUTEUR, "export", "portefeuille", None, None, "")
    tamper(
        store,
        f"DELETE FROM journal WHERE sequence = {LAST + 1}",
        f"UPDATE journal SET empreinte = '{link}' WHERE sequence = {LAST + 2}",
    )
    assert broken(store) == LAST + 1


def test_two_entries_that_change_places_are_found(store: Store) -> None:
    tamper(
        store,
        "UPDATE journal SET sequence = 1000 WHERE sequence = 2",
        "UPDATE journal SET sequence = 2 WHERE sequence = 3",
        "UPDATE journal SET sequence = 3 WHERE sequence = 1000",
    )
    assert broken(store) == 2


@pytest.mark.parametrize("cut", NOT_SEEN_BY_CHAIN)
def test_a_cut_end_is_found_by_the_seal_kept_outside(store: Store, cut: str) -> None:
    kept = taken_seal(store)
    assert holds(store, kept)
    tamper(store, cut)
    assert broken(store) is None
    assert not holds(store, kept)


def test_a_cut_end_written_over_is_found_by_the_seal(store: Store) -> None:
    kept = taken_seal(store)
    tamper(store, f"DELETE FROM journal WHERE sequence = {LAST}")
    with store.write(AUTEUR) as session:
        session.trace(Trace("consultation", "familles", 99, 99))
    assert broken(store) is None
    assert not holds(store, kept)


def test_a_seal_holds_while_the_journal_grows(store: Store) -> None:
    kept = taken_seal(store)
    with store.write(AUTEUR) as session:
        session.trace(Trace("export", "portefeuille"))
    assert holds(store, kept)


@pytest.mark.parametrize("nonsense", ["", "6", "x y", "-1 a", "6  ", "0 " + "1" * 64])
def test_a_seal_that_is_none_does_not_hold(store: Store, nonsense: str) -> None:
    assert not holds(store, nonsense)


def test_the_seal_of_an_empty_journal_holds(profil: Path) -> None:
    store = Store.create(profil / "caseapp.base", KEY, no_commune_name, lambda: NOW)
    assert holds(store, taken_seal(store))
    store.close()


def test_entries_cannot_be_changed_without_removing_the_guard(store: Store) -> None:
    connection = connect(store.path, KEY)
    with pytest.raises(sqlcipher.IntegrityError):
        connection.execute("UPDATE journal SET auteur = 'autre'")
    connection.close()
