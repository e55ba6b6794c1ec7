import threading

import pytest
from accessibility import unnamed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from caseapp.errors import Cancelled, CaseappError, InputError
from caseapp.ui.context import UiContext
from caseapp.ui.tasks import CancelToken, Progress, TaskCrashedError, TaskRunner
from caseapp.ui.widgets import task_panel
from caseapp.ui.widgets.task_panel import TaskPanel

Left = Qt.MouseButton.LeftButton


class Ends:
    """Notes how a task ended and in which thread it was told."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[CaseappError] = []
        self.steps: list[tuple[int, int]] = []
        self.threads: set[int] = set()

    def done(self, result: object) -> None:
        self.threads.add(threading.get_ident())
        self.results.append(result)

    def failed(self, error: CaseappError) -> None:
        self.threads.add(threading.get_ident())
        self.errors.append(error)

    def progress(self, done: int, total: int) -> None:
        self.threads.add(threading.get_ident())
        self.steps.append((done, total))


@pytest.fixture
def ends() -> Ends:
    return Ends()


def refused(token: CancelToken, progress: Progress) -> int:
    raise InputError("Le fichier est vide.")


def gives_twelve(token: CancelToken, progress: Progress) -> int:
    return 12


def waits(token: CancelToken, progress: Progress) -> int:
    token.wait(10)
    token.check()
    return 1


def test_the_result_comes_back_to_the_window(qtbot: QtBot, ends: Ends) -> None:
    tasks, worker = TaskRunner(), list[int]()

    def work(token: CancelToken, progress: Progress) -> str:
        worker.append(threading.get_ident())
        for step in range(1000):
            progress(step + 1, 1000)
        return "fini"

    tasks.run_task(work, ends.done, ends.failed, ends.progress)
    qtbot.waitUntil(lambda: ends.results == ["fini"])
    assert ends.threads == {threading.get_ident()}
    assert worker != [threading.get_ident()]
    assert ends.steps[-1] == (1000, 1000)
    assert len(ends.steps) < 50, "the window is not flooded"
    assert not tasks.is_busy


def test_a_refusal_comes_back_as_it_was_raised(qtbot: QtBot, ends: Ends) -> None:
    TaskRunner().run_task(refused, ends.done, ends.failed)
    qtbot.waitUntil(lambda: bool(ends.errors))
    assert isinstance(ends.errors[0], InputError)
    assert (str(ends.errors[0]), ends.results) == ("Le fichier est vide.", [])


def test_a_fault_goes_to_the_crash_hook_and_the_user_reads_a_sentence(qtbot: QtBot, ends: Ends) -> None:
    def work(token: CancelToken, progress: Progress) -> None:
        raise ZeroDivisionError("détail technique")

    with capture_exceptions() as crashes:
        TaskRunner().run_task(work, ends.done, ends.failed)
        qtbot.waitUntil(lambda: bool(crashes))
    assert crashes[0][0] is ZeroDivisionError
    assert isinstance(ends.errors[0], TaskCrashedError)
    assert "technique" not in str(ends.errors[0])


def test_a_task_stops_when_asked(qtbot: QtBot, ends: Ends) -> None:
    tasks = TaskRunner()
    task = tasks.run_task(waits, ends.done, ends.failed)
    assert tasks.is_busy
    task.cancel()
    qtbot.waitUntil(lambda: bool(ends.errors))
    assert isinstance(ends.errors[0], Cancelled)


def test_all_tasks_stop_before_the_lock(qtbot: QtBot, ends: Ends) -> None:
    tasks = TaskRunner()
    for _ in range(2):
        tasks.run_task(waits, ends.done, ends.failed)
    assert tasks.stop(5000)
    qtbot.waitUntil(lambda: len(ends.errors) == 2)
    assert not tasks.is_busy


@pytest.fixture
def panel(context: UiContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> TaskPanel:
    monkeypatch.setattr(task_panel, "SHOWN_AFTER", 20)
    monkeypatch.setattr(task_panel, "CANCEL_AFTER", 60)
    panel = TaskPanel(context.tasks)
    qtbot.addWidget(panel)
    return panel


def shown(panel: TaskPanel) -> set[str]:
    """Return the texts on screen."""
    labels = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    buttons = [button for button in panel.findChildren(QPushButton) if button.isVisible()]
    return {label.text() for label in labels} | {button.text() for button in buttons} - {""}


def test_delays_are_those_promised(context: UiContext) -> None:
    assert (task_panel.SHOWN_AFTER, task_panel.CANCEL_AFTER) == (1000, 3000)


def test_a_short_task_shows_nothing(panel: TaskPanel, qtbot: QtBot) -> None:
    results: list[int] = []
    panel.run("Calcul", gives_twelve, results.append)
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: results == [12])
    assert not panel.isVisible()


def test_a_long_task_shows_progress_then_can_be_stopped(panel: TaskPanel, qtbot: QtBot) -> None:
    def work(token: CancelToken, progress: Progress) -> None:
        progress(3, 10)
        waits(token, progress)

    busy: list[bool] = []
    panel.busy_changed.connect(busy.append)
    panel.run("Import de 2017", work, lambda _: None)
    qtbot.waitUntil(panel.isVisible)
    assert "Annuler" not in shown(panel)
    qtbot.waitUntil(lambda: {"Import de 2017", "3 sur 10", "Annuler"} <= shown(panel))
    assert panel.findChild(QProgressBar).value() == 3
    assert unnamed(panel) == []
    panel.run("Autre", refused, lambda _: None)
    assert "Autre" not in shown(panel), "one at a time"
    qtbot.mouseClick(panel.findChild(QPushButton), Left)
    qtbot.waitUntil(lambda: not panel.is_busy)
    assert shown(panel) == {"Opération annulée."}
    assert busy == [True, False]


def test_a_refusal_is_shown_in_place_then_forgotten(panel: TaskPanel, qtbot: QtBot) -> None:
    panel.run("Import", refused, lambda _: None)
    qtbot.waitUntil(lambda: shown(panel) == {"Le fichier est vide."})
    sentence = next(label for label in panel.findChildren(QLabel) if label.isVisible())
    assert sentence.property("role") == "erreur"
    assert sentence.textFormat() is Qt.TextFormat.PlainText
    results: list[int] = []
    panel.run("Import", gives_twelve, results.append)
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: results == [12])


def test_a_result_is_a_sentence_too(panel: TaskPanel, qtbot: QtBot) -> None:
    panel.run("Import", gives_twelve, lambda count: panel.say(f"{count} familles importées."))
    qtbot.waitUntil(lambda: shown(panel) == {"12 familles importées."})
