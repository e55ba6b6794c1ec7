"""What the board of arrears shows, and what it is narrowed by."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.etapes_impaye import Etape
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.perimetre import Choice


@dataclass(frozen=True, slots=True)
class PlanCarte:
    """A plan in force in a few numbers; `rang` and `jour` are those of the next instalment unsettled."""

    nombre: int
    mensualite: int
    rang: int | None
    jour: date | None


@dataclass(frozen=True, slots=True)
class CarteRow:
    """An arrear on the board: whose it is, what is owed, its stage, the next deadline."""

    id: int
    famille_id: int
    famille: str
    protection: bool
    commune: str | None
    """Code."""
    aide: str
    """Code of the housing aid."""
    bailleur: str | None
    """None for a protected family: it would tell where it lives."""
    dette: int | None
    plan: PlanCarte | None
    etape: Etape
    echeance: EcheanceSuivie | None
    """None when every deadline of the file was said to be done."""
    agent_id: int | None
    agent: str
    cible_locale: bool
    signale_le: date
    cherche: str
    """Folded text in which the search looks."""
    issue: str = ""
    issue_le: date | None = None

    @property
    def jour(self) -> date | None:
        """Last day of the next deadline."""
        return None if self.echeance is None else self.echeance.jour

    def est_en_retard(self, today: date) -> bool:
        """Tell whether the next deadline is late."""
        return self.echeance is not None and self.echeance.est_en_retard(today)


@dataclass(frozen=True, slots=True)
class FiltreTableau:
    """What is kept; `mine` are the files that the user follows."""

    mine: bool = False
    agent_id: int | None = None
    bailleur: str | None = None
    aide: str | None = None
    commune: str | None = None
    en_retard: bool = False
    cible_locale: bool = False
    texte: str = ""


@dataclass(frozen=True, slots=True)
class Colonne:
    """A stage and its files, the user's own late ones first, then by deadline."""

    etape: Etape
    cartes: tuple[CarteRow, ...]


@dataclass(frozen=True, slots=True)
class Tableau:
    """The board: its columns, what of everything is late and open, what can be chosen to narrow it."""

    colonnes: tuple[Colonne, ...]
    en_ordre: tuple[CarteRow, ...]
    """The files of every column, in one order."""
    depassees: int
    """Deadlines late, whatever the filter."""
    ouverts: int
    """Open files, whatever the filter."""
    nouvelles_regles: tuple[date, ...]
    """Days from which other rules hold, those to come and those of the last twelve months."""
    agents: tuple[Choice, ...]
    bailleurs: tuple[Choice, ...]
    communes: tuple[Choice, ...]
    aides: tuple[Choice, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the filter keeps nothing."""
        return not self.en_ordre
