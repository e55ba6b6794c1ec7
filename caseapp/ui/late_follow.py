"""What is late, told beside each page of the navigation."""

from collections.abc import Mapping
from functools import partial

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.services.echeances_aides import RetardsAides
from caseapp.services.workspace import Workspace
from caseapp.ui.late_count import LateCount
from caseapp.ui.navigator import Navigator
from caseapp.ui.page_list import AIDES, IMPAYES, INSERTION, LOGEMENTS, OFFRES, PRETS
from caseapp.ui.shell import Shell
from caseapp.ui.tasks import TaskRunner

_PAGES = {Domaine.IMPAYES: IMPAYES, Domaine.INDECENCE: LOGEMENTS, Domaine.RSA: INSERTION}


def count_late(window: Shell, workspace: Workspace, tasks: TaskRunner, navigator: Navigator) -> None:
    """Keep the counts of the whole team true, as `LateCount` does."""
    tell = window.navigation.set_count

    def show_aids(late: RetardsAides) -> None:
        tell(AIDES, late.demandes)
        tell(PRETS, late.prets)

    def show_files(counts: Mapping[Domaine, int]) -> None:
        for domaine, count in counts.items():
            tell(_PAGES[domaine], count)

    LateCount(window, workspace.accueil.retards_aides, tasks, navigator, show_aids)
    LateCount(window, workspace.offres.late_count, tasks, navigator, partial(tell, OFFRES))
    LateCount(window, workspace.echeances.retards, tasks, navigator, show_files)
