import gc
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from program_profile import (
    CANARY,
    button,
    program_over,
    texts_of,
    wait_for,
)
from PySide6.QtCore import QObject, Qt, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFrame
from pytestqt.qtbot import QtBot
from running_program import Running

from caseapp import logs
from caseapp.ui.doors.first_start import FirstStart
from caseapp.ui.doors.unlock import UnlockDoor
from caseapp.ui.last_resort import LastResort
from caseapp.ui.main_window import MainWindow
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.statistiques import StatistiquesPage
from caseapp.ui.preference_file import FILE_NAME, FilePreferences
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.theme import Theme

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
Left = Qt.MouseButton.LeftButton


def table(running: Running) -> DataTable:
    page = running.main.page("familles")
    assert isinstance(page, FamillesPage)
    return page.list.table


def shows_canary(running: Running) -> bool:
    model = table(running).model()
    cells = (model.index(row, 0).data() for row in range(model.rowCount()))
    return any(CANARY in str(cell) for cell in cells)


def test_pages_lead_to_families(running: Running) -> None:
    running.main.show_page("statistiques")
    page = running.main.page("statistiques")
    assert isinstance(page, StatistiquesPage)
    page.records.famille_opened.emit(1)
    assert running.main.current_key == "familles"
    running.qtbot.waitUntil(lambda: CANARY in texts_of(running.main))
    assert running.program.window.windowTitle() == "Caseapp"


def test_a_page_opens_with_the_focus_it_asks_for(running: Running) -> None:
    running.qtbot.waitUntil(lambda: running.main.page("familles").isAncestorOf(QApplication.focusWidget()))
    running.main.show_page("echanges")
    assert button(running.main, "Importer un dossier").hasFocus()


def test_the_foot_says_what_is_safe(running: Running) -> None:
    said = texts_of(running.main.status)
    for words in ("Tout est enregistré", "Aucune sauvegarde", "Hors ligne, tout fonctionne"):
        assert words in said


def test_every_entry_can_be_used_without_mouse_or_screen(running: Running) -> None:
    for key in ("familles", "echanges"):
        running.main.show_page(key)
        running.qtbot.waitUntil(lambda: not running.program.context.tasks.is_busy)
        running.qtbot.wait(100)
        assert unnamed(running.main) == []
        assert missed_by_tab(running.program.window) == [], key
        assert interpreted_labels(running.main) == []


def test_families_clicked_again_leave_the_open_family(running: Running) -> None:
    running.qtbot.waitUntil(lambda: shows_canary(running))
    page = running.main.page("familles")
    assert isinstance(page, FamillesPage)
    page.open_famille(1)
    running.qtbot.waitUntil(lambda: not page.list.isVisible())
    running.qtbot.mouseClick(button(running.main.navigation, "Statistiques"), Left)
    running.qtbot.mouseClick(button(running.main.navigation, "Familles"), Left)
    assert not page.list.isVisible(), "one comes back to the family"
    running.qtbot.mouseClick(button(running.main.navigation, "Familles"), Left)
    assert page.list.isVisible()


@pytest.mark.parametrize("way", ["touches", "bouton", "inactivité", "veille"])
def test_every_way_of_locking_empties_the_window(running: Running, way: str) -> None:
    running.qtbot.waitUntil(lambda: shows_canary(running))
    page, workspace = running.main.page("familles"), running.program.session_workspace
    assert workspace is not None
    remains = [weakref.ref(thing) for thing in (page, running.main, workspace, table(running).model())]
    page.open_famille(1)  # type: ignore[attr-defined]
    running.qtbot.waitUntil(lambda: CANARY in texts_of(running.main))
    running.program.context.clipboard.copy(CANARY)
    del page
    match way:
        case "touches":
            running.press(Key.Key_L, CONTROL)
        case "bouton":
            running.qtbot.mouseClick(button(running.main, "Verrouiller"), Left)
        case "inactivité":
            running.clock.now += 301
            running.press(Key.Key_Tab)
        case "veille":
            running.program.wake.slept.emit()
    running.wait_locked()
    assert CANARY not in texts_of(running.program.window)
    assert running.program.window.findChildren(DataTable) == []
    assert CANARY not in QGuiApplication.clipboard().text()
    assert running.program.window.windowTitle() == "Caseapp"
    running.qtbot.wait(20)
    gc.collect()
    with pytest.raises(Exception, match="fermée"):
        workspace.perimetre.choices()
    del workspace
    gc.collect()
    assert [ref() for ref in remains] == [None] * len(remains), "nothing keeps what was shown"
    running.unlock()
    running.qtbot.waitUntil(lambda: shows_canary(running))


def test_a_question_left_open_does_not_hold_the_lock_back(running: Running) -> None:
    dialog = QDialog(running.program.window)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    QTimer.singleShot(50, running.program.lock)
    assert dialog.exec() == QDialog.DialogCode.Rejected
    running.wait_locked()


def test_the_lock_does_not_wait_for_the_answer_of_a_task(running: Running) -> None:
    answers: list[object] = []
    running.program.context.tasks.run_task(
        lambda token, _progress: token.wait(30), answers.append, answers.append
    )
    running.press(Key.Key_L, CONTROL)
    running.wait_locked()
    running.qtbot.wait(100)
    assert answers == []
    assert not running.program.context.tasks.is_busy


def test_f12_hides_and_the_lock_uncovers_the_door(running: Running) -> None:
    running.press(Key.Key_F12)
    assert running.program.discretion.is_masked
    running.clock.now += 301
    running.qtbot.waitUntil(lambda: isinstance(running.program.window.currentWidget(), UnlockDoor))
    assert not running.program.discretion.is_masked


def test_the_demonstration_says_so_and_keeps_nothing(
    profil: Path, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        text = "Essayer avec le portefeuille de démonstration"
        qtbot.mouseClick(button(program.window, text), Left)
        qtbot.waitUntil(lambda: isinstance(program.window.currentWidget(), MainWindow), timeout=120_000)
        main = program.window.currentWidget()
        assert isinstance(main, MainWindow)
        strip = main.findChild(QFrame, "bandeau")
        assert "Démonstration : personnes inventées, rien n'est gardé" in texts_of(strip)
        main.show_page("statistiques")
        page = main.page("statistiques")
        assert isinstance(page, StatistiquesPage)
        assert page.picker.period().label == "2017"
        [folder] = tmp_path.glob("caseapp-demonstration-*")
        qtbot.mouseClick(button(main, "Quitter la démonstration"), Left)
        wait_for(program, qtbot, FirstStart)
        assert not folder.exists()
    assert [path.name for path in profil.iterdir()] == [FILE_NAME]


@pytest.fixture
def last_resort(running: Running) -> Iterator[LastResort]:
    hooked = LastResort(lambda: running.prompts)
    yield hooked
    hooked.uninstall()


def fail_in_a_slot(running: Running) -> None:
    class Source(QObject):
        def slot(self) -> None:
            raise ValueError(f"{CANARY} est tombée")

    source = Source(running.program)
    QTimer.singleShot(0, source.slot)


def test_a_fault_is_told_calmly_and_the_work_goes_on(
    running: Running, last_resort: LastResort, tmp_path: Path
) -> None:
    report = tmp_path / "rapport.txt"
    running.prompts.answers = [True, report]
    fail_in_a_slot(running)
    running.qtbot.waitUntil(report.exists)
    asked = list(running.prompts.asked)
    assert "vous pouvez continuer" in asked[0]
    text = report.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert CANARY not in text
    fail_in_a_slot(running)
    running.qtbot.wait(50)
    assert running.prompts.asked == asked, "the same fault is not told twice in a row"
    running.main.show_page("statistiques")
    assert running.main.current_key == "statistiques"
    qWarning(f"QThing: {CANARY}")
    logs.close()
    written = "".join(path.read_text(encoding="utf-8") for path in (running.profil / "journaux").iterdir())
    assert "exception_inattendue" in written
    assert "message_qt" in written
    assert CANARY not in written


def test_a_fault_in_a_worker_is_told_too(running: Running, last_resort: LastResort) -> None:
    running.prompts.answers = [False]
    refused: list[Exception] = []

    def work(_token: object, _progress: object) -> None:
        raise ZeroDivisionError(CANARY)

    running.program.context.tasks.run_task(work, refused.append, refused.append)
    running.qtbot.waitUntil(lambda: len(running.prompts.asked) == 1)
    assert CANARY not in str(refused[0])


def test_the_database_library_is_loaded_before_qt() -> None:
    script = (
        "import sys, caseapp.app\n"
        "assert 'sqlalchemy' in sys.modules and 'PySide6' not in sys.modules\n"
        "import caseapp.ui.program\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_preferences_survive_anything(tmp_path: Path) -> None:
    preferences = FilePreferences(tmp_path / "absent")
    preferences.put("a", "1")
    assert preferences.get("a") == "1"
    kept = FilePreferences(tmp_path)
    kept.put("a", "1")
    assert FilePreferences(tmp_path).get("a") == "1"
    for damaged in ("[1]", "{", '{"a": 2}', "\0"):
        (tmp_path / FILE_NAME).write_text(damaged, encoding="utf-8")
        assert FilePreferences(tmp_path).get("a") is None
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
