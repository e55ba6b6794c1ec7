"""What the agenda shows: frozen rows, with the labels of their codes."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

SANS_FAMILLE = "Sans famille"
PROTEGEE = "protégée"


@dataclass(frozen=True, slots=True)
class RendezVousRow:
    """An appointment as the agenda shows it: a name at most, never a phone nor an address."""

    id: int
    uuid: UUID
    date_demande: date | None
    date: date
    heure: time | None
    duree: int | None
    """Minutes."""
    agent_id: int
    agent: str
    famille_id: int | None
    famille: str
    """`Nguyễn Emma`, or that there is no family."""
    protection: bool
    consignes: tuple[str, ...]
    """What must be known before reaching the family, in sentences."""
    type: str
    type_libelle: str
    mode: str | None
    mode_libelle: str | None
    lieu_id: int | None
    lieu: str | None
    statut: str
    statut_libelle: str
    cible: str | None
    """Of its intervention."""
    intervention_id: int | None
    permanence_id: int | None
    a_completer: bool
    reporte_de_id: int | None = None


@dataclass(frozen=True, slots=True)
class PermanenceRow:
    """A permanence of a day; without an `id`, a calendar proposes it and nothing is stored yet."""

    id: int | None
    horaire_id: int | None
    lieu_id: int
    lieu: str
    date: date
    heure_debut: time | None
    heure_fin: time | None
    creneau: int | None
    """Minutes between two appointments."""
    agent_id: int | None
    personnes_recues: int | None = None
    attendus: int = 0
    libres: int | None = None
    """Slots where nobody comes yet; None when its hours are not known."""


@dataclass(frozen=True, slots=True)
class SeanceRow:
    """A session of a group action, whose hour is not kept."""

    id: int
    date: date
    libelle: str
    numero: int
    sur: int
    """Sessions of the action."""
    presents: int | None


@dataclass(frozen=True, slots=True)
class Delais:
    """Days from the request to the first appointment offered; None when there is none to count."""

    nombre: int = 0
    mediane: float | None = None
    moyenne: float | None = None
    part_tenue: float | None = None
    """Percent of them within the days promised."""


@dataclass(frozen=True, slots=True)
class Periode:
    """What the agenda shows from a day to another, both included."""

    premier: date
    dernier: date
    rendez_vous: tuple[RendezVousRow, ...] = ()
    """By day and hour, those without an hour first."""
    permanences: tuple[PermanenceRow, ...] = ()
    seances: tuple[SeanceRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezVousSaisie:
    """What is typed of an appointment; `confirme` keeps it although another one overlaps it."""

    date_demande: date | None = None
    date: date | None
    type: str | None
    heure: time | None = None
    duree: int | None = None
    mode: str | None = None
    lieu_id: int | None = None
    agent_id: int | None = None
    """None: the user."""
    famille_id: int | None = None
    intervention_id: int | None = None
    permanence_id: int | None = None
    a_completer: bool = False
    statut: str | None = None
    """None: proposed, or as it was."""
    note: str | None = None
    """A team note about the family, kept with the appointment."""
    confirme: bool = False
