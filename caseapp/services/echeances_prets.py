"""Which loans are late on a day, in five grouped readings whatever their number.

The laws are those of `caseapp.domain.pret`: repayments settle the oldest échéances of the schedule in
force, and nothing is late beyond what is owed.
"""

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Forme
from caseapp.models import Aide, EcheancePret, MouvementPret, Paiement, PlanPret


def read_late_loans(session: Session, jour: date) -> dict[int, int]:
    """Return the cents late of each loan that is, by aid."""
    passed = _passed(session, jour)
    granted, paid, moved = (_by_aid(session, one) for one in (_granted(jour), _paid(jour), _moved(jour)))
    found = {}
    for aide_id, (total, due) in passed.items():
        returned = moved.get(aide_id, 0)
        covered = max(0, total - (granted.get(aide_id, 0) - returned))
        late = min(due - covered, paid.get(aide_id, 0) - returned)
        if late > 0:
            found[aide_id] = late
    return found


def _passed(session: Session, jour: date) -> dict[int, tuple[int, int]]:
    """Return what the schedule in force adds up to and what of it was due before the day, by aid."""
    plans = select(PlanPret.aide_id, PlanPret.id).where(PlanPret.date_effet <= jour)
    in_force = dict(session.execute(plans.order_by(PlanPret.date_effet, PlanPret.id)).all())
    due = func.sum(case((EcheancePret.date_echeance < jour, EcheancePret.montant), else_=0))
    sums = select(EcheancePret.plan_id, func.sum(EcheancePret.montant), due).group_by(EcheancePret.plan_id)
    known = {plan_id: (total, late) for plan_id, total, late in session.execute(sums)}
    return {aide_id: known[plan_id] for aide_id, plan_id in in_force.items() if plan_id in known}


def _by_aid(session: Session, statement: Select[*tuple[Any, ...]]) -> dict[int, int]:
    return dict(session.execute(statement).all())


def _granted(jour: date) -> Select[*tuple[Any, ...]]:
    return select(Aide.id, Aide.montant_pret).where(
        Aide.date_decision <= jour, Aide.decision.in_(DECISIONS_ATTRIBUTIVES), Aide.montant_pret > 0
    )


def _paid(jour: date) -> Select[*tuple[Any, ...]]:
    in_hand = and_(
        Paiement.forme == Forme.PRET.value,
        Paiement.date_versement <= jour,
        or_(Paiement.date_retour.is_(None), Paiement.date_retour > jour),
    )
    return select(Paiement.aide_id, func.sum(Paiement.montant)).where(in_hand).group_by(Paiement.aide_id)


def _moved(jour: date) -> Select[*tuple[Any, ...]]:
    moved = select(MouvementPret.aide_id, func.sum(MouvementPret.montant)).where(MouvementPret.date <= jour)
    return moved.group_by(MouvementPret.aide_id)
