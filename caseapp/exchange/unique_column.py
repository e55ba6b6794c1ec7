"""A column whose values belong to one row each, beside the key: the matricule of a family."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from caseapp.exchange.keys import KeyBook
from caseapp.exchange.ledger import FileLog, shown
from caseapp.exchange.rows import Candidate, Columns
from caseapp.exchange.specs import FileSpec


class UniqueColumn:
    """Knows which row holds each value; two rows may exchange theirs within one import."""

    def __init__(self, connection: Connection, spec: FileSpec, columns: Columns, log: FileLog) -> None:
        self._name, self._attribute = spec.unique, spec.by_name[spec.unique].attribute
        self._columns, self._log = columns, log
        key, column = spec.table.c[spec.key_attributes[0]], spec.table.c[self._attribute]
        rows = connection.execute(select(column, key).where(column.is_not(None)))
        self._holders: dict[str, str] = {row[0]: row[1] for row in rows}
        self._accepted: set[str] = set()
        self._waiting: dict[str, Candidate] = {}

    def accept(self, candidates: Iterable[Candidate], book: KeyBook) -> Iterator[Candidate]:
        """Yield the rows whose value is free; those whose holder may give it up later wait."""
        for one in candidates:
            holder = self._other_holder(one)
            if holder is None:
                self._move(one)
                yield one
            elif holder in self._accepted:
                self._refuse(one, holder, book)
            else:
                self._waiting[one.key] = one

    def settle(self, book: KeyBook) -> list[Candidate]:
        """After the last row, return the waiting rows whose value ends free; refuse the others."""
        waiting, self._waiting = self._waiting, {}
        while stuck := self._stuck(waiting):
            for key, holder in stuck.items():
                self._refuse(waiting.pop(key), holder, book)
        for one in waiting.values():
            self._move(one)
        return list(waiting.values())

    def _stuck(self, waiting: dict[str, Candidate]) -> dict[str, str]:
        """Return the waiting rows whose value stays with another, with the key of that one."""
        stuck, claimed = {}, dict[str, str]()
        for key, one in waiting.items():
            holder = self._other_holder(one)
            first = claimed.setdefault(one.row.values[self._attribute], key)
            if first != key:
                stuck[key] = first
            elif holder is not None and holder not in waiting:
                stuck[key] = holder
        return stuck

    def _other_holder(self, one: Candidate) -> str | None:
        """Return the key of another row that holds the value of this one, None when it is free."""
        value = one.row.values[self._attribute]
        holder = None if value is None else self._holders.get(value)
        return None if holder == one.key else holder

    def _move(self, one: Candidate) -> None:
        held = one.stored.values[self._attribute] if one.stored else None
        if self._holders.get(held or "") == one.key:
            del self._holders[held or ""]
        value = one.row.values[self._attribute]
        if value is not None:
            self._holders[value] = one.key
        self._accepted.add(one.key)

    def _refuse(self, one: Candidate, holder: str, book: KeyBook) -> None:
        self._log.refuse_cell(one.row, self._columns, self._name, f"déjà attribué à « {shown(holder)} »")
        book.refuse(one.key, one.row.line)
