"""Measures the financial aids over a generated store: the list, a session of 300 requests, the balances.

Every decision is taken back: the store is kept for the next measures.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from generate import AUTEUR, profile_service, unlock
from measures_window import Turns, wait
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sizes import TODAY
from tables_aids import AGENDA, COMING
from timing import best, milliseconds

from caseapp.services.commission_rows import DecisionSaisie, SeanceVue
from caseapp.services.prets_rows import ListePrets
from caseapp.services.workspace import Workspace
from caseapp.ui.clipboard import Clipboard
from caseapp.ui.context import UiContext
from caseapp.ui.french import speak_french
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.page_list import AIDES, COMMISSIONS
from caseapp.ui.pages.commissions import CommissionsPage
from caseapp.ui.pages.demandes import DemandesPage
from caseapp.ui.prompts import QtPrompts
from caseapp.ui.tasks import TaskRunner
from caseapp.ui.theme import Theme

Measures = Iterator[tuple[str, float]]
Key = Qt.Key
PAGE, DECISIONS = 60, 40


class Kept:
    """What the window remembers, for this run only."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self._kept.get(key)

    def put(self, key: str, value: str) -> None:
        self._kept[key] = value


def measure(profile: Path) -> dict[str, float]:
    """Return milliseconds."""
    opening = unlock(profile)
    service, communes = profile_service(profile)
    workspace = Workspace(opening, service, AUTEUR, communes)
    agents = workspace.agents.list_rows()
    workspace.agents.set_me(agents[0].id)
    found = {**dict(reads(workspace)), **dict(decisions(workspace)), **dict(in_window(workspace))}
    workspace.close()
    return found


def coming_session(workspace: Workspace) -> SeanceVue:
    """Return the session to hold."""
    [one] = [row for row in workspace.commissions.list_since(COMING) if row.date == COMING]
    return workspace.commissions.open_seance(one.id)


def reads(workspace: Workspace) -> Measures:
    """Time what the pages of the aids read."""
    ids = workspace.demandes.list_ids()
    yield "aids_number", len(ids)
    yield "aids", best(workspace.demandes.list_ids)
    middle = ids[len(ids) // 2 :][:PAGE]
    yield "aids_page", best(lambda: workspace.demandes.list_rows(middle))
    session = coming_session(workspace)
    assert len(session.lignes) == AGENDA
    yield "session", best(lambda: workspace.commissions.open_seance(session.seance.id))
    yield "loans_number", len(workspace.prets.read_list(ListePrets.EN_COURS, TODAY).ids)
    yield "balances", best(lambda: workspace.prets.owed(TODAY), 3)
    yield "loans", best(lambda: workspace.prets.read_list(ListePrets.EN_COURS, TODAY), 3)
    yield "budget", best(lambda: workspace.budget.lignes(TODAY.year), 3)


def decisions(workspace: Workspace) -> Measures:
    """Time the decisions of a session, then take each back."""
    session = coming_session(workspace)
    spent = []
    for line in session.lignes[:DECISIONS]:
        saisie = DecisionSaisie("accord", subvention=line.montant_demande)
        spent.append(
            milliseconds(lambda one=line.aide_id, what=saisie: workspace.commissions.decide(one, what))
        )
        workspace.commissions.undecide(line.aide_id)
    yield "decide", sorted(spent)[DECISIONS // 2]
    yield "decide_worst", max(spent)


@contextmanager
def in_main_window(workspace: Workspace) -> Iterator[tuple[MainWindow, TaskRunner]]:
    """Give the main window over a store, shown, and what runs its work."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    speak_french(app)
    tasks = TaskRunner()
    context = UiContext(Theme(app), QtPrompts(), tasks, Clipboard(app.clipboard()), Kept())
    hour = datetime.combine(TODAY, datetime.min.time()).astimezone()
    main = MainWindow(Opened(workspace), context, Navigator(lambda: TODAY), lambda: hour)
    main.resize(1366, 768)
    main.show()
    yield main, tasks
    main.close()


def in_window(workspace: Workspace) -> Measures:
    """Time the list to painted rows, the session to painted rows, then decisions typed in a row."""
    with in_main_window(workspace) as (main, tasks):
        wait(lambda: not tasks.is_busy)
        turns = Turns()
        yield from _pages(main, tasks, workspace, turns)
        yield from _typed(main, tasks, workspace, turns)
    tasks.stop()


def _pages(main: MainWindow, tasks: TaskRunner, workspace: Workspace, turns: Turns) -> Measures:
    seance_id = coming_session(workspace).seance.id
    spent = shown(lambda: main.show_page(AIDES), lambda: _aids(main).view.table.model().rowCount() > 0, turns)
    yield "list_painted", spent
    yield "list_blocked", turns.longest * 1000
    main.show_page(COMMISSIONS)
    page = _commissions(main)
    wait(lambda: not tasks.is_busy)
    spent = shown(lambda: page.open_record(seance_id), lambda: page.session.model.rowCount() == AGENDA, turns)
    yield "session_painted", spent
    yield "session_blocked", turns.longest * 1000


def shown(ask: Callable[[], object], come: Callable[[], bool], turns: Turns) -> float:
    """Return the milliseconds from an asking to the rows painted."""
    turns.restart()
    begun = time.perf_counter()
    ask()
    wait(come)
    QApplication.processEvents()  # the rows are painted
    return (time.perf_counter() - begun) * 1000


def _typed(main: MainWindow, tasks: TaskRunner, workspace: Workspace, turns: Turns) -> Measures:
    """Type A then Enter on one line after the other; wait each time for what was written."""
    page = _commissions(main)
    session, spent = page.session, []
    session.focus_table()
    turns.restart()
    for _ in range(DECISIONS):
        begun = time.perf_counter()
        QTest.keyClick(session.table, Key.Key_A)
        wait(lambda: not session.decider.queue.is_busy)
        QApplication.processEvents()  # the decision is painted
        spent.append((time.perf_counter() - begun) * 1000)
        QTest.keyClick(session.table, Key.Key_Return)
    wait(lambda: not tasks.is_busy)
    yield "key_median", sorted(spent)[DECISIONS // 2]
    yield "key_worst", max(spent)
    yield "key_blocked", turns.longest * 1000
    decided = [one for one in coming_session(workspace).lignes if one.is_decided]
    assert len(decided) == DECISIONS
    for one in decided:
        workspace.commissions.undecide(one.aide_id)


def _aids(main: MainWindow) -> DemandesPage:
    page = main.page(AIDES)
    assert isinstance(page, DemandesPage)
    return page


def _commissions(main: MainWindow) -> CommissionsPage:
    page = main.page(COMMISSIONS)
    assert isinstance(page, CommissionsPage)
    return page


def main() -> None:
    """Print the measures as JSON: `measures_aids.py PROFIL`."""
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
