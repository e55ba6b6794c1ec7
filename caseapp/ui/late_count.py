"""How much is late, told to the navigation once the store rests."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.rest import Rest
from caseapp.ui.shell import Shell
from caseapp.ui.tasks import TaskRunner

T = TypeVar("T")


class LateCount(QObject):
    """Reads with `read` in a worker what is late on a day; `show` receives it."""

    def __init__(
        self,
        window: Shell,
        read: Callable[[date], T],
        tasks: TaskRunner,
        navigator: Navigator,
        show: Callable[[T], object],
    ) -> None:
        super().__init__(window)
        self._navigator = navigator
        self._counting = LatestTask(tasks, self)
        self._ask: Callable[[date], None] = lambda day: self._counting.ask(
            partial(read, day), show, lambda _: None
        )
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
        self._ask(self._day)
