"""The state of a payment on any day, from its dates."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class EtatPaiement(Enum):
    """Where a payment stands; it is late from the day after the one it was due."""

    EN_RETARD = "en retard"
    PREVU = "prévu"
    VERSE = "versé"
    ANNULE = "annulé"
    REVENU = "revenu"


@dataclass(frozen=True, slots=True)
class DatesPaiement:
    """When a payment was due, paid, given up, returned."""

    prevue: date
    versement: date | None = None
    annulation: date | None = None
    retour: date | None = None

    def etat(self, jour: date) -> EtatPaiement:
        """Return the state on a day: what is dated later has not happened yet."""
        if self.retour is not None and self.retour <= jour:
            return EtatPaiement.REVENU
        if self.versement is not None and self.versement <= jour:
            return EtatPaiement.VERSE
        if self.annulation is not None and self.annulation <= jour:
            return EtatPaiement.ANNULE
        return EtatPaiement.EN_RETARD if self.prevue < jour else EtatPaiement.PREVU
