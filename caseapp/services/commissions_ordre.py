"""The agenda of a session: the complete requests together, the others one by one, each on one agenda only.

Complete: every mandatory document was received. A request enters with the others when it was complete by the
date limite of the session, and when the règlement does not leave it to a delegation.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date, plural
from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import EN_ATTENTE, Decideur
from caseapp.errors import InputError
from caseapp.models import Aide, AideReglement, Famille, PieceAide, Reglement, SeanceCommission, TypeAide
from caseapp.services.commission_rows import Candidat
from caseapp.services.commissions_lecture import GONE
from caseapp.services.saisie_suivi import require_record

CLOSED = "Cette séance est close."
WAITING = or_(Aide.decision.is_(None), Aide.decision == EN_ATTENTE)
"""Nothing was decided yet, and the family has not given up."""


def open_session(session: Session, seance_id: int) -> SeanceCommission:
    """Return a session whose decisions are not sealed; InputError otherwise."""
    seance = require_record(session, SeanceCommission, seance_id, GONE)
    if seance.close_le is not None:
        raise InputError(CLOSED)
    return seance


def read_candidates(session: Session, seance: SeanceCommission) -> tuple[Candidat, ...]:
    """Return the requests that wait for a session, those ready first, then urgent ones, then by date."""
    statement = (
        select(Aide, Famille.nom, Famille.prenom, Famille.protection, TypeAide.libelle)
        .join(Famille, Famille.id == Aide.famille_id)
        .join(TypeAide, TypeAide.id == Aide.type_aide_id)
        .where(WAITING, Aide.seance_id.is_(None), Aide.date_demande <= seance.date)
        .order_by(Aide.urgente.is_not(True), Aide.date_demande, Aide.id)
    )
    pieces = _mandatory(session)
    delegated = _delegated(session)
    found = [
        _candidate(row, pieces.get(row.Aide.id, []), delegated, seance) for row in session.execute(statement)
    ]
    return tuple(sorted(found, key=lambda one: not one.is_ready))


def put_on_agenda(session: Session, seance: SeanceCommission, aide: Aide) -> None:
    """Put a request on an agenda, complete or not; InputError when it is decided or on another one."""
    if aide.seance_id == seance.id:
        raise InputError("Cette demande est déjà à l'ordre du jour de cette séance.")
    other = None if aide.seance_id is None else session.get(SeanceCommission, aide.seance_id)
    if other is not None and other.close_le is None:
        raise InputError(
            f"Cette demande est déjà à l'ordre du jour de la séance du {format_date(other.date)}."
        )
    if other is not None or aide.decision not in {None, EN_ATTENTE}:
        raise InputError("Cette demande est déjà décidée, ou classée sans suite.")
    if aide.date_demande > seance.date:
        raise InputError(f"Cette demande, du {format_date(aide.date_demande)}, est après la séance.")
    aide.seance_id = seance.id


def _mandatory(session: Session) -> dict[int, list[PieceAide]]:
    """Return the mandatory documents of the requests that wait."""
    statement = (
        select(PieceAide)
        .join(Aide, Aide.id == PieceAide.aide_id)
        .where(WAITING, Aide.seance_id.is_(None), PieceAide.obligatoire.is_(True))
        .order_by(PieceAide.id)
    )
    found: dict[int, list[PieceAide]] = {}
    for piece in session.scalars(statement):
        found.setdefault(piece.aide_id, []).append(piece)
    return found


def _delegated(session: Session) -> dict[tuple[int, int], int | None]:
    """Return the aids that the règlements leave to a delegation, by type and year, up to an amount."""
    statement = (
        select(AideReglement.type_aide_id, Reglement.annee, AideReglement.delegation_plafond)
        .join(Reglement, Reglement.id == AideReglement.reglement_id)
        .where(AideReglement.decideur == Decideur.DELEGATION)
    )
    return {(kind, annee): most for kind, annee, most in session.execute(statement)}


def _candidate(
    row: Any,
    pieces: list[PieceAide],
    delegated: dict[tuple[int, int], int | None],
    seance: SeanceCommission,
) -> Candidat:
    aide: Aide = row.Aide
    reasons = "; ".join((*_about_pieces(aide, pieces, seance), *_about_delegation(aide, delegated)))
    return Candidat(
        aide.id, family_name(row.nom, row.prenom), bool(row.protection), row.libelle, aide.date_demande,
        bool(aide.urgente), aide.montant_demande,
        tuple(one.libelle for one in pieces if one.date_reception is None), reasons,
    )  # fmt: skip


def _about_pieces(aide: Aide, pieces: list[PieceAide], seance: SeanceCommission) -> Iterator[str]:
    missing = [one.libelle for one in pieces if one.date_reception is None]
    if missing:
        yield f"{plural(len(missing), 'pièce manque', 'pièces manquent')} : {', '.join(missing)}"
        return
    complete = max([aide.date_demande, *(one.date_reception for one in pieces if one.date_reception)])
    if seance.date_limite is not None and complete > seance.date_limite:
        yield f"complète le {format_date(complete)}, après la date limite"


def _about_delegation(aide: Aide, delegated: dict[tuple[int, int], int | None]) -> Iterator[str]:
    key = (aide.type_aide_id, aide.date_demande.year)
    if key in delegated:
        most = delegated[key]
        if most is None or (aide.montant_demande or 0) <= most:
            yield "relève de la délégation"
