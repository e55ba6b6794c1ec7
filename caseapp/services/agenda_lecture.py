"""Appointments, sessions and delays read from a store."""

from collections.abc import Collection, Sequence
from datetime import date
from statistics import fmean, median
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from caseapp.domain.names import family_name, worker_name
from caseapp.models import (
    ActionCollective,
    Agent,
    Famille,
    Intervention,
    Lieu,
    RendezVous,
    SeanceCollective,
)
from caseapp.models.codes import CODE_LISTS, CodeMotif
from caseapp.services.agenda_rows import SANS_FAMILLE, Delais, RendezVousRow, SeanceRow

PROMESSE = 7
"""Days within which the Caf promises a first appointment."""
Agents = Collection[int] | None
"""Whose appointments; None: everybody's."""
_TYPE, _MODE, _STATUT = (CODE_LISTS[liste] for liste in ("type_rendez_vous", "mode", "statut"))
_COLUMNS: tuple[Any, ...] = (
    RendezVous.id, RendezVous.uuid, RendezVous.date, RendezVous.heure, RendezVous.duree, RendezVous.agent_id,
    RendezVous.famille_id, RendezVous.type, RendezVous.mode, RendezVous.lieu_id, RendezVous.statut,
    RendezVous.intervention_id, RendezVous.permanence_id, RendezVous.date_demande, RendezVous.a_completer,
    RendezVous.reporte_de_id, Agent.nom.label("agent_nom"), Agent.prenom.label("agent_prenom"),
    Famille.nom, Famille.prenom, Famille.protection, Famille.ne_pas_appeler, Famille.ne_pas_ecrire,
    Famille.consigne, _TYPE.libelle.label("type_libelle"), _MODE.libelle.label("mode_libelle"),
    _STATUT.libelle.label("statut_libelle"), Lieu.libelle.label("lieu"), CodeMotif.cible,
)  # fmt: skip


def read_rendez_vous(session: Session, *conditions: ColumnElement[bool]) -> tuple[RendezVousRow, ...]:
    """Return the appointments that meet the conditions, by day and hour, those without an hour first."""
    statement: Select[Any] = (
        select(*_COLUMNS)
        .select_from(RendezVous)
        .join(Agent, Agent.id == RendezVous.agent_id)
        .join(_TYPE, _TYPE.code == RendezVous.type)
        .join(_STATUT, _STATUT.code == RendezVous.statut)
        .outerjoin(_MODE, _MODE.code == RendezVous.mode)
        .outerjoin(Lieu, Lieu.id == RendezVous.lieu_id)
        .outerjoin(Famille, Famille.id == RendezVous.famille_id)
        .outerjoin(Intervention, Intervention.id == RendezVous.intervention_id)
        .outerjoin(CodeMotif, CodeMotif.code == Intervention.motif)
        .where(*conditions)
        .order_by(RendezVous.date, RendezVous.heure, RendezVous.id)
    )
    return tuple(map(_row, session.execute(statement)))


def of_agents(agents: Agents) -> ColumnElement[bool]:
    """Return the condition that keeps the appointments of these agents."""
    return RendezVous.id.is_not(None) if agents is None else RendezVous.agent_id.in_(sorted(agents))


def _row(row: Row[Any]) -> RendezVousRow:
    said = (row.ne_pas_appeler and "Ne pas appeler.", row.ne_pas_ecrire and "Ne pas écrire.", row.consigne)
    famille = family_name(row.nom, row.prenom) if row.famille_id is not None else SANS_FAMILLE
    return RendezVousRow(
        row.id, row.uuid, row.date_demande, row.date, row.heure, row.duree, row.agent_id,
        worker_name(row.agent_nom, row.agent_prenom), row.famille_id, famille, bool(row.protection),
        tuple(one for one in said if one), row.type, row.type_libelle, row.mode, row.mode_libelle,
        row.lieu_id, row.lieu, row.statut, row.statut_libelle, row.cible, row.intervention_id,
        row.permanence_id, bool(row.a_completer), row.reporte_de_id,
    )  # fmt: skip


def read_seances(session: Session, premier: date, dernier: date) -> tuple[SeanceRow, ...]:
    """Return the sessions of group actions, each numbered among those of its action."""
    of_period = select(SeanceCollective.action_id).where(SeanceCollective.date.between(premier, dernier))
    statement = (
        select(SeanceCollective, ActionCollective.libelle, ActionCollective.theme)
        .join(ActionCollective, ActionCollective.id == SeanceCollective.action_id)
        .where(SeanceCollective.action_id.in_(of_period))
        .order_by(SeanceCollective.action_id, SeanceCollective.date, SeanceCollective.rang)
    )
    found = session.execute(statement).all()
    counts: dict[int, list[int]] = {}
    for one, _libelle, _theme in found:
        counts.setdefault(one.action_id, []).append(one.id)
    return tuple(
        SeanceRow(
            one.id, one.date, libelle or theme or "Action collective",
            counts[one.action_id].index(one.id) + 1, len(counts[one.action_id]), one.presents,
        )
        for one, libelle, theme in found
        if premier <= one.date <= dernier
    )  # fmt: skip


def read_delais(session: Session, premier: date, dernier: date, agents: Agents) -> Delais:
    """Return the delays of the first appointments offered from a day to another.

    The first of its intervention, or of its family outside any; one put off counts at its first date.
    """
    earlier = aliased(RendezVous)
    same = or_(
        earlier.intervention_id == RendezVous.intervention_id,
        and_(earlier.intervention_id.is_(None), RendezVous.intervention_id.is_(None)),
    )
    before = or_(
        earlier.date < RendezVous.date, and_(earlier.date == RendezVous.date, earlier.id < RendezVous.id)
    )
    statement = (
        select(RendezVous.date, RendezVous.date_demande, func.count())
        .where(RendezVous.date.between(premier, dernier), of_agents(agents))
        .where(RendezVous.date_demande.is_not(None), RendezVous.famille_id.is_not(None))
        .where(RendezVous.reporte_de_id.is_(None))
        .where(~exists().where(earlier.famille_id == RendezVous.famille_id, same, before))
        .group_by(RendezVous.date, RendezVous.date_demande)
    )
    days: list[int] = []
    for jour, demande, count in session.execute(statement):
        if demande is not None:
            days += [(jour - demande).days] * count
    return measure(days)


def measure(days: Sequence[int]) -> Delais:
    """Return the delays over these numbers of days, unknown for none."""
    if not days:
        return Delais()
    kept = sum(day <= PROMESSE for day in days)
    return Delais(len(days), float(median(days)), fmean(days), 100 * kept / len(days))
