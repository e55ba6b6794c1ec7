"""All the figures of the year, one file per chapter."""

from caseapp.statistics.declarations import (
    aides,
    collectif,
    commission,
    demandes,
    droits,
    impayes,
    indecence,
    interventions,
    offres,
    paiements,
    plans,
    rendez_vous,
    rsa,
)
from caseapp.statistics.declare import Figures, Ratio

_CHAPTERS = (
    interventions, rendez_vous, droits, offres, aides, demandes, commission, paiements, impayes, plans,
    indecence, rsa, collectif,
)  # fmt: skip
FIGURES: tuple[Figures, ...] = tuple(figures for chapter in _CHAPTERS for figures in chapter.FIGURES)
RATIOS: tuple[Ratio, ...] = tuple(ratio for chapter in _CHAPTERS for ratio in chapter.RATIOS)
