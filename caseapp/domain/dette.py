"""A rent debt, day by day, from its movements. Integer cents.

On one day terms come first, then what the landlord states, then payments: a statement already holds the
term of its day, and a payment of its day is still to be taken off. What is paid settles the oldest term
first; paid in advance, it lowers the next ones. A debt is never shown below zero.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple


class TypeMouvement(StrEnum):
    """Codes of the list `mouvement_dette`, in the order in which one day takes them."""

    TERME = "terme"
    RELEVE = "releve"
    PAIEMENT = "paiement"
    REMISE = "remise"


_RANK = {kind: rank for rank, kind in enumerate(TypeMouvement)}


class MouvementDu(NamedTuple):
    """What changed the debt that day: a term or a statement raises it, a payment or a remission lowers it.

    A tuple, since hundreds of thousands are read at once.
    """

    jour: date
    type: TypeMouvement
    montant: int


class PasDette(NamedTuple):
    """The debt at the end of a day, and the day of the oldest term still unsettled."""

    jour: date
    dette: int
    plus_ancien: date | None


def pas(mouvements: Iterable[MouvementDu], premier_impaye: date | None = None) -> tuple[PasDette, ...]:
    """Return the debt after each day that changed it, in order.

    `premier_impaye` dates the first debt, when the first that is known of it was said later.
    """
    return tuple(_walk(sorted(mouvements, key=_order), premier_impaye))


def dette_au(mouvements: Iterable[MouvementDu], jour: date) -> int:
    """Return what is owed at the end of a day."""
    return solde_au(mouvements, jour)[0]


def soldee_le(mouvements: Iterable[MouvementDu], jour: date) -> date | None:
    """Return since when nothing is owed that day, None when something is or never was."""
    return solde_au(mouvements, jour)[1]


def solde_au(mouvements: Iterable[MouvementDu], jour: date) -> tuple[int, date | None]:
    """Return what is owed at the end of a day, and since when nothing is; the oldest terms are not told."""
    dette = avance = 0
    owed, since, last = False, None, date.min
    until_then = [one for one in mouvements if one[0] <= jour]
    if len(until_then) > 1:
        until_then.sort(key=_order)
    until_then.append(_END)
    for day, kind, amount in until_then:
        if day != last:
            if dette:
                owed, since = True, None
            elif owed and since is None:
                since = last
            last = day
        if kind is TypeMouvement.RELEVE:
            dette, avance = amount, 0
        elif kind is TypeMouvement.TERME:
            dette, avance = dette + max(0, amount - avance), max(0, avance - amount)
        else:
            dette, avance = max(0, dette - amount), avance + max(0, amount - dette)
    return dette, since


_END = MouvementDu(date.max, TypeMouvement.PAIEMENT, 0)
"""Ends the last day of a walk, and changes nothing."""


def _order(one: MouvementDu) -> tuple[date, int, int]:
    day, kind, amount = one
    return day, _RANK[kind], amount


def _walk(mouvements: list[MouvementDu], premier_impaye: date | None) -> Iterator[PasDette]:
    account = _Compte(premier_impaye)
    for jour, of_day in groupby(mouvements, key=lambda one: one.jour):
        for one in of_day:
            account.take(one)
        yield PasDette(jour, account.dette, account.plus_ancien)
        account.premier = None if account.premier is None or account.premier <= jour else account.premier


class _Compte:
    """What is owed, term by term, the oldest first; `avance` was paid before being owed."""

    def __init__(self, premier_impaye: date | None) -> None:
        self.premier = premier_impaye
        self.avance = self.dette = 0
        self._termes: deque[tuple[date, int]] = deque()

    @property
    def plus_ancien(self) -> date | None:
        return self._termes[0][0] if self._termes else None

    def take(self, one: MouvementDu) -> None:
        """Apply a movement."""
        jour, kind, amount = one
        if kind is TypeMouvement.TERME:
            self._owe(jour, amount)
        elif kind is TypeMouvement.RELEVE:
            self.avance = 0
            if amount > self.dette:
                self._owe(jour, amount - self.dette)
            else:
                self._settle(self.dette - amount)
        else:
            self._settle(amount)

    def _owe(self, jour: date, amount: int) -> None:
        covered = min(self.avance, amount)
        self.avance -= covered
        if amount > covered:
            since = self.premier if self.premier and not self._termes and self.premier <= jour else jour
            self._termes.append((since, amount - covered))
            self.dette += amount - covered

    def _settle(self, amount: int) -> None:
        while amount and self._termes:
            jour, due = self._termes.popleft()
            if due > amount:
                self._termes.appendleft((jour, due - amount))
            self.dette -= min(due, amount)
            amount -= min(due, amount)
        self.avance += amount
