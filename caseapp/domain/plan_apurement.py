"""Repayment plans of a rent debt: their schedule to the cent, and how they are kept month by month. Cents.

What was paid from the day of the plan settles its oldest instalment first; the rent of each month is beside
it and not counted here. The lengths allowed are those of the rule set (`ReglesPlan`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from caseapp.domain.echeancier import Echeance, EcheancierError, by_amount, by_number
from caseapp.domain.jeu_de_regles import ReglesPlan
from caseapp.domain.labels import format_cents, plural
from caseapp.domain.pret import EtatEcheance, Suivi


@dataclass(frozen=True, slots=True)
class PlanDette:
    """A plan: its instalments from `date_effet`, in force until `date_rupture` if it is broken."""

    date_plan: date
    date_effet: date
    mensualites: tuple[Echeance, ...]
    date_rupture: date | None = None

    @property
    def montant(self) -> int:
        """What the instalments add up to."""
        return sum(one.montant for one in self.mensualites)


@dataclass(frozen=True, slots=True)
class SuiviPlan:
    """A plan on a day: its instalments with what is settled, what was paid, what is left."""

    plan: PlanDette
    lignes: tuple[Suivi, ...]
    paye: int

    @property
    def reste(self) -> int:
        """What of the plan is left to pay."""
        return self.plan.montant - self.paye

    @property
    def manquees(self) -> tuple[Suivi, ...]:
        """The instalments past and not settled, the oldest first; missed from the day after their date."""
        return tuple(one for one in self.lignes if one.etat is EtatEcheance.EN_RETARD)

    @property
    def prochaine(self) -> Suivi | None:
        """The oldest instalment not settled, past or to come."""
        return next((one for one in self.lignes if one.reste), None)

    @property
    def retard(self) -> int:
        """What is late."""
        return sum(one.reste for one in self.manquees)


def en_mensualites(
    montant: int, nombre: int, premiere: date, regles: ReglesPlan | None
) -> tuple[Echeance, ...]:
    """Share a debt out in `nombre` months, the last one taking the cents; EcheancierError if too many."""
    _check_length(nombre, regles, "nombre")
    return by_number(montant, nombre, premiere)


def par_mensualite(
    montant: int, mensualite: int, premiere: date, regles: ReglesPlan | None
) -> tuple[Echeance, ...]:
    """Share a debt out by `mensualite` a month, the last one what remains; EcheancierError if too long."""
    found = by_amount(montant, mensualite, premiere)
    _check_length(len(found), regles, "mensualite")
    return found


def par_defaut(montant: int, premiere: date, regles: ReglesPlan) -> tuple[Echeance, ...]:
    """Return the default plan of the rules: 1/36 of the debt a month for 36 months (CCH, R824-8)."""
    return by_number(montant, regles.duree_par_defaut, premiere)


def controler(mensualites: Sequence[Echeance], montant: int, regles: ReglesPlan | None) -> None:
    """Refuse a typed schedule that is not one: EcheancierError says what and about which field."""
    if not mensualites:
        raise EcheancierError("mensualites", "Un plan compte au moins une mensualité.")
    if any(one.montant <= 0 for one in mensualites):
        raise EcheancierError("mensualites", "Chaque mensualité dépasse zéro.")
    days = [one.date for one in mensualites]
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise EcheancierError("mensualites", "Les dates des mensualités se suivent.")
    total = sum(one.montant for one in mensualites)
    if total != montant:
        raise EcheancierError(
            "mensualites", f"Les mensualités font {format_cents(total)}, la dette {format_cents(montant)}."
        )
    months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month + 1
    _check_length(max(months, len(days)), regles, "mensualites")


def suivre(plan: PlanDette, paiements: Iterable[tuple[date, int]], jour: date) -> SuiviPlan:
    """Return how a plan is kept on a day, from (day, cents) paid; those before the plan do not count."""
    end = jour if plan.date_rupture is None else min(jour, plan.date_rupture - timedelta(days=1))
    paid = sum(amount for day, amount in paiements if plan.date_plan <= day <= end)
    paid = min(paid, plan.montant)
    return SuiviPlan(plan, tuple(_follow(plan.mensualites, paid, jour)), paid)


def en_vigueur(plans: Iterable[PlanDette], jour: date) -> PlanDette | None:
    """Return the last plan made by that day, unless it is broken."""
    made = sorted((one for one in plans if one.date_plan <= jour), key=lambda one: one.date_plan)
    if not made or (made[-1].date_rupture is not None and made[-1].date_rupture <= jour):
        return None
    return made[-1]


def resume(suivi: SuiviPlan) -> str:
    """Write a plan in a few words: `36 × 35,67 € · 7e mensualité`."""
    count, first = len(suivi.lignes), suivi.lignes[0].echeance.montant
    prochaine = suivi.prochaine
    if prochaine is None:
        return f"{plural(count, 'mensualité')}, tout est payé"
    rank = "1re" if prochaine.echeance.numero == 1 else f"{prochaine.echeance.numero}e"
    return f"{count} × {format_cents(first)} · {rank} mensualité"


def _follow(mensualites: Iterable[Echeance], paid: int, jour: date) -> Iterator[Suivi]:
    for one in mensualites:
        settled = min(one.montant, paid)
        paid -= settled
        yield Suivi(one, settled, _state(one, settled, jour))


def _state(one: Echeance, settled: int, jour: date) -> EtatEcheance:
    if settled == one.montant:
        return EtatEcheance.REGLEE
    if one.date < jour:
        return EtatEcheance.EN_RETARD
    return EtatEcheance.DU_JOUR if one.date == jour else EtatEcheance.A_VENIR


def _check_length(mois: int, regles: ReglesPlan | None, field: str) -> None:
    if regles is not None and mois > regles.duree_maximale:
        founded = f" ({regles.article})" if regles.article else ""
        raise EcheancierError(
            field, f"Ce plan durerait {mois} mois : {regles.duree_maximale} au plus{founded}."
        )
