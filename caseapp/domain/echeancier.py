"""Schedules of repayments: exact to the cent, one a month, the last one taking the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.domain.date_entry import LAST_YEAR
from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.periods import add_months

LONGEST = 600
"""Most instalments of a schedule."""


class EcheancierError(ValueError):
    """A schedule that cannot be made: the sentence, and what it is about (`nombre`, `mensualite`…)."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Echeance:
    """One repayment due, in cents; `numero` counts from 1."""

    numero: int
    date: date
    montant: int


def shift_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later; the 29th, 30th or 31st is at most its last day."""
    if (day.year * 12 + day.month - 1 + months) // 12 > LAST_YEAR:
        raise EcheancierError("premiere", f"Cet échéancier dépasserait l'année {LAST_YEAR}.")
    return add_months(day, months)


def by_number(montant: int, nombre: int, premiere: date) -> tuple[Echeance, ...]:
    """Share cents out in `nombre` months from `premiere`: equal to the cent, the last one taking the rest."""
    if not 1 <= nombre <= LONGEST:
        raise EcheancierError("nombre", f"Un échéancier compte de 1 à {LONGEST} mois.")
    if montant < nombre:
        raise EcheancierError("nombre", f"{format_cents(montant)} ne se partagent pas en {nombre} échéances.")
    part = montant // nombre
    return _monthly([part] * (nombre - 1) + [montant - part * (nombre - 1)], premiere)


def by_amount(montant: int, mensualite: int, premiere: date) -> tuple[Echeance, ...]:
    """Share cents out by `mensualite` a month from `premiere`; the last one is what then remains."""
    if mensualite <= 0:
        raise EcheancierError("mensualite", "La mensualité doit dépasser zéro.")
    if mensualite > montant:
        raise EcheancierError("mensualite", f"La mensualité dépasse le solde, {format_cents(montant)}.")
    nombre = -(-montant // mensualite)
    if nombre > LONGEST:
        raise EcheancierError(
            "mensualite", f"Cette mensualité demanderait {nombre} mois : {LONGEST} au plus."
        )
    return _monthly([mensualite] * (nombre - 1) + [montant - mensualite * (nombre - 1)], premiere)


def postponed(echeances: Sequence[Echeance], solde: int, mois: int, earliest: date) -> tuple[Echeance, ...]:
    """Put what remains of a schedule off by `mois` months; the last one makes the sum the balance.

    `echeances` hold what is left of each; none may fall before `earliest`. Those that a short month had
    brought forward find the day of the others again.
    """
    if mois < 1:
        raise EcheancierError("mois", "Un report est d'un mois au moins.")
    left = [one.montant for one in echeances]
    if not left or sum(left) - left[-1] >= solde:
        raise EcheancierError("mois", "L'échéancier ne totalise plus le solde : faites-en un nouveau.")
    left[-1] = solde - sum(left[:-1])
    usual = max(one.date.day for one in echeances)
    days = [_put_off(one.date, mois, usual) for one in echeances]
    if days[0] < earliest:
        raise EcheancierError(
            "mois", f"La première échéance serait le {format_date(days[0])}, déjà passé : reportez de plus."
        )
    return _numbered(days, left)


def _put_off(day: date, months: int, usual: int) -> date:
    is_shortened = day.day < usual and (day + timedelta(days=1)).day == 1
    if not is_shortened:
        return shift_months(day, months)
    january = date(day.year, 1, usual)
    return shift_months(january, day.month - january.month + months)


def _monthly(amounts: list[int], premiere: date) -> tuple[Echeance, ...]:
    return _numbered([shift_months(premiere, rank) for rank in range(len(amounts))], amounts)


def _numbered(days: list[date], amounts: list[int]) -> tuple[Echeance, ...]:
    pairs = zip(days, amounts, strict=True)
    return tuple(Echeance(rank, day, amount) for rank, (day, amount) in enumerate(pairs, start=1))
