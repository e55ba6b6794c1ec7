"""The agenda: the appointments of the user or of the team, made, moved, marked and put off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from caseapp.errors import InputError
from caseapp.exchange.calendrier import CalendarEntry, write_calendar
from caseapp.models import Intervention, RendezVous
from caseapp.models.codes import CODE_LISTS
from caseapp.services.agenda_controles import ABSENT, ANNULE, HONORE, PROPOSE, REPORTE, find_conflict, require
from caseapp.services.agenda_ecriture import (
    Signature,
    add_rendez_vous,
    change_rendez_vous,
    check_held,
    find_note,
    keep_note,
    put_off,
    set_statut,
)
from caseapp.services.agenda_lecture import (
    Agents,
    of_agents,
    read_delais,
    read_rendez_vous,
    read_seances,
)
from caseapp.services.agenda_rows import Delais, Periode, RendezVousRow, RendezVousSaisie
from caseapp.services.agents import AgentService
from caseapp.services.perimetre import Choice
from caseapp.services.permanences_lecture import read_permanences
from caseapp.store import Step, Store

_DELAY_OVER = timedelta(days=30)
_STEPS = {HONORE: "Rendez-vous honoré", ABSENT: "Absence notée", ANNULE: "Rendez-vous annulé"}
_TO_COMPLETE_SHOWN = 200
_OLDEST = timedelta(days=60)
"""How far back an appointment that nobody marked is asked about."""


class AgendaService:
    """Appointments of an open store; whatever is written is one step, which Ctrl+Z undoes."""

    def __init__(self, store: Store, auteur: str, agents: AgentService) -> None:
        self._store = store
        self._auteur = auteur
        self._agents = agents

    def period(self, premier: date, dernier: date, agents: Agents) -> Periode:
        """Return what stands from a day to another for these agents; sessions only when all are shown."""
        with self._store.read() as session:
            within = RendezVous.date.between(premier, dernier)
            found = read_rendez_vous(session, within, of_agents(agents))
            permanences = read_permanences(session, premier, dernier, agents)
            return Periode(premier, dernier, found, permanences, read_seances(session, premier, dernier))

    def delais(self, dernier: date, agents: Agents) -> Delais:
        """Return the delays of the first appointments offered in the thirty days before a day and on it."""
        with self._store.read() as session:
            return read_delais(session, dernier - _DELAY_OVER, dernier, agents)

    def row(self, rendez_vous_id: int) -> RendezVousRow:
        """Return an appointment; InputError when it is gone."""
        with self._store.read() as session:
            found = read_rendez_vous(session, RendezVous.id == rendez_vous_id)
        if not found:
            raise InputError("Ce rendez-vous n'est plus dans la base.")
        return found[0]

    def note(self, rendez_vous_id: int) -> str:
        """Return the team note that the user wrote of an appointment, empty when there is none."""
        with self._store.read() as session:
            note = find_note(session, rendez_vous_id, self._auteur)
            return "" if note is None else note.texte

    def to_complete(self, today: date) -> tuple[RendezVousRow, ...]:
        """Return the user's entries made in a hurry, then the appointments past that nobody marked."""
        me = self._agents.me()
        if me is None:
            return ()
        passed = RendezVous.date.between(today - _OLDEST, today - timedelta(days=1))
        unmarked = passed & (RendezVous.statut == PROPOSE)
        with self._store.read() as session:
            mine = RendezVous.agent_id == me.id
            hurried = read_rendez_vous(session, mine, RendezVous.a_completer.is_(True))
            late = read_rendez_vous(session, mine, unmarked, RendezVous.a_completer.is_not(True))
        return (hurried + late)[:_TO_COMPLETE_SHOWN]

    def conflict(self, saisie: RendezVousSaisie, sauf: int | None = None) -> str:
        """Say which appointment of its agent, but `sauf`, overlaps what is typed; empty when none does."""
        with self._store.read() as session:
            return find_conflict(session, saisie, saisie.agent_id or self._agents.require_me(session), sauf)

    def interventions(self, famille_id: int) -> tuple[Choice, ...]:
        """Return the interventions of a family, the open ones first, each with its motif and its opening."""
        motif, nature = CODE_LISTS["motif"], CODE_LISTS["nature"]
        statement = (
            select(Intervention.id, motif.libelle, nature.libelle, Intervention.date_ouverture)
            .join(motif, motif.code == Intervention.motif)
            .join(nature, nature.code == Intervention.nature)
            .where(Intervention.famille_id == famille_id)
            .order_by(Intervention.date_cloture.is_not(None), Intervention.date_ouverture.desc())
        )
        with self._store.read() as session:
            return tuple(
                Choice(str(key), f"{motif} · {nature}, {day:%d/%m/%Y}")
                for key, motif, nature, day in session.execute(statement)
            )

    def add(self, saisie: RendezVousSaisie) -> int:
        """Add an appointment, asked for on the day it is made unless it was said; return its identifier."""
        with self._store.write(self._auteur, Step("Rendez-vous ajouté", saisie.famille_id)) as session:
            me = self._agents.require_me(session)
            record = add_rendez_vous(session, saisie, me)
            keep_note(session, record, saisie.note, Signature(self._auteur, me, self._store.now))
            return record.id

    def change(self, rendez_vous_id: int, saisie: RendezVousSaisie, today: date) -> None:
        """Give an appointment the values typed; FieldError for what is refused."""
        check_held(saisie, today)
        with self._store.write(self._auteur, Step("Rendez-vous modifié", saisie.famille_id)) as session:
            record = require(session, rendez_vous_id)
            me = self._agents.require_me(session)
            change_rendez_vous(session, record, saisie, record.agent_id)
            keep_note(session, record, saisie.note, Signature(self._auteur, me, self._store.now))

    def mark(self, rendez_vous_id: int, statut: str, today: date) -> None:
        """Mark an appointment; InputError for one to come that would be honoured or missed."""
        with self._store.read() as session:
            famille_id = require(session, rendez_vous_id).famille_id
        step = Step(_STEPS.get(statut, "Rendez-vous à venir"), famille_id)
        with self._store.write(self._auteur, step) as session:
            set_statut(session, require(session, rendez_vous_id), statut, today)

    def postpone(
        self, rendez_vous_id: int, jour: date | None, heure: time | None, *, confirme: bool = False
    ) -> int:
        """Put an appointment off to another day, the old one remembered; return the new identifier."""
        row = self.row(rendez_vous_id)
        duree = row.duree if heure is not None else None
        saisie = replace(as_typed(row), date=jour, heure=heure, duree=duree, confirme=confirme)
        saisie = replace(saisie, permanence_id=None, a_completer=False, statut=None)
        with self._store.write(self._auteur, Step("Rendez-vous reporté", row.famille_id)) as session:
            return put_off(session, require(session, rendez_vous_id), saisie).id

    def export_mine(
        self, premier: date, dernier: date, path: Path, now: datetime, more: Sequence[CalendarEntry] = ()
    ) -> int:
        """Write the user's appointments, naming nobody, and `more`; return how many appointments there are.

        `now` has a zone.
        """
        with self._store.read() as session:
            mine = {self._agents.require_me(session)}
            within = RendezVous.date.between(premier, dernier)
            taking_time = RendezVous.statut.not_in((ANNULE, REPORTE))
            found = read_rendez_vous(session, within, of_agents(mine), taking_time)
        write_calendar([*map(_entry, found), *more], path, now)
        return len(found)


def as_typed(row: RendezVousRow) -> RendezVousSaisie:
    """Return an appointment as it would be typed again, but its note."""
    return RendezVousSaisie(
        date=row.date, type=row.type, heure=row.heure, duree=row.duree, mode=row.mode, lieu_id=row.lieu_id,
        agent_id=row.agent_id, famille_id=row.famille_id, intervention_id=row.intervention_id,
        date_demande=row.date_demande, permanence_id=row.permanence_id, a_completer=row.a_completer,
        statut=row.statut,
    )  # fmt: skip


def _entry(row: RendezVousRow) -> CalendarEntry:
    start = row.date if row.heure is None else datetime.combine(row.date, row.heure)
    return CalendarEntry(row.uuid, start, row.duree or 0, "Rendez-vous", row.lieu or "")
