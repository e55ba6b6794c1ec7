"""Since when an arrear exists under a rule set, said with the sum that founds it. Cents.

The threshold is looked for since the debt was last zero; once reached, the arrear stands until the debt is
settled, even when it falls below again. Nothing is guessed: what is missing is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from caseapp.domain.dette import MouvementDu, PasDette, pas
from caseapp.domain.jeu_de_regles import Constitution, JeuDeRegles, ReglesPlan
from caseapp.domain.labels import MINUS, format_cents, format_date, format_number
from caseapp.domain.periods import add_months

ACCESSION = "accession"
TRANSITION = (
    "La dette a commencé avant l'entrée en vigueur de ces règles : les dispositions transitoires ne sont pas "
    "connues du programme, la date est à vérifier."
)
SIGNALE_APRES = (
    "L'impayé, constitué sous ces règles, a été signalé sous les suivantes, qui visent les impayés "
    "signalés : les règles à appliquer sont à vérifier."
)


@dataclass(frozen=True, slots=True)
class Bail:
    """What a month costs: rent (or the instalment of a home loan), charges, aid; None: not known."""

    loyer: int | None = None
    charges: int | None = None
    aide: int | None = None
    tiers_payant: bool | None = None
    secteur: str | None = None


@dataclass(frozen=True, slots=True)
class Montant:
    """An amount and the sum that gives it, such as `2 × (512,00 + 38,00) = 1 100,00 €`."""

    montant: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Constitue:
    """An arrear that exists since `jour`; `incertain` says what of it is not sure."""

    jour: date
    phrase: str
    soldee_le: date | None = None
    incertain: str = ""


@dataclass(frozen=True, slots=True)
class PasEncore:
    """No arrear on the day asked; `calculable` is False when something is missing to tell."""

    phrase: str
    calculable: bool = True
    prevue: date | None = None
    """When it will exist if nothing is paid by then."""


def constitution(
    regles: Constitution,
    bail: Bail,
    mouvements: Sequence[MouvementDu],
    premier_impaye: date | None,
    *,
    au: date,
) -> Constitue | PasEncore:
    """Tell whether the arrear exists on the day `au`, and since when; later movements are left out."""
    return _constitution(regles, bail, _run(mouvements, premier_impaye, au), au)


def _constitution(
    regles: Constitution, bail: Bail, run: tuple[PasDette, ...], au: date
) -> Constitue | PasEncore:
    if not run:
        return PasEncore("Aucune dette n'est saisie à cette date.")
    seuil = _seuil(regles, bail)
    found = min(_starts(regles, run, seuil), key=lambda one: one.jour, default=None)
    if found is None or found.jour > au:
        return _not_yet(run[-1], seuil, regles, None if found is None else found.jour)
    soldee = run[-1].jour if run[-1].dette == 0 else None
    return Constitue(found.jour, found.phrase + _fallen(run, found), soldee)


def constituer(
    jeux: Sequence[JeuDeRegles],
    bail: Bail,
    mouvements: Sequence[MouvementDu],
    premier_impaye: date | None,
    *,
    au: date,
) -> tuple[JeuDeRegles | None, Constitue | PasEncore]:
    """Choose the national set by the day the arrear was constituted: the first whose dates hold that day.

    A debt that was no arrear under the rules of its time becomes one, at the earliest, on the first day of
    the next rules: how the law goes from one to the other is not known, and said in `incertain`.
    """
    last: tuple[JeuDeRegles | None, Constitue | PasEncore] = (
        None,
        PasEncore("Aucun jeu de règles ne couvre cette date.", calculable=False),
    )
    run = _run(mouvements, premier_impaye, au)
    for jeu in sorted(jeux, key=lambda one: one.du or date.min):
        regles = jeu.constitution
        if regles is None or jeu.local or (jeu.du is not None and jeu.du > au):
            continue
        found = _constitution(regles, bail, run, au)
        if isinstance(found, Constitue):
            if jeu.au is not None and found.jour > jeu.au:
                continue
            return jeu, _in_force(jeu, found, run[0].plus_ancien or found.jour)
        last = (jeu, found)
    return last


def signale_apres(jeu: JeuDeRegles, signalement: date) -> str:
    """Return why the set is not sure for an arrear reported that day, nothing when it is."""
    return SIGNALE_APRES if jeu.au is not None and signalement > jeu.au else ""


def net(bail: Bail) -> Montant | str:
    """Return the monthly term net of the aid, with its sum; a sentence when something is missing."""
    if bail.loyer is None or bail.aide is None:
        missing = "Le loyer" if bail.loyer is None else "Le montant de l'aide"
        return f"{missing} manque : la dépense nette de l'aide ne peut pas être calculée."
    montant = bail.loyer + (bail.charges or 0) - bail.aide
    return Montant(max(0, montant), _sum(bail, bail.aide))


def demi_loyer(bail: Bail) -> Montant | str:
    """Return the least to pay each month for the aid to go on in a hard time: half of the net term."""
    due = net(bail)
    if isinstance(due, str):
        return due
    half = -(-due.montant // 2)
    return Montant(half, f"la moitié de {due.phrase}, soit {format_cents(half)}")


def est_simplifie(plan: ReglesPlan | None, dette: int) -> bool:
    """Tell whether a debt is small enough for the simplified treatment."""
    limit = None if plan is None else plan.simplifie_jusqu_a
    return limit is not None and 0 < dette <= limit


def _seuil(regles: Constitution, bail: Bail) -> Montant | str | None:
    """Return the debt that makes an arrear, a sentence when it cannot be told, None when no term counts."""
    accession = bail.secteur == ACCESSION
    termes = regles.termes_accession if accession else regles.termes_locatif
    if termes is None:
        return None
    name = "La mensualité du prêt" if accession else "Le loyer"
    if not bail.loyer:
        return f"{name} manque : le seuil de l'impayé ne peut pas être calculé."
    if bail.tiers_payant is None:
        return "Il faut savoir à qui l'aide est versée pour calculer le seuil de l'impayé."
    if bail.tiers_payant and bail.aide is None:
        return "Le montant de l'aide manque : le seuil de l'impayé ne peut pas être calculé."
    aide = (bail.aide or 0) if bail.tiers_payant else 0
    term = bail.loyer + (bail.charges or 0) - aide
    if term <= 0:
        return "L'aide couvre tout le loyer : le seuil de l'impayé ne peut pas être calculé."
    montant = termes * term
    return Montant(montant, f"{termes} × {_sum(bail, aide)} = {format_cents(montant)}")


def _sum(bail: Bail, aide: int) -> str:
    text = _euros(bail.loyer or 0)
    if bail.charges:
        text += f" + {_euros(bail.charges)}"
    if aide:
        text += f" {MINUS} {_euros(aide)}"
    return f"({text})" if bail.charges or aide else text


def _euros(cents: int) -> str:
    return format_number(Decimal(cents).scaleb(-2), 2)


@dataclass(frozen=True, slots=True)
class _Depart:
    """A day from which a rule makes an arrear, perhaps to come; `seuil`: the debt that made it."""

    jour: date
    phrase: str
    seuil: int = 0


def _run(mouvements: Sequence[MouvementDu], premier_impaye: date | None, au: date) -> tuple[PasDette, ...]:
    """Return the days since the debt was last zero, with the zero that ends them if it does."""
    steps = pas((one for one in mouvements if one.jour <= au), premier_impaye)
    owed = [rank for rank, step in enumerate(steps) if step.dette]
    if not owed:
        return ()
    first = last = owed[-1]
    while first and steps[first - 1].dette:
        first -= 1
    return steps[first : last + 2]


def _starts(
    regles: Constitution, run: tuple[PasDette, ...], seuil: Montant | str | None
) -> Iterator[_Depart]:
    if isinstance(seuil, Montant):
        yield from _reaching(run, seuil.montant, f"≥ {seuil.phrase}")
    if regles.montant is not None:
        yield from _reaching(run, regles.montant + 1, f"> {format_cents(regles.montant)}")
    if regles.mois is not None:
        yield from _by_months(regles.mois, run)


def _reaching(run: tuple[PasDette, ...], seuil: int, said: str) -> Iterator[_Depart]:
    for step in run:
        if step.dette >= seuil:
            phrase = f"dette {format_cents(step.dette)} {said} le {format_date(step.jour)}"
            yield _Depart(step.jour, phrase, seuil)
            return


def _by_months(mois: int, run: tuple[PasDette, ...]) -> Iterator[_Depart]:
    """Give the day on which a term is that old; one settled on that very day makes no arrear."""
    ends = [step.jour for step in run[1:]]
    for step, end in zip(run, [*ends, date.max], strict=True):
        if step.plus_ancien is None:
            return
        jour = add_months(step.plus_ancien, mois)
        if jour < end:
            since = f"premier terme impayé du {format_date(step.plus_ancien)}"
            late = f"non réglé {mois} mois après, le {format_date(jour)}"
            yield _Depart(jour, f"{since}, {late} : dette {format_cents(step.dette)}")
            return


def _fallen(run: tuple[PasDette, ...], depart: _Depart) -> str:
    """Say that the debt fell below the threshold since, without being settled."""
    below = None
    for step in reversed(run):
        if step.dette >= depart.seuil:
            break
        below = step
    if below is None or not run[-1].dette:
        return ""
    fell = f"redescendue sous le seuil le {format_date(below.jour)} ({format_cents(run[-1].dette)} désormais)"
    return f" ; {fell}, l'impayé demeure jusqu'au solde"


def _not_yet(
    last: PasDette, seuil: Montant | str | None, regles: Constitution, prevue: date | None
) -> PasEncore:
    if last.dette == 0:
        return PasEncore(f"La dette est soldée depuis le {format_date(last.jour)}.")
    if isinstance(seuil, str) and regles.mois is None and regles.montant is None:
        return PasEncore(seuil, calculable=False)
    said = f"Pas encore d'impayé : dette {format_cents(last.dette)}"
    if isinstance(seuil, Montant):
        said += f" < {seuil.phrase}"
    if prevue is not None:
        said += f", constitué le {format_date(prevue)} si elle n'est pas réglée d'ici là"
    return PasEncore(f"{said}.", prevue=prevue)


def _in_force(jeu: JeuDeRegles, found: Constitue, since: date) -> Constitue:
    """Return it on the first day of the set at the earliest; a debt older than the set is uncertain."""
    if jeu.du is None or since >= jeu.du:
        return found
    jour = max(found.jour, jeu.du)
    late = f" ; compté au {format_date(jour)}, premier jour de ces règles" if jour > found.jour else ""
    return replace(found, jour=jour, phrase=found.phrase + late, incertain=TRANSITION)
