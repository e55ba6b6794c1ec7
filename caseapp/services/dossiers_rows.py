"""What the domains of dated rules share: a file with its computed deadlines, and what was done of them."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.echeances_dossier import Dossier, EcheanceDossier
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles


@dataclass(frozen=True, slots=True)
class SuiteRow:
    """What a person did last with a deadline: `etat` is a code of the list suite_echeance."""

    etat: str
    date: date
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


@dataclass(frozen=True, slots=True)
class EcheanceSuivie:
    """A pending deadline of a file with what was done of it; due on `jour`, its own or the one put off to."""

    dossier: DossierCalcule
    echeance: EcheanceDossier
    suite: SuiteRow | None
    famille: str
    """The name of the family, as lists write it."""

    @property
    def jour(self) -> date:
        """Last day to act: the day it was put off to when it was."""
        put_off = None if self.suite is None else self.suite.reportee_au
        return self.echeance.jour if put_off is None else put_off

    def est_en_retard(self, today: date) -> bool:
        """Tell whether it is late: the day after, not before."""
        return self.jour < today
