"""Measures one generated store, alone in its process: what a user waits for, beside what it costs by hand."""

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from generate import AUTEUR, profile_service, unlock
from handwritten import yearly_figures
from sizes import SIZES, TODAY, Size
from timing import SEARCHES, best, milliseconds

from caseapp.domain.periods import year_period
from caseapp.services.workspace import Workspace
from caseapp.store.engine import raw_connection

Measures = dict[str, float]
PAGE = 60
"""Rows of families that a window asks for at once."""


def memory() -> float:
    """Return the most memory that this process held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: Size, profile: Path) -> Measures:
    """Return every measure of a size, in milliseconds, megabytes or times."""
    started = memory()
    found: Measures = {}
    start = time.perf_counter()
    opening = unlock(profile)
    service, communes = profile_service(profile)
    workspace = Workspace(opening, service, AUTEUR, communes)
    found["unlock"] = (time.perf_counter() - start) * 1000
    found["base_mo"] = opening.store.path.stat().st_size / 1e6
    found |= dict(figures(workspace, size))
    found |= dict(families(workspace, size))
    found["memory"] = memory() - started
    workspace.close()
    return found


def figures(workspace: Workspace, size: Size) -> Iterator[tuple[str, float]]:
    """Time the yearly figures with N-1 and the same by hand, in turns; their values must be the same."""
    year = size.measured_year
    period, store = year_period(year), workspace.familles._store
    computed = workspace.statistiques.figures(period)
    with store.read() as session:
        raw = raw_connection(session.connection())
        now, before = yearly_figures(raw, year)
        for address, figure in computed.values.items():
            assert (figure.value, figure.previous) == (now[address], before[address]), address
        engine, by_hand = [], []
        for _ in range(5):
            engine.append(milliseconds(lambda: workspace.statistiques.figures(period)))
            by_hand.append(milliseconds(lambda: yearly_figures(raw, year)))
    yield "addresses", len(computed.values)
    yield "figures", min(engine)
    yield "figures_by_hand", min(by_hand)
    yield "figures_ratio", min(engine) / min(by_hand)
    yield "months", best(lambda: workspace.statistiques.months("rendez_vous.total", period))
    yield "records", best(lambda: workspace.statistiques.records("impayes.signales.total", period))


def families(workspace: Workspace, size: Size) -> Iterator[tuple[str, float]]:
    """Time the list of families, the searches as they reach rows, and the opening of families."""
    familles = workspace.familles
    familles.prepare()
    ids = familles.list_ids()
    yield "list", best(familles.list_ids)
    middle = ids[len(ids) // 2 :][:PAGE]
    yield "page", best(lambda: familles.list_rows(middle))
    searches = {
        text: best(lambda text=text: familles.list_rows(familles.search(text)[:PAGE])) for text in SEARCHES
    }
    yield "search_median", sorted(searches.values())[len(searches) // 2]
    yield "search_worst", max(searches.values())
    chosen = Random(size.nom).sample(ids, 40)  # noqa: S311 - always the same families
    opened = sorted(milliseconds(lambda one=one: familles.open_fiche(one, TODAY)) for one in chosen)
    yield "open_median", opened[len(opened) // 2]
    yield "open_worst", opened[-1]


def main() -> None:
    """Print the measures of one size as JSON: `measures.py poste PROFIL`."""
    name, profile = sys.argv[1:]
    sys.stdout.write(json.dumps(measure(SIZES[name], Path(profile))))


if __name__ == "__main__":
    main()
