"""Every loan on a day, in one grouped query: balance, what is owed, what is late and since when.

The laws are those of `caseapp.domain.pret`; a test compares the two on the same records.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import Forme
from caseapp.models import (
    Aide,
    EcheancePret,
    Famille,
    MouvementPret,
    Paiement,
    PlanPret,
    TypeAide,
)
from caseapp.services.paiements_lecture import GRANTED
from caseapp.services.prets_rows import ListePrets, PretListe, PretRow

_A, _F, _T = Aide.__table__.c, Famille.__table__.c, TypeAide.__table__.c
_P, _M = Paiement.__table__.c, MouvementPret.__table__.c
_PL, _E = PlanPret.__table__.c, EcheancePret.__table__.c
_BATCH = 900


def read_loan_list(session: Session, liste: ListePrets, jour: date) -> PretListe:
    """Return the loans of a list: the latest first, then by next échéance, then by decision."""
    loans = _loans(jour)
    never = date.max
    order = (
        case((loans.c.retard > 0, loans.c.prochaine), else_=never),
        func.coalesce(loans.c.prochaine, never),
        loans.c.date_decision,
        loans.c.aide_id,
    )
    rows = session.execute(select(loans).where(_listed(loans, liste)).order_by(*order)).all()
    late = [row.retard for row in rows if row.retard > 0]
    return PretListe(
        tuple(row.aide_id for row in rows), sum(row.accorde for row in rows), sum(row.solde for row in rows),
        sum(row.du for row in rows), len(late), sum(late),
    )  # fmt: skip


def read_loan_rows(session: Session, ids: Sequence[int], jour: date) -> tuple[PretRow, ...]:
    """Return the loans of these aids, in that order; those that are no loan on that day are left out."""
    found: dict[int, PretRow] = {}
    for start in range(0, len(ids), _BATCH):
        loans = _loans(jour, _A.id.in_(ids[start : start + _BATCH]))
        statement = (
            select(*loans.c, _F.nom, _F.prenom, _F.protection, _T.libelle)
            .join(Famille, _F.id == loans.c.famille_id)
            .join(TypeAide, _T.id == loans.c.type_aide_id)
        )
        found |= {row.aide_id: _row(row, jour) for row in session.execute(statement)}
    return tuple(found[one] for one in ids if one in found)


def read_owed(session: Session, jour: date) -> int:
    """Return what all families owe the Caf on a day, in cents."""
    return int(session.scalar(select(func.coalesce(func.sum(_loans(jour).c.du), 0))) or 0)


def _listed(loans: CTE, liste: ListePrets) -> ColumnElement[bool]:
    running = or_(loans.c.solde > 0, loans.c.du > 0)
    return {
        ListePrets.EN_COURS: running,
        ListePrets.EN_RETARD: loans.c.retard > 0,
        ListePrets.SANS_ECHEANCIER: and_(loans.c.du > 0, loans.c.plan_id.is_(None)),
        ListePrets.SOLDES: ~running,
    }[liste]


def _loans(jour: date, wanted: ColumnElement[bool] | None = None) -> CTE:
    """Select every loan granted by a day, or paid, with its figures on that day."""
    plans = _plans(jour)
    base, echeances = _balances(jour, plans, wanted), _echeances(plans)
    totals = (
        select(
            echeances.c.plan_id,
            func.sum(echeances.c.montant).label("total"),
            func.sum(case((echeances.c.date_echeance < jour, echeances.c.montant), else_=0)).label("echu"),
        )
        .group_by(echeances.c.plan_id)
        .cte("plans_totaux")
    )
    covered = _above_zero(func.coalesce(totals.c.total, 0) - base.c.solde)
    passed = _above_zero(func.coalesce(totals.c.echu, 0) - covered)
    late = case((passed > base.c.du, base.c.du), else_=passed)
    figures = (
        select(*base.c, covered.label("couvert"), late.label("retard"))
        .outerjoin(totals, totals.c.plan_id == base.c.plan_id)
        .cte("prets_du_jour")
    )
    left = and_(echeances.c.plan_id == figures.c.plan_id, echeances.c.cumul > figures.c.couvert)
    return (
        select(
            *figures.c,
            func.min(echeances.c.date_echeance).label("prochaine"),
            (func.min(echeances.c.cumul) - figures.c.couvert).label("montant_prochain"),
        )
        .outerjoin(echeances, left)
        .group_by(*figures.c)
        .cte("prets_suivis")
    )


def _balances(jour: date, plans: CTE, wanted: ColumnElement[bool] | None) -> CTE:
    in_hand = and_(_P.date_versement <= jour, or_(_P.date_retour.is_(None), _P.date_retour > jour))
    paid = (
        select(_P.aide_id, func.sum(case((in_hand, _P.montant), else_=0)).label("verse"))
        .where(_P.forme == Forme.PRET.value, _P.date_versement <= jour)
        .group_by(_P.aide_id)
        .subquery("verses")
    )
    moved = (
        select(_M.aide_id, func.sum(_M.montant).label("rendu"))
        .where(_M.date <= jour)
        .group_by(_M.aide_id)
        .subquery("mouvements")
    )
    granted = and_(GRANTED, _A.date_decision <= jour, _A.montant_pret > 0)
    returned = func.coalesce(moved.c.rendu, 0)
    solde = case((granted, _A.montant_pret), else_=0) - returned
    du = _above_zero(func.coalesce(paid.c.verse, 0) - returned)
    return (
        select(
            _A.id.label("aide_id"), _A.famille_id, _A.type_aide_id, _A.date_decision, plans.c.plan_id,
            case((granted, _A.montant_pret), else_=0).label("accorde"), solde.label("solde"),
            du.label("du"),
        )
        .outerjoin(paid, paid.c.aide_id == _A.id)
        .outerjoin(moved, moved.c.aide_id == _A.id)
        .outerjoin(plans, plans.c.aide_id == _A.id)
        .where(or_(granted, paid.c.verse > 0), *([] if wanted is None else [wanted]))
        .cte("soldes")
    )  # fmt: skip


def _plans(jour: date) -> CTE:
    """Select the schedule in force of each loan."""
    rank = func.row_number().over(
        partition_by=_PL.aide_id, order_by=(_PL.date_effet.desc(), _PL.id.desc())
    )  # fmt: skip
    ranked = select(_PL.id.label("plan_id"), _PL.aide_id, rank.label("rang")).where(_PL.date_effet <= jour)
    plans = ranked.subquery("plans_ranges")
    return select(plans.c.plan_id, plans.c.aide_id).where(plans.c.rang == 1).cte("plans_en_vigueur")


def _echeances(plans: CTE) -> CTE:
    """Select the échéances of these schedules, with what they add up to so far."""
    running = func.sum(_E.montant).over(partition_by=_E.plan_id, order_by=_E.numero)
    return (
        select(_E.plan_id, _E.date_echeance, _E.montant, running.label("cumul"))
        .join(plans, plans.c.plan_id == _E.plan_id)
        .cte("echeances_en_vigueur")
    )


def _above_zero(amount: ColumnElement[Any]) -> ColumnElement[int]:
    return case((amount > 0, amount), else_=0)


def _row(row: Any, jour: date) -> PretRow:
    late = row.retard > 0
    return PretRow(
        row.aide_id, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection), row.libelle,
        row.accorde, row.solde, row.du, row.retard, row.prochaine if late else None,
        (jour - row.prochaine).days if late else 0, row.prochaine, row.montant_prochain or 0,
    )  # fmt: skip
