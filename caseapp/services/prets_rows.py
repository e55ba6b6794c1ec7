"""What is read and typed of loans; amounts in cents."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from caseapp.domain.pret import Plan, Pret, Retard, Suivi
from caseapp.services.paiements_rows import PaiementRow, Reste


class ListePrets(Enum):
    """Which loans are listed."""

    EN_COURS = "en_cours"
    """Something is left to repay, or to pay out."""
    EN_RETARD = "en_retard"
    SANS_ECHEANCIER = "sans_echeancier"
    """Money is owed, and no schedule is in force."""
    SOLDES = "soldes"


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Every loan on the day, listed or not."""

    du: int
    """What is owed to the Caf."""
    en_retard: int
    montant_en_retard: int


@dataclass(frozen=True, slots=True)
class PretListe:
    """The aids of a list of loans in order, and its sums on the day."""

    ids: tuple[int, ...]
    accorde: int
    solde: int
    du: int
    """What is owed to the Caf."""
    en_retard: int
    """Loans that are late."""
    montant_en_retard: int
    ensemble: Ensemble


@dataclass(frozen=True, slots=True)
class PretRow:
    """A loan in a list, on a day; `id` is its aid."""

    id: int
    famille_id: int
    famille: str
    protection: bool
    type_aide: str
    accorde: int
    solde: int
    du: int
    retard: int
    """Late amount."""
    depuis: date | None
    """Since when, while it is late."""
    jours: int
    prochaine: date | None
    """The oldest échéance not settled, None without a schedule in force."""
    montant_prochain: int


@dataclass(frozen=True, slots=True)
class MouvementRow:
    """A repayment or a remission as recorded."""

    id: int
    type: str
    """Code of the list `mouvement_pret`."""
    libelle: str
    date: date
    montant: int
    motif: str | None


@dataclass(frozen=True, slots=True)
class PretVue:
    """A loan on the day `jour`; `duree_max` is what the règlement of its year gives, in months."""

    aide_id: int
    jour: date
    pret: Pret
    mouvements: tuple[MouvementRow, ...] = ()
    duree_max: int | None = None
    versement_prevu: date | None = None
    """The first planned payment, when none was made."""

    @property
    def accorde(self) -> int:
        """What the decision grants."""
        return self.pret.accorde_au(self.jour)

    @property
    def verse(self) -> int:
        """What was paid and has not come back."""
        return self.pret.verse(self.jour)

    @property
    def solde(self) -> int:
        """accordé − remboursé − remis."""
        return self.pret.solde(self.jour)

    @property
    def du(self) -> int:
        """What is owed to the Caf."""
        return self.pret.du(self.jour)

    @property
    def plan(self) -> Plan | None:
        """The schedule in force."""
        return self.pret.plan(self.jour)

    @property
    def suivi(self) -> tuple[Suivi, ...]:
        """Its échéances with their state."""
        return self.pret.suivi(self.jour)

    @property
    def retard(self) -> Retard | None:
        """What is late."""
        return self.pret.retard(self.jour)


@dataclass(frozen=True, slots=True)
class DossierVue:
    """An aid as paid: its decision, its payments, its loan when there is one, on the day `jour`."""

    aide_id: int
    reference: str
    famille_id: int
    famille: str
    protection: bool
    type_aide: str
    decision: str
    """Label, empty while nothing is decided."""
    is_granted: bool
    date_decision: date | None
    jour: date
    paiements: tuple[PaiementRow, ...]
    restes: tuple[Reste, ...]
    pret: PretVue | None


class Mode(Enum):
    """How a schedule is made."""

    MENSUALITE = "mensualite"
    NOMBRE = "nombre"
    REPORT = "mois"


@dataclass(frozen=True, slots=True)
class PlanSaisie:
    """A schedule as typed: `valeur` is the cents a month, the number of months, or the months of a delay.

    `premiere` is the first échéance, which a delay does not ask.
    """

    mode: Mode
    valeur: int
    date_effet: date
    premiere: date | None = None
    motif: str | None = None
