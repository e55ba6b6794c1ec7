"""An aid of the règlement of a year, a request to compare with it, and what it would give for it.

Amounts and quotients familiaux are integer cents; shares are hundredths of a percent.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PART_ENTIERE = 10_000
"""The whole cost, in hundredths of a percent."""


class Niveau(StrEnum):
    """How much a remark matters."""

    CONFORME = "conforme"
    A_VERIFIER = "a_verifier"
    """A fact is missing or old: the comparison waits for it."""
    EXCEPTIONNEL = "exceptionnel"
    """A bound is passed: it is for people to decide."""


@dataclass(frozen=True, slots=True)
class Constat:
    """One remark of the comparison: a whole French sentence."""

    niveau: Niveau
    phrase: str


@dataclass(frozen=True, slots=True)
class Tranche:
    """What an aid gives up to a quotient familial (`qf_max`, included; None: the last band)."""

    qf_max: int | None
    taux: int | None = None
    plafond: int | None = None
    montant_unitaire: int | None = None


@dataclass(frozen=True, slots=True)
class Regle:
    """An aid in the règlement of a year; None is no bound."""

    code: str
    """Code of the aid, whatever the year."""
    libelle: str
    domaine: str
    formes: frozenset[str]
    """`subvention`, `pret` or both."""
    public: str | None = None
    non_allocataires: bool | None = None
    """None: the règlement does not say."""
    qf_plafond: int | None = None
    plafond: int | None = None
    """Most that may be granted, both forms together."""
    taux: int | None = None
    """Highest share of the cost."""
    montant_unitaire: int | None = None
    """Amount for one `unite` (code of the list `unite_aide`)."""
    unite: str | None = None
    saison_debut: str | None = None
    """First day of the season, MM-JJ; both days are included, and it may go over the end of the year."""
    saison_fin: str | None = None
    nombre_par_an: int | None = None
    duree_pret_max: int | None = None
    """Months."""
    decideur: str | None = None
    delegation_plafond: int | None = None
    ligne: str | None = None
    """Code of the budget line of its subventions, and of its loans when `ligne_pret` is None."""
    ligne_pret: str | None = None
    libelle_comptable: str | None = None
    precisions: str | None = None
    tranches: tuple[Tranche, ...] = ()
    """Lowest quotient familial first."""
    pieces: tuple[tuple[str, bool], ...] = ()
    """Documents to provide, each with whether it is compulsory."""


@dataclass(frozen=True, slots=True)
class DemandeAComparer:
    """What is known of a request; None is not known yet."""

    date_demande: date
    quotient_familial: int | None = None
    mois_qf: date | None = None
    """First day of its month."""
    allocataire: bool = True
    montant_demande: int | None = None
    montant_pret: int | None = None
    montant_subvention: int | None = None
    """Both as granted, or as about to be."""
    quantite: int | None = None
    cout: int | None = None
    date_projet: date | None = None
    duree_pret: int | None = None
    """Months of its loan."""
    deja_accordees: int = 0
    """Same aid granted to the household in the same civil year, this request left out."""
    decideur: str | None = None

    @property
    def accorde(self) -> int | None:
        """Both forms together, None while neither is known."""
        known = [one for one in (self.montant_pret, self.montant_subvention) if one is not None]
        return sum(known) if known else None

    @property
    def montant(self) -> int | None:
        """What is compared: what is granted, else what is asked."""
        return self.montant_demande if self.accorde is None else self.accorde


@dataclass(frozen=True, slots=True)
class Borne:
    """One bound of the amount, with what makes it: `plafond`, `taux` or `unite`."""

    genre: str
    montant: int
    valeur: int
    """The cap, the share or the amount for one unit."""


def tranche_de(regle: Regle, quotient: int | None) -> Tranche | None:
    """Return the band of a quotient familial; None when it is not known or above them all."""
    if quotient is None:
        return None
    return next((one for one in regle.tranches if one.qf_max is None or quotient <= one.qf_max), None)


def plafond_qf(regle: Regle) -> int | None:
    """Return the highest quotient familial of an aid, None when it has none: its ceiling or its last band."""
    last = regle.tranches[-1].qf_max if regle.tranches else None
    return min((one for one in (regle.qf_plafond, last) if one is not None), default=None)


def bornes(regle: Regle, demande: DemandeAComparer) -> tuple[Borne, ...]:
    """Return the bounds that the facts known give; the aid's own and those of the band hold together."""
    tranche = tranche_de(regle, demande.quotient_familial) or Tranche(None)
    cost, count = demande.cout, demande.quantite
    caps = [Borne("plafond", one, one) for one in (regle.plafond, tranche.plafond) if one is not None]
    shares = [
        Borne("taux", cost * one // PART_ENTIERE, one)
        for one in (regle.taux, tranche.taux)
        if one is not None and cost is not None
    ]
    units = [
        Borne("unite", one * count, one)
        for one in (regle.montant_unitaire, tranche.montant_unitaire)
        if one is not None and count is not None
    ]
    return (*caps, *shares, *units)


def borne_basse(regle: Regle, demande: DemandeAComparer) -> Borne | None:
    """Return the bound that decides, None when no fact gives any."""
    return min(bornes(regle, demande), key=lambda one: one.montant, default=None)


def montant_prevu(regle: Regle, demande: DemandeAComparer) -> int | None:
    """Return the most that the règlement gives for what is known, 0 above its ceiling; None: no bound."""
    ceiling = plafond_qf(regle)
    quotient = demande.quotient_familial
    if quotient is not None and ceiling is not None and quotient > ceiling:
        return 0
    lowest = borne_basse(regle, demande)
    return None if lowest is None else lowest.montant
