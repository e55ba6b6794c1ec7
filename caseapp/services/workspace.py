"""An unlocked store with everything that can be done with it."""

from datetime import datetime

from caseapp.domain.communes import CommuneDirectory
from caseapp.paths import resource
from caseapp.services.accueil import AccueilService, Sources
from caseapp.services.agenda import AgendaService
from caseapp.services.agents import AgentService
from caseapp.services.appels import AppelService
from caseapp.services.brouillons import BrouillonService
from caseapp.services.budget import BudgetService
from caseapp.services.campagne import CampagneService
from caseapp.services.choix import ChoixService
from caseapp.services.commissions import CommissionService
from caseapp.services.commissions_calendrier import CalendrierService
from caseapp.services.demandes import DemandeService
from caseapp.services.documents_commission import DocumentService
from caseapp.services.documents_impaye import DocumentImpayeService
from caseapp.services.droits import DroitsService
from caseapp.services.echange import EchangeService
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.services.extraction_impayes import ExtractionImpayesService
from caseapp.services.famille_saisie import FamilleSaisieService
from caseapp.services.famille_saisie_foyer import FoyerService
from caseapp.services.famille_saisie_situation import SituationService
from caseapp.services.familles import FamilleService
from caseapp.services.fusion import FusionService
from caseapp.services.historique import HistoriqueService
from caseapp.services.historique_lecture import LectureHistoriqueService
from caseapp.services.impayes import ImpayeService
from caseapp.services.impayes_tableau import TableauImpayesService
from caseapp.services.interventions import InterventionService
from caseapp.services.interventions_objectifs import ObjectifService
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.lettres import LettreService
from caseapp.services.liste import ListeService
from caseapp.services.logements import LogementService
from caseapp.services.logements_occupations import OccupationService
from caseapp.services.nomenclature import NomenclatureService
from caseapp.services.notes import NoteService
from caseapp.services.offres import OffreService
from caseapp.services.orientations import OrientationService
from caseapp.services.paiements import PaiementService
from caseapp.services.perimetre import PerimetreService
from caseapp.services.permanences import PermanenceService
from caseapp.services.permanences_lieux import LieuService
from caseapp.services.prets import PretService
from caseapp.services.profil import Opening, ProfilService
from caseapp.services.rapport import RapportService
from caseapp.services.recherche import RechercheService
from caseapp.services.reglements import ReglementService
from caseapp.services.saisie import SaisieService
from caseapp.services.saisie_propositions import PropositionService
from caseapp.services.sauvegarde import Backup, SauvegardeService
from caseapp.services.statistiques import StatistiquesService
from caseapp.services.suivis_rsa import SuiviRsaService
from caseapp.services.temoin import keep_witness
from caseapp.services.verification import VerificationService
from caseapp.store import Store


class Workspace:
    """The services over one open store; `close()` forgets its key."""

    def __init__(
        self, opening: Opening, profil: ProfilService, auteur: str, communes: CommuneDirectory
    ) -> None:
        self._opening = opening
        self._profil = profil
        self.auteur = auteur
        store = opening.store
        self.familles = FamilleService(store, auteur, communes)
        self.saisie_familles = FamilleSaisieService(store, auteur, communes, self.familles)
        self.fusion = FusionService(store, auteur, communes, self.familles)
        self.foyers = FoyerService(store, auteur)
        self.situations = SituationService(store, auteur)
        self.recherche = RechercheService(store, auteur, self.familles)
        self.agents = AgentService(store, auteur)
        self.choix = ChoixService(store, communes)
        self.brouillons = BrouillonService(store, auteur)
        self.agenda = AgendaService(store, auteur, self.agents)
        self.permanences = PermanenceService(store, auteur, self.agents)
        self.lieux = LieuService(store, auteur, communes)
        self.historique = HistoriqueService(store, auteur)
        self.lecture_historique = LectureHistoriqueService(store, auteur, communes)
        self.offres = OffreService(store, auteur, self.agents, resource("parcours"))
        self.campagnes = CampagneService(store, auteur, self.offres.catalogue)
        self.interventions = InterventionService(store, auteur)
        self.objectifs = ObjectifService(store, auteur)
        self.orientations = OrientationService(store, auteur)
        self.notes = NoteService(store, auteur)
        self.saisie = SaisieService(store, auteur, self.agents)
        self.propositions = PropositionService(store, auteur, self.agents, self.familles)
        self.droits = DroitsService(store, auteur)
        self.appels = AppelService(store, auteur, self.agents, self.familles)
        self._open_aids(store, auteur, communes)
        self._open_follow(store, auteur, communes)
        self.statistiques = StatistiquesService(store)
        self.listes = ListeService(store, auteur)
        self.accueil = AccueilService(
            store,
            Sources(
                self.agents, self.agenda, self.offres, self.appels, self.brouillons, self.familles,
                self.statistiques, self.echeances,
            ),
        )  # fmt: skip
        self.rapport = RapportService(self.statistiques)
        self.perimetre = PerimetreService(store, communes)
        self.echange = EchangeService(store, auteur, communes)
        self.nomenclatures = NomenclatureService(store, auteur)
        self.verification = VerificationService(store, profil.keys)

    def _open_aids(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        """Gather what the financial aids need, from the règlement to the loans."""
        self.reglements = ReglementService(store, auteur, resource("reglements"))
        self.demandes = DemandeService(store, auteur, self.agents, self.reglements)
        self.commissions = CommissionService(store, auteur, communes)
        self.calendrier = CalendrierService(store, auteur)
        self.documents = DocumentService(store, auteur, communes)
        self.lettres = LettreService(store, auteur, communes)
        self.paiements = PaiementService(store, auteur)
        self.prets = PretService(store, auteur)
        self.budget = BudgetService(store, auteur)

    def _open_follow(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        """Gather what arrears, dwellings and RSA follow-ups need, with the deadlines of their rules."""
        self.regles = JeuxDeReglesService(store, auteur, resource("regles"))
        self.impayes = ImpayeService(store, auteur, self.agents, self.regles)
        self.logements = LogementService(store, auteur, communes, self.agents, self.regles)
        self.occupations = OccupationService(store, auteur, communes)
        self.echeances = EcheanceService(store, auteur, self.agents, self.regles)
        self.extraction_impayes = ExtractionImpayesService(store, auteur, self.regles)
        self.tableau_impayes = TableauImpayesService(
            store, self.agents, self.regles, self.echeances, communes
        )
        self.documents_impaye = DocumentImpayeService(store, auteur, communes, self.regles)
        self.suivis_rsa = SuiviRsaService(store, auteur, self.agents, self.regles, self.echeances)

    def save_backup(self, now: datetime) -> Backup:
        """Write a backup into the profile."""
        return SauvegardeService(self._profil).save(self._opening.store, self._opening.key, now)

    def last_backup(self) -> datetime | None:
        """Return when the newest backup of the profile was written, None when there is none."""
        return SauvegardeService(self._profil).last()

    def close(self) -> None:
        """Keep the witness of the journal, then close the store, which forgets its key."""
        keep_witness(self._opening.store, self._profil.keys)
        self._opening.store.close()
