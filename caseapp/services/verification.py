"""Is the store whole? Pages, structures, links, journal, search index, money of the aids, dated files."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from caseapp.errors import StoreError
from caseapp.models import CODE_LISTS, Base, EntreeJournal, Famille
from caseapp.security.key_file import KeyFile
from caseapp.services.temoin import witness_problem
from caseapp.services.verification_aides import CHECKS as AID_CHECKS
from caseapp.services.verification_dossiers import CHECKS as FILE_CHECKS
from caseapp.store import Store
from caseapp.store.checks import damages
from caseapp.store.journal import first_broken_entry
from caseapp.store.search import is_index_stale
from caseapp.store.search_notes import is_notes_index_stale

_LISTS = {mapped.__tablename__ for mapped in CODE_LISTS.values()}
_APART = {*_LISTS, "journal", "operations", "versions", "brouillons", "reglages"}
_BUSINESS = [table for name, table in Base.metadata.tables.items() if name not in _APART]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found wrong; `problemes` are French sentences, none when all is well."""

    familles: int
    enregistrements: int
    """Rows of all business tables that can be read."""
    entrees_journal: int
    problemes: tuple[str, ...]


class VerificationService:
    """Checks an open store without changing it; `keys` hold the witness of its journal."""

    def __init__(self, store: Store, keys: KeyFile) -> None:
        self._store = store
        self._keys = keys

    def verify(self) -> Verification:
        """Check the whole store, and go on after a damaged page; takes about a second for 100 MB."""
        problems: list[str] = []
        for check in (_damages, _journal, _index, *AID_CHECKS, *FILE_CHECKS):
            problems += self._run(check)
        if (problem := witness_problem(self._store, self._keys)) is not None:
            problems.append(problem)
        return Verification(
            familles=self._count(Base.metadata.tables[Famille.__tablename__]),
            enregistrements=sum(self._count(table) for table in _BUSINESS),
            entrees_journal=self._count(Base.metadata.tables[EntreeJournal.__tablename__]),
            problemes=tuple(dict.fromkeys(problems)),
        )

    def _run(self, check: Callable[[Session], list[str]]) -> list[str]:
        """Run one check in a transaction of its own: a damaged page stops only that one."""
        try:
            with self._store.read() as session:
                return check(session)
        except StoreError as error:
            return [str(error)]

    def _count(self, table: Table) -> int:
        try:
            with self._store.read() as session:
                return int(session.scalar(select(func.count()).select_from(table)) or 0)
        except StoreError:
            return 0


def _damages(session: Session) -> list[str]:
    return damages(session.connection())


def _journal(session: Session) -> list[str]:
    broken = first_broken_entry(session.connection())
    return [] if broken is None else [f"Le journal a été modifié à partir de l'entrée {broken}."]


def _index(session: Session) -> list[str]:
    stale = (("familles", is_index_stale), ("notes", is_notes_index_stale))
    return [
        f"L'index de recherche des {name} n'est pas à jour."
        for name, is_stale in stale
        if is_stale(session.connection())
    ]
