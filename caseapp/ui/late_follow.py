"""How many deadlines of arrears, dwellings and RSA follow-ups are late, told to the navigation."""

from collections.abc import Mapping

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.ui.late_count import LateCount
from caseapp.ui.navigator import Navigator
from caseapp.ui.page_list import IMPAYES, INSERTION, LOGEMENTS
from caseapp.ui.shell import Shell
from caseapp.ui.tasks import TaskRunner

_PAGES = {Domaine.IMPAYES: IMPAYES, Domaine.INDECENCE: LOGEMENTS, Domaine.RSA: INSERTION}


def count_late_files(
    window: Shell, echeances: EcheanceService, tasks: TaskRunner, navigator: Navigator
) -> LateCount:
    """Keep the counts of the three pages true, as `LateCount` does."""

    def show(counts: Mapping[Domaine, int]) -> None:
        for domaine, count in counts.items():
            window.navigation.set_count(_PAGES[domaine], count)

    return LateCount(window, echeances.retards, tasks, navigator, show)
