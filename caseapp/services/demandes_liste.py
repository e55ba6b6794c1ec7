"""The requests by page: their identifiers in order, then the rows that are shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, EN_ATTENTE, SANS_SUITE, Decision
from caseapp.domain.text import fold
from caseapp.models import Aide, Ajournement, Famille, PieceAide, SeanceCommission, TypeAide
from caseapp.models.codes import CODE_LISTS
from caseapp.services.demandes_lignes import DemandeRow, Filtre, Statut, is_waiting
from caseapp.services.jours_feries import echeance_urgente
from caseapp.store.search import search_families

_A, _F, _P = Aide.__table__.c, Famille.__table__.c, PieceAide.__table__.c
_T, _S, _J = TypeAide.__table__.c, SeanceCommission.__table__.c, Ajournement.__table__.c
_BATCH = 900
_FAMILIES = 2_000
"""Families looked for at once, those that hold the words of a search."""
_MISSING = exists().where(_P.aide_id == _A.id, _P.obligatoire.is_(True), _P.date_reception.is_(None))
_PUT_OFF = exists().where(_J.aide_id == _A.id)
WAITING: ColumnElement[bool] = and_(
    _A.date_decision.is_(None), or_(_A.decision.is_(None), _A.decision == EN_ATTENTE)
)
_STATUTS: dict[Statut, ColumnElement[bool]] = {
    Statut.EN_ATTENTE: WAITING,
    Statut.URGENTES: and_(WAITING, _A.urgente.is_(True)),
    Statut.A_COMPLETER: and_(WAITING, _A.seance_id.is_(None), _MISSING),
    Statut.COMPLETES: and_(WAITING, _A.seance_id.is_(None), ~_MISSING),
    Statut.ORDRE_DU_JOUR: and_(WAITING, _A.seance_id.is_not(None)),
    Statut.AJOURNEES: or_(_A.decision == Decision.AJOURNEMENT.value, and_(WAITING, _PUT_OFF)),
    Statut.ACCORDEES: _A.decision.in_([one.value for one in DECISIONS_ATTRIBUTIVES]),
    Statut.REFUSEES: _A.decision == Decision.REFUS.value,
    Statut.SANS_SUITE: _A.decision == SANS_SUITE,
}
_TRIS: dict[str, tuple[Any, ...]] = {
    "date": (_A.date_demande,), "famille": (_F.cle_tri,), "aide": (_T.libelle,),
    "montant": (func.coalesce(_A.montant_demande, 0),),
}  # fmt: skip
_OLDEST_FIRST = {Statut.EN_ATTENTE, Statut.URGENTES, Statut.A_COMPLETER, Statut.COMPLETES}


def read_ids(session: Session, filtre: Filtre) -> tuple[int, ...]:
    """Return the requests that the filter keeps: those that wait oldest first, the others latest first."""
    statement: Select[Any] = select(_A.id)
    if filtre.tri == "famille":
        statement = statement.join(_F.id.table, _F.id == _A.famille_id)
    if filtre.tri == "aide":
        statement = statement.join(_T.id.table, _T.id == _A.type_aide_id)
    statement = statement.where(*conditions(session, filtre))
    return tuple(session.scalars(statement.order_by(*_order(filtre))))


def _order(filtre: Filtre) -> tuple[Any, ...]:
    if filtre.tri in _TRIS:
        columns = (*_TRIS[filtre.tri], _A.id)
        return tuple(one.desc() for one in columns) if filtre.decroissant else columns
    if filtre.statut in _OLDEST_FIRST:
        return _A.date_demande, _A.id
    return _A.date_demande.desc(), _A.id.desc()


def conditions(session: Session, filtre: Filtre) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a filter on the table of aids."""
    found: list[ColumnElement[bool]] = []
    if filtre.statut is not None:
        found.append(_STATUTS[filtre.statut])
    if filtre.annee is not None:
        found.append(_A.date_demande.between(date(filtre.annee, 1, 1), date(filtre.annee, 12, 31)))
    for column, wanted in (
        (_A.agent_id, filtre.agent_id), (_A.type_aide_id, filtre.type_aide_id),
        (_A.famille_id, filtre.famille_id),
    ):  # fmt: skip
        if wanted is not None:
            found.append(column == wanted)
    if filtre.texte.strip():
        found.append(_holding(session, filtre.texte.strip()))
    return tuple(found)


def _holding(session: Session, text: str) -> ColumnElement[bool]:
    """Keep the requests of the families found, of the aids so called, or so referenced."""
    families = search_families(session.connection(), text, _FAMILIES)
    wanted = fold(text)
    types = [ident for ident, label in session.execute(select(_T.id, _T.libelle)) if wanted in fold(label)]
    return or_(
        _A.famille_id.in_(families), _A.type_aide_id.in_(types),
        func.upper(_A.reference) == text.upper(), _A.objet.contains(text, autoescape=True),
    )  # fmt: skip


def read_rows(session: Session, ids: Sequence[int]) -> tuple[DemandeRow, ...]:
    """Return the requests of `ids`, in that order; those gone are left out."""
    found: dict[int, DemandeRow] = {}
    for start in range(0, len(ids), _BATCH):
        batch = list(ids[start : start + _BATCH])
        missing, put_off = _missing(session, batch), _put_off(session, batch)
        for row in session.execute(_statement().where(_A.id.in_(batch))):
            found[row.id] = _row(row, missing.get(row.id, 0), ajournee=row.id in put_off)
    return tuple(found[ident] for ident in ids if ident in found)


def _statement() -> Select[Any]:
    decision, motif = CODE_LISTS["decision"], CODE_LISTS["motif_aide"]
    return (
        select(
            _A.id, _A.reference, _A.famille_id, _A.date_demande, _A.urgente, _A.montant_demande, _A.decision,
            _A.date_decision, _A.montant_subvention, _A.montant_pret, _A.date_notification, _F.nom,
            _F.prenom, _F.protection, _F.matricule, _T.libelle, motif.libelle.label("motif_libelle"),
            decision.libelle.label("decision_libelle"), _S.date.label("seance"),
        )
        .join(_F.id.table, _F.id == _A.famille_id)
        .join(_T.id.table, _T.id == _A.type_aide_id)
        .outerjoin(motif, motif.code == _A.motif)
        .outerjoin(decision, decision.code == _A.decision)
        .outerjoin(_S.id.table, _S.id == _A.seance_id)
    )  # fmt: skip


def _missing(session: Session, ids: Sequence[int]) -> dict[int, int]:
    statement = (
        select(_P.aide_id, func.count())
        .where(_P.aide_id.in_(ids), _P.obligatoire.is_(True), _P.date_reception.is_(None))
        .group_by(_P.aide_id)
    )
    return dict(session.execute(statement).all())


def _put_off(session: Session, ids: Sequence[int]) -> frozenset[int]:
    return frozenset(session.scalars(select(_J.aide_id).where(_J.aide_id.in_(ids)).distinct()))


def _row(row: Any, manquantes: int, *, ajournee: bool) -> DemandeRow:
    waits = is_waiting(row.decision, row.date_decision)
    due = None
    if row.urgente and waits:
        due = echeance_urgente(row.date_demande, allocataire=row.matricule is not None)
    return DemandeRow(
        row.id, row.reference, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection),
        row.libelle, row.motif_libelle or "", row.date_demande, bool(row.urgente), due, row.montant_demande,
        manquantes, row.seance, ajournee or row.decision == Decision.AJOURNEMENT, row.decision,
        row.decision_libelle or "", row.date_decision, row.montant_subvention, row.montant_pret,
        row.date_notification is not None,
    )  # fmt: skip
