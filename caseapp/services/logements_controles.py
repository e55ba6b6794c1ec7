"""What a reported dwelling accepts, checked in French before the database checks it again."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.errors import FieldError, InputError
from caseapp.models import Famille, Intervention, Logement, LogementSignale, Occupation
from caseapp.models.base import new_reference
from caseapp.services.logements_rows import LogementSaisie, OccupationSaisie
from caseapp.services.saisie_suivi import (
    check_agent,
    check_code,
    check_day,
    check_order,
    check_past,
    cleaned,
    filled_in,
    require_record,
)

GONE = "Ce logement signalé n'est plus dans la base."
NO_DWELLING = "Ce logement n'est plus dans la base."
MOST_CENTS = 1_000_000
"""Ten thousand euros of housing aid a month: more is a typing error."""
_LARGEST = 10_000
NAMES = {
    "date_signalement": "le signalement",
    "date_visite": "la visite prévue",
    "date_constat": "le constat",
    "date_diagnostic": "le diagnostic",
    "date_conservation": "le début de la conservation",
    "date_debut_travaux": "le début des travaux",
    "date_fin_travaux": "la fin des travaux",
    "date_levee": "la levée",
    "date_perte": "la perte de l'aide",
}
_ORDER = (
    ("date_signalement", "date_visite"),
    ("date_signalement", "date_constat"),
    ("date_signalement", "date_diagnostic"),
    ("date_signalement", "date_debut_travaux"),
    ("date_constat", "date_diagnostic"),
    ("date_constat", "date_conservation"),
    ("date_constat", "date_levee"),
    ("date_conservation", "date_levee"),
    ("date_conservation", "date_perte"),
    ("date_debut_travaux", "date_fin_travaux"),
    ("date_signalement", "date_levee"),
)
_PLANNED = {"date_visite", "date_debut_travaux", "date_fin_travaux"}
"""Days that may be to come."""


def require_report(session: Session, ident: int) -> LogementSignale:
    """Return a report; InputError when it is gone."""
    return require_record(session, LogementSignale, ident, GONE)


def check_dates(record: LogementSignale, edited: Collection[str], today: date) -> None:
    """Refuse, under the field that was edited, a day in the wrong order or that has not come.

    Days in the wrong order elsewhere, which an import may have left, do not stand in the way.
    """
    for field in edited:
        check = check_day if field in _PLANNED else None
        day = getattr(record, field)
        if check is not None:
            check(field, day)
        else:
            check_past(field, day, today)
    for earlier, later in _ORDER:
        first, second = getattr(record, earlier), getattr(record, later)
        if first is None or second is None or second >= first or not {earlier, later} & set(edited):
            continue
        if later in edited:
            raise FieldError(later, f"C'est avant {NAMES[earlier]}, le {format_date(first)}.")
        raise FieldError(earlier, f"C'est après {NAMES[later]}, le {format_date(second)}.")


def check_monthly(field: str, cents: int | None) -> None:
    """Refuse an amount that no monthly aid has."""
    if cents is not None and cents <= 0:
        raise FieldError(field, "Le montant doit dépasser zéro.")
    if cents is not None and cents > MOST_CENTS:
        raise FieldError(field, f"Ce montant est trop grand : {format_cents(MOST_CENTS)} par mois au plus.")


def required_family(session: Session, famille_id: int | None) -> Famille:
    """Return the family of a report or of an occupation."""
    if famille_id is None:
        raise FieldError("famille", "Choisissez la famille.")
    famille = session.get(Famille, famille_id)
    if famille is None:
        raise FieldError("famille", "Cette famille n'est plus dans la base.")
    return famille


def required_day(field: str, day: date | None, missing: str) -> date:
    """Return a day that must be known; FieldError with the sentence `missing`."""
    if day is None:
        raise FieldError(field, missing)
    return day


def check_follower(
    session: Session, famille_id: int, agent_id: int | None, intervention_id: int | None
) -> None:
    """Refuse an agent who is gone, or an intervention that is not the family's."""
    check_agent(session, agent_id)
    if intervention_id is None:
        return
    intervention = session.get(Intervention, intervention_id)
    if intervention is None or intervention.famille_id != famille_id:
        raise FieldError("intervention", "Cette intervention n'est pas celle de la famille choisie.")


def fill_dwelling(session: Session, logement: Logement, saisie: LogementSaisie) -> None:
    """Put what was typed in a dwelling; FieldError names the field refused."""
    logement.adresse = filled_in("adresse", saisie.adresse, "Écrivez l'adresse du logement.")
    logement.complement = cleaned("complement", saisie.complement)
    logement.bailleur = cleaned("bailleur", saisie.bailleur)
    check_code(session, "type", "type_logement", saisie.type)
    if saisie.surface is not None and not 1 <= saisie.surface <= _LARGEST:
        raise FieldError("surface", "Une surface va de 1 à 10 000 m².")
    logement.type, logement.surface = saisie.type, saisie.surface
    logement.code_commune = saisie.code_commune


def find_or_add_dwelling(session: Session, logement_id: int | None, saisie: LogementSaisie) -> Logement:
    """Return the dwelling chosen, else a new one."""
    if logement_id is not None:
        known = session.get(Logement, logement_id)
        if known is None:
            raise FieldError("logement", NO_DWELLING)
        return known
    if saisie == LogementSaisie():
        raise FieldError("adresse", "Choisissez un logement connu, ou écrivez l'adresse d'un nouveau.")
    logement = Logement(reference=new_reference("LG"))
    fill_dwelling(session, logement, saisie)
    session.add(logement)
    session.flush()
    return logement


def check_occupation(session: Session, saisie: OccupationSaisie, sauf: int | None = None) -> None:
    """Refuse days in the wrong order, an unknown code, or the family twice at once in the same dwelling."""
    required_family(session, saisie.famille_id)
    if saisie.logement_id is None or session.get(Logement, saisie.logement_id) is None:
        raise FieldError("logement", NO_DWELLING)
    check_day("date_entree", saisie.date_entree)
    check_day("date_sortie", saisie.date_sortie)
    check_order("date_sortie", saisie.date_entree, saisie.date_sortie, "l'entrée")
    check_code(session, "statut", "statut_occupation", saisie.statut)
    same = select(Occupation).where(
        Occupation.famille_id == saisie.famille_id, Occupation.logement_id == saisie.logement_id
    )
    stays = session.scalars(same).all()
    days = saisie.date_entree, saisie.date_sortie
    if any(one.id == sauf and (one.date_entree, one.date_sortie) == days for one in stays):
        return  # those of a merged family may overlap, and be corrected
    for other in stays:
        if other.id != sauf and _overlap(other, saisie):
            since = f"le {format_date(other.date_entree)}" if other.date_entree else "une date inconnue"
            raise FieldError("date_entree", f"Cette famille occupe déjà ce logement depuis {since}.")


def refuse_closed(record: LogementSignale) -> None:
    """Refuse what only an open file takes."""
    if record.date_levee is not None:
        what = "Ce signalement est clos" if record.date_conservation is None else "La conservation est levée"
        raise InputError(f"{what} depuis le {format_date(record.date_levee)}.")
    if record.date_perte is not None:
        raise InputError(f"L'aide est perdue pour le bailleur depuis le {format_date(record.date_perte)}.")


def _overlap(other: Occupation, saisie: OccupationSaisie) -> bool:
    """Tell whether two stays share more than the day between them; an unknown day has no bound."""
    starts = max(other.date_entree or date.min, saisie.date_entree or date.min)
    ends = min(other.date_sortie or date.max, saisie.date_sortie or date.max)
    return starts < ends or (starts == ends and other.date_entree == saisie.date_entree)
