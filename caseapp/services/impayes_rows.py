"""What is read and typed of an arrears file; amounts in cents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from caseapp.domain.constitution import Montant
from caseapp.domain.dette import MouvementDu, TypeMouvement, dette_au
from caseapp.domain.jeu_de_regles import ReglesPlan
from caseapp.domain.labels import format_date
from caseapp.domain.plan_apurement import SuiviPlan, suivre

PLAN_EN_COURS, EN_COURS, RESOLU, SANS_SOLUTION = "plan_en_cours", "en_cours", "resolu", "sans_solution"
"""Codes of the list `issue_impaye`."""


def a_apurer(mouvements: Sequence[MouvementDu], jour: date) -> int | None:
    """Return what a plan signed that day pays back, None when nothing was said of the debt.

    What is paid on that very day already settles the plan (`plan_apurement.suivre`): it counts once.
    """
    paid = TypeMouvement.PAIEMENT
    known = [one for one in mouvements if one.jour < jour or (one.jour == jour and one.type is not paid)]
    return dette_au(known, jour) if known else None


@dataclass(frozen=True, slots=True)
class ImpayeSaisie:
    """A report as typed; `dette` is what was owed on `date_signalement`."""

    famille_id: int | None
    aide_logement: str | None
    date_signalement: date | None
    secteur: str | None = None
    tiers_payant: bool | None = None
    bailleur: str | None = None
    reference_bailleur: str | None = None
    loyer: int | None = None
    charges: int | None = None
    montant_aide: int | None = None
    dette: int | None = None
    premier_impaye: date | None = None
    cible_locale: bool | None = None
    agent_id: int | None = None
    date_premier_contact: date | None = None


@dataclass(frozen=True, slots=True)
class MouvementSaisie:
    """A change of the debt: `type` is a code of the list `mouvement_dette`."""

    type: str | None
    jour: date | None
    montant: int | None
    payeur: str | None = None


@dataclass(frozen=True, slots=True)
class FaitSaisie:
    """A fact: `nature` is a code of the list `fait_impaye`."""

    nature: str | None
    jour: date | None
    commentaire: str | None = None
    agent_id: int | None = None


class Mode(Enum):
    """How the instalments of a plan are made."""

    NOMBRE = "nombre"
    MENSUALITE = "mensualite"
    SAISIE = "saisie"


@dataclass(frozen=True, slots=True)
class PlanSaisie:
    """A plan as typed: `valeur` is a number of months, or the cents a month.

    `montant` is what it pays back, by default the debt of its day; `mensualites` are those typed one by one.
    """

    procedure: str | None
    date_plan: date | None
    mode: Mode
    valeur: int | None = None
    premiere: date | None = None
    date_effet: date | None = None
    montant: int | None = None
    mensualites: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Soutien:
    """A support of the family: none, one of its interventions, a new one, or one known without its record."""

    suivi: bool = False
    intervention_id: int | None = None
    nouveau: bool = False


@dataclass(frozen=True, slots=True)
class SoutienSaisie:
    """The two supports, and the day on which those that are new open."""

    administratif: Soutien
    social: Soutien
    date_ouverture: date | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class MouvementRow:
    """A change of the debt, with what was owed at the end of its day; without `id`, that of the report."""

    id: int | None
    type: str
    libelle: str
    date: date
    montant: int
    payeur: str | None
    dette: int


@dataclass(frozen=True, slots=True)
class FaitRow:
    """A fact of the file."""

    id: int
    nature: str
    libelle: str
    date: date
    commentaire: str | None
    agent: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan and how it is kept."""

    id: int
    procedure: str
    libelle: str
    montant: int
    suivi: SuiviPlan
    motif_rupture: str | None

    @property
    def is_broken(self) -> bool:
        """Whether it was broken or replaced."""
        return self.suivi.plan.date_rupture is not None


@dataclass(frozen=True, slots=True)
class ConstitutionVue:
    """Since when the arrear exists: what is kept, what the rules give, the sum that founds it."""

    retenue: date | None
    motif: str | None
    """Why it was corrected by hand."""
    calculee: date | None
    phrase: str
    calculable: bool
    avertissement: str
    jeu: str
    """Label of the rule set followed."""
    article: str


@dataclass(frozen=True, slots=True)
class InterventionRow:
    """An intervention of the family, linked or to be."""

    id: int
    nature: str
    libelle: str


@dataclass(frozen=True, slots=True)
class EtatRow:
    """An issue that the file had, until the day before `fin`."""

    libelle: str
    debut: date
    fin: date


@dataclass(frozen=True, slots=True)
class ImpayeVue:
    """An arrears file on the day `jour`."""

    id: int
    reference: str
    famille: str
    protection: bool
    jour: date
    saisie: ImpayeSaisie
    aide: str
    agent: str
    dette: int | None
    """What is owed, None when nothing was ever said of it."""
    soldee_le: date | None
    mouvements: tuple[MouvementRow, ...]
    constitution: ConstitutionVue
    demi_loyer: Montant | str
    regles_plan: ReglesPlan | None
    plans: tuple[PlanRow, ...]
    """The latest first."""
    faits: tuple[FaitRow, ...]
    """The latest first."""
    interventions: tuple[InterventionRow, ...]
    administratif: Soutien
    social: Soutien
    procedure: str
    issue: str
    libelle_issue: str
    date_issue: date | None
    suite_logement: str | None
    libelle_suite: str
    etats: tuple[EtatRow, ...]

    @property
    def famille_id(self) -> int:
        """The family of the file."""
        return self.saisie.famille_id or 0

    @property
    def plan(self) -> PlanRow | None:
        """The plan in force."""
        return next((one for one in self.plans if not one.is_broken), None)

    @property
    def is_closed(self) -> bool:
        """Whether a person closed the file."""
        return self.issue in {RESOLU, SANS_SOLUTION}

    @property
    def propose_resolu(self) -> bool:
        """Whether nothing is owed any more while the file is still open: a person decides."""
        return not self.is_closed and self.soldee_le is not None

    def montant_du_plan(self, jour: date) -> int | None:
        """Return what a plan signed that day pays back: of the one in force, what is left; else the debt."""
        moves = [MouvementDu(one.date, TypeMouvement(one.type), one.montant) for one in self.mouvements]
        owed, plan = a_apurer(moves, jour), self.plan
        if plan is None:
            return owed
        paid = [(one.jour, one.montant) for one in moves if one.type is TypeMouvement.PAIEMENT]
        left = suivre(replace(plan.suivi.plan, date_rupture=jour), paid, jour).reste
        return left if owed is None else min(left, owed)

    def intervention(self, soutien: Soutien) -> str:
        """Return the words of a support."""
        if not soutien.suivi:
            return "non"
        return next((one.libelle for one in self.interventions if one.id == soutien.intervention_id), "oui")

    @property
    def etat(self) -> str:
        """Say the issue with its date: `Plan en cours depuis le 12/03/2026`."""
        since = f" depuis le {format_date(self.date_issue)}" if self.date_issue else ""
        return f"{self.libelle_issue}{since}"
