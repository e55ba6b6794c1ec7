"""What is read of a session: its head, its agenda, one request as the members see it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from caseapp.domain.nomenclature import EN_ATTENTE, Forme
from caseapp.domain.reglement_aide import Constat

Jour = date
"""Says the type where a field is called `date`."""
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
    date_limite: Jour | None
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
    ligne_subvention: int | None = None
    """Budget line that a subvention is charged on, by its identifier; None for none."""
    ligne_pret: int | None = None

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
    budget: tuple["LigneEnSeance", ...] = ()
    """The budget lines that its decisions charge."""


@dataclass(frozen=True, slots=True)
class LigneEnSeance:
    """A budget line that the agenda can charge; amounts in cents."""

    id: int
    libelle: str
    montant: int | None
    accorde: int
    """Granted outside this session."""


@dataclass(frozen=True, slots=True)
class Candidat:
    """A request that waits for a session: ready, or listed apart with the reason; amount in cents."""

    aide_id: int
    famille: str
    protegee: bool
    type_aide: str
    date_demande: date
    urgente: bool
    montant: int | None
    manquantes: tuple[str, ...]
    """Mandatory documents not received."""
    raison: str
    """Why it is listed apart, empty for a request that is ready."""

    @property
    def is_ready(self) -> bool:
        """Whether it enters the agenda with the others."""
        return not self.raison


@dataclass(frozen=True, slots=True)
class PieceVue:
    """A document of a request."""

    libelle: str
    obligatoire: bool
    date_reception: date | None


@dataclass(frozen=True, slots=True)
class AideAnterieure:
    """An aid granted to the family before; amount in cents."""

    date: date
    type_aide: str
    montant: int


@dataclass(frozen=True, slots=True)
class RectificationVue:
    """A correction of a sealed decision; `moment` is UTC, amounts in cents."""

    moment: datetime
    auteur: str
    motif: str
    avant: DecisionSaisie
    apres: DecisionSaisie


@dataclass(frozen=True, slots=True)
class DetailDemande:
    """What the panel says of the request under the cursor."""

    aide_id: int
    pieces: tuple[PieceVue, ...]
    anterieures: tuple[AideAnterieure, ...]
    """Granted in the 12 months before the session, latest first."""
    constats: tuple[Constat, ...]
    rectifications: tuple[RectificationVue, ...]


@dataclass(frozen=True, slots=True)
class Cloture:
    """How a session is closed."""

    presents: str | None = None
    observations: str | None = None
    suivante_id: int | None = None
    """The session that receives what is put off; None: those requests wait for one."""
    reste: str | None = None
    """What becomes of the requests not decided: `reporter`, `retirer`; None when there is none."""


@dataclass(frozen=True, slots=True)
class InstanceSaisie:
    """An instance as it is entered; `semaines` are those of the month, 1 to 5."""

    nom: str
    jour: int | None = None
    """Weekday, 0 = Monday."""
    semaines: tuple[int, ...] = ()
    heure: time | None = None
    lieu: str | None = None
    delai_depot: int | None = None
    """Days before the session."""


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """An instance that decides on aids."""

    id: int
    saisie: InstanceSaisie
    actif: bool = True


@dataclass(frozen=True, slots=True)
class SeanceProposee:
    """A session that the calendar of an instance proposes."""

    date: date
    ferie: str
    """Name of the public holiday on that day, empty for an ordinary one."""
    existe: bool
    """Whether the instance has a session that day already."""


@dataclass(frozen=True, slots=True)
class SeanceSaisie:
    """An open session as it is entered."""

    instance: str
    date: date
    heure: time | None = None
    lieu: str | None = None
    date_limite: Jour | None = None
