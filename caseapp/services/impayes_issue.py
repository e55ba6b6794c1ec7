"""The issue of an arrear: the one it has, and those that it had, so that a past day can be told again."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.errors import FieldError
from caseapp.models import EtatImpaye, Impaye

FIELD = "date_issue"


def changer_issue(session: Session, impaye: Impaye, issue: str, jour: date) -> bool:
    """Give an arrear this issue from `jour` on, keeping the dated one it had; tell whether anything changed.

    The same issue with another day corrects its day. FieldError when the day is before the report, or
    before the issue that it follows. The caller checks that the day is not to come.
    """
    if (impaye.issue, impaye.date_issue) == (issue, jour):
        return False
    if jour < impaye.date_signalement:
        said = f"L'impayé a été signalé le {format_date(impaye.date_signalement)}, après cette date."
        raise FieldError(FIELD, said)
    if impaye.issue == issue:
        _correct_day(session, impaye, jour)
    else:
        _keep_former(session, impaye, jour)
    impaye.issue, impaye.date_issue = issue, jour
    return True


def _keep_former(session: Session, impaye: Impaye, jour: date) -> None:
    """Write the issue that ends; one that lasted no day, or was never dated, leaves nothing."""
    former, since = impaye.issue, impaye.date_issue
    if former is None or since is None:
        return
    if jour < since:
        raise FieldError(FIELD, f"L'issue d'avant date du {format_date(since)}, après cette date.")
    if since < jour:
        session.add(EtatImpaye(impaye_id=impaye.id, issue=former, date_debut=since, date_fin=jour))


def _correct_day(session: Session, impaye: Impaye, jour: date) -> None:
    """Move the end of the issue before it, which was the day corrected."""
    statement = select(EtatImpaye).where(EtatImpaye.impaye_id == impaye.id)
    before = session.scalars(statement.order_by(EtatImpaye.date_fin.desc(), EtatImpaye.id.desc())).first()
    if before is None:
        return
    if jour < before.date_debut:
        said = f"L'issue d'avant date du {format_date(before.date_debut)}, après cette date."
        raise FieldError(FIELD, said)
    if before.date_fin == impaye.date_issue or jour < before.date_fin:
        before.date_fin = jour
