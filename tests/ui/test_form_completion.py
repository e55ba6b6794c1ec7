import threading
from collections.abc import Sequence

import pytest
from forms_window import COMMUNES, TODAY, FormWindow, Key, focused, press, texts, type_keys
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.completion_editor import NOT_CHOSEN, NOTHING_FOUND, STILL_SEARCHING, CompletionEditor


class Directory:
    """Answers in a worker, when the gate is open."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()

    def search(self, text: str) -> Sequence[Choice]:
        self.gate.wait(5)
        self.asked.append(text)
        self.threads.add(threading.get_ident())
        return [choice for choice in COMMUNES if choice.label.lower().startswith(text.lower())]


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.fixture
def window(context: UiContext, qtbot: QtBot) -> FormWindow:
    return FormWindow(context, qtbot)


@pytest.fixture
def form(window: FormWindow, directory: Directory) -> Form:
    spec = FieldSpec("commune", "Commune", Kind.COMPLETION, required=True, search=directory.search)
    form = window.form((spec, FieldSpec("nom", "Nom")))
    form.editor("commune").focus()
    return form


def field(form: Form) -> CompletionEditor:
    editor = form.editor("commune")
    assert isinstance(editor, CompletionEditor)
    return editor


def settle(window: FormWindow) -> None:
    window.qtbot.waitUntil(lambda: not window.context.tasks.is_busy)
    QApplication.processEvents()


def labels(form: Form) -> list[str]:
    model = field(form).popup.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_list_comes_while_typing_and_arrows_choose_in_it(
    form: Form, window: FormWindow, directory: Directory
) -> None:
    type_keys("tar")
    window.qtbot.waitUntil(lambda: field(form).popup.isVisible() and labels(form) == ["Tarnos", "Tartas"])
    QTest.keyClick(field(form).popup, Key.Key_Down)
    QTest.keyClick(field(form).popup, Key.Key_Return)
    assert (form.value("commune"), field(form).line.text()) == ("40313", "Tartas")
    assert not field(form).popup.isVisible()
    assert threading.get_ident() not in directory.threads, "the window never searches itself"


def test_tab_takes_the_first_answer(form: Form, window: FormWindow) -> None:
    type_keys("tar")
    window.qtbot.waitUntil(lambda: field(form).popup.isVisible() and len(labels(form)) == 2)
    QTest.keyClick(field(form).popup, Key.Key_Tab)
    assert form.value("commune") == "40312"


def test_escape_closes_the_list_and_keeps_the_words(form: Form, window: FormWindow) -> None:
    type_keys("tar")
    window.qtbot.waitUntil(field(form).popup.isVisible)
    settle(window)
    QTest.keyClick(field(form).popup, Key.Key_Escape)
    assert not field(form).popup.isVisible()
    assert field(form).line.text() == "tar"
    assert focused() is field(form).line


def test_one_who_types_faster_than_the_answer_still_gets_it(
    form: Form, window: FormWindow, directory: Directory
) -> None:
    directory.gate.clear()
    type_keys("dax")
    press(Key.Key_Tab)
    assert form.values() is None
    assert texts(form, "erreur") == [STILL_SEARCHING]
    form.editor("nom").focus()
    directory.gate.set()
    settle(window)
    window.qtbot.waitUntil(lambda: form.value("commune") == "40088")
    assert texts(form, "erreur") == []
    assert not field(form).popup.isVisible()


def test_words_that_are_no_choice_are_refused(form: Form, window: FormWindow) -> None:
    type_keys("tar")
    settle(window)
    if field(form).popup.isVisible():
        QTest.keyClick(field(form).popup, Key.Key_Escape)
    form.editor("nom").focus()
    assert texts(form, "erreur") == [NOT_CHOSEN]
    form.editor("commune").focus()
    type_keys("xyz")
    settle(window)
    assert NOTHING_FOUND in texts(form, "note")
    assert NOTHING_FOUND in field(form).line.accessibleDescription()


def test_typing_again_gives_up_what_was_chosen(form: Form, window: FormWindow) -> None:
    form.set_values({"commune": COMMUNES[0]})
    assert form.value("commune") == "40088"
    press(Key.Key_End)
    press(Key.Key_Backspace)
    settle(window)
    assert form.value("commune") is None
    field(form).popup.hide()
    field(form).line.clear()
    assert form.values() is None, "it is required"


def test_down_on_a_chosen_field_lists_everything(form: Form, window: FormWindow) -> None:
    form.set_values({"commune": COMMUNES[0], "nom": "Petit"})
    press(Key.Key_Down)
    window.qtbot.waitUntil(lambda: field(form).popup.isVisible() and len(labels(form)) == 3)
    QTest.keyClick(field(form).popup, Key.Key_Escape)
    assert form.value("commune") == "40088", "looking changes nothing"


def test_a_key_alone_cannot_fill_it(context: UiContext, window: FormWindow, form: Form) -> None:
    with pytest.raises(TypeError, match="commune"):
        form.set_values({"commune": "40088"})
    with pytest.raises(ValueError, match="ville"):
        Form((FieldSpec("ville", "Ville", Kind.COMPLETION),), context, lambda: TODAY)
