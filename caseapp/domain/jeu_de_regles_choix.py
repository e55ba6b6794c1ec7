"""Which rule set a file follows: by its date of reference, with no hole nor overlap between the sets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from caseapp.domain.declared import require
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.labels import format_date


@dataclass(frozen=True, slots=True)
class JeuxEnVigueur:
    """All the sets that count, of every domain and date."""

    jeux: tuple[JeuDeRegles, ...]
    _trouves: dict[tuple[Domaine, date], tuple[JeuDeRegles, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def pour(self, domaine: Domaine, jour: date) -> tuple[JeuDeRegles, ...]:
        """Return the sets of a file by its day of reference: the national one, then the local ones."""
        found = self._trouves.get((domaine, jour))
        if found is None:
            national = choose(self.jeux, domaine, jour)
            found = (*(() if national is None else (national,)), *locaux(self.jeux, domaine, jour))
            self._trouves[domaine, jour] = found
        return found

    def nationaux(self, domaine: Domaine) -> tuple[JeuDeRegles, ...]:
        """Return the national sets of a domain, by date."""
        found = [one for one in self.jeux if one.domaine is domaine and not one.local]
        return tuple(sorted(found, key=lambda one: one.du or date.min))


def choose(jeux: Iterable[JeuDeRegles], domaine: Domaine, jour: date) -> JeuDeRegles | None:
    """Return the national set of a domain in force that day, None when there is none."""
    return next((one for one in jeux if not one.local and _in_force(one, domaine, jour)), None)


def locaux(jeux: Iterable[JeuDeRegles], domaine: Domaine, jour: date) -> tuple[JeuDeRegles, ...]:
    """Return the local sets of a domain in force that day, but those set aside."""
    return tuple(one for one in jeux if one.local and one.actif and _in_force(one, domaine, jour))


def check_together(jeux: Sequence[JeuDeRegles]) -> None:
    """Refuse sets that leave a day without rules or give it two: ValueError in French, no full stop.

    National sets of one domain follow one another, the first without `du`, the last without `au`; no rule
    of a local set has the code of another rule of its domain, so that a deadline is known by its code.
    """
    codes = [one.code for one in jeux]
    for code in codes:
        require(codes.count(code) == 1, f"deux jeux de règles ont le code « {code} »")
    for domaine in Domaine:
        of_domain = [one for one in jeux if one.domaine is domaine]
        _check_dates(domaine, [one for one in of_domain if not one.local])
        _check_codes(of_domain)


def _in_force(jeu: JeuDeRegles, domaine: Domaine, jour: date) -> bool:
    return (
        jeu.domaine is domaine and (jeu.du is None or jeu.du <= jour) and (jeu.au is None or jour <= jeu.au)
    )


def _check_dates(domaine: Domaine, jeux: list[JeuDeRegles]) -> None:
    require(jeux, f"aucun jeu de règles national pour le domaine « {domaine} »")
    ordered = sorted(jeux, key=lambda one: (one.du or date.min, one.au or date.max))
    first, last = ordered[0], ordered[-1]
    require(first.du is None, f"« {first.code} » : aucune règle avant le {format_date(first.du)}")
    for one, other in pairwise(ordered):
        end = one.au or date.max
        start = other.du or date.min
        both = f"« {one.code} » et « {other.code} »"
        require(start > end, f"{both} valent tous deux le {format_date(max(start, one.du or date.min))}")
        hole = end + timedelta(days=1)
        require(start == hole, f"{both} laissent sans règle le {format_date(hole)}")
    require(last.au is None, f"« {last.code} » : aucune règle après le {format_date(last.au)}")


def _check_codes(jeux: list[JeuDeRegles]) -> None:
    for local in (one for one in jeux if one.local):
        mine = {regle.code for regle in local.regles}
        for other in (one for one in jeux if one is not local):
            shared = sorted(mine & {regle.code for regle in other.regles})
            said = f"« {local.code} » et « {other.code} » ont tous deux une règle « {', '.join(shared)} »"
            require(not shared, said)
