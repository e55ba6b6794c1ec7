"""Offers of contact: made, tried, answered; what each waits for comes from its declared path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import ReponseOffre
from caseapp.domain.parcours import CANAUX, RESULTATS
from caseapp.domain.phone import phone_digits
from caseapp.domain.text import clean_text
from caseapp.errors import FieldError, InputError
from caseapp.models import Famille, OffreContact, Reglage, TentativeContact
from caseapp.models.base import new_reference
from caseapp.services.agents import AgentService
from caseapp.services.offres_controles import (
    NouveauRendezVous,
    campaign_name,
    check_day,
    check_path,
    is_offered,
    new_appointment,
    new_intervention,
    open_offer,
)
from caseapp.services.offres_liste import CallList, Filtre, OffreRow, read_call_list, read_rows
from caseapp.services.offres_parcours import ParcoursCatalogue
from caseapp.services.offres_vue import OffreVue, read_vue
from caseapp.services.perimetre import Choice
from caseapp.services.saisie_suivi import check_day as check_possible
from caseapp.store import Step, Store

__all__ = ["CallList", "Filtre", "NouveauRendezVous", "OffreRow", "OffreService", "OffreVue", "Resume"]

_O = OffreContact.__table__.c
_DONE = {
    ("telephone", "joint"): "Appel noté : famille jointe",
    ("telephone", "infructueux"): "Appel noté : pas de réponse",
    ("telephone", "message"): "Appel noté : message laissé",
    ("courriel", "message"): "Courriel noté",
    ("courrier", "message"): "Courrier noté",
    ("sms", "message"): "SMS noté",
}
_NO_FILTER = Filtre()
_SERVICE_PHONE = "telephone_service"


@dataclass(frozen=True, slots=True)
class Resume:
    """The offers of a civil year, and those accepted among them."""

    envoyees: int
    acceptees: int


class OffreService:
    """Works on the offers of an open store; each act is a step that can be undone."""

    def __init__(self, store: Store, auteur: str, agents: AgentService, parcours: Path) -> None:
        self._store, self._auteur, self._agents = store, auteur, agents
        self.catalogue = ParcoursCatalogue(parcours)

    # --- Reading ---

    def call_list(self, today: date, filtre: Filtre = _NO_FILTER) -> CallList:
        """Return the open offers in the order in which to deal with them."""
        with self._store.read() as session:
            return read_call_list(session, self.catalogue, today, filtre)

    def list_rows(self, ids: Sequence[int], today: date) -> tuple[OffreRow, ...]:
        """Return the offers of `ids`, in that order; those gone are left out."""
        with self._store.read() as session:
            return read_rows(session, self.catalogue, ids, today)

    def open_vue(self, offre_id: int, today: date) -> OffreVue:
        """Return an offer with its family, its path and its attempts; InputError when it is gone."""
        with self._store.read() as session:
            return read_vue(session, self.catalogue, offre_id, today)

    def late_count(self, today: date) -> int:
        """Return how many offers are late, for the navigation."""
        return self.call_list(today).en_retard

    def campagnes(self) -> tuple[Choice, ...]:
        """Return the campaigns, the latest first."""
        statement = select(_O.campagne).where(_O.campagne.is_not(None)).group_by(_O.campagne)
        with self._store.read() as session:
            found = session.scalars(statement.order_by(func.max(_O.date_offre).desc(), _O.campagne)).all()
        return tuple(Choice(name, name) for name in found if name)

    def resume(self, annee: int, campagne: str | None = None) -> Resume:
        """Count the offers of a civil year and those accepted, as the figures of the year do."""
        statement = select(_O.reponse, func.count()).group_by(_O.reponse)
        statement = statement.where(_O.date_offre.between(date(annee, 1, 1), date(annee, 12, 31)))
        if campagne is not None:
            statement = statement.where(_O.campagne == campagne)
        with self._store.read() as session:
            counted: dict[str | None, int] = dict(session.execute(statement).all())
        return Resume(sum(counted.values()), counted.get(ReponseOffre.ACCEPTEE.value, 0))

    def parcours(self) -> tuple[Choice, ...]:
        """Return the declared paths."""
        return tuple(Choice(cle, one.libelle) for cle, one in self.catalogue.by_key.items())

    def service_phone(self) -> str:
        """Return the number that messages give, empty until it was said."""
        with self._store.read() as session:
            return session.scalar(select(Reglage.valeur).where(Reglage.cle == _SERVICE_PHONE)) or ""

    def set_service_phone(self, text: str) -> str:
        """Remember the number that messages give."""
        number = clean_text(text)
        if not 3 <= len(phone_digits(number)) <= 20:
            raise FieldError("numero", "Ce numéro n'est pas lisible : écrire par exemple 05 58 00 00 00.")
        with self._store.write_draft() as session:
            setting = session.scalar(select(Reglage).where(Reglage.cle == _SERVICE_PHONE))
            setting = setting or Reglage(cle=_SERVICE_PHONE)
            setting.valeur = number
            session.add(setting)
        return number

    # --- Writing ---

    def create(
        self, famille_id: int, motif: str, jour: date, campagne: str = "", parcours: str | None = None
    ) -> int:
        """Make an offer to a family; return its identifier."""
        name = campaign_name(campagne)
        check_possible("jour", jour)
        with self._store.write(self._auteur, Step("Offre de contact créée", famille_id)) as session:
            if session.get(Famille, famille_id) is None:
                raise FieldError("famille", "Cette famille n'est plus dans la base.")
            check_path(session, self.catalogue, motif, parcours)
            if name and is_offered(session, famille_id, name):
                raise FieldError("campagne", "Cette famille a déjà une offre dans cette campagne.")
            offre = OffreContact(
                reference=new_reference("O"), famille_id=famille_id, motif=motif, date_offre=jour,
                campagne=name, parcours=parcours,
            )  # fmt: skip
            session.add(offre)
            session.flush()
            return offre.id

    def record_attempt(self, offre_id: int, canal: str, resultat: str, jour: date, today: date) -> int:
        """Note an attempt to reach the family, by the agent who uses the program; return its identifier."""
        if canal not in CANAUX or resultat not in RESULTATS:
            raise InputError("Cet essai n'est pas connu.")
        step = Step(_DONE.get((canal, resultat), "Essai noté"), self._famille_of(offre_id))
        me = self._agents.me()
        with self._store.write(self._auteur, step) as session:
            offre = open_offer(session, offre_id)
            check_day(jour, offre.date_offre, today)
            same = select(func.max(TentativeContact.rang)).where(
                TentativeContact.offre_id == offre_id, TentativeContact.date == jour,
                TentativeContact.canal == canal,
            )  # fmt: skip
            tentative = TentativeContact(
                offre_id=offre_id, date=jour, canal=canal, resultat=resultat, agent_id=me.id if me else None,
                rang=(session.scalar(same) or 0) + 1,
            )  # fmt: skip
            session.add(tentative)
            session.flush()
            return tentative.id

    def accept(self, offre_id: int, rendez_vous: NouveauRendezVous, jour: date, today: date) -> int:
        """Note that the family accepts, with its appointment and maybe an intervention; return the former."""
        step = Step("Offre acceptée, rendez-vous ajouté", self._famille_of(offre_id))
        with self._store.write(self._auteur, step) as session:
            agent_id = self._agents.require_me(session)
            offre = self._answer(session, offre_id, ReponseOffre.ACCEPTEE.value, jour, today)
            if rendez_vous.jour < jour:
                raise FieldError("jour", "Le rendez-vous ne peut pas être avant la réponse de la famille.")
            intervention = new_intervention(session, offre, rendez_vous.nature, agent_id, jour)
            found = new_appointment(session, offre, rendez_vous, agent_id, jour)
            found.intervention_id = offre.intervention_id = intervention.id if intervention else None
            session.add(found)
            session.flush()
            offre.rendez_vous_id = found.id
            return found.id

    def refuse(self, offre_id: int, jour: date, today: date) -> None:
        """Note that the family refuses."""
        with self._store.write(self._auteur, Step("Offre refusée", self._famille_of(offre_id))) as session:
            self._answer(session, offre_id, "refusee", jour, today)

    def close_unanswered(self, offre_id: int, jour: date, today: date) -> None:
        """Close an offer to which the family never answered."""
        step = Step("Offre close sans réponse", self._famille_of(offre_id))
        with self._store.write(self._auteur, step) as session:
            self._answer(session, offre_id, "sans_reponse", jour, today)

    def _answer(self, session: Session, offre_id: int, reponse: str, jour: date, today: date) -> OffreContact:
        offre = open_offer(session, offre_id)
        last = session.scalar(
            select(func.max(TentativeContact.date)).where(TentativeContact.offre_id == offre_id)
        )
        check_day(jour, max(offre.date_offre, last or offre.date_offre), today)
        offre.reponse, offre.date_reponse = reponse, jour
        return offre

    def _famille_of(self, offre_id: int) -> int:
        with self._store.read() as session:
            found: int | None = session.scalar(select(_O.famille_id).where(_O.id == offre_id))
        if found is None:
            raise InputError("Cette offre n'est plus dans la base.")
        return found
