"""SQLAlchemy mappings, one file per notion; no query, no rule that needs a session."""

from caseapp.models.action_collective import ActionCollective, SeanceCollective
from caseapp.models.agent import Agent
from caseapp.models.aide import Aide, SeanceCommission, TypeAide
from caseapp.models.appel import Appel
from caseapp.models.base import Base
from caseapp.models.codes import CODE_LISTS
from caseapp.models.famille import Famille, Situation
from caseapp.models.impaye import Impaye
from caseapp.models.intervention import Intervention
from caseapp.models.journal import EntreeJournal
from caseapp.models.lieu import Lieu
from caseapp.models.logement import LogementSignale
from caseapp.models.note import Note
from caseapp.models.offre import OffreContact, TentativeContact
from caseapp.models.partenaire import Partenaire
from caseapp.models.permanence import Permanence
from caseapp.models.rendez_vous import RendezVous
from caseapp.models.repere import Repere
from caseapp.models.suivi_rsa import SuiviRsa

__all__ = [
    "CODE_LISTS",
    "ActionCollective",
    "Agent",
    "Aide",
    "Appel",
    "Base",
    "EntreeJournal",
    "Famille",
    "Impaye",
    "Intervention",
    "Lieu",
    "LogementSignale",
    "Note",
    "OffreContact",
    "Partenaire",
    "Permanence",
    "RendezVous",
    "Repere",
    "SeanceCollective",
    "SeanceCommission",
    "Situation",
    "SuiviRsa",
    "TentativeContact",
    "TypeAide",
]
