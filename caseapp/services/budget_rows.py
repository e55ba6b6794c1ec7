"""What is read of the budget of the aids: lines with their sums, effect of a decision, aids behind a sum."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from caseapp.domain.labels import format_cents

HORS_LIGNE = "Sans ligne budgétaire"
"""Where aids stand whose règlement, or whose line, is missing: the sums stay those of the aids."""


class Colonne(StrEnum):
    """The sums of a line that are made of aids; each value is the title of its column."""

    DEMANDE = "Demandé"
    ACCORDE = "Accordé"
    PAYE = "Payé"


@dataclass(frozen=True, slots=True)
class LigneVue:
    """A line of a year and its sums, in cents; `id` is None for what stands on no line, and for a total."""

    id: int | None
    code: str
    libelle: str
    domaine: str | None
    """Code of the list `domaine`."""
    compte: str
    montant: int | None
    """What may be granted, None when it is not known."""
    demande: int = 0
    accorde: int = 0
    paye: int = 0

    @property
    def reste(self) -> int | None:
        """What may still be granted, below 0 when the line is exceeded; None when its amount is unknown."""
        return None if self.montant is None else self.montant - self.accorde

    @property
    def depasse(self) -> bool:
        """Whether more is granted than the line has."""
        return self.reste is not None and self.reste < 0

    @property
    def part(self) -> Fraction | None:
        """Share of the line that is granted, in percent; None without an amount."""
        return Fraction(100 * self.accorde, self.montant) if self.montant else None

    def somme(self, colonne: Colonne) -> int:
        """Return one of the sums that are made of aids."""
        return {Colonne.DEMANDE: self.demande, Colonne.ACCORDE: self.accorde, Colonne.PAYE: self.paye}[
            colonne
        ]


@dataclass(frozen=True, slots=True)
class EffetLigne:
    """What a decision would do to a line; amounts in cents, `reste` None when the line's own is unknown."""

    libelle: str
    montant: int | None
    accorde: int
    """Granted on the line without this aid."""
    reste_avant: int | None
    reste_apres: int | None
    depasse: bool
    hors_ligne: bool = False
    """Whether the aid stands on no line of that year."""

    @property
    def phrase(self) -> str:
        """Say it in one French sentence."""
        if self.hors_ligne:
            return "Cette aide n'a pas de ligne budgétaire pour cette année."
        if self.reste_avant is None or self.reste_apres is None:
            return f"« {self.libelle} » : {format_cents(self.accorde)} déjà accordés, montant prévu inconnu."
        if self.depasse:
            over = format_cents(-self.reste_apres)
            return f"« {self.libelle} » serait dépassée de {over} : il reste {_left(self.reste_avant)}."
        return f"« {self.libelle} » : il reste {_left(self.reste_avant)}, {_left(self.reste_apres)} ensuite."


@dataclass(frozen=True, slots=True)
class PartVue:
    """What one aid puts into a sum, in cents."""

    aide_id: int
    reference: str
    famille_id: int
    famille: str
    protegee: bool
    type_aide: str
    jour: date
    """Day of the decision, of the request while undecided."""
    decision: str | None
    montant: int


def _left(cents: int) -> str:
    return format_cents(max(cents, 0))
