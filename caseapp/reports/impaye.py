"""Arrears as the preparation sheet of a meeting gives them: values that the renderer and the tests share.

Only what a meeting needs to speak of a debt and a dwelling is here (CASF, L121-6-2). Left out on purpose:
notes and comments of any kind, reasons typed by hand, phone, mail, date of birth, people of the household,
minima sociaux, who paid, other aids and other follow-ups; and the address, but for the Ccapex.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from caseapp.domain.constitution import Montant
from caseapp.domain.labels import format_long_date, lower_first
from caseapp.domain.plan_apurement import SuiviPlan

DUTY = "Confidentiel – secret professionnel : à ne pas copier ni transmettre, à détruire après la réunion."
PROTECTED = "Famille protégée : ni nom, ni commune, ni adresse, ni bailleur dans ce document."


class Reunion(StrEnum):
    """Where the sheet is read: the arrears meeting of a territory, or the Ccapex."""

    TERRITORIALE = "territoriale"
    CCAPEX = "ccapex"


_NAMES = {Reunion.TERRITORIALE: "réunion territoriale des impayés", Reunion.CCAPEX: "Ccapex"}


@dataclass(frozen=True, slots=True)
class ReunionPapier:
    """A meeting; `jour` is None while its day is not known."""

    genre: Reunion
    jour: date | None
    edite_le: date

    @property
    def nom(self) -> str:
        """Write `Ccapex du 24 novembre 2026`."""
        day = "" if self.jour is None else f" du {format_long_date(self.jour)}"
        return f"{_NAMES[self.genre]}{day}"


@dataclass(frozen=True, slots=True)
class MenagePapier:
    """The household; the QF in cents, known since `qf_le`."""

    composition: str = ""
    qf: int | None = None
    qf_le: date | None = None
    aide: str = ""


@dataclass(frozen=True, slots=True)
class LogementPapier:
    """The dwelling and its landlord, in words."""

    type: str = ""
    surface: int | None = None
    """Square metres."""
    statut: str = ""
    depuis: date | None = None
    adresse: str = ""
    commune: str = ""
    bailleur: str = ""
    reference: str = ""
    """The landlord's own."""


@dataclass(frozen=True, slots=True)
class BailPapier:
    """What a month costs, in cents; `net` and `demi` are sums, or the sentence that says what is missing."""

    accession: bool
    loyer: int | None
    charges: int | None
    aide: int | None
    tiers_payant: bool | None
    net: Montant | str
    demi: Montant | str


@dataclass(frozen=True, slots=True)
class MouvementPapier:
    """A change of the debt, with what was owed at the end of its day; cents."""

    jour: date
    libelle: str
    montant: int
    dette: int


@dataclass(frozen=True, slots=True)
class ConstitutionPapier:
    """Since when the arrear exists, the sum that founds it, the rules followed, what is not sure."""

    retenue: date | None
    calculee: date | None
    corrigee: bool
    """Whether someone corrected the day by hand."""
    phrase: str
    jeu: str
    article: str
    avertissement: str


@dataclass(frozen=True, slots=True)
class EcheancePapier:
    """A pending deadline."""

    jour: date
    libelle: str
    acteur: str
    article: str
    en_retard: bool
    reportee: bool = False
    incertain: str = ""
    """What is not known of its rule."""


@dataclass(frozen=True, slots=True)
class PlanPapier:
    """A plan and how it is kept."""

    libelle: str
    suivi: SuiviPlan


@dataclass(frozen=True, slots=True)
class FichePapier:
    """One arrears file on the day of the sheet; amounts in cents, None while unknown."""

    famille: str
    """Name and number."""
    numero: str
    """What stands for a protected family."""
    agent: str
    etape: str
    """In two or three words."""
    etat: str
    """With its day."""
    signale_le: date
    premier_impaye: date | None
    dette: int | None
    menage: MenagePapier
    logement: LogementPapier
    bail: BailPapier
    mouvements: tuple[MouvementPapier, ...]
    """By day."""
    courbe: tuple[tuple[date, int], ...]
    """What was owed at the end of each month, the oldest first, then on the day of the sheet."""
    constitution: ConstitutionPapier
    faits: tuple[tuple[date, str], ...]
    """The latest first."""
    soutiens: tuple[tuple[str, str], ...]
    """The two supports and what is known of each."""
    plans: tuple[PlanPapier, ...]
    """The latest first."""
    echeances: tuple[EcheancePapier, ...]
    """Those pending, by day."""
    mention: str = ""

    @property
    def incertitudes(self) -> tuple[str, ...]:
        """What is not sure of this file, each sentence once, after what it is about."""
        doubt = self.constitution.avertissement
        found = [f"Constitution : {doubt}"] if doubt else []
        found += [f"{one.libelle} : {lower_first(one.incertain)}" for one in self.echeances if one.incertain]
        return tuple(dict.fromkeys(found))

    @property
    def faits_groupes(self) -> tuple[tuple[date, str, int, date], ...]:
        """Each kind of fact once: its last day, its label, how many times since which day; latest first."""
        days: dict[str, list[date]] = {}
        for day, label in self.faits:
            days.setdefault(label, []).append(day)
        rows = [(max(found), label, len(found), min(found)) for label, found in days.items()]
        return tuple(sorted(rows, key=lambda row: (row[0], row[1]), reverse=True))


def unnamed(fiche: FichePapier) -> FichePapier:
    """Return the file of a protected family as it is when its name was not ticked: nothing says where."""
    logement = replace(fiche.logement, adresse="", commune="", bailleur="", reference="")
    famille = f"Famille protégée n°\u00a0{fiche.numero}"
    return replace(fiche, famille=famille, agent="", logement=logement, mention=PROTECTED)


@dataclass(frozen=True, slots=True)
class DocumentImpayes:
    """The files of a meeting, in the order in which they are spoken of."""

    reunion: ReunionPapier
    fiches: tuple[FichePapier, ...]
