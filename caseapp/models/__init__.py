"""SQLAlchemy mappings, one file per notion; no query, no rule that needs a session."""

from caseapp.models.action_collective import ActionCollective, SeanceCollective
from caseapp.models.agent import Agent
from caseapp.models.aide import (
    Aide,
    Ajournement,
    Cofinancement,
    InstanceCommission,
    PieceAide,
    Rectification,
    SeanceCommission,
    TypeAide,
)
from caseapp.models.appel import Appel
from caseapp.models.base import Base
from caseapp.models.brouillon import Brouillon
from caseapp.models.codes import CODE_LISTS
from caseapp.models.famille import Famille, Personne, ReferenceFusionnee, Situation
from caseapp.models.impaye import (
    EtatImpaye,
    FaitImpaye,
    Impaye,
    MensualitePlan,
    MouvementDette,
    PlanApurement,
)
from caseapp.models.intervention import Demarche, Intervention, Objectif, Orientation
from caseapp.models.journal import EntreeJournal
from caseapp.models.lieu import Lieu
from caseapp.models.logement import Logement, LogementSignale, Occupation, ProlongationConservation
from caseapp.models.note import Note
from caseapp.models.offre import OffreContact, TentativeContact
from caseapp.models.operation import Operation, Version
from caseapp.models.paiement import EcheancePret, MouvementPret, Paiement, PlanPret
from caseapp.models.partenaire import Partenaire
from caseapp.models.permanence import Horaire, Permanence
from caseapp.models.reglage import Reglage
from caseapp.models.reglement import (
    AideReglement,
    LigneBudget,
    ModeleLettre,
    PieceReglement,
    Reglement,
    TrancheQf,
)
from caseapp.models.regles import JeuRegles, SuiteEcheance
from caseapp.models.rendez_vous import DroitExamine, RendezVous
from caseapp.models.repere import Repere
from caseapp.models.suivi_rsa import CoAccompagnement, ContratRsa, FreinRsa, ReexamenRsa, SuiviRsa

__all__ = [
    "CODE_LISTS",
    "ActionCollective",
    "Agent",
    "Aide",
    "AideReglement",
    "Ajournement",
    "Appel",
    "Base",
    "Brouillon",
    "CoAccompagnement",
    "Cofinancement",
    "ContratRsa",
    "Demarche",
    "DroitExamine",
    "EcheancePret",
    "EntreeJournal",
    "EtatImpaye",
    "FaitImpaye",
    "Famille",
    "FreinRsa",
    "Horaire",
    "Impaye",
    "InstanceCommission",
    "Intervention",
    "JeuRegles",
    "Lieu",
    "LigneBudget",
    "Logement",
    "LogementSignale",
    "MensualitePlan",
    "ModeleLettre",
    "MouvementDette",
    "MouvementPret",
    "Note",
    "Objectif",
    "Occupation",
    "OffreContact",
    "Operation",
    "Orientation",
    "Paiement",
    "Partenaire",
    "Permanence",
    "Personne",
    "PieceAide",
    "PieceReglement",
    "PlanApurement",
    "PlanPret",
    "ProlongationConservation",
    "Rectification",
    "ReexamenRsa",
    "ReferenceFusionnee",
    "Reglage",
    "Reglement",
    "RendezVous",
    "Repere",
    "SeanceCollective",
    "SeanceCommission",
    "Situation",
    "SuiteEcheance",
    "SuiviRsa",
    "TentativeContact",
    "TrancheQf",
    "TypeAide",
    "Version",
]
