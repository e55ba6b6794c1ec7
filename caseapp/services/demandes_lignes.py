"""What is typed of a request for an aid, and what is read of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from caseapp.domain.nomenclature import EN_ATTENTE, SANS_SUITE
from caseapp.domain.reglement_aide import Constat
from caseapp.services.perimetre import Choice


class Statut(StrEnum):
    """Where requests stand, as the list keeps them apart; a request may be of several."""

    EN_ATTENTE = "en_attente"
    URGENTES = "urgentes"
    A_COMPLETER = "a_completer"
    """Waits for a compulsory document, on no agenda."""
    COMPLETES = "completes"
    """Waits with every compulsory document, on no agenda."""
    ORDRE_DU_JOUR = "ordre_du_jour"
    AJOURNEES = "ajournees"
    """Put off by a session, not decided since."""
    ACCORDEES = "accordees"
    REFUSEES = "refusees"
    SANS_SUITE = "sans_suite"


@dataclass(frozen=True, slots=True)
class FinanceurSaisie:
    """What another funder gives or is asked for, in cents; `etat` is a code of `etat_cofinancement`."""

    financeur: str
    montant: int | None
    etat: str = "sollicite"


@dataclass(frozen=True, slots=True)
class DemandeSaisie:
    """What is typed of a request; codes, keys, cents."""

    famille_id: int | None
    type_aide_id: int | None
    date_demande: date | None
    montant_demande: int | None = None
    motif: str | None = None
    demandeur: str | None = None
    partenaire_id: int | None = None
    nouveau_partenaire: str | None = None
    """Name of a partner who is not in the list yet."""
    quotient_familial: int | None = None
    mois_qf: date | None = None
    """Any day of its month."""
    quantite: int | None = None
    objet: str | None = None
    cout: int | None = None
    reste_a_charge: int | None = None
    date_projet: date | None = None
    intervention_id: int | None = None
    rendez_vous_id: int | None = None
    expose: str | None = None
    urgente: bool = False
    financeurs: tuple[FinanceurSaisie, ...] = ()
    pieces_recues: frozenset[str] = field(default_factory=frozenset)
    """Labels of the documents received with a new request."""


@dataclass(frozen=True, slots=True)
class Filtre:
    """What is listed; `texte` is looked for in the family, the reference, the aid and the object."""

    statut: Statut | None = None
    annee: int | None = None
    """Civil year of the request."""
    agent_id: int | None = None
    type_aide_id: int | None = None
    texte: str = ""
    famille_id: int | None = None
    tri: str = ""
    """Column that orders the list: `date`, `famille`, `aide`, `montant`; empty for the usual order."""
    decroissant: bool = False


@dataclass(frozen=True, slots=True)
class DemandeRow:
    """A request as lists show it; amounts in cents, None while unknown."""

    id: int
    reference: str
    famille_id: int
    famille: str
    """Name and first name."""
    protegee: bool
    aide: str
    motif: str
    date_demande: date
    urgente: bool
    echeance: date | None
    """Last day to decide in time, of an urgent request that waits."""
    montant_demande: int | None
    manquantes: int
    """Compulsory documents not received."""
    seance: date | None
    ajournee: bool
    decision: str | None
    """Code of the list `decision`; None or `en_attente` while it waits."""
    decision_libelle: str
    date_decision: date | None
    subvention: int | None
    pret: int | None
    notifiee: bool = False

    @property
    def attend(self) -> bool:
        """Whether nothing is decided yet."""
        return is_waiting(self.decision, self.date_decision)


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A document of a request, received on `date_reception`."""

    id: int
    libelle: str
    obligatoire: bool
    date_reception: date | None


@dataclass(frozen=True, slots=True)
class FinanceurRow:
    """What another funder gives or is asked for; `refuse` counts for nothing."""

    financeur: str
    montant: int
    etat: str
    etat_libelle: str


@dataclass(frozen=True, slots=True)
class AideRecue:
    """An aid granted to a family; amounts in cents."""

    aide_id: int
    libelle: str
    date_decision: date
    subvention: int
    pret: int

    @property
    def montant(self) -> int:
        """Both forms together."""
        return self.subvention + self.pret


@dataclass(frozen=True, slots=True)
class FoyerDuJour:
    """What was true of the household on a day, in words; QF in cents, known since `date_effet`."""

    date_effet: date
    composition: str
    nombre_enfants: int | None
    quotient_familial: int | None
    minima_sociaux: bool | None

    @property
    def mois_qf(self) -> date | None:
        """First day of the month of the quotient familial."""
        return None if self.quotient_familial is None else self.date_effet.replace(day=1)


@dataclass(frozen=True, slots=True)
class AjournementRow:
    """A session that put the request off."""

    date: date
    motif: str


@dataclass(frozen=True, slots=True)
class RectificationRow:
    """A sealed decision corrected, in words; the moment is UTC."""

    moment: datetime
    auteur: str
    motif: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class DemandeVue:
    """A request with all that is known of it."""

    row: DemandeRow
    type_aide_id: int
    saisie: DemandeSaisie
    """As it would be typed again."""
    allocataire: bool
    notices: tuple[str, ...]
    """What must be known before reaching the family, in sentences."""
    demandeur: str
    agent: str
    partenaire: str
    intervention: str
    date_contrat: date | None
    rendez_vous: str
    foyer: FoyerDuJour | None
    """On the day of the request."""
    pieces: tuple[PieceRow, ...]
    financeurs: tuple[FinanceurRow, ...]
    aides_recues: tuple[AideRecue, ...]
    """In the 12 months before its session or its decision, those of the session left out; else before it."""
    en_double: tuple[str, ...]
    """Other requests of the family for the same aid that wait, in sentences."""
    constats: tuple[Constat, ...]
    seance_id: int | None
    instance: str
    seance_close: bool
    decideur: str
    motif_refus: str
    motif_decision: str
    date_notification: date | None
    ajournements: tuple[AjournementRow, ...]
    rectifications: tuple[RectificationRow, ...]
    verse: int
    """Paid, net of what came back, in cents."""

    @property
    def cofinancements(self) -> int:
        """Sum of what the other funders give or are asked for."""
        return sum(one.montant for one in self.financeurs if one.etat != "refuse")

    @property
    def montant_12_mois(self) -> int:
        """Sum of the aids received."""
        return sum(one.montant for one in self.aides_recues)


@dataclass(frozen=True, slots=True)
class AideOfferte:
    """An aid that may be asked for: what its field says, its forms and its documents."""

    type_aide_id: int
    libelle: str
    formes: str
    """As in the règlement: `subvention`, `pret` or both; empty when nothing says so."""
    unite: str
    """Label of what its quantity counts, empty for none."""
    pieces: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class AidesOffertes:
    """The aids of a year; without a règlement every known aid is offered, and it is said."""

    annee: int
    aides: tuple[AideOfferte, ...]
    reglement: bool


@dataclass(frozen=True, slots=True)
class FamilleDemande:
    """What a sheet must know of the family that asks."""

    famille: Choice
    allocataire: bool
    notices: tuple[str, ...]
    foyer: FoyerDuJour | None
    interventions: tuple[Choice, ...]
    """Open ones first; each with its contrat de projet."""
    proposee: str | None
    """Key of the intervention that the request most likely comes from."""
    rendez_vous: tuple[Choice, ...]
    """Rights appointments held, latest first."""
    aides_recues: tuple[AideRecue, ...]
    en_attente: tuple[tuple[int, str], ...]
    """Requests that wait: identifier of their aid, and the sentence."""


def is_waiting(decision: str | None, date_decision: date | None) -> bool:
    """Tell whether a request still waits for its decision."""
    return date_decision is None and decision in {None, EN_ATTENTE}


def is_withdrawn(decision: str | None) -> bool:
    """Tell whether the family gave the request up."""
    return decision == SANS_SUITE
