"""Every loan on a day, in two queries: balance, what is owed, what is late and since when.

The laws are those of `caseapp.domain.pret`; a test compares the two on the same records.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, func, literal, or_, select, union_all
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
from caseapp.services.prets_rows import Ensemble, ListePrets, PretListe, PretRow

_A, _F, _T = Aide.__table__.c, Famille.__table__.c, TypeAide.__table__.c
_P, _M = Paiement.__table__.c, MouvementPret.__table__.c
_PL, _E = PlanPret.__table__.c, EcheancePret.__table__.c
_BATCH = 900


@dataclass(frozen=True, slots=True)
class _Loan:
    """A loan on a day: its row of the balances, what is late, the oldest échéance not settled."""

    balance: Any
    retard: int = 0
    prochaine: date | None = None
    montant_prochain: int = 0


def read_loan_list(
    session: Session, liste: ListePrets, jour: date, familles: Collection[int] | None = None
) -> PretListe:
    """Return the loans of a list: the latest first, then by next échéance, then by decision."""
    loans = _read_loans(session, jour)
    wanted = loans
    if familles is not None:
        known = set(familles)
        wanted = [loan for loan in loans if loan.balance.famille_id in known]
    listed = sorted((loan for loan in wanted if _is_in(loan, liste)), key=_order)
    late = [loan.retard for loan in loans if loan.retard]
    return PretListe(
        tuple(loan.balance.aide_id for loan in listed), sum(loan.balance.accorde for loan in listed),
        sum(loan.balance.solde for loan in listed), sum(loan.balance.du for loan in listed),
        sum(loan.retard > 0 for loan in listed), sum(loan.retard for loan in listed),
        Ensemble(sum(loan.balance.du for loan in loans), len(late), sum(late)),
    )  # fmt: skip


def read_loan_rows(session: Session, ids: Sequence[int], jour: date) -> tuple[PretRow, ...]:
    """Return the loans of these aids, in that order; those that are no loan on that day are left out."""
    found: dict[int, PretRow] = {}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        names = (
            select(_A.id, _F.nom, _F.prenom, _F.protection, _T.libelle)
            .join(Famille, _F.id == _A.famille_id)
            .join(TypeAide, _T.id == _A.type_aide_id)
            .where(_A.id.in_(batch))
        )
        named = {row.id: row for row in session.execute(names)}
        loans = _read_loans(session, jour, batch)
        found |= {loan.balance.aide_id: _row(loan, named[loan.balance.aide_id], jour) for loan in loans}
    return tuple(found[one] for one in ids if one in found)


def read_owed(session: Session, jour: date) -> int:
    """Return what all families owe the Caf on a day, in cents."""
    return int(session.scalar(select(func.coalesce(func.sum(_balances(jour).c.du), 0))) or 0)


def _is_in(loan: _Loan, liste: ListePrets) -> bool:
    running = loan.balance.solde > 0 or loan.balance.du > 0
    if liste is ListePrets.EN_RETARD:
        return loan.retard > 0
    if liste is ListePrets.SANS_ECHEANCIER:
        return loan.balance.du > 0 and loan.balance.plan_id is None
    return running if liste is ListePrets.EN_COURS else not running


def _order(loan: _Loan) -> tuple[Any, ...]:
    due = loan.prochaine or date.max
    decided = loan.balance.date_decision or date.max
    return (due if loan.retard else date.max, due, decided, loan.balance.aide_id)


def _read_loans(session: Session, jour: date, ids: Sequence[int] | None = None) -> list[_Loan]:
    """Return every loan granted by a day, or paid, with its figures on that day; only those of `ids`."""
    base = _balances(jour, ids)
    echeances = _read_echeances(session, base)
    return [
        _measured(row, echeances.get(row.plan_id, ()), jour) for row in session.execute(select(base))
    ]  # fmt: skip


def _read_echeances(session: Session, base: CTE) -> dict[int, Sequence[tuple[date, int]]]:
    """Return the échéances in force of the loans with a balance, in order: one scan, however many."""
    plans = select(base.c.plan_id).where(base.c.plan_id.is_not(None), base.c.solde > 0)
    statement = select(_E.plan_id, _E.date_echeance, _E.montant).where(_E.plan_id.in_(plans))
    found: dict[int, list[tuple[date, int]]] = {}
    for plan_id, day, amount in session.execute(statement.order_by(_E.plan_id, _E.numero)):
        found.setdefault(plan_id, []).append((day, amount))
    return dict(found)


def _measured(row: Any, echeances: Sequence[tuple[date, int]], jour: date) -> _Loan:
    """Settle the oldest échéances with what lowered the balance, as `Pret.suivi` does."""
    covered = max(0, sum(amount for _, amount in echeances) - row.solde)
    passed = sum(amount for day, amount in echeances if day < jour)
    retard = max(0, min(passed - covered, row.du))
    so_far = 0
    for day, amount in echeances:
        so_far += amount
        if so_far > covered:
            return _Loan(row, retard, day, so_far - covered)
    return _Loan(row)


def _balances(jour: date, ids: Sequence[int] | None = None) -> CTE:
    """Select the balance of each loan and the schedule in force, from sums grouped once."""
    sums = _sums(jour, ids)
    plan = (
        select(_PL.id)
        .where(_PL.aide_id == sums.c.aide_id, _PL.date_effet <= jour)
        .order_by(_PL.date_effet.desc(), _PL.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    owed = sums.c.verse - sums.c.rendu
    return (
        select(
            sums.c.aide_id, _A.famille_id, _A.type_aide_id, _A.date_decision, plan.label("plan_id"),
            sums.c.accorde, (sums.c.accorde - sums.c.rendu).label("solde"), _above_zero(owed).label("du"),
        )
        .join(Aide, _A.id == sums.c.aide_id)
        .where(or_(sums.c.accorde > 0, sums.c.verse > 0))
        .cte("soldes")
    )  # fmt: skip


def _sums(jour: date, ids: Sequence[int] | None) -> CTE:
    """Select what was granted, paid without what came back, repaid or remitted, by aid."""
    in_hand = and_(_P.date_versement <= jour, or_(_P.date_retour.is_(None), _P.date_retour > jour))
    nothing = literal(0)
    granted = select(
        _A.id.label("aide_id"), _A.montant_pret.label("accorde"), nothing.label("verse"),
        nothing.label("rendu"),
    ).where(GRANTED, _A.date_decision <= jour, _A.montant_pret > 0, *_among(_A.id, ids))  # fmt: skip
    paid = select(_P.aide_id, nothing, _P.montant, nothing).where(
        _P.forme == Forme.PRET.value, in_hand, *_among(_P.aide_id, ids)
    )
    moved = select(_M.aide_id, nothing, nothing, _M.montant).where(_M.date <= jour, *_among(_M.aide_id, ids))
    facts = union_all(granted, paid, moved).subquery("faits")
    amounts = (func.sum(facts.c[name]).label(name) for name in ("accorde", "verse", "rendu"))
    return select(facts.c.aide_id, *amounts).group_by(facts.c.aide_id).cte("sommes")


def _among(column: ColumnElement[int], ids: Sequence[int] | None) -> tuple[ColumnElement[bool], ...]:
    return () if ids is None else (column.in_(ids),)


def _above_zero(amount: ColumnElement[Any]) -> ColumnElement[int]:
    return case((amount > 0, amount), else_=0)


def _row(loan: _Loan, named: Any, jour: date) -> PretRow:
    row, since = loan.balance, loan.prochaine if loan.retard else None
    return PretRow(
        row.aide_id, row.famille_id, family_name(named.nom, named.prenom), bool(named.protection),
        named.libelle, row.accorde, row.solde, row.du, loan.retard, since,
        (jour - since).days if since else 0, loan.prochaine, loan.montant_prochain,
    )  # fmt: skip
