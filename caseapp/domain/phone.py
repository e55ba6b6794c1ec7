"""Phone numbers as they are compared."""

from caseapp.domain.text import fold

_FOREIGN_LENGTH = 11
"""Digits of a French number with its country code."""


def phone_digits(text: str) -> str:
    """Return the digits of a phone number as dialled in France: `+33 6…` and `0033 6…` become `06…`."""
    digits = "".join(character for character in fold(text) if character.isdigit())
    if digits.startswith("0033"):
        return f"0{digits.removeprefix('0033')}"
    if digits.startswith("33") and (text.strip().startswith("+") or len(digits) == _FOREIGN_LENGTH):
        return f"0{digits.removeprefix('33')}"
    return digits
