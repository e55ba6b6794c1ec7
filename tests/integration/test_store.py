"""The encrypted store: what it refuses to open, what it keeps secret, what a transaction is."""

import gc
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import IntegrityError, StatementError
from stores import AUTEUR, new_store, no_commune_name

from caseapp.errors import OutputError, StoreError
from caseapp.models import EntreeJournal, Famille
from caseapp.store import JournaledSession, Store, Trace
from caseapp.store.engine import APPLICATION_ID, connect

pytestmark = pytest.mark.vraie_creation
CANARY = "Ktdvzquname"
KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


@pytest.fixture
def path(profil: Path) -> Path:
    return profil / "caseapp.base"


@pytest.fixture
def store(profil: Path) -> Any:
    opened = new_store(profil, KEY)
    yield opened
    opened.close()


def add_family(store: Store, reference: str = "F1", nom: str = "Roussel", **fields: Any) -> int:
    with store.write(AUTEUR) as session:
        famille = Famille(reference=reference, nom=nom, **fields)
        session.add(famille)
        session.flush()
        return famille.id


def count(store: Store, mapped: type = Famille) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(mapped)) or 0


# --- What is refused, and left as it was ---


def plain(path: Path) -> None:
    connection = sqlcipher.connect(str(path))
    connection.execute("CREATE TABLE familles (nom TEXT)")
    connection.close()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(16_384))


def cut_short(path: Path) -> None:
    new_store(path.parent, KEY).close()
    path.write_bytes(path.read_bytes()[: 4096 * 20 + 1234])


def cut_between_pages(path: Path) -> None:
    new_store(path.parent, KEY).close()
    path.write_bytes(path.read_bytes()[: 4096 * 20])


def foreign(path: Path) -> None:
    connection = connect(path, KEY)
    connection.execute("CREATE TABLE notes (texte TEXT)")
    connection.close()


def other_key(path: Path) -> None:
    new_store(path.parent, OTHER_KEY).close()


def newer(path: Path) -> None:
    new_store(path.parent, KEY).close()
    connection = connect(path, KEY)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


REFUSED: dict[Callable[[Path], None], str] = {
    plain: "Le fichier « caseapp.base » n'est pas chiffré : il n'est pas ouvert.",
    empty: "Le fichier « caseapp.base » est vide ou tronqué : restaurez une sauvegarde.",
    cut_short: "Le fichier « caseapp.base » est vide ou tronqué : restaurez une sauvegarde.",
    noise: "ne s'ouvre pas avec la clé de ce profil : il est endommagé ou vient d'ailleurs.",
    cut_between_pages: "ne s'ouvre pas avec la clé de ce profil : il est endommagé ou vient d'ailleurs.",
    other_key: "ne s'ouvre pas avec la clé de ce profil : il est endommagé ou vient d'ailleurs.",
    foreign: "Ce fichier n'est pas une base de ce programme.",
    newer: "Cette base a été créée par une version plus récente du programme : installez cette version.",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_a_file_that_is_no_store_of_ours_is_refused_and_untouched(
    path: Path, make: Callable[[Path], None]
) -> None:
    make(path)
    before = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    with pytest.raises(StoreError) as refusal:
        Store.open(path, KEY, no_commune_name)
    assert str(refusal.value).endswith(REFUSED[make])
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == before


def test_an_absent_file_is_refused_and_not_created(path: Path) -> None:
    with pytest.raises(StoreError, match="est absente de ce profil"):
        Store.open(path, KEY, no_commune_name)
    assert not path.exists()


def test_an_existing_file_is_never_created_again(path: Path) -> None:
    path.write_bytes(b"precieux")
    with pytest.raises(StoreError, match="existe déjà"):
        Store.create(path, KEY, no_commune_name)
    assert path.read_bytes() == b"precieux"


def test_a_store_that_cannot_be_created_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.store.upgrade.migrations_dir", lambda: path.parent / "absent")
    with pytest.raises(Exception, match="absent"):
        Store.create(path, KEY, no_commune_name)
    assert list(path.parent.iterdir()) == []


def test_a_store_in_a_missing_folder_is_refused_in_french(profil: Path) -> None:
    with pytest.raises(OutputError, match="protégé ou absent"):
        Store.create(profil / "absent" / "caseapp.base", KEY, no_commune_name)


def test_a_last_page_half_written_is_mended_by_the_last_writes(store: Store, path: Path) -> None:
    """A power cut while the last writes were being copied into the file."""
    add_family(store)
    last_writes = path.with_name("caseapp.base-wal").read_bytes()
    whole = path.read_bytes()
    torn = path.parent / "coupure" / "caseapp.base"
    torn.parent.mkdir()
    torn.write_bytes(whole + b"\x00" * 1000)
    torn.with_name("caseapp.base-wal").write_bytes(last_writes)
    mended = Store.open(torn, KEY, no_commune_name)
    assert count(mended) == 1
    mended.close()


# --- Secrets ---


def test_a_store_is_ours_and_nothing_in_its_files_is_readable(store: Store, path: Path) -> None:
    add_family(store, nom=CANARY, prenom=CANARY, courriel=f"{CANARY}@exemple.fr")
    files = sorted(path.parent.iterdir())
    assert [one.name for one in files] == ["caseapp.base", "caseapp.base-shm", "caseapp.base-wal"]
    content = b"".join(one.read_bytes() for one in files)
    for secret in (CANARY.encode(), CANARY.lower().encode(), CANARY.encode("utf-16-le"), KEY):
        assert secret not in content
    for word in (b"SQLite format 3", b"CREATE TABLE", b"familles"):
        assert word not in content
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID


def test_the_key_is_shown_nowhere(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "sqlalchemy.pool")
    caplog.set_level(logging.INFO, "sqlalchemy.engine")  # below, SQLAlchemy prints rows
    add_family(store, nom=CANARY)
    with store.engine.connect() as connection:
        shown = [
            repr(store),
            repr(store.engine),
            str(store.engine.url),
            repr(connection),
            repr(connection.connection),
        ]
    text = caplog.text + "".join(shown) + repr(vars(store))
    assert "INSERT INTO familles" in caplog.text
    for secret in (KEY.hex(), repr(KEY), CANARY):
        assert secret not in text


def test_errors_of_the_engine_name_nobody(store: Store) -> None:
    add_family(store, reference=CANARY, nom=CANARY)
    with pytest.raises(IntegrityError) as double:
        add_family(store, reference=CANARY, nom=CANARY)
    with pytest.raises(StatementError) as unreadable:
        add_family(store, nom=CANARY, date_naissance=CANARY)
    with pytest.raises(IntegrityError) as impossible:
        add_family(store, nom=CANARY, code_commune=CANARY)
    for refusal in (double, unreadable, impossible):
        shown: BaseException | None = refusal.value
        while shown is not None:
            assert CANARY not in f"{shown} {shown!r}"
            shown = shown.__cause__ or shown.__context__
    assert count(store) == 1


def test_a_closed_store_has_forgotten_its_key(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match="fermée"), store.read() as session:
        session.scalar(select(Famille.id))
    gc.collect()
    assert KEY not in vars(store).values()


def test_the_journal_mode_lets_readers_go_on_and_a_copy_gets_it_back(store: Store, path: Path) -> None:
    copy = path.with_name("copie.base")
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        raw = connection.connection.driver_connection
        raw.execute("COMMIT")
        raw.execute("VACUUM INTO ?", (str(copy),))
    opened = Store.open(copy, KEY, no_commune_name)
    with opened.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    opened.close()


# --- Transactions ---


def test_a_reader_sees_one_state_while_a_writer_commits(store: Store) -> None:
    add_family(store)
    with store.read() as reader:
        before = reader.scalars(select(Famille.reference)).all()
        writer = threading.Thread(target=add_family, args=(store, "F2"))
        writer.start()
        writer.join()
        assert reader.scalars(select(Famille.reference)).all() == before == ["F1"]
    assert count(store) == 2


def test_an_exception_takes_everything_back_with_its_entries(store: Store) -> None:
    entries = count(store, EntreeJournal)

    def fail(session: JournaledSession) -> None:
        session.add(Famille(reference="F1", nom="Roussel"))
        session.flush()
        session.trace(Trace("consultation", "familles", 1, 1))
        assert session.traced == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.write(AUTEUR) as session:
        fail(session)
    assert (count(store), count(store, EntreeJournal)) == (0, entries)


def test_a_write_without_an_entry_is_refused_and_undone(store: Store) -> None:
    add_family(store, telephone="06 12 34 56 78")
    with pytest.raises(RuntimeError, match="journal"), store.write(AUTEUR) as session:
        session.execute(update(Famille.__table__).values(telephone=None))
    with store.read() as session:
        assert session.scalar(select(Famille.telephone)) == "06 12 34 56 78"


def test_a_write_that_changes_nothing_leaves_no_entry(store: Store) -> None:
    entries = count(store, EntreeJournal)
    with store.write(AUTEUR) as session:
        session.scalars(select(Famille)).all()
    assert count(store, EntreeJournal) == entries


def test_a_second_writer_waits_then_is_told(store: Store) -> None:
    event.listen(store.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout=20"))
    with store.write(AUTEUR) as session:
        session.add(Famille(reference="F1", nom="Roussel"))
        session.flush()
        refusals: list[str] = []

        def write_too() -> None:
            try:
                add_family(store, "F2")
            except StoreError as error:
                refusals.append(str(error))

        other = threading.Thread(target=write_too)
        other.start()
        other.join()
    assert refusals == ["La base est occupée par une autre fenêtre : réessayez dans un instant."]
    assert count(store) == 1


def test_a_full_disk_names_the_folder_and_changes_nothing(store: Store, path: Path) -> None:
    pages = path.stat().st_size // 4096 + 5
    event.listen(store.engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(OutputError) as refusal, store.write(AUTEUR) as session:
        session.add_all(Famille(reference=f"F{number}", nom="x" * 400) for number in range(200))
    assert str(refusal.value) == f"Le disque de « {path.parent} » est plein : rien n'a été enregistré."
    assert count(store) == 0


def test_a_damaged_page_leaves_the_rest_readable(store: Store, path: Path) -> None:
    add_family(store)
    with store.engine.connect() as connection:
        statement = "SELECT rootpage FROM sqlite_master WHERE name = 'familles'"
        root = connection.exec_driver_sql(statement).scalar_one()
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 * (root - 1) + 100] ^= 1
    path.write_bytes(content)
    damaged = Store.open(path, KEY, no_commune_name)
    with pytest.raises(StoreError, match="endommagée"), damaged.read() as session:
        session.execute(select(Famille.nom, Famille.telephone)).all()
    assert count(damaged, EntreeJournal) > 20
    damaged.close()
