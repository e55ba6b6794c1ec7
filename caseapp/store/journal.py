"""The journal of the store: one chained entry per write, in the same transaction."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from caseapp.models import EntreeJournal
from caseapp.models.codes import CodeListe

FIRST_LINK = "0" * 64
HARMLESS = ("consultation", "export")
"""Actions of entries that say who looked at what."""
_CLOCK, _AUTHOR, _WRITES = "journal_clock", "journal_author", "journal_writes"


@dataclass(frozen=True, slots=True)
class Trace:
    """What an entry says: an action on the records `first`..`last` of one table (None = all of it)."""

    action: str
    objet: str
    first: int | None = None
    last: int | None = None
    champs: tuple[str, ...] = ()


def _link(previous: str, *parts: object) -> str:
    text = "\x1f".join([previous, *("" if part is None else str(part) for part in parts)])
    return sha256(text.encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Return the number of the last entry and its hash."""
    statement = select(EntreeJournal.sequence, EntreeJournal.empreinte)
    row = connection.execute(statement.order_by(EntreeJournal.sequence.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, FIRST_LINK)


def last_change(connection: Connection, tables: Collection[str]) -> int:
    """Return the number of the last entry that changed one of these tables, 0 for none.

    To look at records or to take them out changes nothing.
    """
    statement = select(EntreeJournal.sequence).where(
        EntreeJournal.objet.in_(tables), EntreeJournal.action.not_in(HARMLESS)
    )
    return connection.scalar(statement.order_by(EntreeJournal.sequence.desc()).limit(1)) or 0


def seal(connection: Connection) -> str:
    """Return the number and the hash of the last entry, as they are kept outside the store."""
    sequence, link = head(connection)
    return f"{sequence} {link}"


def holds_seal(connection: Connection, kept: str) -> bool:
    """Tell whether the journal still has the entry of a seal taken earlier: not so once its tail is cut."""
    number, _, link = kept.partition(" ")
    if not number.isdecimal():
        return False
    if int(number) == 0:
        return link == FIRST_LINK
    statement = select(EntreeJournal.empreinte).where(EntreeJournal.sequence == int(number))
    return connection.execute(statement).scalar() == link


def append(connection: Connection, now: datetime, auteur: str, traces: Iterable[Trace]) -> int:
    """Chain `traces` after the last entry; return how many were written."""
    sequence, link = head(connection)
    horodatage = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    entries = []
    for trace in traces:
        sequence += 1
        champs = " ".join(trace.champs)
        link = _link(
            link, sequence, horodatage, auteur, trace.action, trace.objet, trace.first, trace.last, champs
        )
        entries.append({
            "sequence": sequence, "horodatage": horodatage, "auteur": auteur, "action": trace.action,
            "objet": trace.objet, "objet_id": trace.first, "objet_id_fin": trace.last, "champs": champs,
            "empreinte": link,
        })  # fmt: skip
    if entries:
        connection.execute(insert(EntreeJournal), entries)
    return len(entries)


def first_broken_entry(connection: Connection) -> int | None:
    """Return the number of the first entry that was edited, inserted, removed or moved; None when whole."""
    link, expected = FIRST_LINK, 1
    statement = select(EntreeJournal.__table__).order_by(EntreeJournal.sequence)
    for row in connection.execution_options(yield_per=5_000).execute(statement):
        link = _link(
            link, row.sequence, row.horodatage, row.auteur, row.action, row.objet, row.objet_id,
            row.objet_id_fin, row.champs,
        )  # fmt: skip
        if row.sequence != expected or row.empreinte != link:
            return expected
        expected += 1
    return None


class JournaledSession(Session):
    """A session whose every flush leaves its entries, by the author and the clock it was opened with."""

    def open_journal(self, auteur: str, clock: Callable[[], datetime]) -> None:
        """Say who writes; must be called before the first write."""
        self.info[_AUTHOR], self.info[_CLOCK], self.info[_WRITES] = auteur, clock, 0

    @property
    def traced(self) -> int:
        """How many entries this session has left."""
        return int(self.info.get(_WRITES, 0))

    def trace(self, *traces: Trace) -> None:
        """Leave entries for what was written without the unit of work, or only consulted."""
        self.info[_WRITES] += append(self.connection(), self.info[_CLOCK](), self.info[_AUTHOR], traces)


def trace_flush(session: Session, _context: UOWTransaction) -> None:
    """Listen to `after_flush`: one entry per record created, modified or removed."""
    if not isinstance(session, JournaledSession) or _AUTHOR not in session.info:
        return
    traces = [
        *(_trace_of("creation", record) for record in session.new),
        *(_trace_of("modification", record) for record in session.dirty if session.is_modified(record)),
        *(_trace_of("suppression", record) for record in session.deleted),
    ]
    session.trace(*traces)


def _trace_of(action: str, record: Any) -> Trace:
    state = inspect(record)
    fields = tuple(
        attribute.key
        for attribute in state.mapper.column_attrs
        if attribute.key not in {"id", "uuid"} and state.attrs[attribute.key].history.has_changes()
    )
    if isinstance(record, CodeListe):  # it has no number: its code says which one
        return Trace(action, record.__tablename__, champs=tuple(f"{record.code}.{name}" for name in fields))
    return Trace(
        action, record.__tablename__, record.id, record.id, fields if action != "suppression" else ()
    )
