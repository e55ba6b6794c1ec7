"""The money of the aids: no amount without its form, no payment beyond what is granted, sums that agree.

Each check is a few statements over whole tables, whatever their size; a problem names aids, never people.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import and_, case, extract, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.nomenclature import Forme
from caseapp.models import (
    Aide,
    AideReglement,
    Paiement,
    Reglement,
    SeanceCommission,
    TypeAide,
)
from caseapp.services.budget_controle import check_budget
from caseapp.services.commissions_lecture import read_formes
from caseapp.services.commissions_sceau import check_seal
from caseapp.services.verification_prets import GRANTED, check_movements, check_plans, told

_WORDS = {Forme.SUBVENTION: "subvention", Forme.PRET: "prêt"}
_COLUMNS = {Forme.SUBVENTION: Aide.montant_subvention, Forme.PRET: Aide.montant_pret}


def check_payments(session: Session) -> list[str]:
    """Compare what is paid or to be paid in each form with what is granted in it."""
    granted = case(
        *((and_(GRANTED, Paiement.forme == one), func.coalesce(_COLUMNS[one], 0)) for one in Forme), else_=0
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
    return told(_payment(*row) for row in session.execute(statement))


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
    return told(
        f"Aide {reference} : un montant en {word}, forme que cette aide n'a pas en {annee}."
        for reference, word, annee in sorted(found)
    )


def _own(formes: str | None) -> Iterable[str]:
    return formes.split() if formes else _COLUMNS


def check_undecided_amounts(session: Session) -> list[str]:
    """Look for amounts on requests that were not granted."""
    statement = (
        select(Aide.reference)
        .where(~GRANTED, or_(*(column > 0 for column in _COLUMNS.values())))
        .order_by(Aide.reference)
    )
    return told(f"Aide {one} : un montant sans accord." for one in session.scalars(statement))


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
