"""What is followed up with a family, as the window reads it: interventions and all that hangs on them."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.nomenclature import OBJECTIFS_OUVERTS, Nature, StatutObjectif


@dataclass(frozen=True, slots=True)
class DemarcheRow:
    """A step to take, done at `date_realisation`."""

    id: int
    objectif_id: int | None
    libelle: str
    echeance: date | None
    date_realisation: date | None


@dataclass(frozen=True, slots=True)
class ObjectifRow:
    """An objective of an intervention; `statut` is the code, `etat` its label."""

    id: int
    intervention_id: int
    libelle: str
    statut: str
    etat: str
    date_statut: date | None
    echeance: date | None

    @property
    def is_open(self) -> bool:
        """Whether it is neither reached nor given up."""
        return self.statut in OBJECTIFS_OUVERTS

    @property
    def is_reached(self) -> bool:
        """Whether it is reached."""
        return self.statut == StatutObjectif.ATTEINT


@dataclass(frozen=True, slots=True)
class OrientationRow:
    """A family sent to a partner; `reponse` is the code, `suite` its label."""

    id: int
    intervention_id: int | None
    partenaire_id: int
    partenaire: str
    objet: str | None
    jour: date
    reponse: str | None
    suite: str
    date_reponse: date | None


@dataclass(frozen=True, slots=True)
class RencontreRow:
    """An appointment of the family, in words."""

    id: int
    intervention_id: int | None
    date: date
    libelle: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """The beginning of a note, on one line; `mine` when the reader may change it."""

    id: int
    date: date
    niveau: str
    debut: str
    mine: bool


@dataclass(frozen=True, slots=True)
class InterventionRow:
    """An intervention with all that hangs on it; codes beside their labels, the latest first in each list."""

    id: int
    reference: str
    motif: str
    motif_libelle: str
    cible: str
    nature: str
    nature_libelle: str
    origine: str | None
    origine_libelle: str
    agent_id: int | None
    agent: str
    date_ouverture: date
    date_cloture: date | None
    issue: str | None
    issue_libelle: str
    suite_de_id: int | None
    suite_de: date | None
    """When the information-conseil it goes on from was opened."""
    date_contrat: date | None
    date_bilan: date | None
    offre_id: int | None
    objectifs: tuple[ObjectifRow, ...] = ()
    demarches: tuple[DemarcheRow, ...] = ()
    orientations: tuple[OrientationRow, ...] = ()
    rencontres: tuple[RencontreRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.date_cloture is None

    @property
    def can_be_followed(self) -> bool:
        """Whether it may turn into an accompagnement."""
        return self.is_open and self.nature == Nature.INFORMATION_CONSEIL


@dataclass(frozen=True, slots=True)
class OffreRow:
    """A contact offer that an intervention may come from, in words."""

    id: int
    libelle: str
    motif: str
    intervention_id: int | None


@dataclass(frozen=True, slots=True)
class Suivi:
    """The interventions of a family, open ones first then the latest; its offers; orientations of none."""

    famille_id: int
    interventions: tuple[InterventionRow, ...] = ()
    offres: tuple[OffreRow, ...] = ()
    orientations: tuple[OrientationRow, ...] = ()
    rencontres: tuple[RencontreRow, ...] = ()
    """Every appointment, latest first."""

    @property
    def objectifs(self) -> tuple[ObjectifRow, ...]:
        """The objectives of the open interventions; of the last one closed when none is open."""
        opened = [one for one in self.interventions if one.is_open]
        return tuple(objectif for one in opened or self.interventions[:1] for objectif in one.objectifs)
