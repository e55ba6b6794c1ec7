"""What the domains of dated rules share: a file with its computed deadlines, and what was done of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from caseapp.domain.echeances_dossier import Dossier, EcheanceDossier, explication
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles

VUE, REPORTEE, FAITE = "vue", "reportee", "faite"
"""Codes of the list suite_echeance."""


class CleEcheance(NamedTuple):
    """What makes a deadline that one: its file, its rule, the day of the fact that started it."""

    domaine: Domaine
    dossier_id: int
    regle: str
    depuis: date


@dataclass(frozen=True, slots=True)
class SuiteRow:
    """What a person did last with a deadline, and when: `etat` is a code of the list suite_echeance."""

    etat: str
    jour: date
    reportee_au: date | None = None
    motif: str | None = None
    agent: str = ""


@dataclass(frozen=True, slots=True)
class DossierCalcule:
    """A file as the engine sees it: the rule sets chosen, its facts, its deadlines by day then rule.

    `sommes` gives the sum that founded a fact, by its code, for the sentences.
    """

    domaine: Domaine
    id: int
    famille_id: int
    agent_id: int | None
    """Who follows it: its agent, else that of its intervention."""
    jeux: tuple[JeuDeRegles, ...]
    dossier: Dossier
    echeances: tuple[EcheanceDossier, ...]
    sommes: dict[str, str]


ReadCalcules = Callable[
    [Session, Sequence[JeuDeRegles], date, Collection[int] | None], tuple[DossierCalcule, ...]
]
"""Reads the open files of a domain for None, else the files given whatever their state."""


@dataclass(frozen=True, slots=True)
class EcheanceSuivie:
    """A deadline of a file with what was done of it; due on `jour`, its own or the one put off to."""

    dossier: DossierCalcule
    echeance: EcheanceDossier
    suite: SuiteRow | None
    famille: str
    """The name of the family, as lists write it."""

    @property
    def cle(self) -> CleEcheance:
        """What it is known by, for the marks."""
        dossier, one = self.dossier, self.echeance
        return CleEcheance(dossier.domaine, dossier.id, one.regle.code, one.depuis)

    @property
    def jour(self) -> date:
        """Last day to act: the day it was put off to when it was."""
        put_off = None if self.suite is None else self.suite.reportee_au
        return self.echeance.jour if put_off is None else put_off

    @property
    def fait_le(self) -> date | None:
        """Day when it was met: by a fact of the file, else as a person said; None while it is pending."""
        if self.echeance.fait_le is not None:
            return self.echeance.fait_le
        return self.suite.jour if self.suite is not None and self.suite.etat == FAITE else None

    @property
    def explication(self) -> str:
        """One sentence: what started it, the delay, who does what by when, the article."""
        return explication(self.echeance, self.dossier.sommes)

    def est_en_retard(self, today: date) -> bool:
        """Tell whether it is late: the day after, not before."""
        return self.fait_le is None and self.jour < today

    def attend(self, today: date) -> bool:
        """Tell whether it is put off to a day still to come: nothing is asked of it until then."""
        return self.suite is not None and self.suite.reportee_au is not None and self.jour > today
