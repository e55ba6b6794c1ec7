"""The RSA follow-ups by page: their identifiers in order, then the rows that are shown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.echeances_dossier import EtatDossier
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles, Regle, UniteDelai
from caseapp.domain.names import family_name, worker_name
from caseapp.domain.suivi_rsa import month_rank
from caseapp.models import Agent, ContratRsa, Famille, Intervention, SuiviRsa
from caseapp.models.codes import CODE_LISTS
from caseapp.services.dossiers_rows import CleEcheance, DossierCalcule, EcheanceSuivie, SuiteRow
from caseapp.services.echeances_suites import read_suites
from caseapp.services.suivis_rsa_faits import AUCUN, ouvert, read_calcules
from caseapp.services.suivis_rsa_rows import LIMITE, Filtre, Statut, SuiviRow
from caseapp.store.search import search_families

_S, _F, _A = SuiviRsa.__table__.c, Famille.__table__.c, Agent.__table__.c
_C, _I = ContratRsa.__table__.c, Intervention.__table__.c
_FAMILIES = 2_000
"""Families looked for at once, those that hold the words of a search."""
_BATCH = 900


def read_ids(
    session: Session, filtre: Filtre, today: date, suivies: Sequence[EcheanceSuivie],
    jeux: Sequence[JeuDeRegles],
) -> tuple[int, ...]:  # fmt: skip
    """Return the follow-ups that the filter keeps: open ones by next deadline, then ended ones, last first.

    `suivies` are the pending deadlines of all open follow-ups, by day.
    """
    first: dict[int, EcheanceSuivie] = {}
    for one in suivies:
        first.setdefault(one.dossier.id, one)
    ended = () if filtre.statut not in {Statut.TERMINES, Statut.TOUS} else _ended(session, filtre, today)
    if filtre.statut is Statut.TERMINES:
        return tuple(ended)
    kept = set(session.scalars(_statement(session, filtre).where(ouvert(today))))
    match filtre.statut:
        case Statut.EN_RETARD:
            kept = {one for one in kept if one in first and first[one].est_en_retard(today)}
        case Statut.AU_DELA:
            known = {ident: one.dossier for ident, one in first.items() if ident in kept}
            others = read_calcules(session, jeux, today, kept - known.keys())
            kept = {one.id for one in (*known.values(), *others) if is_beyond(one, today)}
        case Statut.SANS_CONTRAT:
            signed = exists().where(_C.suivi_id == _S.id, _C.date_signature <= today)
            kept &= set(session.scalars(select(_S.id).where(ouvert(today), ~signed)))
        case _:
            pass
    ordered = [one for one in first if one in kept]
    return (*ordered, *sorted(kept - set(ordered)), *ended)


def is_beyond(dossier: DossierCalcule, today: date) -> bool:
    """Tell whether a follow-up lasts longer than its rule set lets it, whatever was marked of it."""
    return any(
        one.regle.code == LIMITE and one.etat(today) is EtatDossier.DEPASSEE for one in dossier.echeances
    )


def read_rows(
    session: Session, ids: Sequence[int], today: date, jeux: Sequence[JeuDeRegles]
) -> tuple[SuiviRow, ...]:
    """Return the follow-ups of `ids`, in that order; those gone are left out."""
    calcules = {one.id: one for one in read_calcules(session, jeux, today, ids)}
    labels = dict(session.execute(_LABELS).all())
    found: dict[int, SuiviRow] = {}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        suites = read_suites(session, Domaine.RSA, batch)
        for row in session.execute(_heads().where(_S.id.in_(batch))):
            name = family_name(row.nom, row.prenom)
            suivie = _first_pending(calcules[row.id], suites, name)
            found[row.id] = _row(row, calcules[row.id], suivie, labels, today)
    return tuple(found[ident] for ident in ids if ident in found)


def _first_pending(
    dossier: DossierCalcule, suites: Mapping[CleEcheance, SuiteRow], famille: str
) -> EcheanceSuivie | None:
    """Return the deadline of a follow-up that waits and is the nearest, the marks made of it counted."""
    suivies = [
        EcheanceSuivie(
            dossier,
            one,
            suites.get(CleEcheance(Domaine.RSA, dossier.id, one.regle.code, one.depuis)),
            famille,
        )
        for one in dossier.echeances
    ]
    pending = [one for one in suivies if one.fait_le is None]
    return min(pending, key=lambda one: (one.jour, one.echeance.regle.code), default=None)


def _row(
    row: Any, dossier: DossierCalcule, suivie: EcheanceSuivie | None, labels: dict[str, str], today: date
) -> SuiviRow:
    kind = dossier.dossier.attributs["type_contrat"]
    signed = dossier.dossier.faits.get("contrat", ())
    limit = next((one for one in dossier.echeances if one.regle.code == LIMITE), None)
    over = row.date_fin is not None and row.date_fin <= today
    return SuiviRow(
        row.id, row.reference, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection),
        "" if row.agent_code is None else worker_name(row.agent_nom, row.agent_prenom, row.agent_code),
        row.date_designation, row.date_fin, row.motif_libelle or "",
        month_rank(row.date_designation, row.date_fin if over else max(today, row.date_designation)),
        _months(_limit_rule(dossier.jeux)), None if limit is None else limit.jour,
        *(("", "") if kind == AUCUN else (kind, labels.get(kind, kind))), max(signed, default=None), suivie,
    )  # fmt: skip


def _limit_rule(jeux: Iterable[JeuDeRegles]) -> Regle | None:
    return next((regle for jeu in jeux for regle in jeu.regles if regle.code == LIMITE), None)


def _months(regle: Regle | None) -> int | None:
    """Return the months that a follow-up lasts at most, None when its rules count otherwise."""
    counted = regle is not None and regle.jour is None and regle.delai.unite is UniteDelai.MOIS
    return regle.delai.nombre if regle is not None and counted else None


def _statement(session: Session, filtre: Filtre) -> Select[Any]:
    statement: Select[Any] = select(_S.id).outerjoin(_I.id.table, _I.id == _S.intervention_id)
    if filtre.agent_id is not None:
        statement = statement.where(func.coalesce(_S.agent_id, _I.agent_id) == filtre.agent_id)
    if filtre.famille_id is not None:
        statement = statement.where(_S.famille_id == filtre.famille_id)
    if text := filtre.texte.strip():
        families = search_families(session.connection(), text, _FAMILIES)
        statement = statement.where(
            or_(_S.famille_id.in_(families), func.upper(_S.reference) == text.upper())
        )
    return statement


def _ended(session: Session, filtre: Filtre, today: date) -> tuple[int, ...]:
    statement = _statement(session, filtre).where(~ouvert(today))
    return tuple(session.scalars(statement.order_by(_S.date_fin.desc(), _S.id.desc())))


def _heads() -> Select[Any]:
    motif = CODE_LISTS["motif_fin"]
    return (
        select(
            _S.id, _S.reference, _S.famille_id, _S.date_designation, _S.date_fin, _F.nom, _F.prenom,
            _F.protection, motif.libelle.label("motif_libelle"), _A.nom.label("agent_nom"),
            _A.prenom.label("agent_prenom"), _A.code.label("agent_code"),
        )
        .join(_F.id.table, _F.id == _S.famille_id)
        .outerjoin(_I.id.table, _I.id == _S.intervention_id)
        .outerjoin(_A.id.table, _A.id == func.coalesce(_S.agent_id, _I.agent_id))
        .outerjoin(motif, motif.code == _S.motif_fin)
    )  # fmt: skip


_LABELS = select(CODE_LISTS["type_contrat_rsa"].code, CODE_LISTS["type_contrat_rsa"].libelle)
