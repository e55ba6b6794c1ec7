"""Two thousand random keys and clicks in the whole program: no exception, no frozen window, a sound store."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from invented import PORTFOLIO
from portfolio_format import write_portfolio
from program_profile import create_profile, program_over
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from running_program import Running
from watchdog import Watchdog

from caseapp.errors import CaseappError
from caseapp.ui.main_window import MainWindow
from caseapp.ui.theme import Theme

Key, Held = Qt.Key, Qt.KeyboardModifier
ACTIONS = int(os.environ.get("CASEAPP_SINGE", "2000"))
SEEDS = range(4)
LETTERS = "aeiou bcdlmnrst 0123456789 /+-hanjimvpdo"
KEYS = (
    Key.Key_Tab, Key.Key_Backtab, Key.Key_Return, Key.Key_Escape, Key.Key_Up, Key.Key_Down, Key.Key_Left,
    Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home, Key.Key_End, Key.Key_Space, Key.Key_Delete,
    Key.Key_Backspace, Key.Key_F1, Key.Key_F5,
)  # fmt: skip
WITH_CONTROL = (
    Key.Key_N, Key.Key_K, Key.Key_Z, Key.Key_Y, Key.Key_F, Key.Key_S, Key.Key_Return, Key.Key_M, Key.Key_A,
    Key.Key_C, Key.Key_V,
)  # fmt: skip


@pytest.fixture
def busy(profil: Path, tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Running]:
    """Return the program over a store in which every notion appears."""
    create_profile(profil, write_portfolio(tmp_path / "dossier", PORTFOLIO))
    with program_over(profil, theme, qtbot) as (program, clock, prompts):
        running = Running(program, clock, prompts, profil, qtbot)
        running.unlock()
        running.workspace.agents.set_me(running.workspace.agents.list_rows()[0].id)
        prompts.answers = [None] * ACTIONS  # every question about a file is cancelled
        yield running


class Monkey:
    """Does one thing after another, always the same for a seed."""

    def __init__(self, running: Running, seed: int) -> None:
        self._running, self._random = running, Random(seed)  # noqa: S311 - the same at each run
        self._ways: tuple[tuple[Callable[[], None], int], ...] = (
            (self._type, 34), (self._press, 26), (self._control, 10), (self._click, 22), (self._page, 6),
            (self._resize, 2),
        )  # fmt: skip

    def act(self) -> None:
        ways, weights = zip(*self._ways, strict=True)
        self._random.choices(ways, weights)[0]()
        QTest.qWait(1)

    def _target(self) -> QWidget:
        """Return what a key reaches: the popup that is open, else the window."""
        popup = QApplication.activePopupWidget()
        return popup or QApplication.focusWidget() or self._running.main

    def _type(self) -> None:
        QTest.keyClicks(self._target(), self._random.choice(LETTERS))

    def _press(self) -> None:
        QTest.keyClick(self._target(), self._random.choice(KEYS))

    def _control(self) -> None:
        QTest.keyClick(self._target(), self._random.choice(WITH_CONTROL), Held.ControlModifier)

    def _click(self) -> None:
        main = self._running.main
        place = QPoint(self._random.randrange(main.width()), self._random.randrange(60, main.height()))
        widget = QApplication.activePopupWidget() or main.childAt(place)
        if widget is None:
            return
        inside = widget.mapFrom(main, place) if main.isAncestorOf(widget) else widget.rect().center()
        click = QTest.mouseDClick if self._random.random() < 0.2 else QTest.mouseClick
        click(widget, Qt.MouseButton.LeftButton, pos=inside)

    def _page(self) -> None:
        main = self._running.main
        main.show_page(self._random.choice(list(main._entries)))

    def _resize(self) -> None:
        width, height = self._random.choice(((1366, 768), (1024, 700), (900, 560), (1600, 900)))
        self._running.program.window.resize(width, height)


@pytest.mark.qt_log_ignore("not accepted by receiving widget", "This plugin does not support", extend=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_random_actions_break_nothing_and_freeze_nothing(
    busy: Running, watchdog: Watchdog, seed: int
) -> None:
    closer = QTimer(interval=400)  # whatever opens a window of its own and waits for an answer
    closer.timeout.connect(lambda: (modal := QApplication.activeModalWidget()) and modal.close())
    closer.start()
    monkey = Monkey(busy, seed)
    watchdog.restart()
    for _ in range(ACTIONS // len(SEEDS)):
        monkey.act()
    busy.qtbot.waitUntil(lambda: not busy.program.context.tasks.is_busy, timeout=20_000)
    watchdog.check(f"{ACTIONS // len(SEEDS)} actions, seed {seed}")
    assert isinstance(busy.main, MainWindow)
    assert busy.workspace.verification.verify().problemes == ()
    with suppress(CaseappError):
        for _ in range(200):
            busy.workspace.historique.undo()
    assert busy.workspace.verification.verify().problemes == ()
