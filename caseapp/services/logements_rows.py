"""What is typed of a reported dwelling, and what is read of it; amounts in cents, codes as kept."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from caseapp.domain.conservation import Conservation
from caseapp.domain.jeu_de_regles import ReglesConservation
from caseapp.services.dossiers_rows import EcheanceSuivie

DECENT, EN_ATTENTE = "decent", "en_attente"
INDECENTS = frozenset({"non_decent", "insalubre"})
"""Results for which aid may be withheld."""


class Etape(StrEnum):
    """Where a reported dwelling stands; one of them a day."""

    A_VISITER = "a_visiter"
    VISITE = "visite"
    """Visited: its result, or what follows it, is still to come."""
    TRAVAUX = "travaux"
    CONSERVEE = "conservee"
    CLOS = "clos"


@dataclass(frozen=True, slots=True)
class LogementSaisie:
    """A dwelling as typed; `surface` in whole square metres."""

    adresse: str | None = None
    complement: str | None = None
    code_commune: str | None = None
    bailleur: str | None = None
    type: str | None = None
    surface: int | None = None


@dataclass(frozen=True, slots=True)
class SignalementSaisie:
    """A report: of a dwelling known (`logement_id`), else of a new one."""

    famille_id: int | None
    origine: str | None
    date_signalement: date | None
    logement_id: int | None = None
    logement: LogementSaisie = LogementSaisie()
    date_visite: date | None = None
    date_entree: date | None = None
    """Since when the family lives there; its occupation is added when it is not known."""
    statut: str | None = None
    agent_id: int | None = None
    intervention_id: int | None = None


@dataclass(frozen=True, slots=True)
class OccupationSaisie:
    """A family in a dwelling, either day perhaps unknown."""

    famille_id: int | None
    logement_id: int | None
    date_entree: date | None = None
    date_sortie: date | None = None
    statut: str | None = None


@dataclass(frozen=True, slots=True)
class Filtre:
    """What is listed; `texte` is looked for in the family, the address, the landlord and the reference."""

    etape: Etape | None = None
    """None: every open file."""
    origine: str | None = None
    resultat: str | None = None
    agent_id: int | None = None
    en_retard: bool = False
    texte: str = ""


@dataclass(frozen=True, slots=True)
class LogementRow:
    """A dwelling as it is shown; the address of a protected family's is masked."""

    id: int
    reference: str
    adresse: str
    complement: str
    commune: str
    bailleur: str
    type: str
    surface: int | None
    masque: bool = False


@dataclass(frozen=True, slots=True)
class SignalementRow:
    """A reported dwelling as lists show it."""

    id: int
    reference: str
    famille_id: int
    famille: str
    protegee: bool
    adresse: str
    """With its commune; masked for a protected family."""
    bailleur: str
    origine: str
    """Code of the list origine_signalement."""
    resultat: str | None
    resultat_libelle: str
    date_signalement: date
    etape: Etape
    agent_id: int | None
    prochaine: EcheanceSuivie | None = None


@dataclass(frozen=True, slots=True)
class ListeLogements:
    """The rows kept, the next deadline first, and how many each stage has under the other filters."""

    rows: tuple[SignalementRow, ...]
    comptes: dict[Etape, int]
    en_retard: int
    """Open files with a late deadline, whatever the filters."""
    depassees: int
    """The late deadlines of those files."""
    ouverts: int


@dataclass(frozen=True, slots=True)
class OccupationRow:
    """Who lives or lived in a dwelling, or where a family lived."""

    id: int
    famille_id: int
    famille: str
    logement_id: int
    adresse: str
    date_entree: date | None
    date_sortie: date | None
    statut: str
    """In words."""
    saisie: OccupationSaisie
    masquee: bool = False
    """A protected family on the file of another: not named, not opened."""


@dataclass(frozen=True, slots=True)
class AutreSignalement:
    """Another report of the same dwelling."""

    id: int
    famille: str
    date_signalement: date
    etape: Etape
    masquee: bool = False
    """That of a protected family: not named, not opened."""


@dataclass(frozen=True, slots=True)
class ProlongationRow:
    """Months added to a withholding; `motif` in words."""

    id: int
    date: date
    motif: str
    mois: int


@dataclass(frozen=True, slots=True)
class HistoriqueRow:
    """A step that changed the file; the moment is UTC."""

    moment: datetime
    auteur: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Every day of a file."""

    date_signalement: date
    date_visite: date | None = None
    date_constat: date | None = None
    date_diagnostic: date | None = None
    date_conservation: date | None = None
    date_debut_travaux: date | None = None
    date_fin_travaux: date | None = None
    date_levee: date | None = None
    date_perte: date | None = None


@dataclass(frozen=True, slots=True)
class SignalementVue:
    """A reported dwelling with all that is known of it."""

    row: SignalementRow
    dates: Dates
    origine: str
    """In words."""
    logement: LogementRow | None
    logement_saisie: LogementSaisie | None
    """The dwelling as it would be typed again; None where its address is masked."""
    code_commune: str | None
    operateur: str
    anomalies: str
    assistance: bool | None
    montant_conserve: int | None
    travaux: bool | None
    conservation: Conservation | None
    regles: ReglesConservation | None
    prolongations: tuple[ProlongationRow, ...]
    occupants: tuple[OccupationRow, ...]
    """Of the dwelling, those of today first; the file of a protected family tells no other."""
    ailleurs: tuple[OccupationRow, ...]
    """Other dwellings of the family, latest first."""
    autres: tuple[AutreSignalement, ...]
    agent: str
    """Who follows it: its own agent, else that of its intervention."""
    agent_id: int | None
    """Its own."""
    intervention_id: int | None
    avertissements: tuple[str, ...]
    """What must be known of the aid of the family, in sentences."""
    historique: tuple[HistoriqueRow, ...]


@dataclass(frozen=True, slots=True)
class FamilleLogee:
    """What a sheet must know of the family of a report."""

    nom: str
    protegee: bool
    actuel: tuple[int, str] | None
    """The dwelling where it lives, when there is one alone."""
    ouverts: tuple[str, ...]
    """Its open reports, in sentences."""


def etape_of(dates: Dates, resultat: str | None, today: date) -> Etape:
    """Tell where a file stands on a day."""
    closed = (dates.date_levee, dates.date_perte)
    if any(day is not None and day <= today for day in closed):
        return Etape.CLOS
    if dates.date_conservation is not None:
        return Etape.CONSERVEE
    if resultat == DECENT:
        return Etape.CLOS
    if dates.date_constat is None:
        return Etape.A_VISITER
    begun = (dates.date_diagnostic, dates.date_debut_travaux, dates.date_fin_travaux)
    if resultat in INDECENTS and any(day is not None for day in begun):
        return Etape.TRAVAUX
    return Etape.VISITE
