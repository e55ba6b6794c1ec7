"""The tabs of a Fiche: each keeps some facts of the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.domain.labels import format_number
from caseapp.services.fil import Fait, FaitKind


@dataclass(frozen=True, slots=True)
class FilTab:
    """A tab: the facts it keeps of the timeline, all of them when `kinds` is empty."""

    title: str
    empty: str
    kinds: frozenset[FaitKind] = frozenset()

    def faits(self, fil: Sequence[Fait]) -> tuple[Fait, ...]:
        """Return the facts of the tab."""
        return tuple(fait for fait in fil if not self.kinds or fait.kind in self.kinds)

    def label(self, fil: Sequence[Fait]) -> str:
        """Return the title with the number of records, one for the opening and the closing of each."""
        records = {(fait.kind, fait.reference) for fait in self.faits(fil)}
        return f"{self.title} {format_number(len(records))}" if self.kinds and records else self.title


INTERVENTIONS, AIDES, HISTORIQUE = "Interventions", "Aides", "Historique"
LOGEMENT, INSERTION = "Logement", "Insertion"
"""The tabs that show something else than facts of the timeline."""
TABS = (
    FilTab("Fil de la famille", "Rien n'est encore enregistré pour cette famille."),
    FilTab(INTERVENTIONS, "", frozenset({FaitKind.INTERVENTION})),
    FilTab("Rendez-vous", "Aucun rendez-vous pour cette famille.", frozenset({FaitKind.RENDEZ_VOUS})),
    FilTab(AIDES, "", frozenset({FaitKind.AIDE})),
    FilTab(LOGEMENT, "", frozenset({FaitKind.LOGEMENT, FaitKind.IMPAYE})),
    FilTab(INSERTION, "", frozenset({FaitKind.INSERTION})),
    FilTab(HISTORIQUE, ""),
)
