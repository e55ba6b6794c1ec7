"""The store: encrypted, migrated, journaled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session, UOWTransaction

from caseapp.errors import InputError, StoreError
from caseapp.models import Famille, Note
from caseapp.store import checks
from caseapp.store.engine import WRITE_OPTION, build_engine, raw_connection, use_write_ahead_log
from caseapp.store.failures import is_damage, said_in_french
from caseapp.store.journal import JournaledSession, trace_flush
from caseapp.store.operations import Step, check_sealed, note_changes, write_step
from caseapp.store.search import CommuneName, index_families, is_index_empty
from caseapp.store.search_notes import index_notes, is_notes_index_empty
from caseapp.store.upgrade import check_revision, stored_revision, upgrade

Clock = Callable[[], datetime]
_TOUCHED, _NOTES = "search_touched", "search_notes"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An open store: `read()` and `write()` give sessions, `close()` forgets the key."""

    def __init__(self, path: Path, key: bytes, commune_name: CommuneName, clock: Clock) -> None:
        self.path = path
        self.engine = build_engine(path, key)
        self._commune_name = commune_name
        self._clock = clock

    @classmethod
    def create(cls, path: Path, key: bytes, commune_name: CommuneName, clock: Clock = _utc_now) -> Self:
        """Create an empty store at today's schema, whole or not at all; StoreError when the file is there."""
        if path.exists():
            raise StoreError(f"Le fichier « {path.name} » existe déjà : il n'est pas remplacé.")
        store = cls(path, key, commune_name, clock)
        try:
            with said_in_french(path):
                use_write_ahead_log(store.engine)
                upgrade(store.engine)
        except BaseException:
            store.close()
            for left in (path, *checks.companions(path)):
                left.unlink(missing_ok=True)
            raise
        return store

    @classmethod
    def open(cls, path: Path, key: bytes, commune_name: CommuneName, clock: Clock = _utc_now) -> Self:
        """Open a store and bring its schema up to date.

        StoreError for a plain, foreign, damaged or newer file, which is left as it is.
        """
        checks.check_file(path)
        store = cls(path, key, commune_name, clock)
        try:
            with said_in_french(path), _explained(path):
                with store.engine.connect() as connection:
                    checks.check_application(connection)
                    check_revision(stored_revision(connection))
                use_write_ahead_log(store.engine)
                upgrade(store.engine)
                store._fill_empty_index()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close every connection and forget the key; whatever is asked afterwards is refused."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session over one unchanging state of the store."""
        with (
            said_in_french(self.path),
            Session(self.engine, expire_on_commit=False, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def write(self, auteur: str, step: Step | None = None) -> Iterator[JournaledSession]:
        """Give a session that commits at the end with its journal entries, or changes nothing.

        A `step` keeps what the unit of work changed, so that it can be undone; InputError when what was
        removed is still needed elsewhere.
        """
        engine = self.engine.execution_options(**{WRITE_OPTION: True})
        with said_in_french(self.path), JournaledSession(engine, expire_on_commit=False) as session:
            session.open_journal(auteur, self._clock)
            event.listen(session, "after_flush", trace_flush)
            event.listen(session, "after_flush", _note_indexed)
            if step is not None:
                event.listen(session, "after_flush", note_changes)
            before = _changes(session)
            yield session
            self._finish(session, auteur, step)
            if _changes(session) != before and not session.traced:
                raise RuntimeError("a write left no journal entry")
            _commit(session)

    def _finish(self, session: JournaledSession, auteur: str, step: Step | None) -> None:
        """Flush, then keep the indexes and the step with what was written."""
        with _links_kept():
            session.flush()
        if touched := sorted(session.info.get(_TOUCHED, ())):
            self.index(session, touched)
        if notes := sorted(session.info.get(_NOTES, ())):
            index_notes(session.connection(), notes)
        if step is not None:
            write_step(session, step, auteur, self._clock())

    @contextmanager
    def write_draft(self) -> Iterator[Session]:
        """Give a session for drafts and settings, which are no facts: nothing is journaled."""
        engine = self.engine.execution_options(**{WRITE_OPTION: True})
        with said_in_french(self.path), Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @property
    def now(self) -> datetime:
        """The hour of the store's clock, UTC without its zone, as moments are kept."""
        return self._clock().astimezone(UTC).replace(tzinfo=None)

    def _fill_empty_index(self) -> None:
        """Index everything after a change of the indexes themselves; nothing a user wrote is touched."""
        with self.engine.connect() as connection:
            families, notes = is_index_empty(connection), is_notes_index_empty(connection)
            if not families and not notes:
                return
        with (
            self.engine.connect().execution_options(**{WRITE_OPTION: True}) as connection,
            connection.begin(),
        ):
            if families:
                index_families(connection, self._commune_name, None)
            if notes:
                index_notes(connection)

    def index(self, session: Session, famille_ids: list[int] | None) -> None:
        """Bring the search index up to date for these families, or for all (None)."""
        index_families(session.connection(), self._commune_name, famille_ids)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say of a file that the key does not open what may have happened to it."""
    try:
        yield
    except (DatabaseError, sqlcipher.DatabaseError) as error:
        if not is_damage(error):
            raise
        raise StoreError(
            f"Le fichier « {path.name} » ne s'ouvre pas avec la clé de ce profil : "
            "il est endommagé ou vient d'ailleurs."
        ) from error


def _changes(session: Session) -> int:
    return int(raw_connection(session.connection()).total_changes)


def _note_indexed(session: Session, _context: UOWTransaction) -> None:
    changed = (record for record in session.dirty if session.is_modified(record))
    written = (*session.new, *changed, *session.deleted)
    for kind, key in ((Famille, _TOUCHED), (Note, _NOTES)):
        ids = {record.id for record in written if isinstance(record, kind)}
        session.info.setdefault(key, set()).update(ids)


def _commit(session: Session) -> None:
    """Commit; a commit that is refused leaves no transaction open behind it, which SQLAlchemy would."""
    raw = raw_connection(session.connection())
    try:
        with _links_kept():
            session.commit()
    except BaseException:
        raw.rollback()
        raise


@contextmanager
def _links_kept() -> Iterator[None]:
    """Say that what is removed is still needed elsewhere."""
    try:
        yield
    except IntegrityError as error:
        check_sealed(error)
        if "FOREIGN KEY" not in str(error.orig):
            raise
        raise InputError("D'autres éléments en dépendent : retirez-les d'abord.") from error
