"""How many offers are late, told to the navigation whenever the store was written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from caseapp.services.offres import OffreService
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.tasks import TaskRunner


class LateOffers(QObject):
    """Counts in a worker; `show` receives the number."""

    def __init__(
        self,
        window: QObject,
        offres: OffreService,
        tasks: TaskRunner,
        navigator: Navigator,
        show: Callable[[int], object],
    ) -> None:
        super().__init__(window)
        self._offres, self._navigator, self._show = offres, navigator, show
        self._counting = LatestTask(tasks, self)
        navigator.data_changed.connect(self.count)
        self.count()

    def count(self) -> None:
        """Count again; a store that cannot be read tells nothing here, its pages say why."""
        work = partial(self._offres.late_count, self._navigator.today())
        self._counting.ask(work, self._show, lambda _: None)
