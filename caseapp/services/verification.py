"""Is the store whole? Pages, structures, links, journal chain, amounts."""

from dataclasses import dataclass

from sqlalchemy import func, select

from caseapp.models import CODE_LISTS, Base, EntreeJournal, Famille
from caseapp.store import Store
from caseapp.store.checks import damages
from caseapp.store.journal import first_broken_entry

_INDEXED = "SELECT count(*) FROM recherche_familles"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found wrong; `problemes` are French sentences, none when all is well."""

    familles: int
    enregistrements: int
    """Rows of all business tables."""
    entrees_journal: int
    problemes: tuple[str, ...]


class VerificationService:
    """Checks an open store without changing it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def verify(self) -> Verification:
        """Check the whole store; takes about a second for 100 MB."""
        with self._store.read() as session:
            connection = session.connection()
            problems = [f"La base est endommagée : {damage}." for damage in damages(connection)]
            if (broken := first_broken_entry(connection)) is not None:
                problems.append(f"Le journal a été modifié à partir de l'entrée {broken}.")
            familles = int(session.scalar(select(func.count()).select_from(Famille)) or 0)
            indexed = connection.exec_driver_sql(_INDEXED).scalar()
            if indexed != familles:
                problems.append("L'index de recherche des familles n'est pas à jour.")
            lists = {mapped.__tablename__ for mapped in CODE_LISTS.values()}
            rows = sum(
                int(session.scalar(select(func.count()).select_from(table)) or 0)
                for name, table in Base.metadata.tables.items()
                if name not in lists and name != EntreeJournal.__tablename__
            )
            entries = int(session.scalar(select(func.count()).select_from(EntreeJournal)) or 0)
        return Verification(familles, rows, entries, tuple(problems))
