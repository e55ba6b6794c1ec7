"""The program, unlocked over a real profile, and the keys pressed in it."""

from dataclasses import dataclass
from pathlib import Path

from program_profile import PHRASE, forget_deleted, wait_for
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_fakes import Clock, ScriptedPrompts

from caseapp.services.workspace import Workspace
from caseapp.ui.doors.unlock import UnlockDoor
from caseapp.ui.main_window import MainWindow
from caseapp.ui.program import Program

NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Running:
    """The program, unlocked over a profile with two families, and what surrounds it."""

    program: Program
    clock: Clock
    prompts: ScriptedPrompts
    profil: Path
    qtbot: QtBot

    @property
    def main(self) -> MainWindow:
        shown = self.program.window.currentWidget()
        assert isinstance(shown, MainWindow)
        return shown

    @property
    def workspace(self) -> Workspace:
        opened = self.program.session_workspace
        assert opened is not None
        return opened

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QtBot.keyClick(self.program.window.windowHandle(), key, held)

    def unlock(self) -> None:
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        door = self.program.window.currentWidget()
        assert isinstance(door, UnlockDoor)
        QtBot.keyClicks(QApplication.focusWidget(), PHRASE)
        self.press(Qt.Key.Key_Return)
        wait_for(self.program, self.qtbot, MainWindow)

    def wait_locked(self) -> None:
        wait_for(self.program, self.qtbot, UnlockDoor)
        forget_deleted()
