"""What a payment accepts: a form that was granted, never more than what is left of it, someone to pay."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from caseapp.domain.echeancier import Echeance, EcheancierError, by_number
from caseapp.domain.labels import format_cents
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Destinataire, Forme
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Paiement
from caseapp.services.paiements_lecture import read_restes
from caseapp.services.paiements_rows import PaiementSaisie
from caseapp.services.saisie_suivi import check_day, check_order, check_past, filled_in, require_record

MOST_TIMES = 60
"""Payments that one entry plans at most."""
FORM_WORDS = {Forme.SUBVENTION.value: "en subvention", Forme.PRET.value: "en prêt"}
AIDE_GONE, PAIEMENT_GONE = "Cette aide n'est plus dans la base.", "Ce paiement n'est plus dans la base."


def granted_aide(session: Session, aide_id: int) -> Aide:
    """Return an aid that is granted; InputError for any other."""
    aide = require_record(session, Aide, aide_id, AIDE_GONE)
    if aide.decision not in DECISIONS_ATTRIBUTIVES:
        raise InputError("Cette aide n'est pas accordée : rien n'est à payer.")
    return aide


def require_payment(session: Session, paiement_id: int) -> Paiement:
    """Return a payment; InputError when it is gone."""
    return require_record(session, Paiement, paiement_id, PAIEMENT_GONE)


def check_saisie(session: Session, aide: Aide, saisie: PaiementSaisie, today: date) -> PaiementSaisie:
    """Return what was typed as it is kept; FieldError for what cannot be."""
    if saisie.forme not in FORM_WORDS:
        raise FieldError("forme", "Choisissez dans la liste.")
    if not 1 <= saisie.fois <= MOST_TIMES:
        raise FieldError("fois", f"De 1 à {MOST_TIMES} fois.")
    if saisie.versement is not None and saisie.fois > 1:
        raise FieldError("versement", "Plusieurs paiements se versent un par un, dans leur liste.")
    check_sum(session, aide.id, saisie)
    check_day("date_prevue", saisie.date_prevue)
    check_order("date_prevue", aide.date_decision, saisie.date_prevue, "la décision")
    check_past("versement", saisie.versement, today)
    check_order("versement", aide.date_decision, saisie.versement, "la décision")
    return replace(saisie, tiers=_third_party(saisie))


def check_sum(session: Session, aide_id: int, saisie: PaiementSaisie) -> None:
    """Refuse more than what is left of the form, cancelled and returned payments aside."""
    words, reste = FORM_WORDS[saisie.forme], read_restes(session, [aide_id]).get((aide_id, saisie.forme))
    if reste is None or not reste.accorde:
        raise FieldError("forme", f"Rien n'est accordé {words}.")
    if saisie.montant <= 0:
        raise FieldError("montant", "Le montant doit dépasser zéro.")
    if saisie.montant > reste.reste:
        raise FieldError(
            "montant",
            f"Il reste {format_cents(reste.reste)} à prévoir {words}, sur {format_cents(reste.accorde)}.",
        )
    if saisie.montant < saisie.fois:
        raise FieldError("fois", f"{format_cents(saisie.montant)} ne se partagent pas en {saisie.fois} fois.")


def share(saisie: PaiementSaisie) -> tuple[Echeance, ...]:
    """Return the payments of an entry: equal to the cent, a month apart, the last one taking the rest."""
    try:
        return by_number(saisie.montant, saisie.fois, saisie.date_prevue)
    except EcheancierError as error:
        raise FieldError("date_prevue", "Le dernier paiement serait trop loin dans le temps.") from error


def _third_party(saisie: PaiementSaisie) -> str | None:
    if saisie.destinataire == Destinataire.FAMILLE:
        return None
    if saisie.destinataire != Destinataire.TIERS:
        raise FieldError("destinataire", "Choisissez qui est payé.")
    return filled_in("tiers", saisie.tiers, "Écrivez le nom de qui est payé.")
