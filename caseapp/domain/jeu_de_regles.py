"""Dated rule sets: what starts a deadline, how long it lasts, who must act, what founds it.

A set is data, read from TOML (`jeu_de_regles_fichier`): the program holds no delay of its own. The set of a
file is chosen by its date of reference (the day an arrear was constituted, aid was withheld, a contract was
signed), so that a file begun under a rule keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Domaine(StrEnum):
    """What a rule set is about."""

    IMPAYES = "impayes"
    INDECENCE = "indecence"
    RSA = "rsa"


class Severite(StrEnum):
    """What missing a deadline costs: nothing yet, a right put at risk, the aid or the dwelling itself."""

    INFORMATION = "information"
    ATTENTION = "attention"
    DANGER = "danger"


class UniteDelai(StrEnum):
    """Units of a delay. A month ends on the same day number, or on the last day of a shorter month."""

    JOURS = "jours"
    JOURS_OUVRES = "jours_ouvres"
    """Monday to Friday without French public holidays; the first day is not counted."""
    MOIS = "mois"


@dataclass(frozen=True, slots=True)
class Delai:
    """A delay of `nombre` units, counted backwards from its start for a negative number."""

    nombre: int
    unite: UniteDelai


@dataclass(frozen=True, slots=True)
class Regle:
    """One deadline: it runs from the last fact of `declencheur`, until a fact of `accompli` on or after it.

    `conditions` names attributes of the file with the values any of which each must have; a fact of `sauf`
    on or after the start makes the rule moot. With `repete`, it starts again from what accomplished it.
    `libelle` is the short noun that lists show; `action` is what `acteur` does, after its name in a sentence.
    """

    code: str
    libelle: str
    action: str
    declencheur: tuple[str, ...]
    delai: Delai
    acteur: str
    article: str
    severite: Severite
    accompli: tuple[str, ...] = ()
    sauf: tuple[str, ...] = ()
    conditions: Mapping[str, tuple[str, ...]] | None = None
    repete: bool = False
    jour: date | None = None
    """A last day that the text itself gives, whatever the start; the delay is then of no use."""
    consequence: str = ""
    """What follows when nobody acts, in one sentence."""
    incertain: str = ""
    """What is not known of this rule, said beside each of its deadlines."""


Attributs = Mapping[str, str]
"""What conditions look at: `aide_logement`, `secteur`, `tiers_payant` (oui, non), `procedure`…"""


@dataclass(frozen=True, slots=True)
class Constitution:
    """When an arrear exists: any of what is given is enough, None leaves a way out.

    `termes_*`: the debt reaches that many monthly terms (gross, or net of the aid with tiers payant);
    `mois`: that many months after a first unpaid term still unsettled; `montant`: it is above these cents.
    """

    termes_locatif: int | None = None
    termes_accession: int | None = None
    mois: int | None = None
    montant: int | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class ReglesPlan:
    """Bounds of repayment plans: months at most, months of the default plan, cents of the simplified one."""

    duree_maximale: int
    duree_par_defaut: int
    simplifie_jusqu_a: int | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class ReglesConservation:
    """How long housing aid is withheld: months at first, months of one extension, how many extensions."""

    mois: int
    prolongation: int
    prolongations: int
    article: str = ""


@dataclass(frozen=True, slots=True)
class JeuDeRegles:
    """A rule set in force for dates of reference from `du` to `au` (both included, None = no bound).

    A `local` set adds to the national one of its dates; `cible` says whom it is for: any of these
    alternatives, each naming attributes with the values they may have. `suivi` is the delay after the last
    fact of an open file that nothing else waits for: no file is ever lost.
    """

    code: str
    domaine: Domaine
    version: str
    libelle: str
    source: str
    regles: tuple[Regle, ...]
    suivi: Delai | None = None
    du: date | None = None
    au: date | None = None
    local: bool = False
    actif: bool = True
    """A local set may be kept without counting; a national one always counts."""
    avertissements: tuple[str, ...] = ()
    constitution: Constitution | None = None
    plan: ReglesPlan | None = None
    conservation: ReglesConservation | None = None
    cible: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    _lancees: dict[tuple[tuple[str, str], ...], Mapping[str, tuple[Regle, ...]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def concerne(self, attributs: Attributs) -> bool:
        """Tell whether it is for a file: one of the alternatives of its `cible` holds, or it has none."""
        return not self.cible or any(_holds(one, attributs) for one in self.cible)

    def lancees_par(self, attributs: Attributs) -> Mapping[str, tuple[Regle, ...]]:
        """Return the rules that each fact starts in the files with these attributes.

        Found once for all the files alike: thousands share a few attributes.
        """
        key = tuple(attributs.items())
        found = self._lancees.get(key)
        if found is None:
            found = self._lancees[key] = self._started(attributs)
        return found

    def _started(self, attributs: Attributs) -> dict[str, tuple[Regle, ...]]:
        found: dict[str, tuple[Regle, ...]] = {}
        if self.concerne(attributs):
            for regle in self.regles:
                if regle.conditions is None or _holds(regle.conditions, attributs):
                    for fact in regle.declencheur:
                        found[fact] = (*found.get(fact, ()), regle)
        return found


def _holds(conditions: Mapping[str, tuple[str, ...]], attributs: Attributs) -> bool:
    return all(attributs.get(name) in values for name, values in conditions.items())
