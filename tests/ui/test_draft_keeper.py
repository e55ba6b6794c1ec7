import threading

import pytest
from forms_window import NOW, FormWindow, type_keys
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from caseapp.errors import StoreError
from caseapp.ui.context import UiContext
from caseapp.ui.forms import DraftKeeper, Form

SHORT = 10
NEVER = 10_000_000


@pytest.fixture
def window(context: UiContext, qtbot: QtBot) -> FormWindow:
    return FormWindow(context, qtbot)


@pytest.fixture
def form(window: FormWindow) -> Form:
    form = window.form()
    form.set_values({"nom": "Petit"})
    form.editor("nom").focus()
    return form


class Drafts:
    """Keeps in memory; may be told to wait, or to refuse."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.refuses = False

    def keep(self, raw: dict[str, str]) -> None:
        self.gate.wait(5)
        if self.refuses:
            raise StoreError("La base est pleine.")
        self.names.append(raw["nom"])
        self.threads.add(threading.get_ident())


def test_changes_are_kept_in_a_worker_and_nothing_when_none(window: FormWindow, form: Form) -> None:
    drafts = Drafts()
    hours: list[object] = []
    keeper = DraftKeeper(form, drafts.keep, window.context.tasks, SHORT, lambda: NOW)
    keeper.kept.connect(hours.append)
    form.set_values({"nom": "Petit"})
    QTest.qWait(5 * SHORT)
    assert drafts.names == [], "nothing has changed"
    form.editor("nom").focus()
    type_keys("Petits")
    window.qtbot.waitUntil(lambda: drafts.names[-1:] == ["Petits"] and len(hours) == len(drafts.names))
    written = len(drafts.names)
    QTest.qWait(5 * SHORT)
    assert len(drafts.names) == written
    assert hours[-1] == NOW
    assert threading.get_ident() not in drafts.threads


def test_what_is_typed_while_a_draft_is_written_is_kept_next(window: FormWindow, form: Form) -> None:
    drafts = Drafts()
    DraftKeeper(form, drafts.keep, window.context.tasks, SHORT)
    drafts.gate.clear()
    form.set_raw({"nom": "premier"})
    window.qtbot.waitUntil(lambda: window.context.tasks.is_busy)
    form.set_raw({"nom": "second"})
    QTest.qWait(3 * SHORT)
    drafts.gate.set()
    window.qtbot.waitUntil(lambda: drafts.names == ["premier", "second"])


def test_flush_keeps_at_once_and_only_what_has_changed(window: FormWindow, form: Form) -> None:
    drafts = Drafts()
    keeper = DraftKeeper(form, drafts.keep, window.context.tasks, NEVER)
    keeper.flush()
    assert drafts.names == []
    form.set_raw({"nom": "verrou"})
    keeper.flush()
    keeper.flush()
    assert drafts.names == ["verrou"]


def test_an_older_draft_never_replaces_a_newer_one(window: FormWindow, form: Form) -> None:
    drafts = Drafts()
    keeper = DraftKeeper(form, drafts.keep, window.context.tasks, SHORT)
    drafts.gate.clear()
    form.set_raw({"nom": "ancien"})
    window.qtbot.waitUntil(lambda: window.context.tasks.is_busy)
    form.set_raw({"nom": "nouveau"})
    drafts.gate.set()
    keeper.flush()
    window.qtbot.waitUntil(lambda: not window.context.tasks.is_busy)
    assert drafts.names[-1] == "nouveau"


def test_a_draft_refused_is_told_and_tried_again(window: FormWindow, form: Form) -> None:
    drafts = Drafts()
    told: list[str] = []
    keeper = DraftKeeper(form, drafts.keep, window.context.tasks, SHORT)
    keeper.failed.connect(told.append)
    drafts.refuses = True
    form.set_raw({"nom": "plein"})
    window.qtbot.waitUntil(lambda: told == ["La base est pleine."])
    drafts.refuses = False
    keeper.flush()
    assert drafts.names == ["plein"]


def test_once_stopped_nothing_is_kept(window: FormWindow, form: Form) -> None:
    drafts = Drafts()
    keeper = DraftKeeper(form, drafts.keep, window.context.tasks, SHORT)
    form.set_raw({"nom": "effacé"})
    keeper.stop()
    form.set_raw({"nom": "aussi"})
    keeper.flush()
    QTest.qWait(3 * SHORT)
    assert drafts.names == []
