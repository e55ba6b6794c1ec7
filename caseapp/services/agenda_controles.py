"""What is refused of an appointment, and what overlaps it."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_duration, format_time
from caseapp.domain.nomenclature import StatutRendezVous
from caseapp.errors import FieldError, InputError
from caseapp.models import Agent, Famille, Intervention, Lieu, RendezVous
from caseapp.models.codes import CODE_LISTS
from caseapp.services.agenda_rows import RendezVousSaisie
from caseapp.services.saisie_suivi import check_day

DUREE = 45
"""Minutes that an appointment is taken to last when it was not said."""
PROPOSE, HONORE = StatutRendezVous.PROPOSE.value, StatutRendezVous.HONORE.value
ABSENT, ANNULE = StatutRendezVous.ABSENT.value, StatutRendezVous.ANNULE.value
REPORTE = StatutRendezVous.REPORTE.value
_TAKING_TIME = (PROPOSE, HONORE)
_LONGEST = 1440


def check_saisie(session: Session, saisie: RendezVousSaisie, agent_id: int) -> None:
    """Refuse what the database would, each under its field."""
    if saisie.date is None:
        raise FieldError("date", "Quel jour ?")
    check_day("date", saisie.date)
    check_day("date_demande", saisie.date_demande)
    if saisie.date_demande and saisie.date_demande > saisie.date:
        raise FieldError("date", "Le rendez-vous ne peut pas être avant sa demande.")
    if saisie.duree is not None and not 1 <= saisie.duree <= _LONGEST:
        raise FieldError("duree", "La durée va d'une minute à un jour.")
    if saisie.duree is not None and saisie.heure is None:
        raise FieldError("heure", "Une durée demande une heure.")
    _check_codes(session, saisie)
    if session.get(Agent, agent_id) is None:
        raise FieldError("agent", "Cet agent n'est plus dans la base.")
    if saisie.lieu_id is not None and session.get(Lieu, saisie.lieu_id) is None:
        raise FieldError("lieu", "Ce lieu n'est plus dans la base.")
    _check_family(session, saisie)


def _check_codes(session: Session, saisie: RendezVousSaisie) -> None:
    if saisie.type is None or session.get(CODE_LISTS["type_rendez_vous"], saisie.type) is None:
        raise FieldError("type", "Choisissez le type de rendez-vous.")
    if saisie.mode is not None and session.get(CODE_LISTS["mode"], saisie.mode) is None:
        raise FieldError("mode", "Ce mode n'est pas dans la liste.")
    if saisie.statut is not None:
        check_statut(session, saisie.statut)


def check_statut(session: Session, statut: str) -> None:
    """Refuse a statut that the list does not hold."""
    if session.get(CODE_LISTS["statut"], statut) is None:
        raise FieldError("statut", "Ce statut n'est pas dans la liste.")


def _check_family(session: Session, saisie: RendezVousSaisie) -> None:
    if saisie.famille_id is None:
        if saisie.note:
            raise FieldError("note", "Une note demande une famille : choisissez-la, ou effacez la note.")
        if saisie.intervention_id is not None:
            raise FieldError("intervention", "Une intervention demande sa famille.")
        return
    if session.get(Famille, saisie.famille_id) is None:
        raise FieldError("famille", "Cette famille n'est plus dans la base.")
    if saisie.intervention_id is not None:
        intervention = session.get(Intervention, saisie.intervention_id)
        if intervention is None or intervention.famille_id != saisie.famille_id:
            raise FieldError("intervention", "Cette intervention est celle d'une autre famille.")


def find_conflict(session: Session, saisie: RendezVousSaisie, agent_id: int, sauf: int | None) -> str:
    """Say which other appointment of the agent overlaps what is typed; empty when none does."""
    jour, heure = saisie.date, saisie.heure
    if jour is None or heure is None:
        return ""
    start, end = _span(jour, heure, saisie.duree)
    statement = (
        select(RendezVous)
        .where(RendezVous.agent_id == agent_id, RendezVous.heure.is_not(None), RendezVous.id != (sauf or 0))
        .where(RendezVous.date.between(jour - timedelta(days=1), jour + timedelta(days=1)))
        .where(RendezVous.statut.in_(_TAKING_TIME))
        .order_by(RendezVous.date, RendezVous.heure, RendezVous.id)
    )
    for other in session.scalars(statement):
        if other.heure is not None:
            first, last = _span(other.date, other.heure, other.duree)
            if start < last and first < end:
                lasting = format_duration(other.duree or DUREE)
                return f"Il y a déjà un rendez-vous à {format_time(other.heure)} ({lasting})."
    return ""


def _span(jour: date, heure: time, duree: int | None) -> tuple[datetime, datetime]:
    start = datetime.combine(jour, heure)
    return start, start + timedelta(minutes=duree or DUREE)


def require(session: Session, rendez_vous_id: int) -> RendezVous:
    """Return an appointment; InputError when it is gone."""
    found = session.get(RendezVous, rendez_vous_id)
    if found is None:
        raise InputError("Ce rendez-vous n'est plus dans la base.")
    return found
