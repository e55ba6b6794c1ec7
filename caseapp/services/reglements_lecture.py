"""The aids of a règlement as the domain reads them, and the requests compared with them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES
from caseapp.domain.reglement_aide import Constat, DemandeAComparer, Regle, Tranche, compare, hors_reglement
from caseapp.models import (
    Aide,
    AideReglement,
    EcheancePret,
    Famille,
    LigneBudget,
    PieceReglement,
    PlanPret,
    Reglement,
    Situation,
    TrancheQf,
    TypeAide,
)

_A = Aide.__table__.c
SAME_NAMES = (
    "public", "non_allocataires", "qf_plafond", "plafond", "taux", "montant_unitaire", "unite",
    "saison_debut", "saison_fin", "nombre_par_an", "duree_pret_max", "decideur", "delegation_plafond",
    "libelle_comptable", "precisions",
)  # fmt: skip
"""What an aid is called the same in the store and in the domain."""


def read_regle(session: Session, type_aide_id: int, annee: int) -> Regle | None:
    """Return an aid in the règlement of a year, None when it is not there."""
    statement = (
        select(AideReglement)
        .join(Reglement, Reglement.id == AideReglement.reglement_id)
        .where(AideReglement.type_aide_id == type_aide_id, Reglement.annee == annee)
        .order_by(AideReglement.id)
        .limit(1)
    )
    found = session.scalar(statement)
    return None if found is None else read_regles(session, [found])[0]


def read_regles(session: Session, aides: Iterable[AideReglement]) -> list[Regle]:
    """Return aids of règlements in the order given, with their bands and documents."""
    rows = list(aides)
    ids = [one.id for one in rows]
    types = {one.id: one for one in session.scalars(select(TypeAide))}
    lignes: dict[int, str] = dict(session.execute(select(LigneBudget.id, LigneBudget.code)).all())
    tranches: dict[int, list[TrancheQf]] = {}
    for band in session.scalars(select(TrancheQf).where(TrancheQf.aide_reglement_id.in_(ids))):
        tranches.setdefault(band.aide_reglement_id, []).append(band)
    pieces: dict[int, list[tuple[str, bool]]] = {}
    documents = select(PieceReglement).where(PieceReglement.aide_reglement_id.in_(ids))
    for piece in session.scalars(documents.order_by(PieceReglement.rang, PieceReglement.id)):
        pieces.setdefault(piece.aide_reglement_id, []).append((piece.libelle, piece.obligatoire))
    return [
        _regle(one, types[one.type_aide_id], lignes, _bands(tranches.get(one.id, [])), pieces.get(one.id, []))
        for one in rows
    ]


def read_constats(session: Session, aide: Aide) -> tuple[Constat, ...]:
    """Return the remarks on a request, by the règlement of the year when it was made."""
    annee = aide.date_demande.year
    regle = read_regle(session, aide.type_aide_id, annee)
    if regle is None:
        known = session.scalar(select(Reglement.id).where(Reglement.annee == annee)) is not None
        return (hors_reglement(annee, enregistre=known),)
    return compare(regle, read_demande(session, aide))


def read_demande(session: Session, aide: Aide) -> DemandeAComparer:
    """Return what is known of a request; without its own quotient familial, that of the household then."""
    famille = session.get_one(Famille, aide.famille_id)
    quotient = aide.quotient_familial
    if quotient is None:
        quotient = _quotient_then(session, aide.famille_id, aide.date_demande)
    return DemandeAComparer(
        date_demande=aide.date_demande,
        quotient_familial=quotient,
        mois_qf=aide.mois_qf,
        allocataire=famille.matricule is not None,
        montant_demande=aide.montant_demande,
        montant_pret=aide.montant_pret,
        montant_subvention=aide.montant_subvention,
        quantite=aide.quantite,
        cout=aide.cout,
        date_projet=aide.date_projet,
        duree_pret=_loan_months(session, aide),
        deja_accordees=_granted_before(session, aide),
        decideur=aide.decideur,
    )


def _quotient_then(session: Session, famille_id: int, day: date) -> int | None:
    statement = select(Situation.quotient_familial).where(
        Situation.famille_id == famille_id, Situation.date_effet <= day
    )
    found: int | None = session.scalar(statement.order_by(Situation.date_effet.desc()).limit(1))
    return found


def _granted_before(session: Session, aide: Aide) -> int:
    """Count the same aid granted to the household in the civil year of this request, this one left out.

    For a request already granted, those granted before it: what came after does not make it one too many.
    """
    year, last = aide.date_demande.year, aide.date_decision
    statement = select(func.count()).where(
        _A.famille_id == aide.famille_id,
        _A.type_aide_id == aide.type_aide_id,
        _A.id != (aide.id or 0),
        _A.decision.in_(DECISIONS_ATTRIBUTIVES),
        _A.date_decision.between(date(year, 1, 1), date(year, 12, 31)),
    )
    if aide.decision in DECISIONS_ATTRIBUTIVES and last is not None:
        same_day = (_A.date_decision == last) & (_A.id < (aide.id or 0))
        statement = statement.where((_A.date_decision < last) | same_day)
    return session.scalar(statement) or 0


def _loan_months(session: Session, aide: Aide) -> int | None:
    """Return how many instalments its last schedule has, None before there is any."""
    plan = select(PlanPret.id).where(PlanPret.aide_id == aide.id)
    last = session.scalar(plan.order_by(PlanPret.date_effet.desc(), PlanPret.id.desc()).limit(1))
    if last is None:
        return None
    return session.scalar(select(func.max(EcheancePret.numero)).where(EcheancePret.plan_id == last))


def _bands(rows: Iterable[TrancheQf]) -> tuple[Tranche, ...]:
    """Return the bands, lowest quotient familial first, the one without a bound last."""
    ordered = sorted(rows, key=lambda one: (one.qf_max is None, one.qf_max or 0, one.id))
    return tuple(Tranche(one.qf_max, one.taux, one.plafond, one.montant_unitaire) for one in ordered)


def _regle(
    aide: AideReglement,
    genre: TypeAide,
    lignes: dict[int, str],
    tranches: tuple[Tranche, ...],
    pieces: list[tuple[str, bool]],
) -> Regle:
    same = {name: getattr(aide, name) for name in SAME_NAMES}
    return Regle(
        code=genre.code, libelle=genre.libelle, domaine=genre.domaine, formes=frozenset(aide.formes.split()),
        ligne=lignes.get(aide.ligne_id or 0), ligne_pret=lignes.get(aide.ligne_pret_id or 0),
        tranches=tranches, pieces=tuple(pieces), **same,
    )  # fmt: skip
