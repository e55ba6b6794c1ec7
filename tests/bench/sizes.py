"""The three sizes of store that the promises name, and the share of every other table."""

from dataclasses import dataclass, replace
from datetime import date

TODAY = date(2026, 11, 21)
"""The last day of the generated years."""


@dataclass(frozen=True)
class Size:
    """How many records a store holds, over `annees` years that end on `TODAY`."""

    nom: str
    annees: int
    familles: int
    interventions: int
    rendez_vous: int
    agents: int
    lieux: int
    communes: int

    @property
    def first_day(self) -> date:
        """First of January of the first year."""
        return date(TODAY.year - self.annees + 1, 1, 1)

    @property
    def measured_year(self) -> int:
        """The last whole year; the one before is its N-1."""
        return TODAY.year - 1

    def per_intervention(self, share: float) -> int:
        """Return the size of a table that grows with the interventions, one record at least."""
        return max(1, round(self.interventions * share))

    def divided(self, by: int) -> "Size":
        """Return a store of the same years, so many times smaller."""
        return replace(
            self,
            nom=f"{self.nom}/{by}",
            familles=self.familles // by,
            interventions=self.interventions // by,
            rendez_vous=self.rendez_vous // by,
        )


SIZES = {
    size.nom: size
    for size in (
        Size("poste", 10, 2_000, 12_000, 24_000, 3, 6, 40),
        Size("equipe", 10, 20_000, 200_000, 400_000, 40, 40, 330),
        Size("national", 5, 750_000, 750_000, 2_000_000, 2_500, 300, 8_000),
    )
}
"""`poste` has the appointments of its share of a team; `national` counts 150 000 families for each year."""
SHARES = {
    "offres_contact": 0.5,
    "tentatives_contact": 0.6,
    "appels": 0.8,
    "aides": 0.5,
    "seances_commission": 0.02,
    "impayes": 0.3,
    "logements_signales": 0.06,
    "suivis_rsa": 0.15,
    "actions_collectives": 0.005,
    "seances_collectives": 0.025,
    "permanences": 0.03,
}
"""Records for one intervention."""
