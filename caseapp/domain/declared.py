"""Reading what a TOML file declares: each refusal is a ValueError that says in French where and why."""

import re
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r"at line (\d+), column (\d+)")
"""Where the reader of the standard library stopped; its reasons are in English."""


class DeclaredError(ValueError):
    """A refusal of one table: `where` begins its reason, `key` is the faulty key when one is."""

    def __init__(self, reason: str, where: str, key: str = "") -> None:
        super().__init__(reason)
        self.where, self.key = where, key


def require(holds: object, otherwise: str) -> None:
    """Raise ValueError with this reason unless it holds."""
    if not holds:
        raise ValueError(otherwise)


def why_unreadable(error: Exception) -> str:
    """Say in French where a TOML file stops being readable, and what is most often wrong there."""
    if isinstance(error, UnicodeDecodeError):
        return " (enregistrez-le en UTF-8)"
    place = _PLACE.search(str(error))
    if place is None:
        return " (il s'arrête avant d'être complet)" if "end of document" in str(error) else ""
    habits = "un nombre s'écrit avec un point, un texte entre guillemets, une clé une seule fois"
    return f" (ligne {place[1]}, caractère {place[2]} : {habits})"


class DeclaredTable:
    """A table whose keys are all known; `where` begins its refusals (`étape « appel » : `)."""

    def __init__(
        self, where: str, table: object, required: set[str], optional: frozenset[str] = frozenset()
    ) -> None:
        self.where = where
        require(isinstance(table, dict), f"{where}ce n'est pas une table")
        self._table: Mapping[str, Any] = table if isinstance(table, dict) else {}
        for name in sorted(self._table.keys() - required - optional):
            self.require(holds=False, otherwise=f"clé inconnue « {name} »", key=name)
        for name in sorted(required - self._table.keys()):
            self.require(holds=False, otherwise=f"« {name} » manque")

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def __getitem__(self, name: str) -> object:
        return self._table[name]

    def require(self, holds: object, otherwise: str, key: str = "") -> None:
        """Raise DeclaredError that says where, then this reason, unless it holds."""
        if not holds:
            raise DeclaredError(f"{self.where}{otherwise}", self.where, key)

    def text(self, name: str) -> str:
        """Return a text that is not blank, without its blank ends."""
        value = self._table[name]
        self.require(
            isinstance(value, str) and value.strip(), f"« {name} » est vide ou n'est pas un texte", name
        )
        return str(value).strip()

    def texts(self, name: str, among: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts, none when it is absent; each is one of `among` if any are given."""
        values = self._table.get(name, [])
        good = isinstance(values, list) and all(isinstance(one, str) and one.strip() for one in values)
        self.require(good, f"« {name} » n'est pas une liste de textes", name)
        for value in values:
            self.require(not among or value in among, f"« {name} » : valeur inconnue « {value} »", name)
        self.require(len(set(values)) == len(values), f"« {name} » se répète", name)
        return tuple(values)

    def whole(self, name: str, high: int) -> int:
        """Return a whole number from 0 to `high`."""
        value = self._table[name]
        self.require(type(value) is int, f"« {name} » n'est pas un nombre entier", name)
        self.require(value >= 0, f"« {name} » est négatif", name)
        self.require(value <= high, f"« {name} » dépasse {high}", name)
        return int(value)

    def table(self, name: str, required: set[str]) -> "DeclaredTable":
        """Return an inner table, which has these keys and no other."""
        return DeclaredTable(f"{self.where}{name} : ", self._table[name], required)

    def tables(self, name: str) -> tuple[object, ...]:
        """Return a list of tables, still to be read."""
        values = self._table[name]
        self.require(isinstance(values, list), f"« {name} » n'est pas une liste de tables", name)
        return tuple(values)
