"""Progress and cancelling of a long import or export."""

from collections.abc import Callable

from caseapp.errors import Cancelled

OnProgress = Callable[[int, int, str], None]
"""Receives what is done, out of how much (0: not known yet), and a French phrase."""
IsCancelled = Callable[[], bool]


def no_progress(_done: int, _total: int, _phrase: str) -> None:
    """Report to nobody."""


def never_cancelled() -> bool:
    """Go on to the end."""
    return False


class Watch:
    """Follows one task, called every few milliseconds of it."""

    def __init__(
        self, on_progress: OnProgress = no_progress, is_cancelled: IsCancelled = never_cancelled
    ) -> None:
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self.total = 0

    def check(self) -> None:
        """Raise `Cancelled` when stopping was asked."""
        if self._is_cancelled():
            raise Cancelled("Opération annulée : rien n'a été changé.")

    def report(self, done: int, phrase: str) -> None:
        """Say how far the task is, and stop it when asked."""
        self.check()
        self._on_progress(min(done, self.total), self.total, phrase)
