"""The program locked, by hand or left alone, while something is typed: nothing shown, nothing lost."""

from datetime import date

import pytest
from program_profile import CANARY, texts_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from running_program import Running

from caseapp.models import Impaye
from caseapp.ui.forms import FormSheet
from caseapp.ui.widgets.echeances_dossier import EcheancesPanel

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NOTE = "Elle craint le retour de Monsieur"


@pytest.fixture
def known(running: Running) -> Running:
    running.workspace.agents.add_me("Lacoste", None, "cesf")
    return running


def sheets(running: Running) -> list[FormSheet]:
    return [sheet for sheet in running.program.window.findChildren(FormSheet) if sheet.isVisible()]


def open_entry(running: Running) -> FormSheet:
    running.press(Key.Key_N, CONTROL)
    running.qtbot.waitUntil(lambda: len(sheets(running)) == 1)
    return sheets(running)[0]


def links(running: Running) -> list[QPushButton]:
    """Return what takes a draft up again, once it is shown."""
    found = running.main.findChildren(QPushButton)
    return [link for link in found if link.text() == "Reprendre" and link.isVisible()]


def type_entry(running: Running) -> None:
    sheet = open_entry(running)
    QtBot.keyClicks(QApplication.focusWidget(), CANARY.lower())
    popup = sheet.form.editor("famille").popup  # type: ignore[attr-defined]
    running.qtbot.waitUntil(popup.isVisible)
    QtBot.keyClick(popup, Key.Key_Return)
    sheet.form.editor("note").focus()
    QtBot.keyClicks(QApplication.focusWidget(), NOTE)


@pytest.mark.parametrize("way", ["inactivité", "touches"])
def test_what_is_typed_is_kept_at_once_and_taken_up_again(known: Running, way: str) -> None:
    type_entry(known)
    if way == "touches":
        known.press(Key.Key_L, CONTROL)
    else:
        known.clock.now += 301
        known.program.wake._seen = known.clock.now  # the machine did not sleep: time went by
        known.press(Key.Key_Shift)
    known.wait_locked()
    assert sheets(known) == []
    shown = texts_of(known.program.window)
    assert CANARY not in shown
    assert all(NOTE not in field.toPlainText() for field in known.program.window.findChildren(QPlainTextEdit))
    known.unlock()
    known.main.show_page("accueil")
    known.qtbot.waitUntil(lambda: f"saisie rapide, famille {CANARY}" in texts_of(known.main))
    known.qtbot.waitUntil(lambda: len(links(known)) == 1)
    known.qtbot.waitUntil(lambda: not known.program.context.tasks.is_busy)
    known.qtbot.wait(50)  # the strip is laid out
    known.qtbot.mouseClick(links(known)[0], Qt.MouseButton.LeftButton)
    known.qtbot.waitUntil(lambda: len(sheets(known)) == 1)
    (sheet,) = sheets(known)
    assert sheet.form.raw()["note"] == NOTE
    assert CANARY in sheet.form.raw()["famille"]
    known.press(Key.Key_S, CONTROL)
    known.qtbot.waitUntil(lambda: sheets(known) == [])
    assert known.workspace.brouillons.list_rows() == ()
    fiche = known.workspace.familles.open_fiche(1, known.main._navigator.today())
    assert [fait.detail for fait in fiche.fil if fait.kind == "note"] == [NOTE]


def test_nothing_of_a_file_of_arrears_is_left_in_a_locked_window(known: Running) -> None:
    with known.workspace._opening.store.write("essai") as session:
        session.add(
            Impaye(
                reference="I1", famille_id=1, agent_id=1, aide_logement="apl", bailleur=CANARY,
                dette=128_400, date_constitution=date(2026, 4, 1), date_signalement=date(2026, 5, 17),
            )
        )  # fmt: skip
    known.main._navigator.impaye_requested.emit(1)
    known.qtbot.waitUntil(lambda: any(one.lines for one in known.main.findChildren(EcheancesPanel)))
    known.qtbot.waitUntil(lambda: CANARY in texts_of(known.main), timeout=10_000)
    panel = next(one for one in known.main.findChildren(EcheancesPanel) if one.lines)
    gone = QSignalSpy(panel.destroyed)
    known.press(Key.Key_L, CONTROL)
    known.wait_locked()
    assert CANARY not in texts_of(known.program.window)
    assert not known.program.window.findChildren(EcheancesPanel)
    assert gone.count() == 1


def test_an_entry_left_by_escape_waits_as_a_draft(known: Running) -> None:
    type_entry(known)
    known.press(Key.Key_Escape)
    known.qtbot.waitUntil(lambda: len(known.workspace.brouillons.list_rows()) == 1)
    sheet = open_entry(known)
    assert sheet.form.raw()["note"] == NOTE, "the next entry goes on with it"
    (again,) = [link for link in sheet.findChildren(QPushButton) if link.text() == "Repartir de zéro"]
    known.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert sheet.form.raw()["note"] == ""
