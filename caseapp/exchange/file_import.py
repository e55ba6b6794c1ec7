"""One file of an import: rows are checked, compared with the store, counted, written when they may be."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from caseapp.exchange.csv_reader import RawRow
from caseapp.exchange.guards import Guard
from caseapp.exchange.keys import KeyBook
from caseapp.exchange.late_references import LateReferences
from caseapp.exchange.merged_families import MergedFamilies, MergedRows
from caseapp.exchange.results import FileReport
from caseapp.exchange.row_checks import RowChecks
from caseapp.exchange.row_reader import RowReader
from caseapp.exchange.rows import Candidate, Row, Stored
from caseapp.exchange.table_writer import Change, TableWriter, Written
from caseapp.exchange.unique_column import UniqueColumn


class FileImport:
    """Takes the rows of one file, batch after batch; `finish()` must be called after the last one."""

    def __init__(
        self,
        connection: Connection,
        reader: RowReader,
        book: KeyBook,
        merged: MergedFamilies,
        guard: Guard | None = None,
    ) -> None:
        spec, log = book.spec, reader.log
        self._spec, self._reader, self._book, self._log = spec, reader, book, log
        self._checks = RowChecks(spec, reader.columns, book, log)
        self._writer = TableWriter(connection, spec)
        self._merged = MergedRows(spec, reader.columns, merged)
        self._late = LateReferences(reader.columns, book, log)
        self._guard = guard
        self._unique = None
        if reader.columns.has(spec.unique):
            self._unique = UniqueColumn(connection, spec, reader.columns, log)
        self._first_id: int | None = None
        self._last_id = 0
        self._nouvelles = self._modifiees = self._inchangees = 0

    def take(self, rows: Sequence[RawRow], *, write: bool) -> list[Written]:
        """Check a batch and, if `write`, write its good rows; return the records modified."""
        read = self._reader.read(rows, self._checks.remember_refused)
        return self._take(self._merged.part(read), write=write)

    def _take(self, rows: list[Row], *, write: bool) -> list[Written]:
        checks = self._checks
        keyed = list(checks.keyed(rows))
        stored = {} if self._book.was_empty else self._writer.stored(key for _, key in keyed)
        candidates = [Candidate(row, key, stored.get(key)) for row, key in keyed]
        self._merged.keep_filled(candidates)
        sound = [one for one in candidates if checks.is_sound(one) and self._is_allowed(one)]
        if self._unique is not None:
            sound = list(self._unique.accept(sound, self._book))
        return self._place(self._late.part(sound), write=write)

    def finish(self, *, write: bool) -> list[Written]:
        """Place the rows that waited for the others; return what remains to be journaled."""
        modified = self._take(self._merged.settle(self._checks.is_given), write=write)
        self._inchangees += self._merged.dropped
        if self._unique:
            modified += self._place(self._unique.settle(self._book), write=write)
        modified += self._place_late(write=write)
        if self._guard is not None:
            self._guard.conclude(self._log)
        if write and self._first_id is not None:
            fields = tuple(column.attribute for _, column in self._reader.columns.known)
            modified.append(Written(self._spec.table.name, self._first_id, self._last_id, fields, new=True))
        return modified

    def report(self, source: str) -> FileReport:
        """Return the counts of the file, whose name is `source`."""
        return FileReport(
            self._spec.name,
            source,
            self._nouvelles,
            self._modifiees,
            self._inchangees,
            len(self._log.refused),
        )

    def _is_allowed(self, one: Candidate) -> bool:
        if self._guard is None or (refusal := self._guard.refusal(one)) is None:
            return True
        self._log.refuse_cell(one.row, self._reader.columns, *refusal)
        self._book.refuse(one.key, one.row.line)
        return False

    def _place_late(self, *, write: bool) -> list[Written]:
        """Place the rows that point to rows of this file: the new ones first, then what they point to."""
        waited = self._late.settle()
        new = [one for one in waited if one.stored is None]
        pointed = self._late.detach(new)
        modified = self._place(new, write=write)
        if write:
            self._writer.point(self._late.attribute, self._late.ids(pointed))
        known = [one for one in waited if one.stored is not None]
        self._late.resolve(known)
        return modified + self._place(known, write=write)

    def _place(self, accepted: list[Candidate], *, write: bool) -> list[Written]:
        """Count rows as new, changed or unchanged, and write them."""
        rows = [self._new_row(one) for one in accepted if one.stored is None]
        changes = [change for one in accepted if one.stored and (change := self._change(one, one.stored))]
        self._nouvelles += len(rows)
        self._modifiees += len(changes)
        self._inchangees += len(accepted) - len(rows) - len(changes)
        if not write:
            return []
        modified = list(self._writer.update(changes))
        self._writer.insert(rows)
        return modified

    def _new_row(self, one: Candidate) -> dict[str, Any]:
        identity = self._book.add(one.key)
        self._first_id, self._last_id = self._first_id or identity, identity
        values = one.row.values
        values["id"] = identity
        if self._spec.derive:
            values.update(self._spec.derive(values))
        return values

    def _change(self, one: Candidate, stored: Stored) -> Change | None:
        values = {
            attribute: value
            for attribute, value in one.row.values.items()
            if stored.values[attribute] != value
        }
        if not values:
            return None
        derive = self._spec.derive
        return Change(stored, values, derive({**stored.values, **values}) if derive else {})
