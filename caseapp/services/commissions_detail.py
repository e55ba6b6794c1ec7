"""What the panel of a session says of one request: its documents, the aids before it, what was corrected."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES
from caseapp.domain.periods import add_months
from caseapp.errors import InputError
from caseapp.models import Aide, PieceAide, Rectification, SeanceCommission, TypeAide
from caseapp.services.commission_rows import (
    AideAnterieure,
    DecisionSaisie,
    DetailDemande,
    PieceVue,
    RectificationVue,
)
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
    amount = func.coalesce(Aide.montant_pret, 0) + func.coalesce(Aide.montant_subvention, 0)
    statement = (
        select(Aide.date_decision, TypeAide.libelle, amount)
        .join(TypeAide, TypeAide.id == Aide.type_aide_id)
        .where(Aide.famille_id == aide.famille_id, Aide.id != aide.id)
        .where(Aide.decision.in_(DECISIONS_ATTRIBUTIVES))
        .where(Aide.date_decision.between(add_months(last, -12), last))
        .order_by(Aide.date_decision.desc(), Aide.id)
    )
    if seance is not None:
        statement = statement.where(Aide.seance_id.is_distinct_from(seance.id))
    return tuple(
        AideAnterieure(day, libelle, cents) for day, libelle, cents in session.execute(statement) if day
    )
