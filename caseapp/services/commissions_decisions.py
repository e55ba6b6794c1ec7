"""What a decision on an aid may be: its amounts beside what was asked, its forms, its day, its reasons.

Accord: all that was asked is granted; accord partiel: less. More than asked needs its reason in words. A
granted aid has an amount, a refusal a reason of the list; a refusal or an ajournement carries no amount.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.nomenclature import (
    DECISIONS_ATTRIBUTIVES,
    EN_ATTENTE,
    SANS_SUITE,
    Decideur,
    Decision,
    Forme,
)
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, MouvementPret, Paiement, SeanceCommission, TypeAide
from caseapp.services.commission_rows import DecisionSaisie
from caseapp.services.commissions_lecture import formes_of, read_formes
from caseapp.services.demandes_controles import check_amount
from caseapp.services.saisie_suivi import check_code, cleaned

CLOSED = "Cette séance est close : une décision se corrige par une rectification."
GIVEN_UP = "Cette demande est sans suite : rouvrez-la d'abord."
_FORMES = {Forme.SUBVENTION.value: "subvention", Forme.PRET.value: "prêt"}


def check_decision(session: Session, aide: Aide, saisie: DecisionSaisie, jour: date) -> DecisionSaisie:
    """Return the decision as it is kept; FieldError for what its rules refuse."""
    if saisie.decision not in set(Decision):
        raise FieldError("decision", "Choisissez une décision.")
    if jour < aide.date_demande:
        raise FieldError(
            "jour", f"Cette décision serait avant la demande, du {format_date(aide.date_demande)}."
        )
    words = cleaned("motif_decision", saisie.motif_decision)
    pret, subvention = (_amount(field, one) for field, one in
                        (("pret", saisie.pret), ("subvention", saisie.subvention)))  # fmt: skip
    if saisie.decision in DECISIONS_ATTRIBUTIVES:
        kept = DecisionSaisie(saisie.decision, pret, subvention, None, words)
        _check_forms(session, aide, kept)
        _check_sum(aide, kept)
    else:
        kept = _without_amount(session, saisie, words)
    check_paid(session, aide, kept.pret, kept.subvention)
    return kept


def put_decision(aide: Aide, kept: DecisionSaisie, jour: date, decideur: Decideur) -> None:
    """Write a checked decision on its aid."""
    aide.decision, aide.date_decision, aide.decideur = kept.decision, jour, decideur.value
    put_amounts(aide, kept)


def put_amounts(aide: Aide, kept: DecisionSaisie) -> None:
    """Write what a checked decision grants, and its reasons."""
    aide.montant_pret, aide.montant_subvention = kept.pret, kept.subvention
    aide.motif_refus, aide.motif_decision = kept.motif_refus, kept.motif_decision


def take_back(session: Session, aide: Aide) -> None:
    """Leave an aid to be decided again."""
    check_paid(session, aide, None, None)
    aide.decision, aide.date_decision, aide.decideur = EN_ATTENTE, None, None
    put_amounts(aide, DecisionSaisie(EN_ATTENTE))


def check_followed(aide: Aide) -> None:
    """Refuse a request that the family gave up: it is opened again first."""
    if aide.decision == SANS_SUITE:
        raise InputError(GIVEN_UP)


def seance_of(session: Session, aide: Aide) -> SeanceCommission | None:
    """Return the session whose agenda an aid is on; InputError when it is sealed."""
    seance = None if aide.seance_id is None else session.get(SeanceCommission, aide.seance_id)
    if seance is not None and seance.close_le is not None:
        raise InputError(CLOSED)
    return seance


def _amount(field: str, cents: int | None) -> int | None:
    """Return an amount, none for zero."""
    check_amount(field, cents)
    return cents or None


def _without_amount(session: Session, saisie: DecisionSaisie, words: str | None) -> DecisionSaisie:
    for field, cents in (("subvention", saisie.subvention), ("pret", saisie.pret)):
        if cents:
            raise FieldError(field, "Un refus ou un ajournement n'accorde aucun montant.")
    if saisie.decision == Decision.AJOURNEMENT:
        return DecisionSaisie(saisie.decision, motif_decision=words)
    if saisie.motif_refus is None:
        raise FieldError("motif_refus", "Un refus a son motif : choisissez-le.")
    check_code(session, "motif_refus", "motif_refus", saisie.motif_refus)
    return DecisionSaisie(saisie.decision, motif_refus=saisie.motif_refus, motif_decision=words)


def _check_forms(session: Session, aide: Aide, kept: DecisionSaisie) -> None:
    """Refuse a form that neither the règlement of the year of the request nor the type of aid has."""
    type_aide = session.get(TypeAide, aide.type_aide_id)
    formes = formes_of(
        read_formes(session, (aide.date_demande.year,)), aide, type_aide.formes if type_aide else None
    )
    for field, cents in (("subvention", kept.subvention), ("pret", kept.pret)):
        if cents and field not in formes:
            raise FieldError(field, f"Cette aide n'existe pas en {_FORMES[field]}.")


def _check_sum(aide: Aide, kept: DecisionSaisie) -> None:
    """Compare what is granted with what was asked."""
    granted, asked = (kept.pret or 0) + (kept.subvention or 0), aide.montant_demande
    field = "pret" if kept.pret and not kept.subvention else "subvention"
    if not granted:
        raise FieldError(field, "Un accord a un montant, en subvention ou en prêt.")
    if asked is None:
        return
    if granted > asked and kept.motif_decision is None:
        more = format_cents(granted - asked)
        raise FieldError("motif_decision", f"C'est {more} de plus que demandé : dites pourquoi.")
    if kept.decision == Decision.ACCORD and granted < asked:
        less = format_cents(asked - granted)
        raise FieldError(field, f"C'est {less} de moins que demandé : choisissez l'accord partiel.")
    if kept.decision == Decision.ACCORD_PARTIEL and granted >= asked:
        raise FieldError(field, "Tout ce qui est demandé est accordé : choisissez l'accord.")


def check_paid(session: Session, aide: Aide, pret: int | None, subvention: int | None) -> None:
    """Refuse to grant less (cents) than what is paid, or to be paid, in a form, or than was repaid."""
    statement = (
        select(Paiement.forme, func.sum(Paiement.montant))
        .where(Paiement.aide_id == aide.id)
        .where(Paiement.date_annulation.is_(None), Paiement.date_retour.is_(None))
        .group_by(Paiement.forme)
    )
    granted = {Forme.PRET.value: pret or 0, Forme.SUBVENTION.value: subvention or 0}
    for forme, paid in session.execute(statement):
        if paid > granted[forme]:
            raise FieldError(
                forme, f"Les paiements prévus ou faits ({format_cents(paid)}) dépassent ce montant."
            )
    lowered = select(func.sum(MouvementPret.montant)).where(MouvementPret.aide_id == aide.id)
    settled = session.scalar(lowered) or 0
    if settled > (pret or 0):
        raise FieldError(
            Forme.PRET.value, f"Ce qui est remboursé ou remis ({format_cents(settled)}) dépasse ce montant."
        )
