from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import unnamed
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from caseapp.ui.clipboard import CLEARED_AFTER, Clipboard
from caseapp.ui.prompts import QtPrompts
from caseapp.ui.theme import Theme

Key = Qt.Key


def when_asked(act: Callable[[QWidget], object]) -> None:
    """Act on the question as soon as it is on screen."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, look)
        else:
            act(dialog)

    QTimer.singleShot(0, look)


@pytest.fixture
def qt_settings(tmp_path: Path) -> Path:
    """Return the file where Qt keeps what its dialogs did, away from HOME."""
    folder = tmp_path / "reglages de Qt"
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    return folder / "QtProject.conf"


@pytest.fixture
def prompts(theme: Theme, qtbot: QtBot, qt_settings: Path) -> QtPrompts:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return QtPrompts(window)


def test_a_question_says_what_it_does_and_fears_nothing_by_default(prompts: QtPrompts) -> None:
    seen: list[list[str]] = []

    def escape(dialog: QWidget) -> None:
        assert isinstance(dialog, QMessageBox)
        seen.append(sorted(button.text() for button in dialog.buttons()))
        assert dialog.textFormat() is Qt.TextFormat.PlainText
        assert dialog.defaultButton().text() == "Annuler"
        assert unnamed(dialog) == []
        QtBot.keyClick(dialog, Key.Key_Escape)

    when_asked(escape)
    assert not prompts.confirm("Purge", "Supprimer <b>3</b> familles ?", "Supprimer")
    assert seen == [["Annuler", "Supprimer"]]


@pytest.mark.parametrize(("button", "answer"), [("Supprimer", True), ("Annuler", False)])
def test_the_button_clicked_is_the_answer(prompts: QtPrompts, button: str, answer: bool) -> None:
    def click(dialog: QWidget) -> None:
        assert isinstance(dialog, QMessageBox)
        found = next(one for one in dialog.buttons() if one.text() == button)
        QtBot.mouseClick(found, Qt.MouseButton.LeftButton)

    when_asked(click)
    assert prompts.confirm("Purge", "Supprimer ?", "Supprimer") is answer


def test_a_message_is_closed_by_a_french_button(prompts: QtPrompts) -> None:
    seen: list[str] = []

    def close(dialog: QWidget) -> None:
        assert isinstance(dialog, QMessageBox)
        seen.extend([dialog.text(), *(button.text() for button in dialog.buttons())])
        QtBot.keyClick(dialog, Key.Key_Return)

    when_asked(close)
    prompts.inform("Sauvegarde", "La sauvegarde est <faite>.")
    assert seen == ["La sauvegarde est <faite>.", "Fermer"]


def test_saving_proposes_a_name_and_adds_the_extension(prompts: QtPrompts, tmp_path: Path) -> None:
    texts: list[str] = []

    def accept(dialog: QWidget) -> None:
        assert isinstance(dialog, QFileDialog)
        box = dialog.findChild(QDialogButtonBox)
        texts.extend(button.text().replace("&", "") for button in box.buttons())
        dialog.selectFile("rapport 2017")
        dialog.accept()

    when_asked(accept)
    path = prompts.ask_save_file("Enregistrer", tmp_path / "rapport.pdf", ["Document PDF (*.pdf)"])
    assert path == tmp_path / "rapport 2017.pdf"
    assert set(texts) == {"Enregistrer", "Annuler"}


def test_a_cancelled_choice_is_none(prompts: QtPrompts, tmp_path: Path) -> None:
    for ask in (
        lambda: prompts.ask_open_folder("Dossier", tmp_path),
        lambda: prompts.ask_open_file("Fichier", ["Tableau CSV (*.csv)"], tmp_path),
        lambda: prompts.ask_save_file("Enregistrer", tmp_path / "a.csv", ["Tableau CSV (*.csv)"]),
    ):
        when_asked(lambda dialog: QtBot.keyClick(dialog, Key.Key_Escape))
        assert ask() is None


def test_a_chosen_folder_and_file_come_back(prompts: QtPrompts, tmp_path: Path) -> None:
    (tmp_path / "familles.csv").write_text("x", encoding="utf-8")

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.selectFile(str(tmp_path / "familles.csv"))
        dialog.accept()

    when_asked(choose)
    assert prompts.ask_open_file("Fichier", ["Tableau CSV (*.csv)"], tmp_path) == tmp_path / "familles.csv"
    when_asked(lambda dialog: dialog.accept() if isinstance(dialog, QFileDialog) else None)
    assert prompts.ask_open_folder("Dossier", tmp_path) == tmp_path


def test_no_visited_folder_is_written_down(prompts: QtPrompts, tmp_path: Path, qt_settings: Path) -> None:
    former = QSettings(QSettings.Scope.UserScope, "QtProject")
    former.setValue("FileDialog/lastVisited", "file:///ailleurs")
    former.sync()
    folder = tmp_path / "Nguyen Emma"
    folder.mkdir()

    def accept(dialog: QWidget) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.setDirectory(str(folder))
        dialog.accept()

    for ask in (
        lambda: prompts.ask_save_file("Enregistrer", folder / "a.pdf", ["Document PDF (*.pdf)"]),
        lambda: prompts.ask_open_folder("Dossier", folder),
    ):
        when_asked(accept)
        assert ask() is not None
    written = qt_settings.read_text(encoding="utf-8")
    assert "Nguyen" not in written
    assert "lastVisited=file:///ailleurs" in written


def test_copied_text_is_marked_secret_and_taken_back(theme: Theme, qtbot: QtBot) -> None:
    system = QGuiApplication.clipboard()
    clipboard = Clipboard(system)
    clipboard.copy("Nguyễn Emma")
    assert system.text() == "Nguyễn Emma"
    assert bytes(system.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
    clipboard.clear()
    assert system.text() == ""


def test_what_another_program_copied_stays(theme: Theme) -> None:
    system = QGuiApplication.clipboard()
    clipboard = Clipboard(system)
    clipboard.copy("Nguyễn Emma")
    system.setText("autre chose")
    clipboard.clear()
    assert system.text() == "autre chose"
    system.clear()
    clipboard.clear()


def test_copied_text_goes_away_by_itself(theme: Theme, qtbot: QtBot) -> None:
    assert CLEARED_AFTER == 30_000
    system = QGuiApplication.clipboard()
    clipboard = Clipboard(system, cleared_after=30)
    clipboard.copy("Nguyễn Emma")
    qtbot.waitUntil(lambda: system.text() == "")
