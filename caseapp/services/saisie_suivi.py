"""What is checked of an entry before the database checks it again: days, codes, short texts, links."""

from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.text import clean_text, has_forbidden_characters
from caseapp.errors import FieldError, InputError
from caseapp.models import CODE_LISTS, Agent, Base
from caseapp.models.base import FIRST_DAY, LAST_DAY

M = TypeVar("M", bound=Base)
LONGEST, LONGEST_NOTE = 400, 1_000_000
"""Letters of a short text, and of a note."""
_FIRST, _LAST = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)


def require_record(session: Session, mapped: type[M], ident: int, gone: str) -> M:
    """Return a record; InputError with the sentence `gone` when it is no longer there."""
    record = session.get(mapped, ident)
    if record is None:
        raise InputError(gone)
    return record


def check_code(session: Session, field: str, liste: str, code: str | None) -> None:
    """Refuse a code that its list does not have; None is no code."""
    if code is not None and session.get(CODE_LISTS[liste], code) is None:
        raise FieldError(field, "Choisissez dans la liste.")


def check_agent(session: Session, agent_id: int | None) -> None:
    """Refuse an agent who is gone."""
    if agent_id is not None and session.get(Agent, agent_id) is None:
        raise FieldError("agent", "Cet agent n'est plus dans la base.")


def check_day(field: str, day: date | None) -> None:
    """Refuse a day that no record can have."""
    if day is not None and not _FIRST <= day <= _LAST:
        raise FieldError(field, "Cette date n'est pas possible.")


def check_past(field: str, day: date | None, today: date) -> None:
    """Refuse a day after today, for what has happened."""
    check_day(field, day)
    if day is not None and day > today:
        raise FieldError(field, "Cette date n'est pas encore passée.")


def check_order(field: str, earlier: date | None, later: date | None, said: str) -> None:
    """Refuse `later` before `earlier`; `said` is what happened earlier (`l'ouverture`)."""
    if earlier is not None and later is not None and later < earlier:
        raise FieldError(field, f"C'est avant {said}, le {format_date(earlier)}.")


def cleaned(field: str, text: str | None, longest: int = LONGEST) -> str | None:
    """Return the text as it is kept, None when nothing is left; FieldError for what no text can hold."""
    kept = clean_text(text or "")
    if has_forbidden_characters(kept):
        raise FieldError(field, "Ce texte contient des caractères invisibles : retirez-les.")
    if len(kept) > longest:
        raise FieldError(field, f"Ce texte est trop long : {longest} lettres au plus.")
    return kept or None


def filled_in(field: str, text: str | None, missing: str, longest: int = LONGEST) -> str:
    """Return the text as it is kept; FieldError with the sentence `missing` when it is empty."""
    kept = cleaned(field, text, longest)
    if kept is None:
        raise FieldError(field, missing)
    return kept
