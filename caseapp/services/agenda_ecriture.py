"""Appointments written: made, changed, marked, put off; each function works inside one transaction."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import FieldError, InputError
from caseapp.models import Note, Permanence, RendezVous
from caseapp.models.base import new_reference
from caseapp.services.agenda_controles import (
    ABSENT,
    HONORE,
    PROPOSE,
    REPORTE,
    check_saisie,
    check_statut,
    find_conflict,
)
from caseapp.services.agenda_rows import RendezVousSaisie
from caseapp.services.saisie_suivi import LONGEST_NOTE, cleaned

AGAIN = "Cochez « Garder quand même » pour enregistrer les deux."
NOT_YET = "Ce rendez-vous n'a pas encore eu lieu."


def check_held(saisie: RendezVousSaisie, today: date) -> None:
    """Refuse with FieldError that an appointment to come was honoured or missed."""
    if saisie.date is not None and saisie.date > today and saisie.statut in (HONORE, ABSENT):
        raise FieldError("statut", NOT_YET)


def add_rendez_vous(session: Session, saisie: RendezVousSaisie, me: int) -> RendezVous:
    """Add an appointment; FieldError for what is refused, or overlaps another one and was not confirmed."""
    agent_id = saisie.agent_id or me
    check_saisie(session, saisie, agent_id)
    _check_conflict(session, saisie, agent_id, None)
    record = RendezVous(reference=new_reference("RV"), agent_id=agent_id)
    _fill(session, record, saisie)
    record.statut = saisie.statut or PROPOSE
    session.add(record)
    session.flush()
    if record.statut == HONORE:
        _count_person(session, record.permanence_id, 1)
    return record


def change_rendez_vous(session: Session, record: RendezVous, saisie: RendezVousSaisie, me: int) -> None:
    """Give an appointment other values: an overlap is told when its hours change.

    Its permanence is left when the day or the place is no longer its own.
    """
    agent_id = saisie.agent_id or me
    check_saisie(session, saisie, agent_id)
    hours = (record.date, record.heure, record.duree, record.agent_id)
    if hours != (saisie.date, saisie.heure, saisie.duree, agent_id):
        _check_conflict(session, saisie, agent_id, record.id)
    record.agent_id = agent_id
    before = record.permanence_id
    _fill(session, record, saisie)
    record.permanence_id = _kept_permanence(session, before, record)
    if saisie.statut is not None:
        set_statut(session, record, saisie.statut)


class Signature(NamedTuple):
    """Who writes a note, and when (UTC)."""

    auteur: str
    agent_id: int
    moment: datetime


def keep_note(session: Session, record: RendezVous, texte: str | None, by: Signature) -> None:
    """Keep the author's team note of an appointment as it is typed; an empty one removes it."""
    note = find_note(session, record.id, by.auteur)
    kept = cleaned("note", texte, LONGEST_NOTE)
    if kept is None:
        if note is not None:
            session.delete(note)
        return
    if note is None:
        note = Note(niveau="equipe", rendez_vous_id=record.id, ecrite_le=by.moment)
        note.agent_id, note.auteur = by.agent_id, by.auteur
        session.add(note)
    note.famille_id, note.intervention_id = _family_of(record), record.intervention_id
    note.texte = kept


def find_note(session: Session, rendez_vous_id: int, auteur: str) -> Note | None:
    """Return the team note that an author wrote of an appointment."""
    statement = select(Note).where(Note.rendez_vous_id == rendez_vous_id, Note.auteur == auteur)
    return session.scalars(statement.where(Note.niveau == "equipe").order_by(Note.id)).first()


def set_statut(session: Session, record: RendezVous, statut: str, today: date | None = None) -> None:
    """Mark an appointment, counting its person among those received at its permanence; None: any day."""
    check_statut(session, statut)
    if statut == record.statut:
        return
    if REPORTE in (statut, record.statut):
        raise InputError("Ce rendez-vous est reporté : ouvrez celui qui le remplace.")
    if today is not None and record.date > today and statut in (HONORE, ABSENT):
        raise InputError(NOT_YET)
    came = (statut == HONORE) - (record.statut == HONORE)
    record.statut = statut
    session.flush()
    if came:
        _count_person(session, record.permanence_id, came)


def put_off(session: Session, record: RendezVous, saisie: RendezVousSaisie) -> RendezVous:
    """Add the appointment that replaces one, at the day and hour typed; what was honoured stays."""
    if record.statut == REPORTE:
        raise InputError("Ce rendez-vous est déjà reporté.")
    if record.statut == HONORE:
        raise InputError("Ce rendez-vous est honoré : il ne se reporte pas.")
    check_saisie(session, saisie, record.agent_id)
    record.statut = REPORTE
    session.flush()
    _check_conflict(session, saisie, record.agent_id, record.id)
    later = RendezVous(
        reference=new_reference("RV"), agent_id=record.agent_id, statut=PROPOSE, reporte_de_id=record.id
    )
    _fill(session, later, saisie)
    session.add(later)
    session.flush()
    return later


def _fill(session: Session, record: RendezVous, saisie: RendezVousSaisie) -> None:
    if saisie.date is None or saisie.type is None:
        raise FieldError("date", "Quel jour ?")
    record.date, record.heure, record.duree = saisie.date, saisie.heure, saisie.duree
    record.type, record.mode, record.lieu_id = saisie.type, saisie.mode, saisie.lieu_id
    record.famille_id, record.intervention_id = saisie.famille_id, saisie.intervention_id
    record.date_demande = saisie.date_demande
    record.a_completer = saisie.a_completer or None
    record.permanence_id = saisie.permanence_id
    if saisie.permanence_id is not None and session.get(Permanence, saisie.permanence_id) is None:
        raise InputError("Cette permanence n'est plus dans la base.")


def _kept_permanence(session: Session, permanence_id: int | None, record: RendezVous) -> int | None:
    """Return the permanence of a changed appointment, None when it is now of another day or place."""
    permanence = None if permanence_id is None else session.get(Permanence, permanence_id)
    same = permanence and permanence.date == record.date and permanence.lieu_id == record.lieu_id
    if permanence is None or same:
        return permanence_id
    if record.statut == HONORE:
        _count_person(session, permanence_id, -1)
    return None


def _count_person(session: Session, permanence_id: int | None, more: int) -> None:
    """Count a person received at a permanence, or one less."""
    permanence = None if permanence_id is None else session.get(Permanence, permanence_id)
    if permanence is not None:
        permanence.personnes_recues = max(0, (permanence.personnes_recues or 0) + more)


def _check_conflict(session: Session, saisie: RendezVousSaisie, agent_id: int, sauf: int | None) -> None:
    conflict = "" if saisie.confirme else find_conflict(session, saisie, agent_id, sauf)
    if conflict:
        raise FieldError("heure", f"{conflict} {AGAIN}")


def _family_of(record: RendezVous) -> int:
    if record.famille_id is None:
        raise FieldError("note", "Une note demande une famille.")
    return record.famille_id
