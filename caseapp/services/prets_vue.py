"""Loans whole, as `caseapp.domain.pret` knows them: any number of them in six queries."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from caseapp.domain.echeancier import Echeance
from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Forme, MouvementDePret
from caseapp.domain.pret import Mouvement, Plan, Pret, Versement
from caseapp.models import (
    Aide,
    AideReglement,
    EcheancePret,
    Famille,
    MouvementPret,
    Paiement,
    PlanPret,
    Reglement,
    TypeAide,
)
from caseapp.models.codes import CODE_LISTS
from caseapp.services.paiements_controles import AIDE_GONE
from caseapp.services.paiements_lecture import payments, read_restes
from caseapp.services.prets_rows import DossierVue, MouvementRow, PretVue
from caseapp.services.saisie_suivi import require_record

_A, _P, _M = Aide.__table__.c, Paiement.__table__.c, MouvementPret.__table__.c
_PL, _E = PlanPret.__table__.c, EcheancePret.__table__.c
_BATCH = 900
T = TypeVar("T")


def read_prets(session: Session, aide_ids: Sequence[int]) -> dict[int, Pret]:
    """Return the loans of these aids; an aid that never was one is left out."""
    found: dict[int, Pret] = {}
    for start in range(0, len(aide_ids), _BATCH):
        found |= _read_batch(session, aide_ids[start : start + _BATCH])
    return found


def _read_batch(session: Session, ids: Sequence[int]) -> dict[int, Pret]:
    paid = select(_P.aide_id, _P.date_versement, _P.montant, _P.date_retour).where(
        _P.aide_id.in_(ids), _P.forme == Forme.PRET.value, _P.date_versement.is_not(None)
    )
    moved = select(_M.aide_id, _M.date, _M.montant, _M.type).where(_M.aide_id.in_(ids))
    versements = _grouped(session, paid.order_by(_P.date_versement, _P.id))
    mouvements = _grouped(session, moved.order_by(_M.date, _M.id))
    plans = _read_plans(session, ids)
    heads = select(_A.id, _A.decision, _A.date_decision, _A.montant_pret).where(_A.id.in_(ids))
    found: dict[int, Pret] = {}
    for aide_id, decision, decided, cents in session.execute(heads):
        granted = (cents or 0) if decision in DECISIONS_ATTRIBUTIVES else 0
        if granted or aide_id in versements or aide_id in mouvements:
            found[aide_id] = Pret(
                granted, decided or date.min,
                tuple(Versement(*one) for one in versements.get(aide_id, ())),
                tuple(
                    Mouvement(day, amount, code == MouvementDePret.REMISE)
                    for day, amount, code in mouvements.get(aide_id, ())
                ),
                tuple(plans.get(aide_id, ())),
            )  # fmt: skip
    return found


def _read_plans(session: Session, ids: Sequence[int]) -> dict[int, list[Plan]]:
    due = (
        select(_E.plan_id, _E.numero, _E.date_echeance, _E.montant)
        .join(PlanPret, _PL.id == _E.plan_id)
        .where(_PL.aide_id.in_(ids))
        .order_by(_E.plan_id, _E.numero)
    )
    echeances = _grouped(session, due)
    statement = select(_PL.aide_id, _PL.id, _PL.date_effet, _PL.motif).where(_PL.aide_id.in_(ids))
    found: dict[int, list[Plan]] = {}
    for aide_id, plan_id, date_effet, motif in session.execute(statement.order_by(_PL.date_effet, _PL.id)):
        made = tuple(Echeance(*one) for one in echeances.get(plan_id, ()))
        found.setdefault(aide_id, []).append(Plan(date_effet, made, motif))
    return found


def _grouped(session: Session, statement: Select[Any]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for key, *rest in session.execute(statement):
        found.setdefault(key, []).append(tuple(rest))
    return found


def read_pret(session: Session, aide_id: int, jour: date) -> PretVue | None:
    """Return the loan of an aid on a day, None when it never was one; InputError when the aid is gone."""
    aide = require_record(session, Aide, aide_id, AIDE_GONE)
    pret = read_prets(session, [aide_id]).get(aide_id)
    if pret is None:
        return None
    labels = dict(session.execute(select(_MOUVEMENT.code, _MOUVEMENT.libelle)).all())
    moved = select(_M.id, _M.type, _M.date, _M.montant, _M.motif).where(_M.aide_id == aide_id)
    rows = session.execute(moved.where(_M.date <= jour).order_by(_M.date, _M.id))
    planned = select(func.min(_P.date_prevue)).where(
        _P.aide_id == aide_id, _P.forme == Forme.PRET.value, _P.date_annulation.is_(None),
        _P.date_retour.is_(None),
    )  # fmt: skip
    return PretVue(
        aide_id, jour, pret,
        tuple(MouvementRow(r.id, r.type, labels[r.type], r.date, r.montant, r.motif) for r in rows),
        longest_loan(session, aide), None if pret.versements else session.scalar(planned),
    )  # fmt: skip


def longest_loan(session: Session, aide: Aide) -> int | None:
    """Return the most months of a loan by the règlement of the year of the request."""
    statement = select(func.max(AideReglement.duree_pret_max)).join(
        Reglement, Reglement.id == AideReglement.reglement_id
    )
    return session.scalar(
        statement.where(
            Reglement.annee == aide.date_demande.year, AideReglement.type_aide_id == aide.type_aide_id
        )
    )


def read_dossier(session: Session, aide_id: int, jour: date) -> DossierVue:
    """Return an aid with its payments and its loan; InputError when it is gone."""
    aide = require_record(session, Aide, aide_id, AIDE_GONE)
    famille, type_aide = session.get(Famille, aide.famille_id), session.get(TypeAide, aide.type_aide_id)
    decision = session.get(CODE_LISTS["decision"], aide.decision) if aide.decision else None
    return DossierVue(
        aide_id, aide.reference, aide.famille_id,
        family_name(famille.nom, famille.prenom) if famille else "",
        bool(famille and famille.protection), type_aide.libelle if type_aide else "",
        decision.libelle if decision else "", aide.decision in DECISIONS_ATTRIBUTIVES, aide.date_decision,
        jour, tuple(payments(session, _P.aide_id == aide_id, jour)),
        tuple(read_restes(session, [aide_id]).values()), read_pret(session, aide_id, jour),
    )  # fmt: skip


_MOUVEMENT = CODE_LISTS["mouvement_pret"]
