"""The quick entry: one contact with a family, or with someone who stays anonymous, in one transaction."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from caseapp.domain.nomenclature import NiveauNote, StatutRendezVous, SuiteAppel, TypeRendezVous
from caseapp.domain.text import clean_text
from caseapp.errors import FieldError, InputError
from caseapp.models import Appel, Famille, Intervention, Lieu, Note, RendezVous
from caseapp.models.base import new_reference
from caseapp.models.codes import CodeMode, CodeStatut
from caseapp.services.agents import AgentService
from caseapp.services.saisie_suivi import LONGEST_NOTE, check_day, cleaned
from caseapp.store import Step, Store
from caseapp.store.journal import JournaledSession

PROPOSE, ABSENT = StatutRendezVous.PROPOSE.value, StatutRendezVous.ABSENT.value
_LONGEST = 1440
"""Minutes of a contact, at most."""


class Genre(StrEnum):
    """What the worker says was done; each gives an appointment of a type."""

    ENTRETIEN = "entretien"
    APPEL = "appel"
    VISITE = "visite"
    DROITS = "droits"
    ANONYME = "anonyme"

    @property
    def type(self) -> str:
        """The code of the appointment."""
        types = {Genre.VISITE: "visite_domicile", Genre.DROITS: TypeRendezVous.RENDEZ_VOUS_DES_DROITS.value}
        return types.get(self, "entretien")

    @property
    def mode(self) -> str | None:
        """The only mode it may have, None when it is chosen."""
        return {Genre.APPEL: "telephone", Genre.VISITE: "physique"}.get(self)


_STEPS = {
    Genre.ENTRETIEN: "Entretien ajouté",
    Genre.APPEL: "Entretien par téléphone ajouté",
    Genre.VISITE: "Visite à domicile ajoutée",
    Genre.DROITS: "Rendez-vous des droits ajouté",
    Genre.ANONYME: "Contact anonyme ajouté",
}


@dataclass(frozen=True, slots=True)
class Saisie:
    """What is entered; `duree` in minutes, `appel_id` the call of the phone line that it comes from."""

    genre: Genre
    date: date
    famille_id: int | None = None
    heure: time | None = None
    duree: int | None = None
    mode: str | None = None
    lieu_id: int | None = None
    intervention_id: int | None = None
    statut: str = StatutRendezVous.HONORE.value
    note: str | None = None
    niveau: str = NiveauNote.EQUIPE.value
    appel_id: int | None = None


@dataclass(frozen=True, slots=True)
class Saisi:
    """What was made of it."""

    genre: Genre
    rendez_vous_id: int
    famille_id: int | None
    note_id: int | None = None
    statut: str = StatutRendezVous.HONORE.value


class SaisieService:
    """Records contacts in the name of the agent who uses the program."""

    def __init__(self, store: Store, auteur: str, agents: AgentService) -> None:
        self._store = store
        self._auteur = auteur
        self._agents = agents

    def record(self, saisie: Saisie, today: date) -> Saisi:
        """Keep the appointment and its note; FieldError names the field that cannot be accepted."""
        _check(saisie, today)
        step = Step(_STEPS[saisie.genre], saisie.famille_id)
        with self._store.write(self._auteur, step) as session:
            _check_links(session, saisie)
            one = _rendez_vous(saisie, self._agents.require_me(session))
            session.add(one)
            session.flush()
            note = self._note(saisie, one)
            if note is not None:
                session.add(note)
            if saisie.appel_id is not None:
                _link_call(session, saisie, one)
            session.flush()
            return Saisi(saisie.genre, one.id, one.famille_id, None if note is None else note.id, one.statut)

    def _note(self, saisie: Saisie, one: RendezVous) -> Note | None:
        texte = cleaned("note", saisie.note, LONGEST_NOTE)
        if texte is None or one.famille_id is None:
            return None
        return Note(
            famille_id=one.famille_id, intervention_id=one.intervention_id, rendez_vous_id=one.id,
            agent_id=one.agent_id, niveau=saisie.niveau, texte=texte, ecrite_le=self._store.now,
            auteur=self._auteur,
        )  # fmt: skip


def _rendez_vous(saisie: Saisie, agent_id: int) -> RendezVous:
    return RendezVous(
        reference=new_reference("RV"), famille_id=saisie.famille_id, intervention_id=saisie.intervention_id,
        agent_id=agent_id, type=saisie.genre.type, mode=saisie.genre.mode or saisie.mode,
        lieu_id=saisie.lieu_id, statut=saisie.statut, heure=saisie.heure, duree=saisie.duree,
        date=saisie.date,
    )  # fmt: skip


def _check(saisie: Saisie, today: date) -> None:
    anonymous = saisie.genre is Genre.ANONYME
    if saisie.famille_id is None and not anonymous:
        raise FieldError("famille", "Choisissez la famille, ou le type « Anonyme ».")
    if anonymous and (saisie.famille_id or saisie.intervention_id):
        raise FieldError("famille", "Un contact anonyme ne nomme pas de famille.")
    if anonymous and clean_text(saisie.note or ""):
        raise FieldError("note", "Un contact anonyme n'a pas de note : une note suit toujours une famille.")
    check_day("date", saisie.date)
    if saisie.date > today and saisie.statut in {StatutRendezVous.HONORE, ABSENT}:
        raise FieldError("date", "Ce jour n'est pas encore venu : choisissez le statut « Proposé ».")
    if saisie.duree is not None and not 1 <= saisie.duree <= _LONGEST:
        raise FieldError("duree", "Une durée va d'une minute à vingt-quatre heures.")
    if saisie.niveau not in set(NiveauNote):
        raise FieldError("niveau", "Choisissez qui pourra lire la note.")


def _check_links(session: JournaledSession, saisie: Saisie) -> None:
    if saisie.famille_id is not None and session.get(Famille, saisie.famille_id) is None:
        raise FieldError("famille", "Cette famille n'est plus dans la base.")
    if saisie.lieu_id is not None and session.get(Lieu, saisie.lieu_id) is None:
        raise FieldError("lieu", "Ce lieu n'est plus dans la base.")
    if saisie.mode is not None and session.get(CodeMode, saisie.mode) is None:
        raise FieldError("mode", "Choisissez un mode de la liste.")
    if session.get(CodeStatut, saisie.statut) is None:
        raise FieldError("statut", "Choisissez un statut de la liste.")
    if saisie.intervention_id is not None:
        found = session.get(Intervention, saisie.intervention_id)
        if found is None or found.famille_id != saisie.famille_id:
            raise FieldError("intervention", "Cette intervention n'est pas celle de la famille choisie.")


def _link_call(session: JournaledSession, saisie: Saisie, one: RendezVous) -> None:
    """Note on the call that an appointment came of it."""
    call = session.get(Appel, saisie.appel_id)
    if call is None:
        raise InputError("Cet appel n'est plus dans la base.")
    call.rendez_vous_id, call.suite = one.id, SuiteAppel.RENDEZ_VOUS.value
    if call.famille_id is None:
        call.famille_id = one.famille_id
