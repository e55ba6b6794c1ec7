"""Closing a session: what is put off moves on, the decisions are sealed; later, only rectifications.

An ajournement leaves an `Ajournement` and the request waits again, on the next session when one was chosen.
All of it stands in one transaction, the seal last.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date, plural
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, EN_ATTENTE, Decideur, Decision
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Ajournement, Rectification, SeanceCommission
from caseapp.services.commission_rows import Cloture, DecisionSaisie
from caseapp.services.commissions_decisions import check_decision, put_amounts, take_back
from caseapp.services.commissions_sceau import compute_seal
from caseapp.services.saisie_suivi import cleaned, filled_in, require_record


@dataclass(frozen=True, slots=True)
class Correction:
    """A rectification on its way: what is decided now, why, who does it and when (UTC)."""

    saisie: DecisionSaisie
    motif: str | None
    auteur: str
    moment: datetime


REPORTER, RETIRER = "reporter", "retirer"
LONGEST = 4_000


def close_session(session: Session, seance: SeanceCommission, cloture: Cloture, today: date) -> None:
    """Seal a session but its moment and its author; FieldError for what is still to be chosen."""
    if seance.date > today:
        raise InputError(f"Cette séance n'a pas encore eu lieu : elle est le {format_date(seance.date)}.")
    seance_presents = cleaned("presents", cloture.presents, LONGEST)
    observations = cleaned("observations", cloture.observations, LONGEST)
    aides = session.scalars(select(Aide).where(Aide.seance_id == seance.id)).all()
    undecided = [one for one in aides if one.decision in {None, EN_ATTENTE}]
    if len(undecided) == len(aides):
        raise InputError("Rien n'est décidé dans cette séance : il n'y a rien à clore.")
    suivante = _next(session, seance, cloture)
    _move_undecided(undecided, cloture, suivante)
    for aide in aides:
        if aide.decision == Decision.AJOURNEMENT:
            _put_off(session, aide, seance, suivante)
    session.flush()  # before the session is closed: its aids can no longer change afterwards
    seance.presents, seance.observations = seance_presents, observations
    seance.empreinte = compute_seal(session, seance)


def rectify(session: Session, aide: Aide, correction: Correction) -> None:
    """Correct a sealed decision: the rectification is written first, then the aid, at the same date."""
    seance = None if aide.seance_id is None else session.get(SeanceCommission, aide.seance_id)
    if seance is None or seance.close_le is None:
        raise InputError("Cette décision n'est pas scellée : elle se change directement.")
    saisie = correction.saisie
    why = filled_in("motif", correction.motif, "Une rectification a son motif : dites-le.")
    if saisie.decision == Decision.AJOURNEMENT:
        raise FieldError("decision", "Une séance close n'ajourne plus : accordez ou refusez.")
    kept = check_decision(session, aide, _explained(saisie, aide, why), seance.date)
    before = (aide.decision, aide.montant_pret, aide.montant_subvention)
    same = before == (kept.decision, kept.pret, kept.subvention)
    if same and kept.motif_refus == aide.motif_refus:
        raise InputError("Cette rectification ne change rien à la décision.")
    session.add(
        Rectification(
            aide_id=aide.id, seance_id=seance.id, moment=correction.moment, auteur=correction.auteur,
            motif=why,
            decision_avant=before[0], pret_avant=before[1], subvention_avant=before[2],
            decision_apres=kept.decision, pret_apres=kept.pret, subvention_apres=kept.subvention,
        )
    )  # fmt: skip
    session.flush()
    aide.decision, aide.decideur = kept.decision, Decideur.COMMISSION.value
    put_amounts(aide, kept)


def _explained(saisie: DecisionSaisie, aide: Aide, why: str) -> DecisionSaisie:
    """Return the decision with its reason in words: its own, else the one kept, else the rectification's.

    A refusal does not keep the reason of a grant, nor a grant that of a refusal.
    """
    words, is_grant = saisie.motif_decision, saisie.decision in DECISIONS_ATTRIBUTIVES
    if words is None and is_grant == (aide.decision in DECISIONS_ATTRIBUTIVES):
        words = aide.motif_decision
    if words is None and is_grant:
        words = why
    return DecisionSaisie(saisie.decision, saisie.pret, saisie.subvention, saisie.motif_refus, words)


def _next(session: Session, seance: SeanceCommission, cloture: Cloture) -> SeanceCommission | None:
    """Return the session that receives what is put off."""
    if cloture.suivante_id is None:
        return None
    gone = "Cette séance n'est plus dans la base."
    suivante = require_record(session, SeanceCommission, cloture.suivante_id, gone)
    if suivante.close_le is not None or suivante.id == seance.id or suivante.date < seance.date:
        raise FieldError("suivante", "Choisissez une séance à venir, encore ouverte.")
    return suivante


def _move_undecided(aides: list[Aide], cloture: Cloture, suivante: SeanceCommission | None) -> None:
    """Put off the requests that the session did not look at, or take them off every agenda."""
    if not aides:
        return
    if cloture.reste == REPORTER:
        if suivante is None:
            raise FieldError("suivante", "Choisissez la séance qui reçoit les demandes reportées.")
        for aide in aides:
            aide.seance_id = suivante.id
    elif cloture.reste == RETIRER:
        for aide in aides:
            aide.seance_id = None
    else:
        left = plural(len(aides), "demande n'est pas décidée", "demandes ne sont pas décidées")
        raise FieldError("reste", f"{left} : reportez à la séance suivante, ou retirez de l'ordre du jour.")


def _put_off(
    session: Session, aide: Aide, seance: SeanceCommission, suivante: SeanceCommission | None
) -> None:
    session.add(
        Ajournement(aide_id=aide.id, seance_id=seance.id, date=seance.date, motif=aide.motif_decision)
    )
    take_back(session, aide)
    aide.seance_id = None if suivante is None else suivante.id
