"""What a cell of a spreadsheet can hold."""

from typing import Final

LONGEST: Final = 32_767
"""UTF-16 units; a program that is given more cuts the rest."""


def is_too_long(text: str) -> bool:
    """Tell whether a cell cannot hold a text."""
    return len(text) > LONGEST // 2 and _units(text) > LONGEST


def just_fills(text: str) -> bool:
    """Tell whether a text is as long as what is left of one that was cut."""
    return LONGEST // 2 < len(text) <= LONGEST and _units(text) == LONGEST


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
