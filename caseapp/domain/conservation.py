"""Housing aid withheld for an unfit dwelling: until when, which month it is, how much it makes.

Months are counted from the first day at once, extensions included, so that no day is lost on the way: what
begins on a 31st ends on a 31st wherever the month has one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.domain.jeu_de_regles import ReglesConservation
from caseapp.domain.labels import format_date, plural
from caseapp.domain.periods import add_months


@dataclass(frozen=True, slots=True)
class Conservation:
    """Aid withheld from `debut` for `mois` months, then for each of `prolongations`; cents a month.

    `cloture` is the day of its release or of its loss, from which nothing more is withheld.
    """

    debut: date
    mois: int
    prolongations: tuple[int, ...] = ()
    montant: int | None = None
    cloture: date | None = None

    @property
    def duree(self) -> int:
        """Months in all."""
        return self.mois + sum(self.prolongations)

    @property
    def fin(self) -> date:
        """The day it ends by itself; the last day of the calendar when it would end after it."""
        try:
            return add_months(self.debut, self.duree)
        except (OverflowError, ValueError):
            return date.max

    def mois_ecoules(self, jour: date) -> int:
        """Whole months withheld by a day, none before it begins, `duree` at most."""
        last = jour if self.cloture is None else min(jour, self.cloture)
        if last <= self.debut:
            return 0
        count = (last.year - self.debut.year) * 12 + last.month - self.debut.month
        if add_months(self.debut, count) > last:
            count -= 1
        return min(count, self.duree)

    def rang(self, jour: date) -> int:
        """Return the month that a day is in, from 1; the last one when it is over."""
        return min(self.mois_ecoules(jour) + 1, self.duree)

    def total(self, jour: date) -> int | None:
        """Cents withheld by a day, a whole month at a time; None when the monthly amount is not known."""
        return None if self.montant is None else self.montant * self.mois_ecoules(jour)


def refus_prolongation(regles: ReglesConservation, accordees: Sequence[int], mois: int) -> str | None:
    """Return why one more extension of `mois` months is beyond what the rules let, None when it is not."""
    if len(accordees) >= regles.prolongations:
        if not regles.prolongations:
            return "Les règles en vigueur ne permettent aucune prolongation."
        count = {1: "Une prolongation a déjà été accordée", 2: "Deux prolongations ont déjà été accordées"}
        said = count.get(len(accordees), f"{len(accordees)} prolongations ont déjà été accordées")
        return f"{said} : les règles n'en permettent pas d'autre."
    if not 1 <= mois <= regles.prolongation:
        return f"Une prolongation dure de 1 à {regles.prolongation} mois."
    return None


def dire_mois(count: int) -> str:
    """Write `1 mois entier`, `8 mois entiers`."""
    return plural(count, "mois entier", "mois entiers")


def dire_avancement(conservation: Conservation, jour: date) -> str:
    """Write « 7e mois sur 18, jusqu'au 04/05/2027 », or that it ended."""
    end = format_date(conservation.fin)
    if conservation.cloture is not None and conservation.cloture <= jour:
        return f"{dire_mois(conservation.mois_ecoules(jour))} sur {conservation.duree}"
    if conservation.fin < jour:
        return f"terminée depuis le {end}, après {conservation.duree} mois"
    rang = conservation.rang(jour)
    return f"{rang}{'er' if rang == 1 else 'e'} mois sur {conservation.duree}, jusqu'au {end}"
