"""What an import leaves alone: the sessions of commissions that were closed in the store before it.

Rows that say the same pass, and so does a whole export into a store that has none of it. A closing or a
rectification made on another machine does not travel row by row: the seal would no longer hold.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from caseapp.domain.labels import format_date
from caseapp.exchange.keys import KeyBook
from caseapp.exchange.ledger import FileLog
from caseapp.exchange.rows import Candidate
from caseapp.models import SeanceCommission

SEANCES, AIDES, AJOURNEMENTS, RECTIFICATIONS = (
    "seances_commission", "aides", "ajournements", "rectifications",
)  # fmt: skip
_SEANCE_FIELDS = ("date", "instance", "presents", "observations", "close_le", "close_par", "empreinte")
_AIDE_FIELDS = (
    "decision", "date_decision", "montant_pret", "montant_subvention", "seance_id", "motif_refus",
    "famille_id", "type_aide_id", "date_demande", "montant_demande",
)  # fmt: skip
"""What was decided, and on what: the aid that a family asked for."""
_NAMES = {"seance_id": "seance"}
_CORRECTED: Final = "une rectification se fait dans la fenêtre"
_STILL_OPEN: Final = "séance encore ouverte dans la base : elle se clôt dans la fenêtre"
Refusal = tuple[str, str] | None


class ClosedSessions:
    """A session closed in the store keeps its head; one still open there is not closed by an import."""

    def __init__(self, sessions: KeyBook) -> None:
        self._sessions = sessions

    def refusal(self, one: Candidate) -> Refusal:
        """Refuse the change of a closed session, and the closing of an open one."""
        if one.stored is None:
            if one.row.values.get("close_le") is not None:
                self._sessions.marked[one.key] = one.row.values["date"]
            return None
        changed = _changed(one, _SEANCE_FIELDS)
        closed = one.stored.values["close_le"]
        if changed is not None and closed is not None:
            day = format_date(one.stored.values["date"])
            return changed, f"séance du {day} close : elle n'est pas changée"
        if closed is None and one.row.values.get("close_le") is not None:
            return "close_le", _STILL_OPEN
        return None

    def conclude(self, log: FileLog) -> None:
        """Nothing is to be said."""


class SealedRows:
    """Rows of the other files that would change what a session closed before the import decided."""

    def __init__(
        self, connection: Connection, sessions: KeyBook, fields: tuple[str, ...] | None, reason: str
    ) -> None:
        self._fields, self._reason = fields, reason
        statement = select(SeanceCommission.id, SeanceCommission.date).where(
            SeanceCommission.close_le.is_not(None), SeanceCommission.id < sessions.first_new_id
        )
        self._closed: dict[int | None, date] = {row[0]: row[1] for row in connection.execute(statement)}
        coming = ((sessions.resolve(key), day) for key, day in sessions.marked.items() if sessions.has(key))
        self._closed_or_coming = self._closed.copy()
        self._closed_or_coming.update(coming)

    def refusal(self, one: Candidate) -> Refusal:
        """Refuse a new row of a closed session, and the change of what its seal covers.

        A row that the store has does not join a session that comes closed: its seal covers other decisions.
        """
        before = None if one.stored is None else one.stored.values["seance_id"]
        known = self._closed if one.stored is None else self._closed_or_coming
        day = known.get(one.row.values.get("seance_id", before)) or known.get(before)
        if day is None:
            return None
        changed = _changed(one, self._fields or tuple(one.row.values))
        return None if changed is None else (changed, f"séance du {format_date(day)} close : {self._reason}")

    def conclude(self, log: FileLog) -> None:
        """Nothing is to be said."""


class ComingRectifications(SealedRows):
    """A new rectification comes with its session, closed, and with its request: the store has neither."""

    def __init__(self, connection: Connection, sessions: KeyBook, aides: KeyBook) -> None:
        super().__init__(connection, sessions, None, _CORRECTED)
        self._first_aide = aides.first_new_id

    def refusal(self, one: Candidate) -> Refusal:
        """Refuse also that of a session not closed, which could then never be sealed."""
        values = one.row.values
        is_known = values["seance_id"] not in self._closed_or_coming or values["aide_id"] < self._first_aide
        if one.stored is None and is_known:
            return super().refusal(one) or (_NAMES["seance_id"], _CORRECTED)
        return super().refusal(one)


def sealed_guard(
    file: str, book: Callable[[str], KeyBook], connection: Connection
) -> ClosedSessions | SealedRows | None:
    """Return the guard of the files of sessions and of what they decide, None for another file."""
    if file == SEANCES:
        return ClosedSessions(book(SEANCES))
    if file == RECTIFICATIONS:
        return ComingRectifications(connection, book(SEANCES), book(AIDES))
    kinds: dict[str, tuple[tuple[str, ...] | None, str]] = {
        AIDES: (_AIDE_FIELDS, "cette décision est scellée, elle se rectifie dans la fenêtre"),
        AJOURNEMENTS: (None, "ses ajournements ne changent plus"),
    }
    return SealedRows(connection, book(SEANCES), *kinds[file]) if file in kinds else None


def _changed(one: Candidate, fields: tuple[str, ...]) -> str | None:
    """Return the first column whose value would change, the session itself for a new row; None for none."""
    values: dict[str, Any] = one.row.values
    if one.stored is None:
        return _NAMES["seance_id"]
    for name in fields:
        if name in values and values[name] != one.stored.values[name]:
            return _NAMES.get(name, name.removesuffix("_id"))
    return None
