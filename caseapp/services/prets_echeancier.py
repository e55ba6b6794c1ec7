"""What a new schedule of a loan accepts, and what is said of it before it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from caseapp.domain.echeancier import (
    Echeance,
    EcheancierError,
    by_amount,
    by_number,
    postponed,
)
from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.domain.pret import Pret
from caseapp.errors import FieldError
from caseapp.services.prets_rows import Mode, PlanSaisie, PretVue
from caseapp.services.saisie_suivi import check_order, check_past


def make_echeances(pret: Pret, saisie: PlanSaisie) -> tuple[Echeance, ...]:
    """Return the échéances typed: their sum is the balance on `date_effet`; FieldError when impossible."""
    solde = pret.solde(saisie.date_effet)
    if solde <= 0:
        raise FieldError("date_effet", f"Au {format_date(saisie.date_effet)}, ce prêt est soldé.")
    try:
        if saisie.mode is Mode.REPORT:
            left = [replace(one.echeance, montant=one.reste) for one in pret.suivi(saisie.date_effet)]
            return postponed([one for one in left if one.montant], solde, saisie.valeur, saisie.date_effet)
        if saisie.premiere is None:
            raise FieldError("premiere", "Écrivez la date de la première échéance.")
        make = by_amount if saisie.mode is Mode.MENSUALITE else by_number
        return make(solde, saisie.valeur, saisie.premiere)
    except EcheancierError as error:
        raise FieldError(error.field, str(error)) from error


def check_start(pret: Pret, date_effet: date, today: date) -> None:
    """Refuse a day to come, before the decision, or before the schedule that this one replaces."""
    check_past("date_effet", date_effet, today)
    check_order("date_effet", pret.date_decision, date_effet, "la décision")
    if pret.plans:
        check_order("date_effet", pret.plans[-1].date_effet, date_effet, "l'échéancier en vigueur")


def check_first(pret: Pret, saisie: PlanSaisie) -> None:
    """Refuse a first échéance before the schedule begins, or before the money was paid."""
    check_order("premiere", saisie.date_effet, saisie.premiere, "le début de l'échéancier")
    paid = [one.jour for one in pret.versements if one.date_retour is None]
    if paid:
        check_order("premiere", min(paid), saisie.premiere, "le versement")


def notices(vue: PretVue, saisie: PlanSaisie, echeances: tuple[Echeance, ...]) -> Iterator[str]:
    """Say what is unusual of a schedule, which nothing refuses."""
    count = len(echeances)
    if vue.duree_max is not None and count > vue.duree_max:
        yield f"{plural(count, 'mois', 'mois')}, au-delà des {vue.duree_max} mois du règlement."
    if not any(one.date_retour is None for one in vue.pret.versements):
        if vue.versement_prevu is None:
            yield "Le paiement de ce prêt n'est pas encore prévu."
        elif saisie.premiere is not None and saisie.premiere < vue.versement_prevu:
            yield f"La première échéance est avant le versement prévu le {format_date(vue.versement_prevu)}."


def summary(echeances: tuple[Echeance, ...]) -> str:
    """Say a schedule in one sentence: `12 échéances de 50,00 €, du 05/12/2026 au 05/11/2027`."""
    first, last = echeances[0], echeances[-1]
    if len(echeances) == 1:
        return f"Une échéance de {format_cents(first.montant)}, le {format_date(first.date)}."
    usual = f"{len(echeances)} échéances de {format_cents(first.montant)}"
    rest = f", la dernière de {format_cents(last.montant)}" if last.montant != first.montant else ""
    return f"{usual}{rest}, du {format_date(first.date)} au {format_date(last.date)}."
