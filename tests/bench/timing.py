"""How long an action takes, as the best of a few times, and what is searched for."""

import time
from collections.abc import Callable

SEARCHES = ("m", "ma", "mar", "du", "martin", "lea", "bar go", "06", "0612", "dax", "introuvable")
"""What is typed: one letter, a common beginning, a first name, two words, a phone number, a commune."""


def milliseconds(action: Callable[[], object]) -> float:
    """Return the time of one call."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def best(action: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several calls."""
    return min(milliseconds(action) for _ in range(times))
