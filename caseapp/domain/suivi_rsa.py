"""Whom a follow-up by a single referent is meant for, said and never decided; how long it has lasted."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.labels import format_date, plural
from caseapp.domain.nomenclature import Composition
from caseapp.domain.periods import add_months

SIX_ANS = 6
_IN_MONTHS = 24
_SEULE = "personne_seule"


@dataclass(frozen=True, slots=True)
class FoyerRsa:
    """What is known of a household on a day, from its situation in force."""

    date_effet: date
    composition: str | None = None
    composition_libelle: str = ""
    naissance_dernier_enfant: date | None = None
    grossesse: bool | None = None
    minima_sociaux: bool | None = None


@dataclass(frozen=True, slots=True)
class Critere:
    """One thing the follow-up is meant for, in a sentence; None when nothing known tells."""

    tenu: bool | None
    phrase: str


def sixth_birthday(birth: date) -> date:
    """Return the day a child turns 6; the 28th for one born on 29 February, the careful day of the two."""
    return add_months(birth, SIX_ANS * 12)


def month_rank(start: date, day: date) -> int:
    """Return in which month of a follow-up a day is, from 1; a month ends on the day number of its start.

    So the last day of 24 months is in the 24th, as the deadline says.
    """
    rank = max(1, (day.year - start.year) * 12 + day.month - start.month)
    return rank if day <= add_months(start, rank) else rank + 1


def criteria(foyer: FoyerRsa | None, day: date) -> tuple[Critere, ...]:
    """Return what the household meets on a day: a lone parent, a young child or one expected, minima."""
    if foyer is None:
        return (Critere(None, f"Aucune situation n'est connue au {format_date(day)} : à vérifier."),)
    return (_lone(foyer), _young(foyer, day), _poor(foyer))


def _lone(foyer: FoyerRsa) -> Critere:
    since = f"situation du {format_date(foyer.date_effet)}"
    if foyer.composition is None:
        return Critere(None, f"Parent isolé : la composition du foyer n'est pas connue ({since}).")
    alone = foyer.composition == Composition.MONOPARENTALE or (
        foyer.composition == _SEULE and foyer.grossesse is True
    )
    said = foyer.composition_libelle[:1].lower() + foyer.composition_libelle[1:]
    return Critere(alone, f"{'Parent isolé' if alone else 'Pas un parent isolé'} : {said} ({since}).")


def _young(foyer: FoyerRsa, day: date) -> Critere:
    if foyer.grossesse:
        return Critere(True, "Une naissance est attendue.")
    birth = foyer.naissance_dernier_enfant
    if birth is None:
        return Critere(None, "Enfant de moins de 6 ans : la naissance du plus jeune n'est pas connue.")
    if birth > day:
        return Critere(True, f"Une naissance est attendue le {format_date(birth)}.")
    born, six = f"né le {format_date(birth)}", sixth_birthday(birth)
    if day < six:
        return Critere(True, f"Enfant de moins de 6 ans : {_age(birth, day)}, {born}.")
    turned = f"le plus jeune, {born}, a eu 6 ans le {format_date(six)}"
    return Critere(False, f"Pas d'enfant de moins de 6 ans : {turned}.")


def _age(birth: date, day: date) -> str:
    """Say an age in months until two years, then in years."""
    months = (day.year - birth.year) * 12 + day.month - birth.month
    months -= add_months(birth, months) > day
    return plural(months // 12, "an") if months >= _IN_MONTHS else f"{months} mois"


def _poor(foyer: FoyerRsa) -> Critere:
    match foyer.minima_sociaux:
        case True:
            return Critere(True, "Perçoit un minimum social.")
        case False:
            return Critere(False, "Ne perçoit pas de minimum social.")
        case _:
            return Critere(None, "Minima sociaux : non renseignés.")
