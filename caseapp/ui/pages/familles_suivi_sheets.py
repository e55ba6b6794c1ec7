"""Every sheet of the follow-up of the family on screen, and which of them a fact of its timeline opens."""

from PySide6.QtWidgets import QWidget

from caseapp.services.fil import Fait
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_suivi import InterventionSheets
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.pages.familles_suivi_links import LinkSheets
from caseapp.ui.pages.familles_suivi_steps import StepSheets


class SuiviSheets:
    """What the Fiche, the list of interventions and its panel open."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        self.desk = SuiviDesk(page, workspace, context, navigator)
        self.interventions = InterventionSheets(self.desk)
        self.steps = StepSheets(self.desk)
        self.links = LinkSheets(self.desk)

    def open_fact(self, fait: Fait) -> None:
        """Open what a fact of the timeline is about; nothing for one that has no sheet."""
        ident = fait.objet_id
        if ident is None:
            return
        if fait.objet == "interventions":
            self.desk.intervention_shown.emit(ident)
        elif fait.objet == "notes":
            self.links.open_note(ident)
        elif fait.objet == "rendez_vous":
            self.desk.navigator.rendez_vous_requested.emit(ident)
        elif fait.objet == "droits_examines":
            self.desk.navigator.droits_requested.emit(ident)
        elif fait.objet == "orientations":
            self._open_orientation(ident)

    def _open_orientation(self, ident: int) -> None:
        suivi = self.desk.suivi
        every = (*suivi.orientations, *(one for row in suivi.interventions for one in row.orientations))
        for orientation in every:
            if orientation.id == ident:
                self.links.edit_orientation(orientation)
