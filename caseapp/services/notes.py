"""Notes: plain text about a family, at three levels of sharing (CASF L121-6-2)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import NiveauNote
from caseapp.errors import FieldError, InputError
from caseapp.models import Famille, Intervention, Note, RendezVous
from caseapp.services.agents import AgentService
from caseapp.services.saisie_suivi import LONGEST_NOTE, filled_in, require_record
from caseapp.store import Step, Store

NIVEAUX: dict[NiveauNote, tuple[str, str]] = {
    NiveauNote.PERSONNELLE: ("Personnelle", "Vous seul la lisez, ici et dans l'historique."),
    NiveauNote.EQUIPE: (
        "Équipe",
        "Vos collègues la lisent ; un responsable voit des nombres, pas les notes.",
    ),
    NiveauNote.TRANSMISSIBLE: (
        "Transmissible",
        "Elle peut aller à un partenaire, au strict nécessaire (CASF L121-6-2).",
    ),
}
"""Label of each level, and who may read such a note."""
_GONE = "Cette note n'est plus dans la base."
NOT_MINE = "Seule la personne qui a écrit cette note peut la changer."


@dataclass(frozen=True, slots=True)
class NoteSaisie:
    """What is written, who may read it, and what it is about beside the family."""

    texte: str
    niveau: str = NiveauNote.EQUIPE.value
    intervention_id: int | None = None
    rendez_vous_id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteEntiere:
    """A note to read or to change; `ecrite_le` is UTC."""

    id: int
    famille_id: int
    saisie: NoteSaisie
    ecrite_le: datetime
    auteur: str | None
    mine: bool
    """Whether the reader may change it."""


class NoteService:
    """Reads and writes notes; a personal note is given to its author alone."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur
        self._agents = AgentService(store, auteur)

    def find(self, note_id: int) -> NoteEntiere:
        """Return a note; InputError when it is gone, or personal and written by someone else."""
        with self._store.read() as session:
            note = self._readable(session, note_id)
            saisie = NoteSaisie(note.texte, note.niveau, note.intervention_id, note.rendez_vous_id)
            return NoteEntiere(
                note.id, note.famille_id, saisie, note.ecrite_le, note.auteur, mine=self._is_mine(note)
            )

    def add(self, famille_id: int, saisie: NoteSaisie) -> int:
        """Write a note now and return it."""
        me = self._agents.me()
        with self._store.write(self._auteur, Step("Note écrite", famille_id)) as session:
            require_record(session, Famille, famille_id, "Cette famille n'est plus dans la base.")
            note = Note(
                famille_id=famille_id, auteur=self._auteur, ecrite_le=self._store.now,
                agent_id=me.id if me else None,
            )  # fmt: skip
            _fill(session, note, saisie)
            session.add(note)
            session.flush()
            return note.id

    def edit(self, note_id: int, saisie: NoteSaisie) -> None:
        """Change a note; InputError when someone else wrote it."""
        with self._store.write(self._auteur, Step("Note modifiée", self._famille_of(note_id))) as session:
            _fill(session, self._changeable(session, note_id), saisie)

    def remove(self, note_id: int) -> None:
        """Remove a note; InputError when someone else wrote it."""
        with self._store.write(self._auteur, Step("Note retirée", self._famille_of(note_id))) as session:
            session.delete(self._changeable(session, note_id))

    def _famille_of(self, note_id: int) -> int:
        with self._store.read() as session:
            return self._readable(session, note_id).famille_id

    def _readable(self, session: Session, note_id: int) -> Note:
        note = require_record(session, Note, note_id, _GONE)
        if note.niveau == NiveauNote.PERSONNELLE and note.auteur != self._auteur:
            raise InputError(_GONE)
        return note

    def _changeable(self, session: Session, note_id: int) -> Note:
        note = self._readable(session, note_id)
        if not self._is_mine(note):
            raise InputError(NOT_MINE)
        return note

    def _is_mine(self, note: Note) -> bool:
        return note.auteur in {None, self._auteur}


def _fill(session: Session, note: Note, saisie: NoteSaisie) -> None:
    if saisie.niveau not in set(NiveauNote):
        raise FieldError("niveau", "Choisissez qui peut lire cette note.")
    if note.auteur is None and saisie.niveau == NiveauNote.PERSONNELLE:
        raise FieldError("niveau", "On ignore qui a écrit cette note : elle ne peut pas être personnelle.")
    note.texte = filled_in("texte", saisie.texte, "Écrivez la note.", LONGEST_NOTE)
    note.niveau = saisie.niveau
    if saisie.intervention_id is not None:
        _check_link("intervention", session.get(Intervention, saisie.intervention_id), note.famille_id)
    if saisie.rendez_vous_id is not None:
        _check_link("rendez_vous", session.get(RendezVous, saisie.rendez_vous_id), note.famille_id)
    note.intervention_id, note.rendez_vous_id = saisie.intervention_id, saisie.rendez_vous_id


def _check_link(field: str, linked: Intervention | RendezVous | None, famille_id: int) -> None:
    if linked is None or linked.famille_id != famille_id:
        raise FieldError(field, "Ce n'est pas celui de la famille.")
