"""What makes a row wrong among others: a key given twice, dates out of order."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from caseapp.exchange.keys import KeyBook
from caseapp.exchange.ledger import FileLog
from caseapp.exchange.rows import UNREADABLE, Candidate, Columns, Key, Row
from caseapp.exchange.specs import FileSpec, Values


class RowChecks:
    """Checks the rows of one file, in their order."""

    def __init__(self, spec: FileSpec, columns: Columns, book: KeyBook, log: FileLog) -> None:
        self._spec, self._columns, self._book, self._log = spec, columns, book, log
        self._is_complete = len(columns.known) == len(spec.columns)
        self._key: Callable[[dict[str, Any]], Key] = self._ranked_key if spec.ranked else spec.key_of
        self._lines: dict[Key, int] = {}
        self._ranks: Counter[Key] = Counter()

    def keyed(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Key]]:
        """Yield each row with its key; a key given a second time refuses its row."""
        key_of, lines = self._key, self._lines
        for row in rows:
            key = key_of(row.values)
            if lines.setdefault(key, row.line) == row.line:
                yield row, key
            else:
                self._refuse_repeated(row, lines[key])

    def is_given(self, row: Row) -> bool:
        """Tell whether an earlier row has the key of this one."""
        return not self._spec.ranked and self._key(row.values) in self._lines

    def remember_refused(self, row: Row) -> None:
        """Take note of a refused row whose key can be read, for those that refer to it or repeat it."""
        attributes = self._spec.key_attributes[: len(self._spec.key)]
        if all(row.values[attribute] is not UNREADABLE for attribute in attributes):
            key = self._key(row.values)
            if self._lines.setdefault(key, row.line) == row.line:
                self._book.refuse(key, row.line)
            else:
                self._refuse_repeated(row, self._lines[key])

    def is_sound(self, one: Candidate) -> bool:
        """Check the rules between columns, with what the store knows of those that are absent."""
        if not self._spec.rules:
            return True
        values: Values = one.row.values
        if one.stored is not None and not self._is_complete:
            values = {**one.stored.values, **values}
        broken = [rule for rule in self._spec.rules if not rule.holds(values)]
        for rule in broken:
            self._log.refuse_cell(one.row, self._columns, rule.column, rule.reason)
        if broken:
            self._book.refuse(one.key, one.row.line)
        return not broken

    def _ranked_key(self, values: dict[str, Any]) -> Key:
        """Tell rows with the same key apart by their order."""
        shared = tuple(values[attribute] for attribute in self._spec.key_attributes[:-1])
        self._ranks[shared] += 1
        values["rang"] = self._ranks[shared]
        return self._spec.key_of(values)

    def _refuse_repeated(self, row: Row, line: int) -> None:
        self._log.refuse_cell(row, self._columns, self._spec.key[-1], f"déjà donnée ligne {line}")
