"""The pages of the main window, in the order of the navigation: a new page is an entry here."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigation import PageEntry
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.accueil import AccueilPage
from caseapp.ui.pages.agenda import AgendaPage
from caseapp.ui.pages.budget import BudgetPage
from caseapp.ui.pages.budget_entry import DRAFTS as BUDGET_DRAFTS
from caseapp.ui.pages.commissions import COMMISSION_DRAFTS, CommissionsPage
from caseapp.ui.pages.demandes import DemandesPage
from caseapp.ui.pages.echanges import EchangesPage
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.impayes import ImpayesPage
from caseapp.ui.pages.insertion import InsertionPage
from caseapp.ui.pages.logements import LogementsPage
from caseapp.ui.pages.offres import OffresPage
from caseapp.ui.pages.permanences import PermanencesPage
from caseapp.ui.pages.plateforme import PlateformePage
from caseapp.ui.pages.prets import PretsPage
from caseapp.ui.pages.reglement import ReglementPage
from caseapp.ui.pages.regles import ReglesPage
from caseapp.ui.pages.statistiques import StatistiquesPage

ACCUEIL, FAMILLES, STATISTIQUES, ECHANGES = "accueil", "familles", "statistiques", "echanges"
AGENDA, PERMANENCES = "agenda", "permanences"
PLATEFORME = "plateforme"
OFFRES = "offres"
IMPAYES, LOGEMENTS, INSERTION, REGLES = "impayes", "logements", "insertion", "regles"
AIDES, COMMISSIONS, PRETS, BUDGET, REGLEMENT = "aides", "commissions", "prets", "budget", "reglement"
_TRAVAIL, _DISPOSITIFS, _PILOTAGE = "Mon travail", "Dispositifs", "Pilotage"


def page_entries(workspace: Workspace, context: UiContext, navigator: Navigator) -> tuple[PageEntry, ...]:
    """Return the pages over an open store."""

    def factory(make: Callable[[Workspace, UiContext, Navigator], QWidget]) -> Callable[[], QWidget]:
        return lambda: make(workspace, context, navigator)

    return (
        PageEntry(ACCUEIL, "Accueil", _TRAVAIL, "accueil", factory(AccueilPage)),
        PageEntry(FAMILLES, "Familles", _TRAVAIL, "familles", factory(FamillesPage), ("",)),
        PageEntry(AGENDA, "Agenda", _TRAVAIL, "calendrier", factory(AgendaPage)),
        PageEntry(PERMANENCES, "Permanences", _TRAVAIL, "lieu", factory(PermanencesPage)),
        PageEntry(PLATEFORME, "Ligne téléphonique", _TRAVAIL, "telephone", factory(PlateformePage)),
        PageEntry(
            OFFRES,
            "Offres de contact",
            _TRAVAIL,
            "offres",
            factory(OffresPage),
            ("offre", "telephone_service"),
        ),
        PageEntry(AIDES, "Aides financières", _DISPOSITIFS, "aides", factory(DemandesPage)),
        PageEntry(
            COMMISSIONS,
            "Commissions",
            _DISPOSITIFS,
            "commission",
            factory(CommissionsPage),
            COMMISSION_DRAFTS,
        ),
        PageEntry(PRETS, "Paiements, prêts", _DISPOSITIFS, "prets", factory(PretsPage), ("prets.",)),
        PageEntry(IMPAYES, "Impayés", _DISPOSITIFS, "impayes", factory(ImpayesPage), ("impaye",)),
        PageEntry(LOGEMENTS, "Logements", _DISPOSITIFS, "logements", factory(LogementsPage), ("logement",)),
        PageEntry(
            INSERTION, "Insertion RSA", _DISPOSITIFS, "insertion", factory(InsertionPage), ("suivi_rsa",)
        ),
        PageEntry(STATISTIQUES, "Statistiques", _PILOTAGE, "statistiques", factory(StatistiquesPage)),
        PageEntry(BUDGET, "Budget des aides", _PILOTAGE, "budget", factory(BudgetPage), (BUDGET_DRAFTS,)),
        PageEntry(
            REGLEMENT, "Règlement intérieur", _PILOTAGE, "reglement", factory(ReglementPage), ("reglement.",)
        ),
        PageEntry(REGLES, "Règles et délais", _PILOTAGE, "regles", factory(ReglesPage)),
        PageEntry(ECHANGES, "Échanges", _PILOTAGE, "echanges", factory(EchangesPage)),
    )
