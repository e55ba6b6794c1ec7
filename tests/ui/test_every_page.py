"""What holds for every page of the program, at every size of text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from invented import PORTFOLIO
from portfolio_format import write_portfolio
from program_profile import create_profile, program_over
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from running_program import Running

from caseapp.ui.theme import Scheme, Theme

LAPTOP = 1366, 768


@pytest.fixture
def filled(profil: Path, tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Running]:
    """Return the program over a store in which every notion appears, its user known."""
    create_profile(profil, write_portfolio(tmp_path / "dossier", PORTFOLIO))
    with program_over(profil, theme, qtbot) as (program, clock, prompts):
        running = Running(program, clock, prompts, profil, qtbot)
        running.unlock()
        running.workspace.agents.set_me(running.workspace.agents.list_rows()[0].id)
        yield running


def on_each_page(running: Running, check: Callable[[str], None]) -> None:
    for key in running.main._entries:
        running.main.show_page(key)
        running.qtbot.wait(5)
        running.qtbot.waitUntil(lambda: not running.program.context.tasks.is_busy, timeout=20_000)
        running.qtbot.wait(5)
        check(key)


def test_each_page_is_named_plain_and_gone_round_by_tab(filled: Running) -> None:
    """Every widget has a name, no text is read as HTML, and Tab reaches all that takes the keyboard."""
    found: dict[str, list[str]] = {}
    window = filled.program.window

    def look(key: str) -> None:
        faults = [*unnamed(filled.main), *interpreted_labels(filled.main)]
        if missed_by_tab(window) and (missed := missed_by_tab(window)):  # a page may grow on the first round
            faults += missed
        if faults:
            found[key] = faults

    on_each_page(filled, look)
    assert found == {}


@pytest.mark.parametrize(
    ("percent", "scheme"), [(100, Scheme.SOMBRE), (150, Scheme.CLAIR), (200, Scheme.SOMBRE)]
)
def test_each_page_fits_a_laptop(filled: Running, theme: Theme, percent: int, scheme: Scheme) -> None:
    theme.set_percent(percent)
    theme.set_scheme(scheme)
    wide: dict[str, tuple[int, int]] = {}

    def look(key: str) -> None:
        filled.program.window.resize(*LAPTOP)
        QApplication.processEvents()
        if filled.program.window.size().toTuple() != LAPTOP:
            wide[key] = filled.program.window.size().toTuple()

    on_each_page(filled, look)
    assert wide == {}
