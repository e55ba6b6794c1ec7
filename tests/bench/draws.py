"""Seeded draws of whole columns: days, codes, amounts, people."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from sizes import TODAY, Size

from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource

CODES = {
    liste.nom: [code.code for code in liste.codes]
    for liste in load_nomenclatures(resource("nomenclatures.toml"))
}
CODES["motif_aide"] += CODES["motif"]
_STARTS = "Mar Ber Du Le Ro Ga Fa Mo Pe Gi La Co Ca Be Ra Si Vi Del Bou Cha Bar Lam Gui Hé Dé Œu Aït-A"
_MIDDLES = "ti na bo ri mé lan dou ga che se van lé to pi rou"
_ENDS = "n ne rd t au el in ot ier et on ez al as i ère eau"
FIRST_NAMES = (
    "Léa Chloé Emma Manon Inès Jade Louise Camille Sarah Zoé Fatou Amina Nadia Karima Leïla Sofia Maëlle "
    "Élodie Anaïs Céline Hugo Lucas Enzo Nathan Louis Gabriel Jules Arthur Adam Raphaël Mehdi Yanis Karim "
    "Ibrahim Mamadou José Loïc Gaël Cédric Noël Björn Nguyễn Anh Thị Olena Ivan"
)
DAY = list[int | None]


class Draw:
    """Columns drawn in turn from one seed; days are numbered from the first of the size's years."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.random = Random(f"caseapp {size.nom}")  # noqa: S311 - invented records, always the same
        self.last = (TODAY - size.first_day).days
        self._iso = [(size.first_day + timedelta(days=day)).isoformat() for day in range(self.last + 1)]

    def iso(self, days: Sequence[int | None]) -> list[str | None]:
        """Write days as the store does."""
        return [None if day is None else self._iso[day] for day in days]

    def days(self, number: int) -> list[int]:
        """Draw days in ascending order, as records are typed."""
        return sorted(self.below(number, self.last + 1))

    def after(self, days: Sequence[int | None], longest: int, share: float = 1.0) -> DAY:
        """Draw, for a share of the days, a day soon after it; None when it is still to come."""
        draw, last = self.random.random, self.last
        found: DAY = []
        for day in days:
            later = None if day is None or draw() >= share else day + int(draw() ** 2 * longest)
            found.append(None if later is None or later > last else later)
        return found

    def below(self, number: int, bound: int, first: int = 0) -> list[int]:
        """Draw whole numbers from `first`, `bound` of them."""
        draw = self.random.random
        return [first + int(draw() * bound) for _ in range(number)]

    def identities(self, number: int, of: int, empty: float = 0.0) -> list[int | None]:
        """Draw the records of a table of `of` rows that others point at, or none for a share."""
        draw = self.random.random
        return [None if empty and draw() < empty else 1 + int(draw() * of) for _ in range(number)]

    def codes(self, number: int, liste: str, empty: float = 0.0) -> list[str | None]:
        """Draw codes of a list, the first ones more often."""
        return self.among(number, CODES[liste], empty)

    def among(self, number: int, choices: Sequence[str], empty: float = 0.0) -> list[str | None]:
        """Draw among texts, the first ones more often, or none for a share."""
        weights = [1 / (rank + 2) for rank in range(len(choices))]
        if empty:
            return self.random.choices([*choices, None], [*weights, empty * sum(weights)], k=number)
        return self.random.choices(choices, cum_weights=list(accumulate(weights)), k=number)

    def flags(self, number: int, share: float, empty: float = 0.05) -> list[int | None]:
        """Draw yes, no or unknown."""
        return self.random.choices([1, 0, None], [share, 1 - share, empty], k=number)

    def cents(self, number: int, most: int) -> list[int]:
        """Draw amounts in cents, small ones more often."""
        draw = self.random.random
        return [int(draw() * draw() * most) for _ in range(number)]

    def surnames(self) -> list[str]:
        """Return invented surnames, the commonest first."""
        names = [
            start + middle + end
            for start in _STARTS.split()
            for middle in _MIDDLES.split()
            for end in _ENDS.split()
        ]
        self.random.shuffle(names)
        return names

    def birth_dates(self, number: int) -> list[str]:
        """Draw birth dates of adults."""
        oldest = date(1950, 1, 1)
        return [(oldest + timedelta(days=day)).isoformat() for day in self.below(number, 55 * 365)]


def where(flags: Sequence[object], values: Sequence[object]) -> list[object]:
    """Return the values where the flag is set, None elsewhere."""
    return [value if flag else None for flag, value in zip(flags, values, strict=True)]
