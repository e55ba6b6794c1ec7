"""Families merged since a folder was written: its rows about the one that went are those of the other."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, select

from caseapp.exchange.rows import Candidate, Columns, Row
from caseapp.exchange.specs import FileSpec, Kind
from caseapp.models import Famille, ReferenceFusionnee

FAMILLES = "familles"


class MergedFamilies:
    """The former references, with the id of the family that each was merged into."""

    def __init__(self, connection: Connection) -> None:
        known = select(Famille.reference)
        statement = select(ReferenceFusionnee.reference, ReferenceFusionnee.famille_id)
        rows = connection.execute(statement.where(ReferenceFusionnee.reference.not_in(known)))
        self.ids: dict[str, int] = {row[0]: row[1] for row in rows}
        self._absorbing = frozenset(self.ids.values())

    def keep_filled(self, one: Candidate) -> None:
        """Let what a merge brought to a family stay where the file has nothing, or denies it."""
        if one.stored is not None and one.stored.id in self._absorbing:
            for name, value in one.row.values.items():
                if not value:
                    one.row.values[name] = one.stored.values[name]


class MergedRows:
    """Parts the rows of one file: those that tell a family that went apart from the others."""

    def __init__(self, spec: FileSpec, columns: Columns, merged: MergedFamilies) -> None:
        key = [spec.by_name[name] for name in spec.key]
        pointing = [one.name for one in key if one.kind is Kind.REFERENCE and one.target == FAMILLES]
        self._is_families = spec.name == FAMILLES
        self._merged, self._columns = merged, columns
        self._column = spec.key[0] if self._is_families else next(iter(pointing), "")
        self._waiting: list[Row] = []
        self.dropped = 0
        """Rows that tell nothing new: the family has its own."""

    def part(self, rows: list[Row]) -> list[Row]:
        """Return the rows to take now; those that a kept family may have itself wait for the last one."""
        if not self._column or not self._merged.ids:
            return rows
        now = []
        for row in rows:
            if self._columns.cell(row, self._column).strip() not in self._merged.ids:
                now.append(row)
            elif self._is_families:
                self.dropped += 1
            else:
                self._waiting.append(row)
        return now

    def settle(self, is_given: Callable[[Row], bool]) -> list[Row]:
        """Return the rows that waited and that the kept family does not have in the file."""
        taken = [row for row in self._waiting if not is_given(row)]
        self.dropped += len(self._waiting) - len(taken)
        self._waiting = []
        return taken

    def keep_filled(self, candidates: Iterable[Candidate]) -> None:
        """Keep what a merge brought to the families of this file."""
        if self._is_families and self._merged.ids:
            for one in candidates:
                self._merged.keep_filled(one)
