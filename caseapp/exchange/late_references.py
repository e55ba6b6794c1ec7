"""References to rows of the same file that may come after: their rows wait for the last one."""

from collections import defaultdict
from collections.abc import Iterable

from caseapp.exchange.keys import KeyBook
from caseapp.exchange.ledger import FileLog
from caseapp.exchange.rows import Candidate, Columns, Key


class LateReferences:
    """Resolves the late column of one file, when it has one."""

    def __init__(self, columns: Columns, book: KeyBook, log: FileLog) -> None:
        self._columns, self._book, self._log = columns, book, log
        late = next((column for _, column in columns.known if column.late), None)
        self.attribute = late.attribute if late else ""
        self._name = late.name if late else ""
        self._waiting: dict[Key, Candidate] = {}

    def part(self, candidates: list[Candidate]) -> list[Candidate]:
        """Return the rows that point to nothing or to a row already known; the others wait."""
        if not self.attribute:
            return candidates
        now = []
        for one in candidates:
            pointed = one.row.values[self.attribute]
            if pointed is None or self._book.has(pointed):
                self.resolve([one])
                now.append(one)
            else:
                self._waiting[one.key] = one
        return now

    def settle(self) -> list[Candidate]:
        """After the last row, return the rows that waited; refuse those that point to no row."""
        followers: dict[Key, list[Candidate]] = defaultdict(list)
        lost = []
        for one in self._waiting.values():
            pointed = one.row.values[self.attribute]
            if pointed in self._waiting:
                followers[pointed].append(one)
            elif not self._book.has(pointed):
                lost.append(one)
        for one in lost:  # which grows: who follows a refused row is refused
            del self._waiting[one.key]
            self._refuse(one)
            lost += followers[one.key]
        waited, self._waiting = list(self._waiting.values()), {}
        return waited

    def detach(self, candidates: Iterable[Candidate]) -> dict[Key, Key]:
        """Return the key that each row points to, and let the rows point to nothing."""
        pointed = {}
        for one in candidates:
            pointed[one.key] = one.row.values[self.attribute]
            one.row.values[self.attribute] = None
        return pointed

    def ids(self, pointed: dict[Key, Key]) -> dict[int, int]:
        """Return the ids of rows and of those they point to, once all are known."""
        return {self._book.resolve(one): self._book.resolve(other) for one, other in pointed.items()}

    def resolve(self, candidates: Iterable[Candidate]) -> None:
        """Replace keys that are known by their ids."""
        for one in candidates:
            if pointed := one.row.values[self.attribute]:
                one.row.values[self.attribute] = self._book.resolve(pointed)

    def _refuse(self, one: Candidate) -> None:
        try:
            self._book.resolve(one.row.values[self.attribute])
        except ValueError as error:
            self._log.refuse_cell(one.row, self._columns, self._name, str(error))
            self._book.refuse(one.key, one.row.line)
