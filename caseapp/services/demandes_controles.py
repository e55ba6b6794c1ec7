"""What a request accepts, checked in French before the database checks it again."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.text import fold
from caseapp.errors import FieldError, InputError
from caseapp.models import (
    Aide,
    Cofinancement,
    Famille,
    Intervention,
    Partenaire,
    RendezVous,
    SeanceCommission,
)
from caseapp.models.aide import LONGEST_EXPOSE
from caseapp.models.base import new_reference
from caseapp.services.demandes_lignes import DemandeSaisie, FinanceurSaisie, is_waiting, is_withdrawn
from caseapp.services.saisie_suivi import check_code, check_day, check_past, cleaned, filled_in

MOST_CENTS = 100_000_000
"""A million euros: more is a typing error."""
MOST_QF = 10_000_000
MOST_QUANTITY = 1_000
PARTENAIRE, REFUSE = "partenaire", "refuse"
GONE = "Cette demande n'est plus dans la base."
_DECIDED = "Cette demande est décidée : elle ne se modifie plus."
_WITHDRAWN = "Cette demande est sans suite : rouvrez-la d'abord."


def open_request(session: Session, aide_id: int) -> Aide:
    """Return a request that still waits; InputError otherwise."""
    aide = find_request(session, aide_id)
    if is_withdrawn(aide.decision):
        raise InputError(_WITHDRAWN)
    if not is_waiting(aide.decision, aide.date_decision):
        raise InputError(_DECIDED)
    return aide


def find_request(session: Session, aide_id: int) -> Aide:
    """Return a request; InputError when it is gone."""
    aide = session.get(Aide, aide_id)
    if aide is None:
        raise InputError(GONE)
    return aide


def fill(session: Session, aide: Aide, saisie: DemandeSaisie, today: date) -> None:
    """Put what was typed in a request, but its family and its aid; FieldError names the field refused."""
    check_amounts(saisie)
    check_past("mois_qf", saisie.mois_qf, today)
    check_day("date_projet", saisie.date_projet)
    check_code(session, "motif", "motif_aide", saisie.motif)
    check_code(session, "demandeur", "demandeur", saisie.demandeur)
    _check_links(session, aide.famille_id, saisie)
    aide.montant_demande, aide.motif, aide.demandeur = saisie.montant_demande, saisie.motif, saisie.demandeur
    aide.partenaire_id = _partner(session, saisie)
    aide.intervention_id, aide.rendez_vous_id = saisie.intervention_id, saisie.rendez_vous_id
    aide.quotient_familial, aide.mois_qf = saisie.quotient_familial, _month(saisie)
    aide.quantite, aide.cout, aide.reste_a_charge = saisie.quantite, saisie.cout, saisie.reste_a_charge
    aide.date_projet, aide.urgente = saisie.date_projet, saisie.urgente
    aide.objet = cleaned("objet", saisie.objet)
    aide.expose = cleaned("expose", saisie.expose, LONGEST_EXPOSE)


def required_family(session: Session, famille_id: int | None) -> Famille:
    """Return the family that asks."""
    if famille_id is None:
        raise FieldError("famille", "Choisissez la famille qui demande l'aide.")
    famille = session.get(Famille, famille_id)
    if famille is None:
        raise FieldError("famille", "Cette famille n'est plus dans la base.")
    return famille


def required_past(saisie: DemandeSaisie, today: date) -> date:
    """Return the day of the request, which is not to come."""
    if saisie.date_demande is None:
        raise FieldError("date_demande", "Dites de quel jour est la demande.")
    check_past("date_demande", saisie.date_demande, today)
    return saisie.date_demande


def check_before_session(session: Session, aide: Aide, jour: date) -> None:
    """Refuse a day of request after the session whose agenda it is on: nothing could be decided there."""
    seance = None if aide.seance_id is None else session.get(SeanceCommission, aide.seance_id)
    if seance is not None and jour > seance.date:
        day = format_date(seance.date)
        raise FieldError(
            "date_demande", f"Cette demande est à l'ordre du jour du {day} : elle ne peut pas être après."
        )


def check_amounts(saisie: DemandeSaisie) -> None:
    """Refuse amounts and numbers that no request has."""
    for field, cents, most in (
        ("montant_demande", saisie.montant_demande, MOST_CENTS),
        ("cout", saisie.cout, MOST_CENTS),
        ("reste_a_charge", saisie.reste_a_charge, MOST_CENTS),
        ("quotient_familial", saisie.quotient_familial, MOST_QF),
    ):
        check_amount(field, cents, most)
    if saisie.montant_demande == 0:
        raise FieldError("montant_demande", "Une demande porte sur un montant, plus grand que zéro.")
    if saisie.quantite is not None and not 1 <= saisie.quantite <= MOST_QUANTITY:
        raise FieldError("quantite", f"Une quantité va de 1 à {MOST_QUANTITY}.")
    if saisie.mois_qf is not None and saisie.quotient_familial is None:
        raise FieldError("quotient_familial", "Ce mois est celui de quel quotient familial ?")
    if saisie.quotient_familial is not None and saisie.mois_qf is None:
        raise FieldError("mois_qf", "Dites de quel mois est ce quotient familial.")


def check_amount(field: str, cents: int | None, most: int = MOST_CENTS) -> None:
    """Refuse a negative or an absurd amount, in cents."""
    if cents is not None and cents < 0:
        raise FieldError(field, "Un montant ne peut pas être négatif.")
    if cents is not None and cents > most:
        raise FieldError(field, f"Ce montant est trop grand : {format_cents(most)} au plus.")


def checked_funders(session: Session, financeurs: tuple[FinanceurSaisie, ...]) -> tuple[Cofinancement, ...]:
    """Return the other funders to be added; the fields refused are numbered from 1 (`montant_1`)."""
    made = []
    for rank, one in enumerate(financeurs, 1):
        name = filled_in(f"financeur_{rank}", one.financeur, "Dites qui est ce financeur.")
        if one.montant is None:
            raise FieldError(
                f"montant_{rank}", "Dites combien ce financeur donne, ou ce qui lui est demandé."
            )
        check_amount(f"montant_{rank}", one.montant)
        check_code(session, f"etat_{rank}", "etat_cofinancement", one.etat)
        made.append(Cofinancement(financeur=name, montant=one.montant, etat=one.etat))
    return tuple(made)


def _month(saisie: DemandeSaisie) -> date | None:
    return None if saisie.mois_qf is None else saisie.mois_qf.replace(day=1)


def _check_links(session: Session, famille_id: int, saisie: DemandeSaisie) -> None:
    owners: list[tuple[str, int | None, str]] = []
    if saisie.intervention_id is not None:
        intervention = session.get(Intervention, saisie.intervention_id)
        owners.append(("intervention", _owner(intervention), "Cette intervention n'est pas celle"))
    if saisie.rendez_vous_id is not None:
        meeting = session.get(RendezVous, saisie.rendez_vous_id)
        owners.append(("rendez_vous", _owner(meeting), "Ce rendez-vous n'est pas celui"))
    for field, owner, said in owners:
        if owner != famille_id:
            raise FieldError(field, f"{said} de la famille choisie.")


def _owner(record: Intervention | RendezVous | None) -> int | None:
    return None if record is None else record.famille_id


def _partner(session: Session, saisie: DemandeSaisie) -> int | None:
    """Return the partner who asks, added when it was not in the list; None for another asker."""
    if saisie.demandeur != PARTENAIRE:
        return None
    name = cleaned("partenaire", saisie.nouveau_partenaire)
    if name is not None:
        return _added(session, name)
    if saisie.partenaire_id is None:
        raise FieldError("partenaire", "Dites quel partenaire fait la demande.")
    if session.get(Partenaire, saisie.partenaire_id) is None:
        raise FieldError("partenaire", "Ce partenaire n'est plus dans la base.")
    return saisie.partenaire_id


def _added(session: Session, name: str) -> int:
    known = session.execute(select(Partenaire.id, Partenaire.nom)).all()
    found = next((ident for ident, nom in known if fold(nom) == fold(name)), None)
    if found is not None:
        return int(found)
    partner = Partenaire(code=new_reference("P"), nom=name)
    session.add(partner)
    session.flush()
    return partner.id
