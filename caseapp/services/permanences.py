"""Permanences: who comes to a place on a day, what is entered there without network, what is left to finish.

Nothing here needs a network: the sheet and what is entered on it are in the store of the laptop.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import FieldError, InputError
from caseapp.models import Lieu, Permanence, RendezVous
from caseapp.models.base import new_reference
from caseapp.services.agenda_controles import HONORE
from caseapp.services.agenda_ecriture import Signature, add_rendez_vous, keep_note
from caseapp.services.agenda_lecture import read_rendez_vous
from caseapp.services.agenda_rows import PermanenceRow, RendezVousRow, RendezVousSaisie
from caseapp.services.agents import AgentService
from caseapp.services.permanences_calendrier import slots
from caseapp.services.permanences_lecture import GONE, read_permanences
from caseapp.store import Step, Store

_MOST_RECEIVED = 100_000
_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Creneau:
    """A line of the sheet: an hour, and who comes; nobody yet when there is no appointment."""

    heure: time | None
    rendez_vous: RendezVousRow | None


@dataclass(frozen=True, slots=True)
class Feuille:
    """The sheet of a permanence: its slots by hour, then who comes without an hour."""

    permanence: PermanenceRow
    creneaux: tuple[Creneau, ...]
    annules: tuple[RendezVousRow, ...] = ()
    """Cancelled or put off: their slots are free again."""


class PermanenceService:
    """Sheets of an open store; a permanence that a calendar proposes is stored at its first entry."""

    def __init__(self, store: Store, auteur: str, agents: AgentService) -> None:
        self._store = store
        self._auteur = auteur
        self._agents = agents

    def between(self, premier: date, dernier: date, lieu_id: int | None = None) -> tuple[PermanenceRow, ...]:
        """Return the permanences from a day to another, both included, held or proposed."""
        with self._store.read() as session:
            return read_permanences(session, premier, dernier, None, lieu_id)

    def next_mine(self, today: date) -> PermanenceRow | None:
        """Return the user's next permanence, today's included; None within sixty days without any."""
        me = self._agents.me()
        with self._store.read() as session:
            found = read_permanences(session, today, today + _AHEAD, None if me is None else {me.id})
            return found[0] if found else None

    def sheet(self, row: PermanenceRow) -> Feuille:
        """Return the sheet of a permanence as it stands now; nothing is written."""
        with self._store.read() as session:
            day = read_permanences(session, row.date, row.date, None, row.lieu_id)
            now = next((one for one in day if _same(one, row)), row)
            comes = _Comers(session, now)
            return Feuille(now, comes.lines(), comes.gone)

    def add(self, row: PermanenceRow, saisie: RendezVousSaisie) -> int:
        """Add an appointment, a slot long unless it was said, storing a permanence that was only proposed."""
        with self._store.write(self._auteur, Step("Rendez-vous ajouté", saisie.famille_id)) as session:
            me = self._agents.require_me(session)
            permanence = _stored(session, row)
            typed = replace(
                saisie, date=row.date, lieu_id=row.lieu_id, permanence_id=permanence.id,
                agent_id=saisie.agent_id or row.agent_id,
                duree=saisie.duree or (row.creneau if saisie.heure is not None else None),
            )  # fmt: skip
            record = add_rendez_vous(session, typed, me)
            keep_note(session, record, saisie.note, Signature(self._auteur, me, self._store.now))
            return record.id

    def receive(
        self,
        row: PermanenceRow,
        type_code: str,
        today: date,
        heure: time | None,
        *,
        a_completer: bool = False,
    ) -> int:
        """Record someone received without a name, and count them; InputError before the day."""
        if row.date > today:
            raise InputError("Cette permanence n'a pas encore eu lieu.")
        with self._store.write(self._auteur, Step("Contact anonyme noté")) as session:
            me = self._agents.require_me(session)
            permanence = _stored(session, row)
            saisie = RendezVousSaisie(
                date=row.date, type=type_code, heure=heure if row.date == today else None, mode="physique",
                lieu_id=row.lieu_id, permanence_id=permanence.id, a_completer=a_completer, statut=HONORE,
                confirme=True,
            )  # fmt: skip
            return add_rendez_vous(session, saisie, me).id

    def set_received(self, row: PermanenceRow, count: int | None) -> None:
        """Say how many persons were received; None: not known."""
        if count is not None and not 0 <= count <= _MOST_RECEIVED:
            raise FieldError("personnes", "Ce nombre n'est pas possible.")
        with self._store.write(self._auteur, Step("Personnes reçues notées")) as session:
            _stored(session, row).personnes_recues = count


class _Comers:
    """Who comes to a permanence, laid on its slots."""

    def __init__(self, session: Session, row: PermanenceRow) -> None:
        found = () if row.id is None else read_rendez_vous(session, RendezVous.permanence_id == row.id)
        self._offered = slots(row.heure_debut, row.heure_fin, row.creneau)
        self._coming = [one for one in found if one.statut not in GONE]
        self.gone = tuple(one for one in found if one.statut in GONE)

    def lines(self) -> tuple[Creneau, ...]:
        """Return a line for each appointment and each free slot, by hour."""
        taken = {one.heure for one in self._coming}
        lines = [Creneau(one.heure, one) for one in self._coming]
        lines += [Creneau(hour, None) for hour in self._offered if hour not in taken]
        return tuple(sorted(lines, key=lambda line: (line.heure is None, line.heure or time())))


def _same(one: PermanenceRow, row: PermanenceRow) -> bool:
    """Tell whether a permanence read now is the one that was shown, proposed then and maybe stored since."""
    if row.id is not None and one.id is not None:
        return one.id == row.id
    return one.heure_debut == row.heure_debut or one.horaire_id == row.horaire_id is not None


def _stored(session: Session, row: PermanenceRow) -> Permanence:
    """Return the permanence of a row, stored now when a calendar only proposed it."""
    if row.id is not None:
        found = session.get(Permanence, row.id)
        if found is not None:
            return found
    if session.get(Lieu, row.lieu_id) is None:
        raise InputError("Ce lieu n'est plus dans la base.")
    statement = select(Permanence).where(Permanence.lieu_id == row.lieu_id, Permanence.date == row.date)
    for one in session.scalars(statement):
        if one.heure_debut in (None, row.heure_debut):
            return one
    permanence = Permanence(
        reference=new_reference("PM"), lieu_id=row.lieu_id, date=row.date, agent_id=row.agent_id,
        heure_debut=row.heure_debut, heure_fin=row.heure_fin, creneau=row.creneau,
    )  # fmt: skip
    session.add(permanence)
    session.flush()
    return permanence
