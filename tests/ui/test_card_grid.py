"""Cards in rows: a wide one has its row for itself, and leaves no hole beside the others."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from caseapp.ui.context import UiContext
from caseapp.ui.widgets.card_grid import CardGrid

WIDE, NARROW = 1200, 300


@pytest.fixture
def grid(context: UiContext, qtbot: QtBot) -> CardGrid:
    grid = CardGrid(context.theme, (1, 1))
    qtbot.addWidget(grid)
    for letter in "abcdef":
        grid.add(QLabel(letter), wide=letter in "be")
    grid.resize(WIDE, 600)
    with qtbot.waitExposed(grid):
        grid.show()
    return grid


def rows(grid: CardGrid) -> list[str]:
    """Return the letters of each row, from the top, left to right."""
    found: dict[int, str] = {}
    for card in sorted(grid.cards, key=lambda card: (card.y(), card.x())):
        assert isinstance(card, QLabel)
        if not card.isHidden():
            found[card.y()] = found.get(card.y(), "") + card.text()
    return list(found.values())


def test_a_wide_card_has_its_row(grid: CardGrid, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: rows(grid) == ["a", "b", "cd", "e", "f"])
    alone = [card.width() for card in grid.cards if card.text() in "abef"]  # type: ignore[attr-defined]
    assert set(alone) == {grid.width()}, "a card left alone beside a wide one takes the row too"


def test_cards_keep_their_rows_when_some_go_and_come_back(grid: CardGrid, qtbot: QtBot) -> None:
    every = grid.cards
    grid.set_cards([card for card in every if card.text() != "a"])  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: rows(grid) == ["b", "cd", "e", "f"])
    grid.set_cards(every)
    qtbot.waitUntil(lambda: rows(grid) == ["a", "b", "cd", "e", "f"])
    grid.resize(NARROW, 900)
    qtbot.waitUntil(lambda: rows(grid) == list("abcdef"))
