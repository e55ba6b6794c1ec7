from pathlib import Path

import pytest
from accessibility import missed_by_tab, unnamed
from forms_window import (
    CONTROL,
    NOW,
    SHIFT,
    TODAY,
    FormWindow,
    Key,
    focused,
    press,
    press_window,
    texts,
    type_keys,
)
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet, SheetOptions
from caseapp.ui.forms.sheet_frame import SheetFrame

VALUES = {"nom": "Petit", "jour": TODAY}


@pytest.fixture
def window(context: UiContext, qtbot: QtBot) -> FormWindow:
    return FormWindow(context, qtbot)


def received(sheet: FormSheet) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = []
    sheet.submitted.connect(lambda values: told.append(("suivant" if sheet.wants_next else "saisi", values)))
    sheet.abandoned.connect(lambda raw: told.append(("abandon", raw)))
    sheet.closed.connect(lambda: told.append(("fermé", None)))
    return told


def is_deleted(sheet: FormSheet) -> bool:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not isValid(sheet)


def test_the_sheet_opens_on_what_is_to_be_filled_and_keeps_tab_inside(window: FormWindow) -> None:
    sheet = window.sheet()
    assert focused() is sheet.form.editor("nom").widget
    assert sheet.geometry() == window.rect()
    assert unnamed(sheet) == []
    assert missed_by_tab(window) == ["QLineEdit#"], "Tab never reaches what is behind"
    sheet.form.editor("nom").focus()
    press(Key.Key_Backtab, SHIFT)
    assert focused() is sheet.save_button


def test_escape_without_a_change_closes_and_gives_the_keyboard_back(window: FormWindow) -> None:
    sheet = window.sheet()
    told = received(sheet)
    press(Key.Key_Escape)
    assert told == [("fermé", None)]
    assert focused() is window.behind
    assert is_deleted(sheet)


@pytest.mark.parametrize("key", ["commune", "jour", "lieu", "montant", "nom", "note", "rappel"])
def test_escape_with_changes_hands_over_what_was_typed(window: FormWindow, key: str) -> None:
    sheet = window.sheet()
    told = received(sheet)
    type_keys("Pet")
    sheet.form.editor(key).focus()
    press(Key.Key_Escape)
    assert [name for name, _ in told] == ["fermé", "abandon"]
    raw = told[1][1]
    again = window.form()
    assert isinstance(raw, dict)
    again.set_raw(raw)
    assert again.value("nom") == "Pet"


@pytest.mark.parametrize(
    ("key", "modifier"), [(Key.Key_S, CONTROL), (Key.Key_Return, CONTROL), (Key.Key_Enter, CONTROL)], ids=str
)
@pytest.mark.parametrize("field", ["mode", "nom", "note"])
def test_keys_save_from_any_field(
    window: FormWindow, field: str, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    sheet = window.sheet()
    told = received(sheet)
    sheet.form.set_values(VALUES)
    sheet.form.editor(field).focus()
    press(key, modifier)
    assert [name for name, _ in told] == ["saisi"]
    values = told[0][1]
    assert isinstance(values, dict)
    assert (values["nom"], values["jour"], values["note"]) == ("Petit", TODAY, None)
    sheet.close_saved()
    assert told[1:] == [("fermé", None)], "what is saved is not abandoned"


def test_nothing_is_emitted_while_a_field_is_refused(window: FormWindow) -> None:
    sheet = window.sheet()
    told = received(sheet)
    press(Key.Key_S, CONTROL)
    assert told == []
    assert len(texts(sheet, "erreur")) == 2
    assert sheet.save_button.isEnabled()


def test_while_it_is_saved_nothing_changes_nor_is_sent_twice(window: FormWindow) -> None:
    sheet = window.sheet()
    told = received(sheet)
    sheet.form.set_values(VALUES)
    sheet.form.editor("nom").focus()
    QTest.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
    before = sheet.form.raw()
    assert not sheet.save_button.isEnabled()
    for key, modifier in ((Key.Key_S, CONTROL), (Key.Key_Escape, Qt.KeyboardModifier.NoModifier)):
        press_window(sheet, key, modifier)
    note = sheet.form.editor("note").widget
    handle = window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=note.mapTo(window, QPoint(20, 20)))
    press_window(sheet, Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert [name for name, _ in told] == ["saisi"]
    assert sheet.form.raw() == before
    assert isValid(sheet)
    assert sheet.isVisible()


def test_a_refusal_leaves_what_was_typed_and_the_keyboard_where_it_was(window: FormWindow) -> None:
    sheet = window.sheet()
    told = received(sheet)
    sheet.form.set_values(VALUES)
    sheet.form.editor("montant").focus()
    type_keys("350")
    press(Key.Key_S, CONTROL)
    sheet.refuse("La base est occupée : réessayez.")
    assert texts(sheet, "erreur") == ["La base est occupée : réessayez."]
    assert sheet.form.value("montant") == 35000
    assert focused() is sheet.form.editor("montant").widget
    type_keys("0")
    assert texts(sheet, "erreur") == [], "the sentence goes with the next change"
    press(Key.Key_S, CONTROL)
    sheet.refuse({"nom": "Ce nom est déjà pris.", "ailleurs": "Le budget est épuisé."})
    assert texts(sheet.form.boxes["nom"], "erreur") == ["Ce nom est déjà pris."]
    assert sheet.problem.text() == "Le budget est épuisé."
    assert focused() is sheet.form.editor("nom").widget
    assert [name for name, _ in told] == ["saisi", "saisi"]


def test_the_next_entry_starts_from_the_values_given(window: FormWindow) -> None:
    sheet = window.sheet(SheetOptions(secondary="Enregistrer et suivant"))
    told = received(sheet)
    sheet.form.set_values({**VALUES, "mode": "visio"})
    sheet.form.editor("note").focus()
    type_keys("vu")
    press(Key.Key_Return, CONTROL)
    assert [name for name, _ in told] == ["suivant"]
    sheet.start_again({"nom": None, "note": None})
    assert focused() is sheet.form.editor("nom").widget
    assert (sheet.form.value("mode"), sheet.form.value("note")) == ("visio", None)
    assert not sheet.form.is_dirty
    press(Key.Key_Escape)
    assert [name for name, _ in told] == ["suivant", "fermé"]


def test_what_is_behind_answers_neither_keys_nor_clicks_but_the_lock(window: FormWindow) -> None:
    answered: list[str] = []
    for keys in ("Ctrl+K", "Ctrl+L", "Ctrl+N", "F5"):
        QShortcut(QKeySequence(keys), window).activated.connect(lambda keys=keys: answered.append(keys))
    sheet = window.sheet()
    for key in (Key.Key_K, Key.Key_N, Key.Key_L):
        press_window(sheet, key, CONTROL)
    press_window(sheet, Key.Key_F5, Qt.KeyboardModifier.NoModifier)
    assert answered == ["Ctrl+L"]
    where = window.behind.mapTo(window, window.behind.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=where)
    window.behind.setFocus()
    assert focused() is sheet.form.editor("nom").widget
    press(Key.Key_Escape)
    press_window(window, Key.Key_K, CONTROL)
    assert answered == ["Ctrl+L", "Ctrl+K"]


@pytest.mark.parametrize("percent", [100, 200])
def test_the_sheet_stays_inside_the_smallest_window(window: FormWindow, percent: int) -> None:
    window.resize(900, 560)
    window.context.theme.set_percent(percent)
    sheet = window.sheet(SheetOptions(secondary="Enregistrer et suivant"))
    sheet.form.set_values(VALUES)
    QApplication.processEvents()
    assert window.rect().contains(sheet.frame.geometry())
    for key in ("note", "nom"):
        sheet.form.editor(key).focus()
        QApplication.processEvents()
        widget = sheet.form.editor(key).widget
        top = widget.mapTo(sheet.area.viewport(), QPoint(0, 0))
        shown = sheet.area.viewport().rect()
        assert shown.contains(top), "the field that has the keyboard is on screen"
        assert top.x() + widget.width() <= shown.width()
    for button in (sheet.cancel_button, sheet.save_button):
        assert button.width() >= button.minimumSizeHint().width()
        assert sheet.frame.rect().contains(button.mapTo(sheet.frame, button.rect().bottomRight()))


def test_a_refusal_makes_the_sheet_taller(window: FormWindow) -> None:
    window.resize(900, 1000)
    sheet = window.sheet()
    before = sheet.frame.height()
    sheet.form.values()
    QApplication.processEvents()
    assert sheet.frame.height() > before
    assert sheet.area.verticalScrollBar().maximum() == 0


def test_a_sheet_at_rest_is_not_laid_out_again(window: FormWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """It once asked for a layout at each turn, and kept a core busy for as long as it was open.

    A window that is still settling may ask for one.
    """
    sheet = window.sheet()
    window.qtbot.wait(20)
    laid_out: list[int] = []

    def place() -> None:
        laid_out.append(len(laid_out))
        SheetFrame.place(sheet)

    monkeypatch.setattr(sheet, "place", place)
    sheet.place()
    for _turn in range(20):
        QApplication.processEvents()
    assert len(laid_out) <= 2


def test_a_sheet_over_a_sheet_has_the_keyboard_and_gives_it_back(window: FormWindow) -> None:
    first = window.sheet()
    second = window.sheet()
    assert second.isAncestorOf(focused())
    press(Key.Key_Escape)
    assert focused() is first.form.editor("nom").widget
    assert first.isVisible()


def test_the_draft_is_kept_while_typing_and_its_hour_is_said(window: FormWindow, tmp_path: Path) -> None:
    kept: list[dict[str, str]] = []
    sheet = window.sheet(SheetOptions(keep=kept.append, keep_every=10, now=lambda: NOW))
    type_keys("Petit")
    window.qtbot.waitUntil(lambda: sheet.draft.text() != "")
    assert sheet.draft.text() == "Brouillon gardé à 14:32:10"
    window.qtbot.waitUntil(lambda: kept[-1]["nom"] == "Petit")


def test_no_draft_is_written_after_the_values_were_sent(window: FormWindow) -> None:
    kept: list[dict[str, str]] = []
    sheet = window.sheet(SheetOptions(keep=kept.append, keep_every=0, now=lambda: NOW))
    order: list[int] = []
    sheet.submitted.connect(lambda _: order.append(len(kept)))
    sheet.form.set_values(VALUES)
    window.qtbot.waitUntil(lambda: bool(kept))
    sheet.form.editor("nom").focus()
    type_keys("s")
    press(Key.Key_S, CONTROL)
    window.qtbot.waitUntil(lambda: bool(order))
    sheet.form.set_raw({"note": "trop tard"})
    QTest.qWait(30)
    assert order == [len(kept)]
    sheet.refuse("Réessayez.")
    window.qtbot.waitUntil(lambda: kept[-1]["note"] == "trop tard")
