"""What is read of a session: its head, its agenda, one request as the members see it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from caseapp.domain.nomenclature import EN_ATTENTE, Forme

FORMES = frozenset(one.value for one in Forme)


@dataclass(frozen=True, slots=True)
class SeanceRow:
    """A session in the calendar; amounts in cents."""

    id: int
    code: str
    instance: str
    date: date
    heure: time | None
    lieu: str | None
    date_limite: date | None
    demandes: int
    """Requests on its agenda."""
    decidees: int
    montant_demande: int
    close_le: datetime | None
    """UTC, None while it is open."""

    @property
    def is_closed(self) -> bool:
        """Whether its decisions are sealed."""
        return self.close_le is not None


@dataclass(frozen=True, slots=True)
class LigneOrdreDuJour:
    """A request on the agenda, and its decision when it has one; amounts in cents, None while unknown."""

    aide_id: int
    reference: str
    famille_id: int
    famille: str
    """Name and first name."""
    protegee: bool
    composition: str
    """Short words, on the day of the session: `monop., 3 enfants`."""
    commune: str
    qf: int | None
    mois_qf: date | None
    type_aide: str
    motif: str
    objet: str
    expose: str
    date_demande: date
    urgente: bool
    montant_demande: int | None
    cout: int | None
    reste_a_charge: int | None
    cofinancements: int
    """Sum of what the other funders give."""
    aides_12_mois: int
    """Number of aids granted to the family in the 12 months before the session."""
    montant_12_mois: int
    pieces_recues: int
    pieces_demandees: int
    decision: str | None
    """Code of the list `decision`; None or `en_attente` while it is to be decided."""
    subvention: int | None
    pret: int | None
    motif_refus: str | None
    """Code of the list `motif_refus`."""
    motif_decision: str | None
    rectifiee: bool = False
    ajournee: bool = False
    """Whether the session put it off: the request is on another agenda by now."""
    pieces_manquantes: int = 0
    """Mandatory documents not received: the request was put on the agenda all the same."""
    formes: frozenset[str] = FORMES
    """Forms that its règlement, or else its type, gives."""

    @property
    def is_decided(self) -> bool:
        """Whether the session said something of it, even to put it off."""
        return self.decision not in {None, EN_ATTENTE}


@dataclass(frozen=True, slots=True)
class DecisionSaisie:
    """A decision as it is entered; amounts in cents, None for a form that is not granted."""

    decision: str
    pret: int | None = None
    subvention: int | None = None
    motif_refus: str | None = None
    """Code of the list `motif_refus`."""
    motif_decision: str | None = None
    """Why, in words; required for more than was asked."""


@dataclass(frozen=True, slots=True)
class SeanceVue:
    """A session with its agenda, in the order in which it is gone through."""

    seance: SeanceRow
    presents: str
    observations: str
    close_par: str
    lignes: tuple[LigneOrdreDuJour, ...]
