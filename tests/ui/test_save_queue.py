"""Writes asked one after the other: none is dropped, each is told, a refusal stops none of the others."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.errors import CaseappError, InputError
from caseapp.ui.context import UiContext
from caseapp.ui.save_queue import SaveQueue


def test_everything_asked_at_once_is_written_in_order(context: UiContext, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    queue = SaveQueue(context.tasks, window)
    written: list[int] = []
    told: list[int | str] = []

    def refused(error: CaseappError) -> None:
        told.append(str(error))

    def write(number: int) -> int:
        if number == 2:
            raise InputError("Non.")
        written.append(number)
        return number

    with qtbot.waitSignal(queue.drained, timeout=5000):
        for number in range(5):
            queue.ask(lambda number=number: write(number), told.append, refused)  # type: ignore[misc]
        assert queue.is_busy
    assert written == [0, 1, 3, 4]
    assert told == [0, 1, "Non.", 3, 4]
    assert not queue.is_busy
