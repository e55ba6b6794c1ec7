"""A loan without interest on any day: balance, what is owed to the Caf, what is late. Amounts in cents.

solde = accordé − remboursé − remis; dû à la Caf = versé, net of what came back, − remboursé − remis, never
below zero. What lowered the balance since a schedule was made pays its oldest échéances first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from caseapp.domain.echeancier import Echeance


class EtatEcheance(Enum):
    """Where an échéance stands on a day; it is late from the day after its date."""

    REGLEE = "réglée"
    EN_RETARD = "en retard"
    DU_JOUR = "à payer aujourd'hui"
    A_VENIR = "à venir"


@dataclass(frozen=True, slots=True)
class Versement:
    """A payment of the loan, and the day it came back if it did."""

    jour: date
    montant: int
    date_retour: date | None = None


@dataclass(frozen=True, slots=True)
class Mouvement:
    """What lowered the balance: a repayment, or a remission."""

    date: date
    montant: int
    remise: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule in force from `date_effet` until the next one."""

    date_effet: date
    echeances: tuple[Echeance, ...]
    motif: str | None = None

    @property
    def total(self) -> int:
        """What the échéances add up to."""
        return sum(one.montant for one in self.echeances)


@dataclass(frozen=True, slots=True)
class Retard:
    """What is late on a day, since which échéance, for how many days."""

    montant: int
    depuis: date
    jours: int


@dataclass(frozen=True, slots=True)
class Suivi:
    """An échéance on a day: what of it is settled, and its state."""

    echeance: Echeance
    regle: int
    etat: EtatEcheance

    @property
    def reste(self) -> int:
        """What of it is left to pay."""
        return self.echeance.montant - self.regle


@dataclass(frozen=True, slots=True)
class Pret:
    """The dated facts of a loan; `plans` in the order in which they took effect."""

    accorde: int
    date_decision: date
    versements: tuple[Versement, ...] = ()
    mouvements: tuple[Mouvement, ...] = ()
    plans: tuple[Plan, ...] = ()

    def accorde_au(self, jour: date) -> int:
        """Return what is granted: nothing before the decision."""
        return self.accorde if jour >= self.date_decision else 0

    def verse(self, jour: date) -> int:
        """Return what was paid and has not come back."""
        return sum(
            one.montant
            for one in self.versements
            if one.jour <= jour and (one.date_retour is None or one.date_retour > jour)
        )

    def rembourse(self, jour: date) -> int:
        """Return what was repaid."""
        return sum(one.montant for one in self.mouvements if one.date <= jour and not one.remise)

    def remis(self, jour: date) -> int:
        """Return what was remitted."""
        return sum(one.montant for one in self.mouvements if one.date <= jour and one.remise)

    def solde(self, jour: date) -> int:
        """Return accordé − remboursé − remis; below zero only when a decision was lowered since."""
        return self.accorde_au(jour) - self.rembourse(jour) - self.remis(jour)

    def du(self, jour: date) -> int:
        """Return what the family owes the Caf: only what was paid is owed."""
        return max(0, self.verse(jour) - self.rembourse(jour) - self.remis(jour))

    def plan(self, jour: date) -> Plan | None:
        """Return the schedule in force."""
        started = [plan for plan in self.plans if plan.date_effet <= jour]
        return started[-1] if started else None

    def suivi(self, jour: date) -> tuple[Suivi, ...]:
        """Return the échéances of the schedule in force, the oldest settled first."""
        plan = self.plan(jour)
        return () if plan is None else tuple(self._follow(plan, jour))

    def retard(self, jour: date) -> Retard | None:
        """Return what is late, never more than what is owed."""
        late = [one for one in self.suivi(jour) if one.etat is EtatEcheance.EN_RETARD]
        if not late:
            return None
        amount = min(sum(one.reste for one in late), self.du(jour))
        since = late[0].echeance.date
        return Retard(amount, since, (jour - since).days)

    def prochaine(self, jour: date) -> Suivi | None:
        """Return the oldest échéance that is not settled, late or to come."""
        return next((one for one in self.suivi(jour) if one.reste), None)

    def remboursable(self, jour: date) -> int:
        """Return the most that can be repaid or remitted that day: the early settlement.

        What was recorded for later days already counts, so that no balance falls below zero afterwards.
        What was granted and not paid is no debt: giving it up is another decision, not a remission.
        """
        return max(0, min(min(self.solde(day), self.du(day)) for day in self._days_from(jour)))

    def _days_from(self, jour: date) -> Iterator[date]:
        yield jour
        returns = (one.date_retour for one in self.versements if one.date_retour is not None)
        yield from (day for day in (*returns, *(one.date for one in self.mouvements)) if day > jour)

    def _follow(self, plan: Plan, jour: date) -> Iterator[Suivi]:
        covered = max(0, plan.total - self.solde(jour))
        owes = self.du(jour) > 0
        for one in plan.echeances:
            settled = min(one.montant, covered)
            covered -= settled
            yield Suivi(one, settled, _state(one, settled, jour, owes=owes))


def _state(echeance: Echeance, regle: int, jour: date, *, owes: bool) -> EtatEcheance:
    if regle == echeance.montant:
        return EtatEcheance.REGLEE
    if echeance.date < jour and owes:
        return EtatEcheance.EN_RETARD
    return EtatEcheance.DU_JOUR if echeance.date == jour and owes else EtatEcheance.A_VENIR
