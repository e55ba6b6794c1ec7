"""What is typed of an RSA follow-up, and what is read of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseapp.domain.suivi_rsa import Critere
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.interventions_lignes import DemarcheRow
from caseapp.services.perimetre import Choice

CER, CONTRAT_ENGAGEMENT = "cer", "contrat_engagement"
"""Codes of the list type_contrat_rsa."""
ACCOMPAGNEMENT_GLOBAL = "accompagnement_global"
"""Code of the list co_accompagnement for the support shared with France Travail."""
LIMITE = "vingt_quatre_mois"
"""Code, in the rule sets, of the deadline by which a follow-up ends: its delay is theirs to say."""


class Statut(StrEnum):
    """Which follow-ups are listed."""

    OUVERTS = "ouverts"
    EN_RETARD = "en_retard"
    """Open, with a deadline past."""
    AU_DELA = "au_dela"
    """Open, past the limit of their rule set."""
    SANS_CONTRAT = "sans_contrat"
    """Open, without any signed contract."""
    TERMINES = "termines"
    TOUS = "tous"


@dataclass(frozen=True, slots=True)
class Filtre:
    """What is listed; `texte` is looked for in the family, and is the reference when it is one."""

    statut: Statut = Statut.OUVERTS
    agent_id: int | None = None
    texte: str = ""
    famille_id: int | None = None


@dataclass(frozen=True, slots=True)
class SuiviSaisie:
    """What is said when a follow-up begins, or corrected later; keys."""

    famille_id: int | None
    date_designation: date | None
    date_orientation: date | None = None
    agent_id: int | None = None
    intervention_id: int | None = None
    ouvrir: bool = False
    """An intervention for the motif of RSA lone parents is opened on the day of the designation."""


@dataclass(frozen=True, slots=True)
class ContratSaisie:
    """What is said of a contract; `type` is a code."""

    type: str | None
    date_signature: date | None
    date_fin: date | None = None
    objectifs: str | None = None


@dataclass(frozen=True, slots=True)
class FreinSaisie:
    """What is said of an obstacle; `frein` is a code."""

    frein: str | None
    date_reperage: date | None
    date_levee: date | None = None
    commentaire: str | None = None


@dataclass(frozen=True, slots=True)
class PartageSaisie:
    """What is said of a co-support; the partner by its key, or by the name of a new one."""

    type: str | None
    date_debut: date | None
    partenaire_id: int | None = None
    nouveau_partenaire: str | None = None
    conseiller: str | None = None
    date_fin: date | None = None


@dataclass(frozen=True, slots=True)
class SuiviRow:
    """A follow-up as lists show it; `mois` is the month it is in, or was in when it ended."""

    id: int
    reference: str
    famille_id: int
    famille: str
    protegee: bool
    agent: str
    date_designation: date
    date_fin: date | None
    motif_fin: str
    mois: int
    mois_prevus: int | None
    """Months that its rule set gives at most, None when it says none."""
    limite: date | None
    """Last day of those months."""
    type_contrat: str
    contrat: str
    """The code and the label of the last contract signed, empty when there is none."""
    date_contrat: date | None
    prochaine: EcheanceSuivie | None
    """The first deadline still pending."""

    @property
    def est_ouvert(self) -> bool:
        """Whether it goes on."""
        return self.date_fin is None


@dataclass(frozen=True, slots=True)
class ContratRow:
    """A contract; `type` is the code."""

    id: int
    type: str
    libelle: str
    date_signature: date
    date_fin: date | None
    objectifs: str


@dataclass(frozen=True, slots=True)
class ReexamenRow:
    """A review."""

    id: int
    date: date
    conclusion: str


@dataclass(frozen=True, slots=True)
class FreinRow:
    """An obstacle and the steps taken to lift it; `code` of the list frein."""

    id: int
    code: str
    libelle: str
    date_reperage: date
    date_levee: date | None
    commentaire: str
    demarches: tuple[DemarcheRow, ...]


@dataclass(frozen=True, slots=True)
class PartageRow:
    """A co-support; `type` is the code."""

    id: int
    type: str
    libelle: str
    partenaire_id: int
    partenaire: str
    conseiller: str
    date_debut: date
    date_fin: date | None


@dataclass(frozen=True, slots=True)
class PublicVise:
    """What is known of a family on the day of a designation, for a person to judge."""

    famille: Choice
    notices: tuple[str, ...]
    """What must be known before reaching it."""
    criteres: tuple[Critere, ...]
    interventions: tuple[Choice, ...]
    """The open ones, that a follow-up may be linked to, the most likely first."""
    proposee: str
    """The key of the one opened for RSA lone parents, empty when there is none."""
    deja: str
    """That it is followed already, in a sentence; empty when it is not."""


@dataclass(frozen=True, slots=True)
class SuiviVue:
    """A follow-up with all that is known of it."""

    row: SuiviRow
    public: PublicVise
    date_orientation: date | None
    agent_id: int | None
    intervention_id: int | None
    intervention: str
    regles: str
    """The name of the rule set that it follows."""
    contrats: tuple[ContratRow, ...]
    """The last signed first."""
    reexamens: tuple[ReexamenRow, ...]
    """The last first."""
    freins: tuple[FreinRow, ...]
    """Those not lifted first."""
    partages: tuple[PartageRow, ...]
    type_attendu: str
    """Code of the contract that would be signed today."""
