"""Many writes in a row: one reading at the first, one when they stop."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from caseapp.ui.rest import QUIET, Rest


def test_a_row_of_writes_is_read_at_its_ends(qtbot: QtBot) -> None:
    parent, read = QObject(), list[int]()
    rest = Rest(parent, lambda: read.append(1))
    rest.note()
    assert len(read) == 1, "one write is read at once"
    for _ in range(20):
        rest.note()
    assert len(read) == 1
    qtbot.waitUntil(lambda: len(read) == 2, timeout=4 * QUIET)
    rest.note()
    assert len(read) == 3, "the next one is the first of another row"
