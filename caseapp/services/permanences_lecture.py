"""Permanences read: those that were held or opened, and those that the calendars propose."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseapp.models import Horaire, Lieu, Permanence, RendezVous
from caseapp.services.agenda_controles import ABSENT, ANNULE, HONORE, PROPOSE, REPORTE
from caseapp.services.agenda_rows import PermanenceRow
from caseapp.services.permanences_calendrier import Rythme, slots

EXPECTED = (PROPOSE, HONORE, ABSENT)
"""Appointments that a permanence counts as expected."""
GONE = (ANNULE, REPORTE)
"""Appointments whose slot is free again."""


def read_permanences(
    session: Session,
    premier: date,
    dernier: date,
    agents: Collection[int] | None = None,
    lieu_id: int | None = None,
) -> tuple[PermanenceRow, ...]:
    """Return the permanences from a day to another, by day and hour; those of no agent are everybody's."""
    held = tuple(_held(session, premier, dernier, lieu_id))
    proposed = _proposed(session, premier, dernier, lieu_id)
    taken = {(row.lieu_id, row.date, row.heure_debut) for row in held}
    whole_day = {(lieu, day) for lieu, day, start in taken if start is None}
    new = (
        row
        for row in proposed
        if (row.lieu_id, row.date, row.heure_debut) not in taken and (row.lieu_id, row.date) not in whole_day
    )
    rows = [row for row in (*held, *new) if agents is None or row.agent_id is None or row.agent_id in agents]
    rows.sort(key=lambda row: (row.date, row.heure_debut or time(), row.lieu, row.id or 0))
    return tuple(_counted(session, rows))


def rythme(horaire: Horaire) -> Rythme:
    """Return the days of a calendar."""
    return Rythme(horaire.jour, horaire.semaines, horaire.depuis, horaire.jusqu_au)


def _held(session: Session, premier: date, dernier: date, lieu_id: int | None) -> Iterator[PermanenceRow]:
    statement = (
        select(Permanence, Lieu.libelle)
        .join(Lieu, Lieu.id == Permanence.lieu_id)
        .where(Permanence.date.between(premier, dernier))
    )
    if lieu_id is not None:
        statement = statement.where(Permanence.lieu_id == lieu_id)
    for one, libelle in session.execute(statement):
        yield PermanenceRow(
            one.id, None, one.lieu_id, libelle, one.date, one.heure_debut, one.heure_fin, one.creneau,
            one.agent_id, one.personnes_recues,
        )  # fmt: skip


def _proposed(session: Session, premier: date, dernier: date, lieu_id: int | None) -> Iterator[PermanenceRow]:
    statement = (
        select(Horaire, Lieu.libelle)
        .join(Lieu, Lieu.id == Horaire.lieu_id)
        .where(or_(Horaire.depuis.is_(None), Horaire.depuis <= dernier))
        .where(or_(Horaire.jusqu_au.is_(None), Horaire.jusqu_au >= premier))
        .order_by(Horaire.id)
    )
    if lieu_id is not None:
        statement = statement.where(Horaire.lieu_id == lieu_id)
    for one, libelle in session.execute(statement):
        for day in rythme(one).days(premier, dernier):
            yield PermanenceRow(
                None, one.id, one.lieu_id, libelle, day, one.heure_debut, one.heure_fin, one.creneau,
                one.agent_id,
            )  # fmt: skip


def _counted(session: Session, rows: Iterable[PermanenceRow]) -> Iterator[PermanenceRow]:
    """Count who is expected at each, and its free slots."""
    rows = tuple(rows)
    ids = [row.id for row in rows if row.id is not None]
    statement = select(RendezVous.permanence_id, RendezVous.heure).where(
        RendezVous.permanence_id.in_(ids), RendezVous.statut.in_(EXPECTED)
    )
    hours: dict[int | None, list[time | None]] = {}
    for key, heure in session.execute(statement):
        hours.setdefault(key, []).append(heure)
    for row in rows:
        expected = hours.get(row.id, []) if row.id is not None else []
        offered = slots(row.heure_debut, row.heure_fin, row.creneau)
        free = len(set(offered) - set(expected)) if offered else None
        yield replace(row, attendus=len(expected), libres=free)
