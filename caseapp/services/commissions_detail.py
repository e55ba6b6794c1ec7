"""What the panel of a session says of one request: its documents, the aids before it, what was corrected."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import InputError
from caseapp.models import Aide, PieceAide, Rectification, SeanceCommission
from caseapp.services.commission_rows import (
    AideAnterieure,
    DecisionSaisie,
    DetailDemande,
    PieceVue,
    RectificationVue,
)
from caseapp.services.demandes_foyer import read_aides_recues
from caseapp.services.reglements_lecture import read_constats


def read_detail(session: Session, aide_id: int) -> DetailDemande:
    """Return what is said of a request; InputError when it is gone."""
    aide = session.get(Aide, aide_id)
    if aide is None:
        raise InputError("Cette demande n'est plus dans la base.")
    pieces = select(PieceAide).where(PieceAide.aide_id == aide_id)
    pieces = pieces.order_by(PieceAide.obligatoire.is_not(True), PieceAide.id)
    return DetailDemande(
        aide_id,
        tuple(PieceVue(one.libelle, one.obligatoire, one.date_reception) for one in session.scalars(pieces)),
        _before(session, aide),
        read_constats(session, aide),
        read_corrections(session, aide_id),
    )


def read_corrections(session: Session, aide_id: int) -> tuple[RectificationVue, ...]:
    """Return the rectifications of a sealed decision, the first one first."""
    statement = select(Rectification).where(Rectification.aide_id == aide_id)
    return tuple(
        RectificationVue(
            one.moment, one.auteur, one.motif,
            DecisionSaisie(one.decision_avant or "", one.pret_avant, one.subvention_avant),
            DecisionSaisie(one.decision_apres, one.pret_apres, one.subvention_apres),
        )
        for one in session.scalars(statement.order_by(Rectification.id))
    )  # fmt: skip


def _before(session: Session, aide: Aide) -> tuple[AideAnterieure, ...]:
    """Return the aids granted in the 12 months before the session, those of the session left out."""
    seance = None if aide.seance_id is None else session.get(SeanceCommission, aide.seance_id)
    last = aide.date_demande if seance is None else seance.date
    received = read_aides_recues(session, aide.famille_id, last, aide.id, aide.seance_id)
    return tuple(AideAnterieure(one.date_decision, one.libelle, one.montant) for one in received)
