"""French writing of numbers, amounts and dates, for every place a user reads them."""

from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
UNKNOWN = "n.d."
NO_BASE = "–"
_NAMES = ("Caf", "Ccapex")


def round_half_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Round a raw value for display, halves away from zero; `decimals` is 0 or more."""
    quantum = Decimal(1).scaleb(-decimals)
    if isinstance(value, Fraction):
        scaled = value * 10**decimals
        whole = (abs(scaled) * 2 + 1) // 2
        return Decimal(int(whole if scaled >= 0 else -whole)).scaleb(-decimals).quantize(quantum)
    return Decimal(value).quantize(quantum, rounding=ROUND_HALF_UP)


def format_number(value: Fraction | Decimal | int, decimals: int = 0) -> str:
    """Write `1 705` or `6,27` with a narrow no-break space between thousands and a true minus sign."""
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")
    return f"{MINUS}{NARROW_SPACE}{text}" if rounded < 0 else text


def format_cents(cents: int) -> str:
    """Write an amount in integer cents as `1 263 153,00 €`."""
    return f"{format_number(Decimal(cents).scaleb(-2), 2)}{NO_BREAK_SPACE}€"


def format_percent(value: Fraction | Decimal | int, decimals: int = 1) -> str:
    """Write a rate already in percent as `38,5 %`."""
    return f"{format_number(value, decimals)}{NO_BREAK_SPACE}%"


def format_signed(value: Fraction | Decimal | int, decimals: int, unit: str) -> str:
    """Write an evolution with its sign, as `+ 36 %` or `− 22 points`."""
    rounded = round_half_up(value, decimals)
    sign = "+" if rounded > 0 else (MINUS if rounded < 0 else "")
    body = f"{format_number(abs(rounded), decimals)}{NO_BREAK_SPACE}{unit}"
    return f"{sign}{NARROW_SPACE}{body}" if sign else body


def format_date(day: date | None) -> str:
    """Write JJ/MM/AAAA, or nothing when the date is not known."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def format_long_date(day: date) -> str:
    """Write `21 novembre 2026`, with `1er` for the first day."""
    return f"{'1er' if day.day == 1 else day.day} {MOIS[day.month - 1]} {day.year}"


def format_time(moment: time) -> str:
    """Write `9 h 30`, or `14 h` on the hour."""
    hour = f"{moment.hour}{NO_BREAK_SPACE}h"
    return f"{hour}{NO_BREAK_SPACE}{moment.minute:02}" if moment.minute else hour


def format_duration(minutes: int) -> str:
    """Write `45 min`, `1 h` or `1 h 30`; `minutes` is 0 or more."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NO_BREAK_SPACE}min"
    return f"{hours}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{rest:02}" if rest else f"{hours}{NO_BREAK_SPACE}h"


def plain(text: str) -> str:
    """Return the same text with ASCII spaces and hyphen-minus, for machine formats."""
    for mark, ascii_mark in ((NARROW_SPACE, " "), (NO_BREAK_SPACE, " "), (MINUS, "-")):
        text = text.replace(mark, ascii_mark)
    return text


def plural(count: int, singular: str, plural_form: str | None = None) -> str:
    """Write `1 famille`, `2 familles`; zero is singular in French."""
    word = singular if abs(count) < 2 else (plural_form or f"{singular}s")
    return f"{format_number(count)} {word}"


def lower_first(text: str) -> str:
    """Return a label as it goes on inside a sentence; an abbreviation keeps its capital."""
    if text[1:2].isupper() or text.startswith(_NAMES):
        return text
    return f"{text[:1].lower()}{text[1:]}"
