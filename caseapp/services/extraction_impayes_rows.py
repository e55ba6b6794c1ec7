"""What importing the monthly extraction of arrears would do, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from caseapp.services.extraction_impayes_colonnes import ColonnesImpaye, ImpayeLigne


class Etat(StrEnum):
    """What a line is; what a person must look at comes first."""

    A_VERIFIER = "à vérifier"
    INCONNUE = "famille inconnue"
    REFUSEE = "refusée"
    ABSENTE = "absent de l'extraction"
    NOUVELLE = "nouveau"
    CHANGEE = "dette changée"
    INCHANGEE = "inchangé"
    CLOSE = "déjà clos"
    DOUBLE = "en double"


OFFERED = frozenset({Etat.A_VERIFIER, Etat.ABSENTE, Etat.NOUVELLE, Etat.CHANGEE})
"""What can be written, for those that a family was found for."""
PROPOSED = frozenset({Etat.NOUVELLE, Etat.CHANGEE})
"""What is ticked at first: a file is never said to be settled unless a person ticks it."""


@dataclass(frozen=True, slots=True)
class Extrait:
    """The rows of a file, and what was recognised in it."""

    nom: str
    colonnes: ColonnesImpaye
    lignes: tuple[ImpayeLigne, ...]


@dataclass(frozen=True, slots=True)
class LigneApercu:
    """A line of the file, or an open file that it does not name; debts in cents, before and after."""

    cle: int
    """Line of the file; below zero for the file of arrears of that identifier, absent from it."""
    etat: Etat
    nom: str = field(repr=False)
    explication: str = field(repr=False)
    famille_id: int | None = None
    impaye_id: int | None = None
    lue: ImpayeLigne | None = field(default=None, repr=False)
    avant: int | None = None
    apres: int | None = None

    @property
    def ligne(self) -> int | None:
        """Line of the file, None for what is absent from it."""
        return self.cle if self.cle > 0 else None

    @property
    def is_offered(self) -> bool:
        """Whether it can be ticked."""
        return self.etat in OFFERED and self.famille_id is not None

    @property
    def is_proposed(self) -> bool:
        """Whether it is ticked at first."""
        return self.etat in PROPOSED


@dataclass(frozen=True, slots=True)
class Apercu:
    """What importing an extraction would do, as of the day `jour` that it tells the debts of."""

    jour: date
    extrait: Extrait
    lignes: tuple[LigneApercu, ...]

    def count(self, etat: Etat) -> int:
        """Return how many lines are in a state."""
        return sum(one.etat is etat for one in self.lignes)

    @property
    def proposed(self) -> Mapping[int, bool]:
        """Return what is ticked at first, of what can be."""
        return {one.cle: one.is_proposed for one in self.lignes if one.is_offered}


@dataclass(frozen=True, slots=True)
class ImportFait:
    """What an import did; `ecartees` changed in the store since the preview, and were left."""

    nouveaux: int
    releves: int
    soldes: int
    ecartees: int
    annulable: bool
