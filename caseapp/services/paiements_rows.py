"""What is read and typed of the payments of granted aids; amounts in cents."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from caseapp.domain.paiement import EtatPaiement


class ListePaiements(Enum):
    """The three lists of payments."""

    A_VERSER = "a_verser"
    """Planned and not paid, the latest first."""
    A_PREVOIR = "a_prevoir"
    """Granted, and not planned to its end: one row for each form of an aid."""
    VERSES = "verses"
    """Paid in a period, those that came back included."""


@dataclass(frozen=True, slots=True)
class PaiementRow:
    """A payment, or what is still to be planned of a form (`etat` None); `id` is its key in its list."""

    id: int
    aide_id: int
    famille_id: int
    famille: str
    protection: bool
    type_aide: str
    forme: str
    """Code."""
    montant: int
    destinataire: str | None
    """Code, None while nothing is planned."""
    tiers: str | None
    date_decision: date | None
    etat: EtatPaiement | None
    date_prevue: date | None = None
    date_versement: date | None = None
    date_annulation: date | None = None
    date_retour: date | None = None
    motif: str | None = None


@dataclass(frozen=True, slots=True)
class PaiementListe:
    """The keys of a list in order, and its sums."""

    ids: tuple[int, ...]
    montant: int
    en_retard: int = 0
    """Payments due before the day and not paid."""
    montant_en_retard: int = 0
    montant_revenu: int = 0
    """Of what was paid, what has come back."""


@dataclass(frozen=True, slots=True)
class Reste:
    """A form of an aid: what is granted; what is planned or paid, but what was given up or came back."""

    forme: str
    accorde: int
    engage: int

    @property
    def reste(self) -> int:
        """What may still be planned."""
        return max(0, self.accorde - self.engage)


@dataclass(frozen=True, slots=True)
class PaiementSaisie:
    """A payment as typed; `fois` shares it out in as many months, `versement` is the day it was paid."""

    forme: str
    montant: int
    destinataire: str
    date_prevue: date
    tiers: str | None = None
    fois: int = 1
    versement: date | None = None
