"""How long to wait after wrong passphrases."""

from typing import Final

MAX_DELAY_SECONDS: Final = 60


def delay_after(failures: int) -> int:
    """Return the seconds to wait before the next try: 0, 0, 1, 2, 4, 8… for 0, 1, 2… failures, 60 at most."""
    if failures < 2:
        return 0
    return min(1 << min(failures - 2, 6), MAX_DELAY_SECONDS)
