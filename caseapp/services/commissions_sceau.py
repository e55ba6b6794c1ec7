"""The seal of a closed session: a SHA-256 over its decisions as they were on the day of the closing.

What was rectified since stands in `rectifications`: the first of an aid holds what was sealed, each next one
begins where the former ends, and the last one is what the aid holds now. Anything else breaks the seal.
"""

from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import Aide, Ajournement, Rectification, SeanceCommission

_FORMAT = "caseapp-seance-1"
_Decided = tuple[str | None, int | None, int | None]
"""Decision, loan and subvention, in cents."""


def compute_seal(session: Session, seance: SeanceCommission) -> str | None:
    """Return the seal of the decisions of a session as they were closed.

    None when the rectifications do not lead from what they say was sealed to what the aids hold.
    """
    lines = [f"S\x1f{seance.code}\x1f{seance.instance}\x1f{seance.date.isoformat()}"]
    corrected = _rectifications(session, seance.id)
    for aide in session.scalars(select(Aide).where(Aide.seance_id == seance.id)):
        closed = _as_closed(aide, corrected.pop(aide.id, []))
        if closed is None:
            return None
        lines.append(_line("D", aide.reference, *closed, aide.date_decision))
    if corrected:  # an aid that was rectified is no longer there
        return None
    lines.extend(_line("J", *row) for row in _put_off(session, seance.id))
    return sha256("\n".join([_FORMAT, *sorted(lines)]).encode()).hexdigest()


def check_seal(session: Session, seance: SeanceCommission) -> bool:
    """Tell whether the decisions of a closed session are those sealed, rectifications apart."""
    found = compute_seal(session, seance)
    return found is not None and compare_digest(found, seance.empreinte or "")


def _rectifications(session: Session, seance_id: int) -> dict[int, list[Rectification]]:
    """Return those of each aid as they were written: a clock may go back, as their moments then do."""
    statement = select(Rectification).where(Rectification.seance_id == seance_id)
    found: dict[int, list[Rectification]] = {}
    for one in session.scalars(statement.order_by(Rectification.id)):
        found.setdefault(one.aide_id, []).append(one)
    return found


def _as_closed(aide: Aide, corrected: Iterable[Rectification]) -> _Decided | None:
    """Return what an aid was at the closing, None when its rectifications do not follow one another."""
    now: _Decided = (aide.decision, aide.montant_pret, aide.montant_subvention)
    for one in reversed(list(corrected)):
        if now != (one.decision_apres, one.pret_apres, one.subvention_apres):
            return None
        now = (one.decision_avant, one.pret_avant, one.subvention_avant)
    return now


def _put_off(session: Session, seance_id: int) -> list[tuple[object, ...]]:
    statement = (
        select(Aide.reference, Ajournement.date)
        .join(Aide, Aide.id == Ajournement.aide_id)
        .where(Ajournement.seance_id == seance_id)
    )
    return [tuple(row) for row in session.execute(statement)]


def _line(*parts: object) -> str:
    return "\x1f".join("" if part is None else str(part) for part in parts)
