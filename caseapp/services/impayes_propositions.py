"""What a new report may begin with: what the family's last file, its dwelling and its situation say."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.models import Impaye, Logement, Occupation, Situation


@dataclass(frozen=True, slots=True)
class Proposition:
    """What is known of a family before its report; amounts in cents."""

    ouvert_le: date | None = None
    """Day of the report of a file that is still open."""
    aide_logement: str | None = None
    secteur: str | None = None
    tiers_payant: bool | None = None
    bailleur: str | None = None
    reference_bailleur: str | None = None
    loyer: int | None = None
    charges: int | None = None
    montant_aide: int | None = None


def read_proposition(session: Session, famille_id: int, today: date) -> Proposition:
    """Return what is known of a family; the last file first, then its dwelling and its situation."""
    files = select(Impaye).where(Impaye.famille_id == famille_id)
    known = session.scalars(files.order_by(Impaye.date_signalement.desc(), Impaye.id.desc())).all()
    opened = next((one.date_signalement for one in known if one.issue not in ISSUES_CLOSES), None)
    aide, bailleur = _aid(session, famille_id, today), _landlord(session, famille_id, today)
    if not known:
        return Proposition(None, aide, bailleur=bailleur)
    last = known[0]
    same = bailleur is None or bailleur == last.bailleur
    if not same:
        return Proposition(opened, aide or last.aide_logement, bailleur=bailleur)
    return Proposition(
        opened, aide or last.aide_logement, last.secteur, last.tiers_payant, last.bailleur,
        last.reference_bailleur, last.loyer, last.charges, last.montant_aide,
    )  # fmt: skip


def _aid(session: Session, famille_id: int, today: date) -> str | None:
    statement = select(Situation.aide_logement).where(
        Situation.famille_id == famille_id, Situation.date_effet <= today
    )
    return session.scalars(statement.order_by(Situation.date_effet.desc()).limit(1)).first()


def _landlord(session: Session, famille_id: int, today: date) -> str | None:
    """Return the landlord of the dwelling where the family lives."""
    statement = (
        select(Logement.bailleur)
        .join(Occupation, Occupation.logement_id == Logement.id)
        .where(
            Occupation.famille_id == famille_id,
            or_(Occupation.date_sortie.is_(None), Occupation.date_sortie >= today),
            or_(Occupation.date_entree.is_(None), Occupation.date_entree <= today),
        )
    )
    ordered = statement.order_by(Occupation.date_entree.desc().nulls_last(), Occupation.id.desc())
    return session.scalars(ordered.limit(1)).first()
