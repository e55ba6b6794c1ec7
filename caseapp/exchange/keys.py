"""The keys of the rows that others refer to: those of the store and those that the import brings."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, func, select

from caseapp.domain.text import clean_text
from caseapp.exchange.formats import TARGETS
from caseapp.exchange.merged_families import FAMILLES, MergedFamilies
from caseapp.exchange.rows import Key
from caseapp.exchange.specs import FileSpec, Kind
from caseapp.exchange.values import parse_identifier


class KeyBook:
    """Finds the id of a row of one file by its key, in the store or earlier in the import."""

    def __init__(self, connection: Connection, spec: FileSpec) -> None:
        self.spec = spec
        self._is_target = spec.name in TARGETS
        table = spec.table
        self._next_id = (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
        self.was_empty = self._next_id == 1
        """Whether the table held nothing before the import."""
        self.first_new_id = self._next_id
        """Rows of the store have a lower id, those that the import brings this one or a higher one."""
        self.marked: dict[Key, date] = {}
        """New rows that the files after must know, with their date: sessions that come closed."""
        self._ids: dict[Key, int] = {}
        if self._is_target and not self.was_empty:
            key = table.c[spec.key_attributes[0]]
            self._ids = {row[0]: row[1] for row in connection.execute(select(key, table.c.id))}
        self.merged = MergedFamilies(connection) if spec.name == FAMILLES else None
        """The former references of families; None for another file."""
        is_identifier = spec.by_name[spec.key[0]].kind is Kind.IDENTIFIER
        self._read_key: Callable[[str], Key] = parse_identifier if is_identifier else clean_text
        self._refused: dict[Key, int] = {}
        self._all_refused = False

    def add(self, key: Key) -> int:
        """Give the next id to a new row."""
        if self._is_target:
            self._ids[key] = self._next_id
        self._next_id += 1
        return self._next_id - 1

    def refuse(self, key: Key, line: int) -> None:
        """Remember a refused row, so that those that refer to it say why they are refused."""
        if self._is_target:
            self._refused.setdefault(key, line)

    def refuse_all(self) -> None:
        """Remember that the whole file is refused."""
        self._all_refused = True

    def has(self, key: Key) -> bool:
        """Tell whether the store or the import has this row."""
        return key in self._ids

    def resolve(self, text: str) -> int:
        """Return the id of a key; ValueError (French) when there is no such row."""
        found = self._ids.get(text) or self._ids.get(key := self._read_key(text))
        if found is None and self.merged is not None:
            found = self.merged.ids.get(key)
        if found is not None:
            return found
        if line := self._refused.get(key):
            raise ValueError(f"se rapporte à une ligne refusée ({self.spec.name}, ligne {line})")
        if self._all_refused:
            raise ValueError(f"se rapporte au fichier « {self.spec.name} », refusé")
        raise ValueError(f"référence inconnue : ni dans « {self.spec.name} », ni dans la base")
