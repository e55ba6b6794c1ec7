"""How many requests, payments and loans are late, told to the navigation once the store rests."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from caseapp.services.accueil import AccueilService
from caseapp.services.echeances_aides import RetardsAides
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.rest import Rest
from caseapp.ui.shell import Shell
from caseapp.ui.tasks import TaskRunner


class LateAides(QObject):
    """Counts in a worker; `show` receives the counts."""

    def __init__(
        self,
        window: Shell,
        accueil: AccueilService,
        tasks: TaskRunner,
        navigator: Navigator,
        show: Callable[[RetardsAides], object],
    ) -> None:
        super().__init__(window)
        self._accueil, self._navigator, self._show = accueil, navigator, show
        self._counting = LatestTask(tasks, self)
        self._day = navigator.today()
        self._rest = Rest(self, self.count)
        navigator.data_changed.connect(self._rest.note)
        window.page_shown.connect(self._count_anew)
        self.count()

    def _count_anew(self, _page: str) -> None:
        """Count again when the day is no longer the one that was counted for."""
        if self._navigator.today() != self._day:
            self.count()

    def count(self) -> None:
        """Count again; a store that cannot be read tells nothing here, its pages say why."""
        self._day = self._navigator.today()
        work = partial(self._accueil.retards_aides, self._day)
        self._counting.ask(work, self._show, lambda _: None)
