"""Code lists: the codes that rules name, and the reader of the shipped lists."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path


class Cible(StrEnum):
    """The three targets of the Caf's social offer."""

    PARENTALITE = "parentalite"
    LOGEMENT = "logement"
    INSERTION = "insertion"


class Nature(StrEnum):
    """The two natures of an intervention."""

    INFORMATION_CONSEIL = "information_conseil"
    ACCOMPAGNEMENT_SOCIAL = "accompagnement_social"


class Metier(StrEnum):
    """Trades; social workers are the first two."""

    ASSISTANT_SOCIAL = "assistant_social"
    CESF = "cesf"
    CONSEILLER = "conseiller"


class ReponseOffre(StrEnum):
    """Answers to a contact offer that the figures name."""

    ACCEPTEE = "acceptee"


class TypeRendezVous(StrEnum):
    """Appointment types that the figures name."""

    RENDEZ_VOUS_DES_DROITS = "rendez_vous_des_droits"


class StatutRendezVous(StrEnum):
    """Appointment states: to come, held, missed, cancelled, put off."""

    PROPOSE = "propose"
    HONORE = "honore"
    ABSENT = "absent"
    ANNULE = "annule"
    REPORTE = "reporte"


class SuiteAppel(StrEnum):
    """Call results that the figures name."""

    RENDEZ_VOUS = "rendez_vous"


class Decision(StrEnum):
    """Decisions on an aid; the first two grant it, the first four are dated by the commission."""

    ACCORD = "accord"
    ACCORD_PARTIEL = "accord_partiel"
    REFUS = "refus"
    AJOURNEMENT = "ajournement"


EN_ATTENTE, SANS_SUITE = "en_attente", "sans_suite"
"""Codes of the list `decision` that decide nothing: still waiting, given up by the family."""


class Forme(StrEnum):
    """Forms of an aid."""

    SUBVENTION = "subvention"
    PRET = "pret"


class Decideur(StrEnum):
    """Who decides on an aid."""

    COMMISSION = "commission"
    DELEGATION = "delegation"


class Destinataire(StrEnum):
    """Who is paid."""

    FAMILLE = "famille"
    TIERS = "tiers"


class MouvementDePret(StrEnum):
    """What lowers the balance of a loan; the first two are repayments."""

    REMBOURSEMENT = "remboursement"
    REMBOURSEMENT_ANTICIPE = "remboursement_anticipe"
    REMISE = "remise"


class IssueImpaye(StrEnum):
    """Outcomes of an arrear; the last two are solutions."""

    EN_COURS = "en_cours"
    RESOLU = "resolu"
    PLAN_EN_COURS = "plan_en_cours"


class ResultatConstat(StrEnum):
    """Visit results that make a dwelling unfit."""

    NON_DECENT = "non_decent"
    INSALUBRE = "insalubre"


class Composition(StrEnum):
    """Household compositions that the figures name."""

    MONOPARENTALE = "monoparentale"


class StatutObjectif(StrEnum):
    """States of an objective; the first two are still open."""

    A_VENIR = "a_venir"
    EN_COURS = "en_cours"
    ATTEINT = "atteint"
    ABANDONNE = "abandonne"


class NiveauNote(StrEnum):
    """Who may read a note (CASF L121-6-2)."""

    PERSONNELLE = "personnelle"
    EQUIPE = "equipe"
    TRANSMISSIBLE = "transmissible"


TRAVAILLEURS_SOCIAUX = (Metier.ASSISTANT_SOCIAL, Metier.CESF)
OBJECTIFS_OUVERTS = (StatutObjectif.A_VENIR, StatutObjectif.EN_COURS)
DECISIONS_ATTRIBUTIVES = (Decision.ACCORD, Decision.ACCORD_PARTIEL)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list, in force from `depuis` to `jusqu_au` (both included, None = no bound)."""

    code: str
    libelle: str
    cible: str | None = None
    niveau: str | None = None
    depuis: date | None = None
    jusqu_au: date | None = None
    organisme: str | None = None


@dataclass(frozen=True, slots=True)
class ListeCodes:
    """A code list, in the order in which it is shown."""

    nom: str
    libelle: str
    codes: tuple[Code, ...]


def load_nomenclatures(path: Path) -> tuple[ListeCodes, ...]:
    """Read the shipped lists from TOML; KeyError or TypeError on a malformed file."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        ListeCodes(liste["nom"], liste["libelle"], tuple(Code(**entry) for entry in liste["codes"]))
        for liste in document["liste"]
    )
