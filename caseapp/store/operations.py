"""The named steps of a user: each keeps what every record was before and became, so that it can be undone."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, UOWTransaction

from caseapp.errors import InputError
from caseapp.models import Base, Brouillon, EntreeJournal, Operation, Reglage, Version
from caseapp.models.codes import CodeListe

SEALED = (
    "Une séance close et ses rectifications ne s'annulent pas : une décision scellée se corrige "
    "par une rectification."
)
_CLOSED = "seance close"
"""What the triggers that seal a session say."""
Values = dict[str, Any]
"""Value of each attribute of a record."""
_CHANGES = "operation_changes"
_UNTRACKED = (Brouillon, CodeListe, EntreeJournal, Operation, Reglage, Version)
MAPPED: dict[str, type[Base]] = {
    mapper.local_table.name: mapper.class_
    for mapper in Base.registry.mappers
    if not issubclass(mapper.class_, _UNTRACKED) and isinstance(mapper.local_table, Table)
}
"""Class of each table whose rows steps can change."""
_READERS: dict[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
    Decimal: Decimal,
    UUID: UUID,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What a user did, in French (`Rendez-vous ajouté`), about which family; `annule_id` when it undoes."""

    libelle: str
    famille_id: int | None = None
    annule_id: int | None = None


@dataclass(slots=True)
class _Change:
    """One record in the transaction: no `before` for one created, no `after` for one removed."""

    before: Values | None
    after: Values | None
    whole: Values = field(default_factory=dict)
    """Every value before, for a record that is modified then removed."""


def note_changes(session: Session, _context: UOWTransaction) -> None:
    """Listen to `after_flush`: remember what each tracked record was and became."""
    changes: dict[tuple[str, int], _Change] = session.info.setdefault(_CHANGES, {})
    for record in session.new:
        if not isinstance(record, _UNTRACKED):
            _merge(changes, record, _Change(None, _values(record)))
    for record in session.dirty:
        if not isinstance(record, _UNTRACKED) and (fields := _modified(record)):
            before, after = ({name: pair[end] for name, pair in fields.items()} for end in (0, 1))
            _merge(changes, record, _Change(before, after, _values(record) | before))
    for record in session.deleted:
        if not isinstance(record, _UNTRACKED):
            _merge(changes, record, _Change(_values(record), None))


def _merge(changes: dict[tuple[str, int], _Change], record: Any, change: _Change) -> None:
    """Add a change to those the record went through in the same step."""
    key = (record.__tablename__, record.id)
    former = changes.get(key)
    if former is None:
        changes[key] = change
    elif former.before is None and change.after is None:
        del changes[key]
    elif change.after is None:
        changes[key] = _Change((former.whole or change.before or {}) | (former.before or {}), None)
    else:
        before = None if former.before is None else {**(change.before or {}), **former.before}
        changes[key] = _Change(before, {**(former.after or {}), **change.after}, former.whole)


def _values(record: Any) -> Values:
    return {column.key: getattr(record, column.key) for column in inspect(record).mapper.column_attrs}


def _modified(record: Any) -> dict[str, tuple[Any, Any]]:
    """Return the former and the present value of each attribute that changed."""
    state, found = inspect(record), {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            found[column.key] = (history.deleted[0] if history.deleted else None, history.added[0])
    return found


def write_step(session: Session, step: Step, auteur: str, now: datetime) -> int | None:
    """Keep the step with what it changed; None when it changed nothing."""
    changes: dict[tuple[str, int], _Change] = session.info.get(_CHANGES, {})
    if not changes:
        return None
    values = {
        "moment": now.replace(tzinfo=None), "auteur": auteur, "libelle": step.libelle,
        "famille_id": step.famille_id, "annule_id": step.annule_id,
    }  # fmt: skip
    key = session.execute(insert(Operation).values(values).returning(Operation.id)).scalar_one()
    rows = [
        {"operation_id": key, "objet": table, "objet_id": ident,
         "avant": _dumped(change.before), "apres": _dumped(change.after)}
        for (table, ident), change in changes.items()
    ]  # fmt: skip
    session.execute(insert(Version), rows)
    return key


def _dumped(values: Values | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, default=_written)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def read_values(objet: str, text: str | None) -> Values | None:
    """Return the values kept in a version, by attribute; those of columns that are gone are left out."""
    if text is None:
        return None
    kinds = {
        attribute.key: attribute.columns[0].type.python_type
        for attribute in inspect(MAPPED[objet]).column_attrs
    }
    return {
        name: value if value is None else _READERS.get(kinds[name], lambda kept: kept)(value)
        for name, value in json.loads(text).items()
        if name in kinds
    }


def revert(session: Session, operation_id: int) -> None:
    """Put every record back as it was before a step; InputError when one was changed since."""
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    versions = select(Version).where(Version.operation_id == operation_id).order_by(Version.id.desc())
    found = session.scalars(versions).all()
    created = [version for version in found if version.avant is None]
    with _still_possible():
        for part in (created, [version for version in found if version.avant is not None]):
            for version in part:
                before, after = (read_values(version.objet, text) for text in (version.avant, version.apres))
                _put_back(session, MAPPED[version.objet], version.objet_id, before, after)
            session.flush()  # what goes leaves its unique values to what comes back


def restore(session: Session, version: Version, values: Values) -> None:
    """Give a record the values it had before a version; InputError when it is gone or they cannot hold."""
    mapped = MAPPED[version.objet]
    with _still_possible():
        record = session.get(mapped, version.objet_id)
        if record is not None:
            _put_values(record, values)
        elif version.apres is None:
            session.add(mapped(**values))
        else:
            raise InputError("Ce dossier n'est plus dans la base : il ne peut pas être rétabli.")
        session.flush()


@contextmanager
def _still_possible() -> Iterator[None]:
    """Say that former values are refused beside what came since: a number taken, dates out of order."""
    try:
        yield
    except IntegrityError as error:
        check_sealed(error)
        raise InputError("Ce retour en arrière contredit ce qui a été enregistré depuis.") from error


def check_sealed(error: IntegrityError) -> None:
    """Say of a refused write that it would change what a closed session decided, when that is why."""
    if _CLOSED in str(error.orig):
        raise InputError(SEALED) from error


def _put_back(
    session: Session, mapped: type[Base], ident: int, before: Values | None, after: Values | None
) -> None:
    record = session.get(mapped, ident)
    if not _is_still(record, after):
        raise InputError("Ce qui a été enregistré a changé depuis : cette étape ne peut plus être annulée.")
    if before is None:
        session.delete(record)
    elif record is None:
        session.add(mapped(**before))
    else:
        _put_values(record, before)


def _put_values(record: Any, values: Mapping[str, Any]) -> None:
    """Give these values to a record."""
    for name, value in values.items():
        setattr(record, name, value)


def _is_still(record: Any, after: Values | None) -> bool:
    """Tell whether a record is as the step left it, as far as the step changed it."""
    if record is None or after is None:
        return record is None and after is None
    return all(getattr(record, name) == value for name, value in after.items())
