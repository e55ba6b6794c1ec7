"""The program in a process of its own: unlocked, a family found, a note being typed until it is killed.

Arguments: the profile, the passphrase, the name of a family, the beginning of the note. It writes `garde`
each time a draft was kept, and goes on typing.
"""

import sys
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.app import Application
from caseapp.ui.doors.unlock import UnlockDoor
from caseapp.ui.forms import DraftKeeper, FormSheet
from caseapp.ui.main_window import MainWindow
from caseapp.ui.program import Program
from caseapp.ui.theme import Scheme, Theme

STEP = 20


def wait_for(program: Program, kind: type[QWidget]) -> QWidget:
    while not isinstance(found := program.window.currentWidget(), kind):
        QTest.qWait(STEP)
    return found


def main() -> int:
    profil, phrase, name, note = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    program = Program(app, Application(Path(profil)).acces, Theme(app, Scheme.CLAIR))
    program.start()
    program.window.activateWindow()
    wait_for(program, UnlockDoor)
    while app.focusWidget() is None:
        QTest.qWait(STEP)
    QTest.keyClicks(app.focusWidget(), phrase)
    QTest.keyClick(app.focusWidget(), Qt.Key.Key_Return)
    main = wait_for(program, MainWindow)
    QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    while not (sheets := [sheet for sheet in main.findChildren(FormSheet) if sheet.isVisible()]):
        QTest.qWait(STEP)
    (sheet,) = sheets
    (keeper,) = sheet.findChildren(DraftKeeper)
    keeper.kept.connect(lambda _: (sys.stdout.write("garde\n"), sys.stdout.flush()))
    QTest.keyClicks(app.focusWidget(), name)
    popup = sheet.form.editor("famille").popup
    while not popup.isVisible():
        QTest.qWait(STEP)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    sheet.form.editor("note").focus()
    QTest.keyClicks(app.focusWidget(), note)
    letters = cycle(" encore")
    typing = QTimer(interval=100)
    typing.timeout.connect(lambda: QTest.keyClicks(app.focusWidget(), next(letters)))
    typing.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
