"""What-if on an arrear: with a plan on a day, or so much paid a month. Nothing of it is kept. Cents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from caseapp.domain.date_entry import LAST_YEAR
from caseapp.domain.echeances_dossier import Dossier, EcheanceDossier, echeances
from caseapp.domain.echeancier import EcheancierError
from caseapp.domain.jeu_de_regles import JeuDeRegles, ReglesPlan
from caseapp.domain.jours_ouvres import IsHoliday
from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.domain.periods import add_months


@dataclass(frozen=True, slots=True)
class Changement:
    """A pending deadline before and after; None when it is not there."""

    libelle: str
    avant: date | None
    apres: date | None

    @property
    def phrase(self) -> str:
        """One sentence."""
        if self.apres is None:
            return f"{self.libelle} : n'est plus attendu."
        if self.avant is None:
            return f"{self.libelle} : à partir de là, le {format_date(self.apres)} au plus tard."
        if self.avant == self.apres:
            return f"{self.libelle} : toujours le {format_date(self.apres)}."
        return f"{self.libelle} : le {format_date(self.apres)} au lieu du {format_date(self.avant)}."


def si_plan(
    jeux: Sequence[JeuDeRegles], dossier: Dossier, jour: date, is_holiday: IsHoliday, au: date = date.max
) -> tuple[Changement, ...]:
    """Say what « si le plan arrive le … » changes to the deadlines as they are on the day `au`."""
    faits = {code: days for code, days in dossier.faits.items() if code != "plan_rompu"}
    plans = (*faits.get("plan", ()), jour)
    supposed = replace(dossier, faits={**faits, "plan": plans})
    return _compared(echeances(jeux, dossier, is_holiday, au), echeances(jeux, supposed, is_holiday, au))


@dataclass(frozen=True, slots=True)
class Remboursement:
    """What paying so much a month would do: how many months, until when, and whether the rules allow it."""

    mois: int
    dernier: date
    derniere_mensualite: int
    permis: bool
    phrase: str


def si_paie(dette: int, par_mois: int, premiere: date, regles: ReglesPlan | None) -> Remboursement:
    """Say what « si la famille paie … par mois » gives; EcheancierError when it cannot be told."""
    if dette <= 0:
        raise EcheancierError("dette", "Il n'y a plus de dette à rembourser.")
    if par_mois <= 0:
        raise EcheancierError("mensualite", "La mensualité doit dépasser zéro.")
    par_mois = min(par_mois, dette)
    months = -(-dette // par_mois)
    if premiere.year + months // 12 >= LAST_YEAR:
        raise EcheancierError("mensualite", f"À ce rythme, la dette durerait {months} mois.")
    last, rest = add_months(premiere, months - 1), dette - par_mois * (months - 1)
    allowed = regles is None or months <= regles.duree_maximale
    said = f"{plural(months, 'mensualité')} : la dette est soldée le {format_date(last)}"
    if rest != par_mois:
        said += f", la dernière est de {format_cents(rest)}"
    if regles is not None and not allowed:
        least = format_cents(-(-dette // regles.duree_maximale))
        said += f" ; un plan dure {regles.duree_maximale} mois au plus, soit {least} par mois au moins"
    return Remboursement(months, last, rest, allowed, f"{said}.")


def _compared(before: Sequence[EcheanceDossier], after: Sequence[EcheanceDossier]) -> tuple[Changement, ...]:
    old, new = _pending(before), _pending(after)
    codes = [code for code in (*old, *new) if code in old or code in new]
    found = []
    for code in dict.fromkeys(codes):
        one, other = old.get(code), new.get(code)
        known = one or other
        if known is not None:
            found.append(
                Changement(
                    known.regle.libelle,
                    None if one is None else one.jour,
                    None if other is None else other.jour,
                )
            )
    return tuple(found)


def _pending(found: Sequence[EcheanceDossier]) -> dict[str, EcheanceDossier]:
    return {one.regle.code: one for one in found if one.fait_le is None}
