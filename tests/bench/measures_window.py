"""Measures the window over a generated store: from the start of the process to what can be used."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from generate import PHRASE, profile_service
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from caseapp.security.os_keyring import OsKeyring
from caseapp.services.acces import AccesService
from caseapp.ui.french import speak_french
from caseapp.ui.main_window import FAMILLES, MainWindow, Opened
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.program import Program
from caseapp.ui.theme import Theme

TYPED = "martin lea"
TICK = 5
"""Milliseconds between two looks at the clock, which are taken off the longest turn."""


class Turns:
    """The longest time between two turns of the event loop, which is woken every five milliseconds.

    A loop that never rests would keep the interpreter from the workers, and measure itself.
    """

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=TICK)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last - TICK / 1000), now

    def restart(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()


def wait(condition: Callable[[], bool]) -> None:
    """Turn the event loop until something holds; a minute at most."""
    limit = time.perf_counter() + 60
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert time.perf_counter() < limit, "nothing came"


def measure(profile: Path, started: float) -> dict[str, float]:
    """Return milliseconds: from the start of the process, from the unlocking, from the last key."""
    app = QApplication(sys.argv[:1])
    speak_french(app)
    profil, communes = profile_service(profile)
    acces = AccesService(profil, communes, OsKeyring())
    program = Program(app, acces, Theme(app))
    program.start()
    program.window.resize(1366, 768)
    app.processEvents()
    found = {"door": (time.time() - started) * 1000}
    workspace = acces.unlock_with_phrase(PHRASE)
    turns = Turns()
    begun = time.perf_counter()
    program._enter(Opened(workspace))
    main = program.window.currentWidget()
    assert isinstance(main, MainWindow)
    page = main.page(FAMILLES)
    assert isinstance(page, FamillesPage)
    wait(lambda: page.list.table.model().rowCount() > 0)
    app.processEvents()  # the rows are painted
    found["usable"] = (time.perf_counter() - begun) * 1000
    found["usable_blocked"] = turns.longest * 1000
    found |= typing(page, turns)
    program.window.close()
    return found


def typing(page: FamillesPage, turns: Turns) -> dict[str, float]:
    """Type a search letter by letter; time each from its key to the rows painted."""
    spent = []
    turns.restart()
    for letter in TYPED:
        begun = time.perf_counter()
        QTest.keyClicks(page.list.field, letter)
        wait(lambda: not page.list._search.is_pending)
        QApplication.processEvents()  # the rows are painted
        spent.append((time.perf_counter() - begun) * 1000)
    return {
        "typed_median": sorted(spent)[len(spent) // 2],
        "typed_worst": max(spent),
        "typed_blocked": turns.longest * 1000,
    }


def main() -> None:
    """Print the measures as JSON: `measures_window.py PROFIL INSTANT`."""
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), float(sys.argv[2]))))


if __name__ == "__main__":
    main()
