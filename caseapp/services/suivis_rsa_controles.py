"""What a follow-up accepts, checked in French before the database checks it again."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.errors import FieldError, InputError
from caseapp.models import (
    CoAccompagnement,
    ContratRsa,
    Famille,
    FreinRsa,
    Intervention,
    ReexamenRsa,
    SuiviRsa,
)
from caseapp.services.saisie_suivi import check_order, check_past, require_record
from caseapp.services.suivis_rsa_vue import FAMILY_GONE, GONE, already_words

_ENDED = "Ce suivi est terminé : rouvrez-le d'abord."


def required_family(session: Session, famille_id: int | None) -> int:
    """Return the family to be followed."""
    if famille_id is None:
        raise FieldError("famille", "Choisissez la famille à suivre.")
    if session.get(Famille, famille_id) is None:
        raise FieldError("famille", FAMILY_GONE)
    return famille_id


def open_follow_up(session: Session, suivi_id: int) -> SuiviRsa:
    """Return a follow-up that goes on; InputError otherwise."""
    suivi = require_record(session, SuiviRsa, suivi_id, GONE)
    if suivi.date_fin is not None:
        raise InputError(_ENDED)
    return suivi


def required_past(field: str, day: date | None, today: date, missing: str) -> date:
    """Return a day that has come; FieldError with the sentence `missing` when there is none."""
    if day is None:
        raise FieldError(field, missing)
    check_past(field, day, today)
    return day


def check_since(field: str, suivi: SuiviRsa, day: date) -> None:
    """Refuse a day before the follow-up began."""
    check_order(field, suivi.date_designation, day, "la désignation")


def check_alone(session: Session, suivi: SuiviRsa, start: date) -> None:
    """Refuse a follow-up that would go on beside another one of the family; FieldError or InputError."""
    statement = select(SuiviRsa).where(SuiviRsa.famille_id == suivi.famille_id, SuiviRsa.id != suivi.id)
    for other in session.scalars(statement.order_by(SuiviRsa.date_designation)):
        begun, end = other.date_designation, other.date_fin
        if end is None and suivi.date_fin is None:
            raise FieldError("famille", already_words(begun))
        if start < (end or date.max) and begun < (suivi.date_fin or date.max):
            lasts = f"va du {format_date(begun)} au {format_date(end)}" if end else "est encore ouvert"
            raise FieldError(
                "date_designation", f"Un autre suivi de cette famille {lasts} : ils se chevaucheraient."
            )


def check_intervention(session: Session, famille_id: int, intervention_id: int | None) -> None:
    """Refuse an intervention of another family."""
    if intervention_id is None:
        return
    found = session.get(Intervention, intervention_id)
    if found is None or found.famille_id != famille_id:
        raise FieldError("intervention", "Cette intervention n'est pas celle de la famille.")


def check_begins_first(session: Session, suivi: SuiviRsa, start: date) -> None:
    """Refuse a designation after what has already happened in the follow-up."""
    days = [(day, said) for day, said, binding in _happened(session, suivi.id) if binding]
    first = min(days, default=None)
    if first is not None and first[0] < start:
        raise FieldError("date_designation", f"C'est après {first[1]}, le {format_date(first[0])}.")


def check_ends_last(session: Session, suivi: SuiviRsa, end: date) -> None:
    """Refuse an end before what has happened in the follow-up."""
    last = max(((day, said) for day, said, _ in _happened(session, suivi.id)), default=None)
    if last is not None:
        check_order("jour", last[0], end, last[1])


def _happened(session: Session, suivi_id: int) -> Iterator[tuple[date, str, bool]]:
    """Give what happened, and whether it must be after the designation: an obstacle may be known before."""
    for one in session.scalars(select(ContratRsa).where(ContratRsa.suivi_id == suivi_id)):
        yield one.date_signature, "la signature d'un contrat", True
    for review in session.scalars(select(ReexamenRsa).where(ReexamenRsa.suivi_id == suivi_id)):
        yield review.date, "un réexamen", True
    for shared in session.scalars(select(CoAccompagnement).where(CoAccompagnement.suivi_id == suivi_id)):
        yield shared.date_debut, "le début d'un co-accompagnement", False
    for obstacle in session.scalars(select(FreinRsa).where(FreinRsa.suivi_id == suivi_id)):
        yield obstacle.date_reperage, "le repérage d'un frein", False
        if obstacle.date_levee is not None:
            yield obstacle.date_levee, "la levée d'un frein", False
