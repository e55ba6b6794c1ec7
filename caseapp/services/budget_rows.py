"""What is read of the budget of the aids: lines with their sums, effect of a decision, aids behind a sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from caseapp.domain.labels import format_cents

HORS_LIGNE, TOTAL = "Sans ligne budgétaire", "Total"
"""The first: aids whose règlement, or whose line, is missing; the sums stay those of the aids."""


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
    """Label of its domain."""
    compte: str
    montant: int | None
    """What may be granted, None when it is not known."""
    demande: int = 0
    accorde: int = 0
    paye: int = 0
    sans_montant: int = 0
    """In a total, what is granted on lines whose amount is unknown: it takes nothing from what is left."""
    ids: tuple[int | None, ...] = ()
    """The lines added up in a total, empty for a line."""

    @property
    def is_total(self) -> bool:
        """Whether it adds lines up."""
        return bool(self.ids)

    @property
    def reste(self) -> int | None:
        """What may still be granted, below 0 when the line is exceeded; None when its amount is unknown."""
        return None if self.montant is None else self.montant - self.accorde + self.sans_montant

    @property
    def depasse(self) -> bool:
        """Whether more is granted than the line has."""
        return self.reste is not None and self.reste < 0

    @property
    def part(self) -> Fraction | None:
        """Share of the line that is granted, in percent; None without an amount."""
        granted = self.accorde - self.sans_montant
        return Fraction(100 * granted, self.montant) if self.montant else None

    def somme(self, colonne: Colonne) -> int:
        """Return one of the sums that are made of aids."""
        return {Colonne.DEMANDE: self.demande, Colonne.ACCORDE: self.accorde, Colonne.PAYE: self.paye}[
            colonne
        ]


def total_of(lignes: Sequence[LigneVue], libelle: str = TOTAL) -> LigneVue:
    """Add lines up; the total of no line is that of what stands on none."""
    known = [one for one in lignes if one.montant is not None]
    asked, granted, paid = (sum(one.somme(colonne) for one in lignes) for colonne in Colonne)
    return LigneVue(
        None, "", libelle, None, "", sum(one.montant or 0 for one in known) if known else None,
        asked, granted, paid, granted - sum(one.accorde for one in known),
        tuple(one.id for one in lignes) or (None,),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LigneSaisie:
    """A line as typed; amount in cents."""

    code: str | None
    libelle: str | None
    domaine: str | None = None
    compte: str | None = None
    montant: int | None = None


@dataclass(frozen=True, slots=True)
class LigneAnnees:
    """The same line in several years; None where a year does not have it."""

    libelle: str
    domaine: str | None
    annees: tuple[LigneVue | None, ...]
    is_total: bool = False


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
    montant: int


def _left(cents: int) -> str:
    return format_cents(max(cents, 0))
