"""What an import may not do to some rows, whatever their cells: read or change what is another's."""

from collections import Counter
from collections.abc import Callable
from typing import Final, Protocol

from sqlalchemy import Connection

from caseapp.domain.labels import plain, plural
from caseapp.domain.nomenclature import NiveauNote
from caseapp.exchange.added_files import NOTES, REFERENCES_FUSIONNEES
from caseapp.exchange.keys import KeyBook
from caseapp.exchange.ledger import FileLog
from caseapp.exchange.merged_families import FAMILLES
from caseapp.exchange.rows import Candidate
from caseapp.exchange.sealed_sessions import sealed_guard

_ANOTHERS: Final = "note personnelle d'une autre personne : elle n'est pas changée"
_STILL_THERE: Final = "cette famille est encore dans la base : fusionnez-la dans l'autre"


class Guard(Protocol):
    """Watches the rows of one file."""

    def refusal(self, one: Candidate) -> tuple[str, str] | None:
        """Return the column and the reason for which a row is refused, None when it may enter."""

    def conclude(self, log: FileLog) -> None:
        """After the last row, say what must be known of those that entered."""


class PersonalNotes:
    """A personal note is changed by its author only; one of another author enters, and it is said."""

    def __init__(self, auteur: str) -> None:
        self._auteur = auteur
        self._others: Counter[str] = Counter()
        self._lines: dict[str, int] = {}

    def refusal(self, one: Candidate) -> tuple[str, str] | None:
        """Refuse the change of a personal note by another than its author."""
        values, stored = one.row.values, one.stored
        if stored is None:
            self._remember(one)
        elif stored.values["niveau"] == NiveauNote.PERSONNELLE and stored.values["auteur"] != self._auteur:
            changed = any(stored.values[name] != value for name, value in values.items())
            return ("identifiant", _ANOTHERS) if changed else None
        return None

    def conclude(self, log: FileLog) -> None:
        """Count the personal notes that entered and that their reader will not see."""
        for auteur, number in self._others.items():
            said = plain(plural(number, "note personnelle", "notes personnelles"))
            reason = f"{said} de cette personne : elle seule, sous ce nom, pourra les lire"
            log.doubt(self._lines[auteur], "auteur", auteur, reason)

    def _remember(self, one: Candidate) -> None:
        auteur = one.row.values.get("auteur")
        if one.row.values["niveau"] == NiveauNote.PERSONNELLE and auteur not in {None, self._auteur}:
            self._others[auteur] += 1
            self._lines.setdefault(auteur, one.row.line)


class FormerReferences:
    """A family that is there is not one that was merged and is gone."""

    def __init__(self, families: KeyBook) -> None:
        self._families = families

    def refusal(self, one: Candidate) -> tuple[str, str] | None:
        """Refuse the reference of a family that is there."""
        return ("reference", _STILL_THERE) if self._families.has(one.key) else None

    def conclude(self, log: FileLog) -> None:
        """Nothing is to be said."""


def guard_of(file: str, auteur: str, book: Callable[[str], KeyBook], connection: Connection) -> Guard | None:
    """Return the guard of a file for an import made by `auteur`; most files have none."""
    if file == NOTES:
        return PersonalNotes(auteur)
    if file == REFERENCES_FUSIONNEES:
        return FormerReferences(book(FAMILLES))
    return sealed_guard(file, book, connection)
