"""RSA follow-ups by the Caf as single referent: begun, corrected, ended, opened again; each act is a step."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.nomenclature import Nature
from caseapp.errors import FieldError, InputError
from caseapp.models import Intervention, SuiviRsa
from caseapp.models.base import new_reference
from caseapp.services.agents import AgentService
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.saisie_suivi import check_agent, check_code, check_order, check_past, require_record
from caseapp.services.suivis_rsa_contrats import ContratRsaService
from caseapp.services.suivis_rsa_controles import (
    check_alone,
    check_begins_first,
    check_ends_last,
    check_intervention,
    check_since,
    open_follow_up,
    required_family,
    required_past,
)
from caseapp.services.suivis_rsa_freins import FreinService
from caseapp.services.suivis_rsa_liste import read_ids, read_rows
from caseapp.services.suivis_rsa_partages import PartageService
from caseapp.services.suivis_rsa_rows import (
    ContratSaisie,
    Filtre,
    FreinSaisie,
    PartageSaisie,
    PublicVise,
    Statut,
    SuiviRow,
    SuiviSaisie,
    SuiviVue,
)
from caseapp.services.suivis_rsa_vue import GONE, MOTIF, read_public, read_vue
from caseapp.store import Step, Store

__all__ = [
    "ContratSaisie", "Filtre", "FreinSaisie", "PartageSaisie", "PublicVise", "Statut", "SuiviRow",
    "SuiviRsaService", "SuiviSaisie", "SuiviVue",
]  # fmt: skip
_NO_FILTER = Filtre()


class SuiviRsaService:
    """Reads and writes the follow-ups of an open store; contracts, obstacles and co-support are its parts."""

    def __init__(
        self,
        store: Store,
        auteur: str,
        agents: AgentService,
        regles: JeuxDeReglesService,
        echeances: EcheanceService,
    ) -> None:
        self._store, self._auteur, self._agents = store, auteur, agents
        self._regles, self._echeances = regles, echeances
        self.contrats = ContratRsaService(store, auteur, regles)
        self.freins = FreinService(store, auteur)
        self.partages = PartageService(store, auteur)

    # --- Reading ---

    def list_ids(self, filtre: Filtre = _NO_FILTER, *, today: date) -> tuple[int, ...]:
        """Return the follow-ups that the filter keeps: open ones by next deadline, then ended ones."""
        suivies = self._echeances.suivies(today, domaines=(Domaine.RSA,))
        with self._store.read() as session:
            return read_ids(session, filtre, today, suivies, self._jeux(session))

    def list_rows(self, ids: Sequence[int], today: date) -> tuple[SuiviRow, ...]:
        """Return the follow-ups of `ids`, in that order; those gone are left out."""
        with self._store.read() as session:
            return read_rows(session, ids, today, self._jeux(session))

    def open_suivi(self, suivi_id: int, today: date) -> SuiviVue:
        """Return a follow-up with all that is known of it; InputError when it is gone."""
        with self._store.read() as session:
            return read_vue(session, suivi_id, today, self._jeux(session))

    def public(self, famille_id: int, jour: date, sauf: int | None = None) -> PublicVise:
        """Return what is known of a family on the day of a designation; nothing is decided from it."""
        with self._store.read() as session:
            return read_public(session, famille_id, jour, sauf)

    # --- Writing ---

    def designate(self, saisie: SuiviSaisie, today: date) -> int:
        """Begin a follow-up; FieldError for a family already followed or days in the wrong order."""
        me = self._agents.me()
        with self._store.write(self._auteur, Step("Suivi RSA commencé", saisie.famille_id)) as session:
            famille_id = required_family(session, saisie.famille_id)
            suivi = SuiviRsa(reference=new_reference("RSA"), famille_id=famille_id)
            _fill(session, suivi, saisie, today)
            if saisie.agent_id is None:
                suivi.agent_id = me.id if me else None
            suivi.intervention_id = _linked(session, suivi, saisie)
            session.add(suivi)
            session.flush()
            return suivi.id

    def edit(self, suivi_id: int, saisie: SuiviSaisie, today: date) -> None:
        """Correct what was said at the beginning of a follow-up, its family aside."""
        with self._store.write(self._auteur, self._step(suivi_id, "Suivi RSA modifié")) as session:
            suivi = require_record(session, SuiviRsa, suivi_id, GONE)
            _fill(session, suivi, saisie, today)
            suivi.intervention_id = _linked(session, suivi, saisie)

    def end(self, suivi_id: int, jour: date | None, motif: str | None, today: date) -> None:
        """End a follow-up for a reason; what is linked to it stays as it is."""
        with self._store.write(self._auteur, self._step(suivi_id, "Suivi RSA terminé")) as session:
            suivi = open_follow_up(session, suivi_id)
            day = required_past("jour", jour, today, "Dites quel jour le suivi s'est terminé.")
            check_since("jour", suivi, day)
            check_ends_last(session, suivi, day)
            if motif is None:
                raise FieldError("motif", "Dites pourquoi le suivi se termine.")
            check_code(session, "motif", "motif_fin", motif)
            suivi.date_fin, suivi.motif_fin = day, motif

    def reopen(self, suivi_id: int) -> None:
        """Let a follow-up go on that was ended too soon; InputError when another one took over."""
        with self._store.write(self._auteur, self._step(suivi_id, "Suivi RSA rouvert")) as session:
            suivi = require_record(session, SuiviRsa, suivi_id, GONE)
            if suivi.date_fin is None:
                raise InputError("Ce suivi est déjà ouvert.")
            suivi.date_fin = suivi.motif_fin = None
            check_alone(session, suivi, suivi.date_designation)

    def _jeux(self, session: Session) -> tuple[JeuDeRegles, ...]:
        return self._regles.en_vigueur_dans(session).jeux

    def _step(self, suivi_id: int, libelle: str) -> Step:
        with self._store.read() as session:
            return Step(libelle, require_record(session, SuiviRsa, suivi_id, GONE).famille_id)


def _fill(session: Session, suivi: SuiviRsa, saisie: SuiviSaisie, today: date) -> None:
    start = required_past(
        "date_designation", saisie.date_designation, today, "Dites quel jour la Caf a été désignée."
    )
    check_past("date_orientation", saisie.date_orientation, today)
    check_order("date_designation", saisie.date_orientation, start, "la notification d'orientation")
    if suivi.date_fin is not None and start > suivi.date_fin:
        raise FieldError("date_designation", "Le suivi commencerait après sa fin.")
    check_agent(session, saisie.agent_id)
    with session.no_autoflush:
        check_begins_first(session, suivi, start)
        if start != suivi.date_designation:  # two of a merged family may overlap, and be corrected
            check_alone(session, suivi, start)
    suivi.date_designation, suivi.date_orientation = start, saisie.date_orientation
    suivi.agent_id = saisie.agent_id


def _linked(session: Session, suivi: SuiviRsa, saisie: SuiviSaisie) -> int | None:
    """Return the intervention chosen, or one opened for the follow-up."""
    if not saisie.ouvrir:
        check_intervention(session, suivi.famille_id, saisie.intervention_id)
        return saisie.intervention_id
    opened = Intervention(
        reference=new_reference("I"), famille_id=suivi.famille_id, motif=MOTIF,
        nature=Nature.ACCOMPAGNEMENT_SOCIAL.value, agent_id=suivi.agent_id,
        date_ouverture=suivi.date_designation,
    )  # fmt: skip
    session.add(opened)
    session.flush()
    return opened.id
