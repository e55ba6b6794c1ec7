"""The money of the aids: no amount without its form, no payment beyond what is granted, sums that agree.

Each check is a few statements over whole tables, whatever their size; a problem names aids, never people.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Forme
from caseapp.models import (
    Aide,
    AideReglement,
    EcheancePret,
    MouvementPret,
    Paiement,
    PlanPret,
    Rectification,
    Reglement,
    SeanceCommission,
    TypeAide,
)
from caseapp.services.budget_controle import check_budget
from caseapp.services.commissions_lecture import read_formes
from caseapp.services.commissions_sceau import check_seal

_NAMED = 5
"""Problems of one kind told one by one; the others are counted."""
_WORDS = {Forme.SUBVENTION: "subvention", Forme.PRET: "prêt"}
_COLUMNS = {Forme.SUBVENTION: Aide.montant_subvention, Forme.PRET: Aide.montant_pret}
_GRANTED: ColumnElement[bool] = func.coalesce(Aide.decision.in_(DECISIONS_ATTRIBUTIVES), False)
_LOAN = case((_GRANTED, func.coalesce(Aide.montant_pret, 0)), else_=0)


def _told(sentences: Iterable[str]) -> list[str]:
    found = list(sentences)
    if len(found) <= _NAMED:
        return found
    return [*found[:_NAMED], f"Et {len(found) - _NAMED} autres cas semblables."]


def check_payments(session: Session) -> list[str]:
    """Compare what is paid or to be paid in each form with what is granted in it."""
    granted = case(
        *((and_(_GRANTED, Paiement.forme == one), func.coalesce(_COLUMNS[one], 0)) for one in Forme), else_=0
    )
    total = func.sum(Paiement.montant)
    statement = (
        select(Aide.reference, Paiement.forme, total, func.max(granted))
        .join(Aide, Aide.id == Paiement.aide_id)
        .where(Paiement.date_annulation.is_(None), Paiement.date_retour.is_(None))
        .group_by(Aide.id, Paiement.forme)
        .having(total > func.max(granted))
        .order_by(Aide.reference)
    )
    return _told(_payment(*row) for row in session.execute(statement))


def _payment(reference: str, forme: str, paid: int, granted: int) -> str:
    word = _WORDS[Forme(forme)]
    if not granted:
        return f"Aide {reference} : {format_cents(paid)} de {word} payés sans être accordés."
    return f"Aide {reference} : {format_cents(paid)} de {word} payés pour {format_cents(granted)} accordés."


def check_forms(session: Session) -> list[str]:
    """Look for amounts granted in a form that the aid did not have in the year of its request."""
    year = extract("year", Aide.date_demande)
    known = read_formes(session)
    kinds = (
        select(Aide.type_aide_id, TypeAide.formes, year)
        .join(TypeAide, TypeAide.id == Aide.type_aide_id)
        .where(or_(*(column > 0 for column in _COLUMNS.values())))
        .distinct()
    )
    found = []
    for type_aide_id, own, annee in session.execute(kinds):
        missing = set(_COLUMNS) - set(known.get((type_aide_id, annee)) or _own(own))
        for forme in sorted(missing):
            statement = select(Aide.reference).where(
                Aide.type_aide_id == type_aide_id, year == annee, _COLUMNS[forme] > 0
            )
            found += [(one, _WORDS[forme], annee) for one in session.scalars(statement)]
    return _told(
        f"Aide {reference} : un montant en {word}, forme que cette aide n'a pas en {annee}."
        for reference, word, annee in sorted(found)
    )


def _own(formes: str | None) -> Iterable[str]:
    return formes.split() if formes else _COLUMNS


def check_undecided_amounts(session: Session) -> list[str]:
    """Look for amounts on requests that were not granted."""
    statement = (
        select(Aide.reference)
        .where(~_GRANTED, or_(*(column > 0 for column in _COLUMNS.values())))
        .order_by(Aide.reference)
    )
    return _told(f"Aide {one} : un montant sans accord." for one in session.scalars(statement))


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
    return _told(
        f"Aide {reference} : {format_cents(cents)} remboursés ou remis d'un prêt de {format_cents(loan)}."
        for reference, cents, loan in session.execute(statement)
    )


def check_plans(session: Session) -> list[str]:
    """Compare each schedule with the balance of its day; only the last one of a loan rectified since.

    What was recorded after the schedule for that day or before it does not count against it: identifiers
    are ordered in time.
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
    statement = (
        select(Aide.reference, PlanPret.date_effet, planned, balance)
        .join(Aide, Aide.id == PlanPret.aide_id)
        .where(planned.not_in([balance, known, before]), or_(_is_last_plan(), ~_is_rectified()))
        .order_by(Aide.reference, PlanPret.date_effet)
    )
    return _told(
        f"Aide {reference} : l'échéancier du {format_date(day)} fait {format_cents(total)}, "
        f"le solde était de {format_cents(left)}."
        for reference, day, total, left in session.execute(statement)
    )


def _lowered(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Sum what lowered the loan of a schedule."""
    total = select(func.coalesce(func.sum(MouvementPret.montant), 0))
    return total.where(MouvementPret.aide_id == PlanPret.aide_id, condition).scalar_subquery()


def _is_last_plan() -> ColumnElement[bool]:
    other = PlanPret.__table__.alias()
    later = select(other.c.id).where(
        other.c.aide_id == PlanPret.aide_id, other.c.date_effet > PlanPret.date_effet
    )
    return ~later.exists()


def _is_rectified() -> ColumnElement[bool]:
    return select(Rectification.id).where(Rectification.aide_id == PlanPret.aide_id).exists()


def check_reglements(session: Session) -> list[str]:
    """Look for an aid that stands twice in the règlement of a year."""
    statement = (
        select(TypeAide.libelle, Reglement.annee)
        .join(AideReglement, AideReglement.type_aide_id == TypeAide.id)
        .join(Reglement, Reglement.id == AideReglement.reglement_id)
        .group_by(Reglement.id, TypeAide.id)
        .having(func.count() > 1)
        .order_by(Reglement.annee, TypeAide.libelle)
    )
    return [
        f"Le règlement de {annee} a plusieurs fois « {libelle} »."
        for libelle, annee in session.execute(statement)
    ]


def check_seals(session: Session) -> list[str]:
    """Compare the decisions of each closed session with its seal."""
    statement = select(SeanceCommission).where(SeanceCommission.close_le.is_not(None))
    closed = session.scalars(statement.order_by(SeanceCommission.date, SeanceCommission.id))
    return [
        f"Séance {one.code} du {format_date(one.date)} : ses décisions ne sont plus celles de sa clôture."
        for one in closed
        if not check_seal(session, one)
    ]


CHECKS: tuple[Callable[[Session], list[str]], ...] = (
    check_payments,
    check_forms,
    check_undecided_amounts,
    check_movements,
    check_plans,
    check_reglements,
    check_seals,
    check_budget,
)
