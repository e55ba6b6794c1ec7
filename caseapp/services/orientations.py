"""Orientations: a family sent to a partner, and what the partner answered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.text import fold
from caseapp.errors import FieldError
from caseapp.models import Famille, Intervention, Orientation, Partenaire
from caseapp.models.base import new_reference
from caseapp.services.agents import AgentService
from caseapp.services.saisie_suivi import (
    check_code,
    check_order,
    check_past,
    cleaned,
    filled_in,
    require_record,
)
from caseapp.store import Step, Store

_GONE = "Cette orientation n'est plus dans la base."


@dataclass(frozen=True, slots=True)
class OrientationSaisie:
    """What is said of an orientation; the partner by its key, or by the name of a new one."""

    jour: date
    partenaire_id: int | None = None
    nouveau_partenaire: str | None = None
    objet: str | None = None
    intervention_id: int | None = None
    reponse: str | None = None
    date_reponse: date | None = None


class OrientationService:
    """Writes orientations; every method is one step of the user."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur
        self._agents = AgentService(store, auteur)

    def add(self, famille_id: int, saisie: OrientationSaisie, today: date) -> int:
        """Add an orientation, by the user's agent when it is known, and return it."""
        me = self._agents.me()
        with self._store.write(self._auteur, Step("Orientation ajoutée", famille_id)) as session:
            require_record(session, Famille, famille_id, "Cette famille n'est plus dans la base.")
            orientation = Orientation(famille_id=famille_id, agent_id=me.id if me else None)
            _fill(session, orientation, saisie, today)
            session.add(orientation)
            session.flush()
            return orientation.id

    def edit(self, orientation_id: int, saisie: OrientationSaisie, today: date) -> None:
        """Correct an orientation, or note the partner's answer."""
        step = Step("Orientation modifiée", self._famille_of(orientation_id))
        with self._store.write(self._auteur, step) as session:
            _fill(session, require_record(session, Orientation, orientation_id, _GONE), saisie, today)

    def remove(self, orientation_id: int) -> None:
        """Remove an orientation written by mistake."""
        step = Step("Orientation retirée", self._famille_of(orientation_id))
        with self._store.write(self._auteur, step) as session:
            session.delete(require_record(session, Orientation, orientation_id, _GONE))

    def _famille_of(self, orientation_id: int) -> int:
        with self._store.read() as session:
            return require_record(session, Orientation, orientation_id, _GONE).famille_id


def _fill(session: Session, orientation: Orientation, saisie: OrientationSaisie, today: date) -> None:
    check_past("jour", saisie.jour, today)
    check_code(session, "reponse", "reponse", saisie.reponse)
    check_past("date_reponse", saisie.date_reponse, today)
    check_order("date_reponse", saisie.jour, saisie.date_reponse, "l'orientation")
    if saisie.intervention_id is not None:
        intervention = session.get(Intervention, saisie.intervention_id)
        if intervention is None or intervention.famille_id != orientation.famille_id:
            raise FieldError("intervention", "Cette intervention n'est pas celle de la famille.")
    orientation.partenaire_id = chosen_partner(session, saisie.partenaire_id, saisie.nouveau_partenaire)
    orientation.objet = cleaned("objet", saisie.objet)
    orientation.date, orientation.intervention_id = saisie.jour, saisie.intervention_id
    orientation.reponse, orientation.date_reponse = saisie.reponse, saisie.date_reponse


def chosen_partner(session: Session, partenaire_id: int | None, nouveau: str | None) -> int:
    """Return the partner chosen, or the one of the name typed, created when nobody has it."""
    if nouveau:
        nom = filled_in("nouveau_partenaire", nouveau, "Écrivez le nom du partenaire.")
        for ident, known in session.execute(select(Partenaire.id, Partenaire.nom)):
            if fold(known) == fold(nom):
                return int(ident)
        partenaire = Partenaire(code=new_reference("P"), nom=nom)
        session.add(partenaire)
        session.flush()
        return partenaire.id
    if partenaire_id is None:
        raise FieldError("partenaire", "Choisissez le partenaire, ou écrivez le nom d'un nouveau.")
    gone = "Ce partenaire n'est plus dans la base."
    return require_record(session, Partenaire, partenaire_id, gone).id
