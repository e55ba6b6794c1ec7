"""What Python no longer uses is freed in the window's thread, never in a worker."""

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.ui.collector import Collector
from caseapp.ui.tasks import TaskRunner


class Cycle:
    """Refers to itself, so that only the collection frees it; notes in which thread."""

    def __init__(self, freed: list[int]) -> None:
        self.me, self._freed = self, freed

    def __del__(self) -> None:
        self._freed.append(threading.get_ident())


def allocate() -> None:
    """Allocate far more than what starts Python's own collection."""
    for _ in range(20):
        kept = [[] for _ in range(5_000)]
        del kept


def test_a_worker_that_allocates_frees_nothing(french_app: QApplication, qtbot: QtBot) -> None:
    collector = Collector(french_app, look_every=20)
    freed: list[int] = []
    done: list[bool] = []
    tasks = TaskRunner()
    Cycle(freed)
    tasks.run_task(lambda _token, _progress: allocate(), lambda _: done.append(True), lambda _: None)
    qtbot.waitUntil(lambda: done == [True])
    allocate()
    kept = [[] for _ in range(5_000)]  # enough to be due at the next look
    qtbot.waitUntil(lambda: freed != [])
    assert set(freed) == {threading.get_ident()}
    assert not gc.isenabled()
    assert len(kept) == 5_000
    collector._timer.stop()


def test_stopping_gives_the_collection_back(french_app: QApplication) -> None:
    parent = QObject()
    collector = Collector(parent)
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()  # the tests' own collector goes on
