"""The printed recovery code: 155 random bits and a check symbol, in 8 groups of 4 that are easy to copy."""

import secrets
from typing import Final

from caseapp.errors import InputError

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_LOOKALIKES: Final = str.maketrans("OIL", "011")
_SYMBOLS, _GROUP = 32, 4
_DATA_BITS: Final = 5 * (_SYMBOLS - 1)
_FIELD_POLYNOMIAL: Final = 0b100101  # x^5 + x^2 + 1: doubling runs through the 31 non-zero values


def draw_recovery_code() -> str:
    """Return a new code, as printed."""
    return printed_code(secrets.randbits(_DATA_BITS))


def printed_code(number: int) -> str:
    """Return the code that stands for a number of at most 155 bits."""
    data = [number >> shift & 31 for shift in range(0, _DATA_BITS, 5)]
    symbols = "".join(_ALPHABET[value] for value in [*data, _check(data)])
    return "-".join(symbols[start : start + _GROUP] for start in range(0, _SYMBOLS, _GROUP))


def read_recovery_code(text: str) -> bytes:
    """Return the secret; blanks, hyphens, case and lookalikes are forgiven, InputError when mistyped."""
    symbols = "".join(char for char in text.upper() if char.isalnum()).translate(_LOOKALIKES)
    for char in symbols:
        if char not in _ALPHABET:
            raise InputError(
                f"Le signe « {char} » ne figure dans aucun code de secours : vérifiez votre saisie."
            )
    if len(symbols) != _SYMBOLS:
        raise InputError(
            f"Un code de secours compte 8 groupes de 4 signes, soit 32 : vous en avez saisi {len(symbols)}."
        )
    *data, check = (_ALPHABET.index(char) for char in symbols)
    if _check(data) != check:
        raise InputError("Ce code de secours contient une faute de frappe : relisez-le groupe par groupe.")
    return symbols.encode("ascii")


def _check(data: list[int]) -> int:
    """Weigh each symbol by a power of two in GF(32): finds one wrong symbol, two neighbours swapped."""
    total = 0
    for value in data:
        total = (total ^ value) << 1
        if total & 0b100000:
            total ^= _FIELD_POLYNOMIAL
    return total
