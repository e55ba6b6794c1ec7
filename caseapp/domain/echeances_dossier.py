"""The engine of deadlines: facts of a file + rule sets + today → dated deadlines, each explained.

Pure and stable: the same facts give the same deadlines, whatever their order; today only tells their state.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from caseapp.domain.faits_dossier import ACTEURS, PREVUS, est_clos, fait
from caseapp.domain.jeu_de_regles import Attributs, Delai, JeuDeRegles, Regle, Severite, UniteDelai
from caseapp.domain.jours_ouvres import IsHoliday, is_working_day
from caseapp.domain.labels import NO_BREAK_SPACE, format_date, plural
from caseapp.domain.periods import add_months

SUIVI = "suivi"
"""Code of the safety net: an open file that no rule waits for is looked at again all the same."""
Faits = Mapping[str, tuple[date, ...]]
"""Days of each fact, by its nature; days to come are let in (a birthday, an instalment due)."""
_ONE_DAY = timedelta(days=1)
_DAYS = 32_768
"""Sums of a day and a delay kept: ten years of days, each with some delays."""


class EtatDossier(Enum):
    """Where a deadline stands on a day; it is late from the day after, not before."""

    FAITE = "faite"
    A_VENIR = "à venir"
    DU_JOUR = "aujourd'hui"
    DEPASSEE = "dépassée"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the engine knows of a file; at least one fact, or nothing can be dated."""

    faits: Faits
    attributs: Attributs


class EcheanceDossier(NamedTuple):
    """A deadline of a file: last day to act, from which fact, and when it was met if it was.

    A tuple, since hundreds of thousands are made at once.
    """

    regle: Regle
    declencheur: str
    depuis: date
    jour: date
    fait_le: date | None = None

    def etat(self, today: date) -> EtatDossier:
        """Return its state: late the day after its last day, not before."""
        if self.fait_le is not None:
            return EtatDossier.FAITE
        if self.jour < today:
            return EtatDossier.DEPASSEE
        return EtatDossier.DU_JOUR if self.jour == today else EtatDossier.A_VENIR


class _Calcul(NamedTuple):
    """What the deadlines of one file are computed from; `avenus` are its facts that have happened."""

    faits: Faits
    avenus: Faits
    is_holiday: IsHoliday


def echeances(
    jeux: Sequence[JeuDeRegles], dossier: Dossier, is_holiday: IsHoliday, au: date = date.max
) -> tuple[EcheanceDossier, ...]:
    """Return the deadlines met and pending, by day then code; a closed file has none pending.

    A local set counts only for the files of its `cible`. An attribute that is not known meets no condition.
    What is planned after the day `au` starts deadlines, but meets none and makes none moot.
    """
    closed = est_clos(dossier.faits, dossier.attributs)
    calcul = _Calcul(dossier.faits, _happened(dossier.faits, au), is_holiday)
    found: list[EcheanceDossier] = []
    pending = False
    for jeu in jeux:
        started = jeu.lancees_par(dossier.attributs)
        for fact in started.keys() & dossier.faits.keys():
            if days := dossier.faits[fact]:
                last = days[0] if len(days) == 1 else max(days)
                for regle in started[fact]:
                    pending |= _add(regle, fact, last, calcul, found)
    if closed:
        found = [one for one in found if one.fait_le is not None]
    elif not pending:
        found.extend(_follow_up(jeux, dossier.faits, is_holiday))
    if len(found) > 1:
        found.sort(key=_order)
    return tuple(found)


def prochaine(found: Sequence[EcheanceDossier]) -> EcheanceDossier | None:
    """Return the first deadline still pending, late or to come."""
    return next((one for one in found if one.fait_le is None), None)


def jour_limite(depuis: date, delai: Delai, is_holiday: IsHoliday) -> date:
    """Return the last day of a delay; the last day of the calendar when it would end after it."""
    count, unite = delai.nombre, delai.unite
    try:
        if unite is UniteDelai.MOIS:
            return _months(depuis, count)
        if unite is UniteDelai.JOURS:
            return depuis + timedelta(days=count)
        return _working_days(depuis, count, is_holiday)
    except (OverflowError, ValueError):
        return date.max if count > 0 else date.min


def dire_delai(delai: Delai) -> str:
    """Write `2 mois`, `1 jour`, `15 jours ouvrés`; a delay counted backwards reads the same."""
    count = abs(delai.nombre)
    match delai.unite:
        case UniteDelai.MOIS:
            return f"{count} mois"
        case UniteDelai.JOURS:
            return plural(count, "jour")
        case UniteDelai.JOURS_OUVRES:
            return plural(count, "jour ouvré", "jours ouvrés")


def explication(echeance: EcheanceDossier, sommes: Mapping[str, str] | None = None) -> str:
    """Return one sentence: what started it, the delay, who does what by when, and the article.

    `sommes` gives, for a fact, the sum that founded it: `dette 1 284,00 € ≥ 2 × (512,00 + 38,00)`.
    """
    regle = echeance.regle
    somme = (sommes or {}).get(echeance.declencheur)
    start = f"{_depart(regle, echeance)}{f' ({somme})' if somme else ''}"
    who = f"{ACTEURS.get(regle.acteur, regle.acteur)} {regle.action}"
    by = f"au plus tard le {format_date(echeance.jour)}"
    done = "" if echeance.fait_le is None else f", fait le {format_date(echeance.fait_le)}"
    doubt = f"{NO_BREAK_SPACE}; à vérifier" if regle.incertain else ""
    return f"{start}{NO_BREAK_SPACE}: {who} {by}{done} ({regle.article}{doubt})."


def _depart(regle: Regle, echeance: EcheanceDossier) -> str:
    known, delai = fait(echeance.declencheur), regle.delai
    day = f"{known.phrase}{known.liaison}{format_date(echeance.depuis)}"
    if regle.jour is not None:
        return f"Depuis {day}"
    if delai.nombre == 0:
        return f"Dès {day}"
    return f"{dire_delai(delai)} {'après' if delai.nombre > 0 else 'avant'} {day}"


def _order(one: EcheanceDossier) -> tuple[date, str, date]:
    return one.jour, one.regle.code, one.depuis


def _happened(faits: Faits, au: date) -> Faits:
    """Return the facts but those planned after a day."""
    avenus: dict[str, tuple[date, ...]] | None = None
    for code in PREVUS.intersection(faits):
        if max(faits[code], default=au) > au:
            avenus = avenus or dict(faits)
            avenus[code] = tuple(day for day in faits[code] if day <= au)
    return avenus or faits


def _add(regle: Regle, code: str, depuis: date, calcul: _Calcul, found: list[EcheanceDossier]) -> bool:
    """Add the deadlines of a rule from the last day of a fact, by its code; tell whether one is pending.

    One more each time it starts again. Of several facts that start the rule, the last counts alone, the
    first declared for the same day.
    """
    faits, avenus, is_holiday = calcul
    if len(regle.declencheur) > 1 and code != _starting(regle.declencheur, faits):
        return False
    if regle.sauf and _first(regle.sauf, avenus, depuis) is not None:
        return False
    met = _first(regle.accompli, avenus, depuis)
    while met is not None:
        done, by = met
        found.append(EcheanceDossier(regle, code, depuis, _last_day(regle, depuis, is_holiday), done))
        if not regle.repete:
            return False
        code, depuis = by, done
        met = _first(regle.accompli, avenus, done, again=True)
    found.append(EcheanceDossier(regle, code, depuis, _last_day(regle, depuis, is_holiday)))
    return True


def _starting(codes: tuple[str, ...], faits: Faits) -> str:
    return max((code for code in codes if faits.get(code)), key=lambda code: max(faits[code]))


def _last_day(regle: Regle, depuis: date, is_holiday: IsHoliday) -> date:
    return regle.jour or jour_limite(depuis, regle.delai, is_holiday)


def _first(
    codes: tuple[str, ...], faits: Faits, since: date, *, again: bool = False
) -> tuple[date, str] | None:
    """Return the first of these facts on or after a day, and its code; only after it `again`."""
    first: tuple[date, str] | None = None
    for code in codes:
        if code not in faits:
            continue
        for day in faits[code]:
            if day < since or (again and day == since):
                continue
            if first is None or (day, code) < first:
                first = day, code
    return first


def _follow_up(jeux: Sequence[JeuDeRegles], faits: Faits, is_holiday: IsHoliday) -> Iterator[EcheanceDossier]:
    """Give the safety net: the shortest of the sets, from the last fact that has happened."""
    days = sorted((max(found), code) for code, found in faits.items() if found)
    past = [one for one in days if one[1] not in PREVUS] or days[:1]
    delays = [jeu.suivi for jeu in jeux if jeu.suivi is not None]
    if not (past and delays):
        return
    depuis, code = past[-1]
    jour, regle = min(
        ((jour_limite(depuis, one, is_holiday), _suivi(one)) for one in delays), key=lambda one: one[0]
    )
    yield EcheanceDossier(regle, code, depuis, jour)


@lru_cache(maxsize=64)
def _suivi(delai: Delai) -> Regle:
    return Regle(
        code=SUIVI,
        libelle="Point sur le dossier",
        action="fait le point sur ce dossier, que rien d'autre n'attend,",
        declencheur=(),
        delai=delai,
        acteur="travailleur_social",
        article="rappel du programme, aucun texte ne l'impose",
        severite=Severite.ATTENTION,
        consequence="Le dossier reste ouvert sans que personne le regarde.",
    )


_months = lru_cache(maxsize=_DAYS)(add_months)
"""Files share their days: one of two is found again."""


@lru_cache(maxsize=_DAYS)
def _working_days(day: date, count: int, is_holiday: IsHoliday) -> date:
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, is_holiday)
    return day
