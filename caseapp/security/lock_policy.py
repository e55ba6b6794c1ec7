"""When an idle session must be locked."""

from typing import Final

DEFAULT_IDLE_MINUTES: Final = 5


class LockPolicy:
    """Adds up idle time; `now` is in seconds of any clock; a clock going backwards adds no time.

    Once due it stays due: only a new policy, made at the next unlock, starts again. The first
    movement after a long sleep therefore finds the session locked.
    """

    def __init__(self, now: float, idle_minutes: float = DEFAULT_IDLE_MINUTES) -> None:
        if not idle_minutes > 0:
            raise ValueError("idle_minutes must be positive")
        self._limit = idle_minutes * 60
        self._seen = now
        self._idle = 0.0

    def touch(self, now: float) -> None:
        """Note an action of the user; too late when the session was already due."""
        if not self.is_due(now):
            self._idle = 0.0

    def is_due(self, now: float) -> bool:
        """Tell whether the session must be locked."""
        self._idle += max(0.0, now - self._seen)
        self._seen = now
        return self._idle >= self._limit
