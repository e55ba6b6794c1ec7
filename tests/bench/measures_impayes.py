"""Measures 15 000 open arrears: reading the facts, computing the deadlines, the board to painted cards.

Python's automatic collection is off, as in the program, whose window collects by itself.

A witness loop of a million turns, taken at the same moment, says how slow the machine is then.
"""

import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from arrears import build_arrears
from generate import AUTEUR, profile_service, unlock
from measures_aids import in_main_window
from measures_window import Turns, wait
from sizes import TODAY
from timing import milliseconds

from caseapp.models import MouvementDette
from caseapp.services.impayes_faits import compute
from caseapp.services.impayes_faits_lecture import read_lus
from caseapp.services.impayes_tableau import FiltreTableau
from caseapp.services.workspace import Workspace
from caseapp.store import Step
from caseapp.ui.page_list import IMPAYES
from caseapp.ui.pages.impayes import ImpayesPage

Measures = Iterator[tuple[str, float]]
TIMES = 4


def prepare_arrears(folder: Path) -> Path:
    """Return the profile in the cache folder, built when it is not there whole."""
    profile = folder / "impayes"
    ready = profile / "complet"
    if not ready.exists():
        if profile.exists():
            raise SystemExit(f"« {profile} » est incomplet : supprimez ce dossier.")
        build_arrears(profile)
        ready.touch()
    return profile


def measure(profile: Path) -> dict[str, float]:
    """Return milliseconds, and ratios to the witness loop."""
    gc.disable()
    opening = unlock(profile)
    service, communes = profile_service(profile)
    workspace = Workspace(opening, service, AUTEUR, communes)
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    found = {**dict(_computing(workspace)), **dict(_board(workspace)), **dict(_window(workspace))}
    workspace.close()
    return found


def _computing(workspace: Workspace) -> Measures:
    jeux = workspace.regles.en_vigueur().jeux
    reading, computing, witness = [], [], []
    for _ in range(TIMES):
        witness.append(_witness())
        with workspace._opening.store.read() as session:
            start = perf_counter()
            lus = read_lus(session, TODAY, None)
            middle = perf_counter()
            number = sum(1 for _ in compute(lus, jeux, TODAY))
            computing.append((perf_counter() - middle) * 1000)
            reading.append((middle - start) * 1000)
    yield "arrears_number", number
    yield "arrears_read", min(reading)
    yield "arrears_compute", min(computing)
    yield "arrears_ratio", min(computing) / min(witness)


def _board(workspace: Workspace) -> Measures:
    tableau = workspace.tableau_impayes
    yield "board_first", milliseconds(lambda: tableau.lire(TODAY))
    yield "board_again", min(milliseconds(lambda: tableau.lire(TODAY)) for _ in range(TIMES))
    yield "board_after_write", min(_after_write(workspace) for _ in range(TIMES))
    wanted = FiltreTableau(texte="picard", en_retard=True)
    yield "board_filter", min(milliseconds(lambda: tableau.lire(TODAY, wanted)) for _ in range(TIMES))


def _after_write(workspace: Workspace) -> float:
    """Return milliseconds of a board whose store has one more debt stated since; it is taken away after."""
    store = workspace._opening.store
    impaye_id = workspace.tableau_impayes.lire(TODAY).en_ordre[-1].id
    with store.write(AUTEUR, Step("Mesure")) as session:
        stated = MouvementDette(impaye_id=impaye_id, type="releve", date=TODAY, montant=100)
        session.add(stated)
    taken = milliseconds(lambda: workspace.tableau_impayes.lire(TODAY))
    with store.write(AUTEUR, Step("Mesure")) as session:
        session.delete(session.get_one(MouvementDette, stated.id))
    return taken


def _window(workspace: Workspace) -> Measures:
    with in_main_window(workspace) as (main, tasks):
        wait(lambda: not tasks.is_busy)
        turns = Turns()
        start = perf_counter()
        main.show_page(IMPAYES)
        page = main.page(IMPAYES)
        assert isinstance(page, ImpayesPage)
        wait(lambda: any(one.list.cards.cartes for one in page.board.columns))
        page.board.repaint()
        yield "board_painted", (perf_counter() - start) * 1000
        yield "board_blocked", turns.longest * 1000
        wait(lambda: not tasks.is_busy)
        turns.restart()
        page.head.list.click()
        start = perf_counter()
        wait(lambda: page.list.table.model().rowCount() > 0)
        page.list.table.viewport().repaint()
        yield "board_list", (perf_counter() - start) * 1000
        yield "board_list_blocked", turns.longest * 1000


def _witness() -> float:
    start = perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
