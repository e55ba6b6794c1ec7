"""The list behind a figure as a file: the names of protected families chosen one by one, all traced."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select

from caseapp.domain.text import fold
from caseapp.errors import InputError
from caseapp.files import write_document
from caseapp.models import Famille
from caseapp.reports.record_csv import render_records
from caseapp.statistics.results import Record, RecordList
from caseapp.store import Store, Trace

_FAMILLES = Famille.__tablename__
_NUMERO = "famille"
"""Column of the number by which lists tell two families of the same name apart."""


@dataclass(frozen=True, slots=True)
class FamilleProtegee:
    """A protected family whose name a list would give."""

    id: int
    nom: str = field(repr=False)
    numero: str


class ListeService:
    """Writes lists in the name of `auteur`; no protected family leaves by name unless it was chosen."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    def protected(self, records: RecordList) -> tuple[FamilleProtegee, ...]:
        """Return the protected families that a list would name, each once, in the order of their names."""
        return _families(self._marked(records))

    def export(self, records: RecordList, path: Path, named: frozenset[int] = frozenset()) -> None:
        """Write a whole list, with the names of these protected families and of no other one.

        InputError when one of them is not a protected family of the list, OutputError when it is not
        writable. The traces are left before the file appears: nothing leaves the store without them.
        """
        records = self._marked(records)
        if named - {one.id for one in _families(records)}:
            raise InputError("Une famille choisie n'est pas une famille protégée de cette liste.")
        content = render_records(records, named)
        columns = (column.key for column in records.columns)
        with self._store.write(self._auteur) as session:
            session.trace(
                Trace("export", "liste", champs=(records.address, *columns)),
                *(Trace("export", _FAMILLES, ident, ident) for ident in sorted(named)),
            )
        write_document(path, content)

    def _marked(self, records: RecordList) -> RecordList:
        """Return the list with the families protected since it was read marked too."""
        with self._store.read() as session:
            protected = set(session.scalars(select(Famille.id).where(Famille.protection.is_(True))))
        marked = (_mark(record) if record.famille_id in protected else record for record in records.records)
        return replace(records, records=tuple(marked))


def _mark(record: Record) -> Record:
    return record if record.protected else replace(record, protected=True)


def _families(records: RecordList) -> tuple[FamilleProtegee, ...]:
    names = [rank for rank, column in enumerate(records.columns) if column.nominative]
    numbers = [rank for rank, column in enumerate(records.columns) if column.key == _NUMERO]
    if not names:
        return ()
    found = {
        record.famille_id: FamilleProtegee(
            record.famille_id, _written(record, names), _written(record, numbers)
        )
        for record in records.records
        if record.protected and record.famille_id is not None
    }
    return tuple(sorted(found.values(), key=lambda one: (fold(one.nom), one.id)))


def _written(record: Record, ranks: Sequence[int]) -> str:
    return " ".join(str(record.values[rank]) for rank in ranks if record.values[rank])
