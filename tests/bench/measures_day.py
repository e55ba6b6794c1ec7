"""Measures the worker's day over a generated store: what each page reads, what each save costs.

Every write is undone: the store is kept for the next measures.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from generate import AUTEUR, profile_service, unlock
from sizes import TODAY
from timing import SEARCHES, best, milliseconds

from caseapp.services.identites import Identite
from caseapp.services.offres_liste import Filtre
from caseapp.services.saisie import Genre, Saisie
from caseapp.services.workspace import Workspace

Measures = Iterator[tuple[str, float]]
NAMES = (("Martin", "Léa"), ("Nguyen", "Emma"), ("Durand", "Chloe"), ("Petit", "Hugo"))
SAVES = 15


def measure(profile: Path) -> dict[str, float]:
    """Return milliseconds."""
    opening = unlock(profile)
    service, communes = profile_service(profile)
    workspace = Workspace(opening, service, AUTEUR, communes)
    agents = workspace.agents.list_rows()
    workspace.agents.set_me(agents[0].id)
    found = {**dict(reads(workspace, TODAY)), **dict(saves(workspace, TODAY))}
    workspace.close()
    return found


def reads(workspace: Workspace, today: date) -> Measures:
    """Time what the pages read."""
    monday = today - timedelta(days=today.weekday())
    friday = monday + timedelta(days=4)
    everyone = None
    yield "day", best(lambda: workspace.accueil.journee(today))
    yield "year", milliseconds(lambda: workspace.accueil.annee(today))
    yield "week", best(lambda: workspace.agenda.period(monday, friday, everyone))
    yield "offers", best(lambda: workspace.offres.call_list(today, Filtre()))
    yield "find", worst(workspace.recherche.search, SEARCHES)
    yield "choices", worst(workspace.familles.search_choices, SEARCHES)
    typed = [Identite(None, nom, prenom, date(1988, 5, 2), None, "0612345678") for nom, prenom in NAMES]
    yield "likely", worst(workspace.saisie_familles.find_likely, typed)


def saves(workspace: Workspace, today: date) -> Measures:
    """Time quick entries with a note, and the undoing of each."""
    ids = workspace.familles.list_ids()
    spent: list[float] = []
    undone: list[float] = []
    for rank in range(SAVES):
        famille = ids[rank * len(ids) // SAVES]
        saisie = Saisie(Genre.ENTRETIEN, today, famille_id=famille, note=f"Point sur le budget {rank}")
        spent.append(milliseconds(lambda one=saisie: workspace.saisie.record(one, today)))
        undone.append(milliseconds(workspace.historique.undo))
    yield "save", sorted(spent)[SAVES // 2]
    yield "save_worst", max(spent)
    yield "undo", sorted(undone)[SAVES // 2]


def worst(work: Any, arguments: Any) -> float:
    """Return the longest of the best times."""
    return max(best(lambda one=argument: work(one)) for argument in arguments)


def main() -> None:
    """Print the measures as JSON: `measures_day.py PROFIL`."""
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
