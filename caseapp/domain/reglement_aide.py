"""What a colleague would say of a request who knows the règlement of the year.

It helps to decide and never decides: a bound passed is said, and the request is then an exceptional one.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from caseapp.domain.labels import MOIS, format_cents, format_number, format_percent, plural
from caseapp.domain.nomenclature import Decideur, Forme
from caseapp.domain.regle import (
    Borne,
    Constat,
    DemandeAComparer,
    Niveau,
    Regle,
    Tranche,
    borne_basse,
    montant_prevu,
    plafond_qf,
    tranche_de,
)

__all__ = [
    "Constat", "DemandeAComparer", "Niveau", "Regle", "Tranche", "compare", "hors_reglement", "montant_prevu",
    "quotient_words", "season_words", "share_words", "unit_words",
]  # fmt: skip

QF_RECENT = 3
"""Months during which a quotient familial still tells the means of a household."""
_UNITES = {"sejour": ("séjour", "séjours")}


def compare(regle: Regle, demande: DemandeAComparer) -> tuple[Constat, ...]:
    """Return what is to be said of a request, in the order in which it is read."""
    return (
        *_quotient(regle, demande),
        *_old_quotient(demande),
        *_stranger(regle, demande),
        *_forms(regle, demande),
        *_amount(regle, demande),
        *_season(regle, demande),
        *_number(regle, demande),
        *_loan(regle, demande),
        *_decider(regle, demande),
    )


def hors_reglement(annee: int, *, enregistre: bool) -> Constat:
    """Say that nothing can be compared: no règlement of the year, or one without this aid."""
    if enregistre:
        return Constat(Niveau.A_VERIFIER, f"Cette aide n'est pas au règlement de {annee} : rien à comparer.")
    return Constat(Niveau.A_VERIFIER, f"Aucun règlement enregistré pour {annee} : rien à comparer.")


def quotient_words(quotient: int) -> str:
    """Write a quotient familial in euros, without its cents when there are none: `377`."""
    return format_number(Decimal(quotient).scaleb(-2), 2 if quotient % 100 else 0)


def share_words(taux: int) -> str:
    """Write a share in hundredths of a percent as `80 %` or `33,33 %`."""
    return format_percent(Decimal(taux).scaleb(-2), 0 if taux % 100 == 0 else 2)


def unit_words(unite: str | None, count: int = 1) -> str:
    """Write `2 enfants`, `1 séjour`; a unit that is not said counts `fois`."""
    singular, many = _UNITES.get(unite or "", (unite or "fois", f"{unite}s" if unite else "fois"))
    return plural(count, singular, many)


def season_words(regle: Regle) -> str:
    """Write `du 1er juin au 30 septembre`, nothing for an aid of the whole year."""
    if regle.saison_debut is None or regle.saison_fin is None:
        return ""
    return f"du {_day_words(regle.saison_debut)} au {_day_words(regle.saison_fin)}"


def _quotient(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    ceiling, quotient = plafond_qf(regle), demande.quotient_familial
    if quotient is None:
        if demande.allocataire and (ceiling is not None or regle.tranches):
            bound = (
                f"le plafond est de {quotient_words(ceiling)}" if ceiling is not None else "l'aide en dépend"
            )
            yield Constat(Niveau.A_VERIFIER, f"QF non saisi : {bound}.")
        elif (given := _given(regle, demande)) is not None:
            yield given
    elif ceiling is not None and quotient > ceiling:
        said = f"QF {quotient_words(quotient)}{_in_month(demande)}, plafond {quotient_words(ceiling)}"
        yield Constat(Niveau.EXCEPTIONNEL, f"{said} : demande exceptionnelle.")
    else:
        under = "" if ceiling is None else f" sous le plafond de {quotient_words(ceiling)}"
        under = ", égal au plafond" if quotient == ceiling else under
        said = f"QF {quotient_words(quotient)}{_month_beside(demande)}{under}"
        given = _given(regle, demande)
        tail = f" : {given.phrase[0].lower()}{given.phrase[1:]}" if given else ", sans montant fixé."
        yield Constat(Niveau.CONFORME, said + tail)


def _given(regle: Regle, demande: DemandeAComparer) -> Constat | None:
    """Say how much the aid gives and in which forms; None when it has no bound."""
    amount = _most_words(regle, demande)
    if amount is None:
        return None
    loan = {
        frozenset({Forme.PRET}): ", en prêt",
        frozenset({Forme.PRET, Forme.SUBVENTION}): ", prêt possible",
    }.get(frozenset(map(Forme, regle.formes)), "")
    return Constat(Niveau.CONFORME, f"L'aide de l'année prévoit jusqu'à {amount}{loan}.")


def _most_words(regle: Regle, demande: DemandeAComparer) -> str | None:
    """Write the amount that the facts known give, else a share of the cost or an amount for each child."""
    lowest = borne_basse(regle, demande)
    if lowest is not None:
        return format_cents(lowest.montant)
    band = tranche_de(regle, demande.quotient_familial) or Tranche(None)
    shares = [one for one in (regle.taux, band.taux) if one is not None]
    units = [one for one in (regle.montant_unitaire, band.montant_unitaire) if one is not None]
    if shares:
        return f"{share_words(min(shares))} du coût"
    return f"{format_cents(min(units))} par {_unit(regle)}" if units else None


def _old_quotient(demande: DemandeAComparer) -> Iterator[Constat]:
    month, day = demande.mois_qf, demande.date_demande
    if demande.quotient_familial is None or month is None:
        return
    age = (day.year - month.year) * 12 + day.month - month.month
    if age > QF_RECENT:
        said = f"QF de {_month(month, day)}, vieux de {age} mois à la demande"
        yield Constat(Niveau.A_VERIFIER, f"{said} : demandez le plus récent.")
    elif age < 0:
        yield Constat(Niveau.A_VERIFIER, f"QF de {_month(month, day)}, postérieur à la demande : à vérifier.")


def _stranger(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    if demande.allocataire:
        return
    if regle.non_allocataires is None:
        yield Constat(Niveau.A_VERIFIER, "Famille non allocataire : le règlement de l'aide n'en dit rien.")
    elif regle.non_allocataires:
        yield Constat(Niveau.CONFORME, "Famille non allocataire : l'aide lui est ouverte.")
    else:
        said = "Famille non allocataire, aide réservée aux allocataires"
        yield Constat(Niveau.EXCEPTIONNEL, f"{said} : demande exceptionnelle.")


def _forms(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    for forme, amount, word in (
        (Forme.PRET, demande.montant_pret, "Prêt non prévu"),
        (Forme.SUBVENTION, demande.montant_subvention, "Subvention non prévue"),
    ):
        if amount and forme not in regle.formes:
            yield Constat(Niveau.EXCEPTIONNEL, f"{word} au règlement de l'année pour cette aide.")


def _amount(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    lowest, amount = borne_basse(regle, demande), demande.montant
    beyond = montant_prevu(regle, demande) == 0 and (lowest is None or lowest.montant > 0)
    if lowest is not None and amount is not None and not beyond and amount > lowest.montant:
        word = "demandés" if demande.accorde is None else "accordés"
        said = f"{format_cents(amount)} {word}, {_bound_words(regle, demande, lowest)}"
        yield Constat(Niveau.EXCEPTIONNEL, f"{said} : au-dessus de ce qui est prévu.")
    unitaire = regle.montant_unitaire
    if demande.quantite is None and (
        unitaire is not None or any(one.montant_unitaire for one in regle.tranches)
    ):
        yield Constat(Niveau.A_VERIFIER, f"Aide calculée par {_unit(regle)} : leur nombre n'est pas saisi.")
    if demande.cout is None and (regle.taux is not None or any(one.taux for one in regle.tranches)):
        yield Constat(Niveau.A_VERIFIER, "Aide calculée sur le coût : il n'est pas saisi.")


def _bound_words(regle: Regle, demande: DemandeAComparer, bound: Borne) -> str:
    """Say where a bound comes from: a cap, a share of the cost, an amount for each child."""
    if bound.genre == "taux":
        cost = format_cents(demande.cout or 0)
        return f"{share_words(bound.valeur)} d'un coût de {cost} font {format_cents(bound.montant)}"
    if bound.genre == "unite":
        each = f"{unit_words(regle.unite, demande.quantite or 0)} à {format_cents(bound.valeur)}"
        return f"{each} font {format_cents(bound.montant)}"
    return f"plafond {format_cents(bound.montant)}"


def _season(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    first, last, start = regle.saison_debut, regle.saison_fin, demande.date_projet
    if first is None or last is None:
        return
    if start is None:
        yield Constat(Niveau.A_VERIFIER, f"Date du projet non saisie : la saison va {season_words(regle)}.")
        return
    day = f"{start:%m-%d}"
    inside = first <= day <= last if first <= last else day >= first or day <= last
    if not inside:
        said = f"Projet le {start:%d/%m/%Y}, saison {season_words(regle)}"
        yield Constat(Niveau.EXCEPTIONNEL, f"{said} : demande exceptionnelle.")


def _number(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    most, already = regle.nombre_par_an, demande.deja_accordees
    if most is not None and already >= most:
        year = demande.date_demande.year
        said = f"{plural(already, 'aide déjà accordée', 'aides déjà accordées')} en {year}"
        yield Constat(Niveau.EXCEPTIONNEL, f"{said}, {most} par an au plus : demande exceptionnelle.")


def _loan(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    most, asked = regle.duree_pret_max, demande.duree_pret
    if most is not None and asked is not None and asked > most:
        yield Constat(Niveau.EXCEPTIONNEL, f"Prêt sur {asked} mois, {most} au plus au règlement.")


def _decider(regle: Regle, demande: DemandeAComparer) -> Iterator[Constat]:
    if demande.decideur != Decideur.DELEGATION:
        return
    ceiling, amount = regle.delegation_plafond, demande.montant
    if ceiling is None:
        if regle.decideur == Decideur.COMMISSION:
            yield Constat(
                Niveau.EXCEPTIONNEL, "Décision par délégation : cette aide se décide en commission."
            )
    elif amount is not None and amount > ceiling:
        said = f"{format_cents(amount)} par délégation, {format_cents(ceiling)} au plus"
        yield Constat(Niveau.EXCEPTIONNEL, f"{said} : à passer en commission.")


def _unit(regle: Regle) -> str:
    return unit_words(regle.unite).removeprefix("1 ")


def _in_month(demande: DemandeAComparer) -> str:
    return "" if demande.mois_qf is None else f" en {_month(demande.mois_qf, demande.date_demande)}"


def _month_beside(demande: DemandeAComparer) -> str:
    return "" if demande.mois_qf is None else f" ({_month(demande.mois_qf, demande.date_demande)})"


def _month(month: date, day: date) -> str:
    """Write `mars`, with its year when it is not that of the request."""
    name = MOIS[month.month - 1]
    return name if month.year == day.year else f"{name} {month.year}"


def _day_words(day: str) -> str:
    month, number = map(int, day.split("-"))
    return f"{'1er' if number == 1 else number} {MOIS[month - 1]}"
