"""What the page of the règlement shows: the aids of a year, what can be chosen, what a file would change."""

from dataclasses import dataclass

from caseapp.domain.regle import Regle
from caseapp.domain.reglement_fichier import Catalogue
from caseapp.services.perimetre import Choice

MOTS = {
    "libelle": "nom",
    "domaine": "domaine",
    "formes": "formes",
    "public": "public",
    "non_allocataires": "non-allocataires",
    "qf_plafond": "plafond de QF",
    "plafond": "plafond",
    "taux": "part du coût",
    "montant_unitaire": "montant par unité",
    "unite": "unité",
    "saison_debut": "saison",
    "saison_fin": "saison",
    "nombre_par_an": "nombre par an",
    "duree_pret_max": "durée du prêt",
    "decideur": "décideur",
    "delegation_plafond": "plafond de délégation",
    "ligne": "ligne budgétaire",
    "ligne_pret": "ligne des prêts",
    "libelle_comptable": "libellé comptable",
    "precisions": "précisions",
    "tranches": "tranches de QF",
    "pieces": "pièces",
}
"""What each part of an aid is called."""


@dataclass(frozen=True, slots=True)
class AideRow:
    """An aid of a year, with its codes in words."""

    id: int
    regle: Regle
    domaine: str
    unite: str
    decideur: str
    ligne: str
    ligne_pret: str


@dataclass(frozen=True, slots=True)
class ReglementVue:
    """The règlement of a year; its aids in the order of their domains, then of their names."""

    annee: int
    caf: str
    source: str | None
    aides: tuple[AideRow, ...]


@dataclass(frozen=True, slots=True)
class ChoixAide:
    """What the fields of an aid offer."""

    types: tuple[Choice, ...]
    """Known aids that the year does not have yet, by code."""
    domaines: tuple[Choice, ...]
    unites: tuple[Choice, ...]
    decideurs: tuple[Choice, ...]
    lignes: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Apercu:
    """What importing a file would do to its year."""

    catalogue: Catalogue
    connue: bool
    """Whether the year has a règlement already."""
    nouvelles: tuple[str, ...]
    modifiees: tuple[tuple[str, tuple[str, ...]], ...]
    """Aids that change, each with what changes."""
    retirees: tuple[str, ...]
    inchangees: int
    creees: tuple[str, ...]
    """Aids that no year had."""
    lignes: tuple[str, ...]
    """Budget lines added or changed."""
    gardes: tuple[str, ...]
    """Aids known under another name or domain than the file's: they keep theirs."""
    caf: str = ""
    """The Caf of the file, when it or the source is not what the year says."""

    @property
    def change(self) -> bool:
        """Whether importing would change anything."""
        effects = (self.nouvelles, self.modifiees, self.retirees, self.lignes, self.caf)
        return not self.connue or any(effects)
