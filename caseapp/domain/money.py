"""Exact amounts: euros as typed or read, cents as kept."""

import re
from decimal import Decimal

_AMOUNT = re.compile(r"-?\d+(?:[.,]\d{1,2})?")
_SPACES = re.compile("[ \u00a0\u202f]")
MAX_CENTS = 10**13
"""Bound of a plausible amount or sum: one hundred billion euros."""


def parse_cents(text: str) -> int:
    """Read `1 234,50`, `1234.5` or `1 234,50 €` as integer cents; ValueError (French) otherwise."""
    bare = _SPACES.sub("", text.strip().removesuffix("€"))
    if not _AMOUNT.fullmatch(bare) or not bare.isascii():
        raise ValueError("montant illisible")
    cents = int(Decimal(bare.replace(",", ".")).scaleb(2))
    if abs(cents) > MAX_CENTS:
        raise ValueError("montant démesuré")
    return cents


def write_cents(cents: int) -> str:
    """Write cents for the exchange format: `1263153.00`."""
    return f"{Decimal(cents).scaleb(-2):.2f}"
