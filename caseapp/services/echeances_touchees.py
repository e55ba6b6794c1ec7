"""Which families what was written since a moment can have changed the deadlines of, from the journal."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import (
    Agent,
    Base,
    CoAccompagnement,
    ContratRsa,
    EntreeJournal,
    FaitImpaye,
    Famille,
    Impaye,
    Intervention,
    JeuRegles,
    LogementSignale,
    MensualitePlan,
    MouvementDette,
    PlanApurement,
    ProlongationConservation,
    ReexamenRsa,
    Situation,
    SuiteEcheance,
    SuiviRsa,
    Version,
)
from caseapp.store.journal import HARMLESS
from caseapp.store.operations import read_values

_FILES: tuple[type[Base], ...] = (Impaye, LogementSignale, SuiviRsa)
_OWNED: tuple[type[Base], ...] = (
    *_FILES, Famille, Situation, SuiteEcheance, MouvementDette, FaitImpaye, PlanApurement, MensualitePlan,
    ProlongationConservation, ContratRsa, ReexamenRsa, CoAccompagnement,
)  # fmt: skip
"""What belongs to one family."""
_LINKED: tuple[type[Base], ...] = (*_OWNED, Intervention)
_TABLES = {name: Base.metadata.tables[name] for name in (one.__tablename__ for one in _LINKED)}
TABLES = frozenset((*_TABLES, Agent.__tablename__, JeuRegles.__tablename__))
"""What deadlines are computed from: other writes leave them as they are."""
_FAMILLES, _INTERVENTIONS = Famille.__tablename__, Intervention.__tablename__
_MOST = 200
"""Entries looked at; after more, reading everything again is as quick."""
_Touched = defaultdict[str, set[int]]
"""Records by table."""


def touched_families(session: Session, since: int) -> frozenset[int] | None:
    """Return the families touched after an entry of the journal; None when it can be any of them.

    So it is after an import, a change of the rules or of who works here, or of the family of a record.
    """
    statement = select(
        EntreeJournal.objet, EntreeJournal.action, EntreeJournal.objet_id, EntreeJournal.objet_id_fin,
        EntreeJournal.champs,
    ).where(
        EntreeJournal.sequence > since, EntreeJournal.objet.in_(TABLES), EntreeJournal.action.not_in(HARMLESS)
    )  # fmt: skip
    rows = session.execute(statement.limit(_MOST + 1)).all()
    if len(rows) > _MOST:
        return None
    touched: _Touched = defaultdict(set)
    for objet, action, first, last, champs in rows:
        if objet not in _TABLES or first is None or first != last:
            return None
        if action == "modification" and not _owners(objet).keys().isdisjoint(champs.split()):
            return None
        touched[objet].add(first)
        if action == "suppression" and not _add_owners_of_gone(session, objet, first, touched):
            return None
    return _families(session, touched)


def _owners(objet: str) -> dict[str, str]:
    """Return the columns that lead from a table towards the family of a record, with the table they name."""
    found = {
        column.name: key.column.table.name
        for column in _TABLES[objet].columns
        for key in column.foreign_keys
        if key.column.table.name in _TABLES
    }
    return {"famille_id": _FAMILLES} if "famille_id" in found else found


def _add_owners_of_gone(session: Session, objet: str, ident: int, touched: _Touched) -> bool:
    """Add what a removed record belonged to; tell whether that is known."""
    statement = (
        select(Version.avant)
        .where(Version.objet == objet, Version.objet_id == ident, Version.apres.is_(None))
        .order_by(Version.id.desc())
        .limit(1)
    )
    values = read_values(objet, session.scalar(statement))
    if values is None:
        return False
    for column, owner in _owners(objet).items():
        if values.get(column) is not None:
            touched[owner].add(values[column])
    return True


def _families(session: Session, touched: _Touched) -> frozenset[int]:
    """Follow records up to their families; those that are gone lead nowhere."""
    families = set[int]()
    while touched:
        objet, ids = touched.popitem()
        if objet == _FAMILLES:
            families |= ids
        elif objet == _INTERVENTIONS:
            families.update(_families_of_interventions(session, ids))
        else:
            table = _TABLES[objet].c
            for column, owner in _owners(objet).items():
                statement = select(table[column]).where(table.id.in_(ids), table[column].is_not(None))
                touched[owner].update(session.scalars(statement))
    return frozenset(families)


def _families_of_interventions(session: Session, ids: set[int]) -> Iterator[int]:
    """Give the families of the files that these interventions follow."""
    for one in _FILES:
        table = _TABLES[one.__tablename__]
        for column in table.columns:
            if any(key.column.table.name == _INTERVENTIONS for key in column.foreign_keys):
                yield from session.scalars(select(table.c.famille_id).where(column.in_(ids)))
