"""The money of the loans: what was repaid beside what was lent, each schedule beside its balance."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES
from caseapp.models import Aide, EcheancePret, MouvementPret, PlanPret, Rectification, Version
from caseapp.store.operations import read_values

_NAMED = 5
"""Problems of one kind told one by one; the others are counted."""
GRANTED: ColumnElement[bool] = func.coalesce(Aide.decision.in_(DECISIONS_ATTRIBUTIVES), False)
_LOAN = case((GRANTED, func.coalesce(Aide.montant_pret, 0)), else_=0)


def told(sentences: Iterable[str]) -> list[str]:
    """Return the first sentences, then how many others there are."""
    found = list(sentences)
    if len(found) <= _NAMED:
        return found
    said = plural(len(found) - _NAMED, "autre cas semblable", "autres cas semblables")
    return [*found[:_NAMED], f"Et {said}."]


def check_movements(session: Session) -> list[str]:
    """Compare what was repaid or remitted with the loan."""
    total = func.sum(MouvementPret.montant)
    statement = (
        select(Aide.reference, total, _LOAN)
        .join(Aide, Aide.id == MouvementPret.aide_id)
        .group_by(Aide.id)
        .having(total > _LOAN)
        .order_by(Aide.reference)
    )
    return told(
        f"Aide {reference} : {format_cents(cents)} remboursés ou remis d'un prêt de {format_cents(loan)}."
        for reference, cents, loan in session.execute(statement)
    )


def check_plans(session: Session) -> list[str]:
    """Compare each schedule with the balance of its day, as it was known when the schedule was made.

    What was recorded after the schedule for that day or before it does not count against it: identifiers
    are ordered in time. A decision changed since, or a movement taken back, leaves it as it was made.
    """
    planned = (
        select(func.coalesce(func.sum(EcheancePret.montant), 0))
        .where(EcheancePret.plan_id == PlanPret.id)
        .scalar_subquery()
    )
    until = MouvementPret.date <= PlanPret.date_effet
    balance = _LOAN - _lowered(until)
    known = _LOAN - _lowered(and_(until, MouvementPret.uuid < PlanPret.uuid))
    before = _LOAN - _lowered(MouvementPret.date < PlanPret.date_effet)
    rectified = select(Rectification.id).where(
        Rectification.aide_id == PlanPret.aide_id, Rectification.uuid > PlanPret.uuid
    )
    statement = (
        select(PlanPret.id, Aide.id, Aide.reference, PlanPret.date_effet, planned, balance)
        .join(Aide, Aide.id == PlanPret.aide_id)
        .where(planned.not_in([balance, known, before]), ~rectified.exists())
        .order_by(Aide.reference, PlanPret.date_effet, PlanPret.id)
    )
    return told(
        f"Aide {reference} : l'échéancier du {format_date(day)} fait {format_cents(total)}, "
        f"le solde était de {format_cents(left)}."
        for plan_id, aide_id, reference, day, total, left in session.execute(statement).all()
        if not _was_changed_under(session, plan_id, aide_id)
    )


def _lowered(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Sum what lowered the loan of a schedule."""
    total = select(func.coalesce(func.sum(MouvementPret.montant), 0))
    return total.where(MouvementPret.aide_id == PlanPret.aide_id, condition).scalar_subquery()


def _was_changed_under(session: Session, plan_id: int, aide_id: int) -> bool:
    """Tell whether a step after the one that made a schedule decided again, or took a movement back."""
    made = select(func.coalesce(func.max(Version.id), 0)).where(
        Version.objet == PlanPret.__tablename__, Version.objet_id == plan_id, Version.avant.is_(None)
    )
    decided = and_(Version.objet == Aide.__tablename__, Version.objet_id == aide_id)
    taken_back = and_(Version.objet == MouvementPret.__tablename__, Version.apres.is_(None))
    later = select(Version.objet, Version.avant).where(
        Version.id > made.scalar_subquery(), Version.avant.is_not(None), or_(decided, taken_back)
    )
    for objet, avant in session.execute(later):
        values = read_values(objet, avant) or {}
        if objet == Aide.__tablename__:
            if values.keys() & {"decision", "montant_pret"}:
                return True
        elif values.get("aide_id") == aide_id:
            return True
    return False
