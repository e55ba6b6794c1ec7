"""Several budget years side by side."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from caseapp.domain.text import fold
from caseapp.models import Aide, LigneBudget
from caseapp.services.budget_rows import TOTAL, LigneAnnees, LigneVue, total_of

_Key = tuple[str, str, int]


def read_years(session: Session) -> tuple[int, ...]:
    """Return the years that have lines, or aids asked for or decided, earliest first."""
    bounds = session.execute(
        select(func.min(Aide.date_demande), func.max(Aide.date_demande), func.max(Aide.date_decision))
    ).one()
    years = set(session.scalars(union(select(LigneBudget.annee))))
    known = [day.year for day in bounds if day is not None]
    return tuple(sorted(years.union(range(min(known), max(known) + 1) if known else ())))


def side_by_side(years: Sequence[Sequence[LigneVue]]) -> tuple[LigneAnnees, ...]:
    """Match the lines of several years by their names, codes changing each year.

    They stand as in the last year, those it has no more below; what is on no line, then the total, come last.
    """
    found: dict[_Key, list[LigneVue | None]] = {}
    for place, lines in reversed(list(enumerate(years))):
        for key, line in _keyed(lines):
            found.setdefault(key, [None] * len(years))[place] = line
    rows = [_row(lines) for lines in sorted(found.values(), key=_is_apart)]
    return (*rows, LigneAnnees(TOTAL, None, tuple(map(total_of, years)), is_total=True))


def _keyed(lines: Sequence[LigneVue]) -> list[tuple[_Key, LigneVue]]:
    """Give each line its key; of two with one name in a year, the second stays apart."""
    seen: Counter[tuple[str, str]] = Counter()
    keyed = []
    for line in lines:
        name = fold(line.libelle), line.domaine or ""
        keyed.append(((*name, seen[name]), line))
        seen[name] += 1
    return keyed


def _row(lines: list[LigneVue | None]) -> LigneAnnees:
    last = next(line for line in reversed(lines) if line is not None)
    return LigneAnnees(last.libelle, last.domaine, tuple(lines))


def _is_apart(lines: list[LigneVue | None]) -> bool:
    return all(line is None or line.id is None for line in lines)
