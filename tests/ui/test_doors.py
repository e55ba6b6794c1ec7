from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from fakes import MemoryKeyring
from program_profile import (
    PHRASE,
    button,
    create_profile,
    new_acces,
    program_over,
    texts_of,
    wait_for,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from caseapp.ui.doors import unlock
from caseapp.ui.doors.first_start import FirstStart, KeyringStep, WelcomeStep
from caseapp.ui.doors.phrase_steps import AgainStep, PhraseStep
from caseapp.ui.doors.recovery_step import RecoveryStep
from caseapp.ui.doors.unlock import TroubleStep, UnlockDoor, UnlockStep
from caseapp.ui.main_window import MainWindow
from caseapp.ui.program import Program
from caseapp.ui.theme import Theme

Key = Qt.Key
Left = Qt.MouseButton.LeftButton


def press(program: Program, key: Qt.Key) -> None:
    QtBot.keyClick(program.window.windowHandle(), key)


def write(text: str) -> None:
    """Type in the field that has the keyboard, or gets it once the keyring has answered."""
    for _ in range(500):
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            break
        QTest.qWait(10)
    assert isinstance(field, QLineEdit)
    QtBot.keyClicks(field, text)


def at_step(program: Program, qtbot: QtBot, kind: type) -> None:
    def shown() -> bool:
        door = program.window.currentWidget()
        return isinstance(door, FirstStart | UnlockDoor) and isinstance(door.step, kind)

    qtbot.waitUntil(shown, timeout=15_000)


def step_of(program: Program) -> object:
    door = program.window.currentWidget()
    assert isinstance(door, FirstStart | UnlockDoor)
    return door.step


def test_the_first_start_needs_no_mouse(profil: Path, theme: Theme, qtbot: QtBot) -> None:
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        at_step(program, qtbot, WelcomeStep)
        press(program, Key.Key_Space)
        at_step(program, qtbot, PhraseStep)
        write(PHRASE)
        press(program, Key.Key_Return)
        at_step(program, qtbot, AgainStep)
        assert PHRASE not in texts_of(program.window), "the phrase has to be known, not read"
        write(PHRASE)
        press(program, Key.Key_Return)
        at_step(program, qtbot, RecoveryStep)
        code = next(
            label.accessibleName().partition(" : ")[2]
            for label in program.window.findChildren(QLabel)
            if label.accessibleName().startswith("Code de secours : ")
        )
        press(program, Key.Key_Space)
        write(code.lower().replace(" ", ""))
        press(program, Key.Key_Return)
        at_step(program, qtbot, KeyringStep)
        press(program, Key.Key_Space)
        wait_for(program, qtbot, MainWindow)
        qtbot.waitUntil(lambda: "Votre base est prête et vide" in texts_of(program.window))
        qtbot.mouseClick(button(program.window, "Aller aux échanges"), Left)
        main = program.window.currentWidget()
        assert isinstance(main, MainWindow)
        assert main.current_key == "echanges"
        assert button(main, "Importer un dossier").hasFocus()
    workspace = new_acces(profil).unlock_with_recovery(code)
    workspace.close()


def test_a_weak_phrase_goes_no_further(profil: Path, theme: Theme, qtbot: QtBot) -> None:
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        qtbot.mouseClick(button(program.window, "Créer ma base"), Left)
        write("soleil 2017")
        qtbot.waitUntil(lambda: "cette phrase se devine trop facilement" in texts_of(program.window))
        assert not button(program.window, "Continuer").isEnabled()
        press(program, Key.Key_Return)
        qtbot.wait(200)
        assert isinstance(step_of(program), PhraseStep)
        press(program, Key.Key_Escape)
        assert isinstance(step_of(program), WelcomeStep)
    assert not list(profil.glob("caseapp.*[!preferences]"))


def test_a_proposed_phrase_is_shown_and_accepted(profil: Path, theme: Theme, qtbot: QtBot) -> None:
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        qtbot.mouseClick(button(program.window, "Créer ma base"), Left)
        qtbot.mouseClick(button(program.window, "Proposer une phrase"), Left)
        step = step_of(program)
        assert isinstance(step, PhraseStep)
        assert step.phrase.edit.echoMode() is QLineEdit.EchoMode.Normal
        proposed = step.phrase.text()
        assert len(proposed.split()) >= 5
        assert any(label.text() == proposed for label in step.findChildren(QLabel))
        qtbot.waitUntil(button(program.window, "Continuer").isEnabled)
        press(program, Key.Key_Return)
        at_step(program, qtbot, AgainStep)
        write("autre chose")
        press(program, Key.Key_Return)
        assert "Ce n'est pas la même phrase" in texts_of(program.window)


def _to_recovery(program: Program, qtbot: QtBot) -> RecoveryStep:
    qtbot.mouseClick(button(program.window, "Créer ma base"), Left)
    for kind in (PhraseStep, AgainStep):
        at_step(program, qtbot, kind)
        write(PHRASE)
        press(program, Key.Key_Return)
    at_step(program, qtbot, RecoveryStep)
    step = step_of(program)
    assert isinstance(step, RecoveryStep)
    return step


def test_the_code_is_kept_then_asked(profil: Path, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    with program_over(profil, theme, qtbot) as (program, _clock, prompts):
        step = _to_recovery(program, qtbot)
        qtbot.mouseClick(button(step, "Copier"), Left)
        held = QGuiApplication.clipboard().mimeData()
        assert len(held.text().replace("-", "")) == 32
        assert held.data("x-kde-passwordManagerHint").data() == b"secret"
        prompts.answers = [tmp_path / "absent" / "code.pdf", tmp_path / "code.pdf"]
        qtbot.mouseClick(button(step, "Enregistrer en PDF"), Left)
        assert "ne peut pas être écrit" in texts_of(step)
        qtbot.mouseClick(button(step, "Enregistrer en PDF"), Left)
        assert (tmp_path / "code.pdf").read_bytes().startswith(b"%PDF")
        qtbot.mouseClick(button(step, "Je l'ai gardé"), Left)
        shown = [label.text() for label in step.findChildren(QLabel) if label.isVisible()]
        assert not any(held.text().partition("-")[0] in text for text in shown), "hidden while it is asked"
        for typed, said in (("1234", "vous en avez saisi 4"), ("O" * 31 + "0", "n'est pas celui")):
            step.typed.setText(typed)
            press(program, Key.Key_Return)
            assert said in texts_of(step)


@pytest.mark.parametrize("accepts", [True, False])
def test_the_keyring_opens_only_if_it_accepts(
    profil: Path, theme: Theme, qtbot: QtBot, *, accepts: bool
) -> None:
    keyring = MemoryKeyring()
    keyring.locked = not accepts
    with program_over(profil, theme, qtbot, keyring) as (program, _clock, _prompts):
        step = _to_recovery(program, qtbot)
        step.confirmed.emit()
        qtbot.mouseClick(button(program.window, "Ouvrir sans la phrase sur ce poste"), Left)
        if not accepts:
            qtbot.waitUntil(lambda: "n'accepte pas" in texts_of(program.window))
            press(program, Key.Key_Space)
        wait_for(program, qtbot, MainWindow)
    assert bool(keyring.secrets) is accepts
    with program_over(profil, theme, qtbot, keyring) as (program, _clock, _prompts):
        if accepts:
            wait_for(program, qtbot, MainWindow)
            program.lock()
            wait_for(program, qtbot, UnlockDoor)
            qtbot.wait(100)
            assert isinstance(program.window.currentWidget(), UnlockDoor), "a lock is not undone by itself"
        else:
            at_step(program, qtbot, UnlockStep)


def test_a_wrong_phrase_waits_longer_and_longer(
    profil: Path, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = create_profile(profil)
    monkeypatch.setattr(unlock, "SECOND", 20)
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        at_step(program, qtbot, UnlockStep)
        step = step_of(program)
        assert isinstance(step, UnlockStep)
        for _ in range(2):
            qtbot.waitUntil(step.secret.isEnabled)
            step.secret.set_text("pas la bonne")
            press(program, Key.Key_Return)
            qtbot.waitUntil(lambda: "n'est pas le bon" in texts_of(step))
        qtbot.waitUntil(lambda: "Encore 1 seconde" in texts_of(step))
        assert not step.secret.isEnabled()
        qtbot.waitUntil(step.secret.isEnabled)
        qtbot.mouseClick(button(step, "Utiliser le code de secours"), Left)
        qtbot.waitUntil(lambda: step_of(program) is not step and QApplication.focusWidget() is not None)
        recovery = step_of(program)
        assert isinstance(recovery, UnlockStep)
        qtbot.waitUntil(recovery.secret.isEnabled)
        recovery.secret.edit.setFocus()
        write("1234")
        press(program, Key.Key_Return)
        qtbot.waitUntil(lambda: "8 groupes de 4 signes, soit 32" in texts_of(recovery))
        recovery.secret.set_text(code.lower())
        press(program, Key.Key_Return)
        wait_for(program, qtbot, MainWindow)


@pytest.mark.parametrize(
    ("gone", "said"), [("caseapp.cles", "Les clés de la base sont absentes"), ("caseapp.base", "absente")]
)
def test_a_missing_file_says_what_to_do(
    profil: Path, theme: Theme, qtbot: QtBot, gone: str, said: str
) -> None:
    create_profile(profil)
    kept = (profil / gone).read_bytes()
    for file in profil.glob(f"{gone}*"):
        file.unlink()
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        at_step(program, qtbot, TroubleStep)
        assert said in texts_of(program.window)
        assert "caseapp restaurer" in texts_of(program.window)
        (profil / gone).write_bytes(kept)
        qtbot.mouseClick(button(program.window, "Réessayer"), Left)
        at_step(program, qtbot, UnlockStep)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"SQLite format 3\0" + bytes(8176), "n'est pas chiffré"),
        (bytes(8192), "endommagé ou vient d'ailleurs"),
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(
    profil: Path, theme: Theme, qtbot: QtBot, content: bytes, said: str
) -> None:
    create_profile(profil)
    for file in profil.glob("caseapp.base*"):
        file.unlink()
    (profil / "caseapp.base").write_bytes(content)
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        at_step(program, qtbot, UnlockStep)
        write(PHRASE)
        press(program, Key.Key_Return)
        qtbot.waitUntil(lambda: said in texts_of(program.window), timeout=10_000)
        assert "Rien n'a été changé" in texts_of(program.window)
    assert (profil / "caseapp.base").read_bytes() == content


def test_every_step_is_named_and_reached(profil: Path, theme: Theme, qtbot: QtBot) -> None:
    def check(program: Program) -> None:
        assert unnamed(program.window) == []
        assert missed_by_tab(program.window) == []
        assert interpreted_labels(program.window) == []

    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        check(program)
        step = _to_recovery(program, qtbot)
        check(program)
        step.confirmed.emit()
        check(program)
    with program_over(profil, theme, qtbot) as (program, _clock, _prompts):
        at_step(program, qtbot, UnlockStep)
        check(program)
