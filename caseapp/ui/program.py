"""The program in its window: the door, the session, the lock."""

import gc
import logging
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication

from caseapp import logs
from caseapp.services.acces import AccesService, Demonstration
from caseapp.services.demonstration_jour import DAY
from caseapp.services.profil import ProfileState
from caseapp.services.workspace import Workspace
from caseapp.ui.clipboard import Clipboard
from caseapp.ui.collector import Collector
from caseapp.ui.context import UiContext
from caseapp.ui.discretion import Discretion
from caseapp.ui.display import restore_display
from caseapp.ui.doors.building import BuildingDoor
from caseapp.ui.doors.first_start import FirstStart
from caseapp.ui.doors.unlock import UnlockDoor
from caseapp.ui.french import speak_french
from caseapp.ui.idle import IdleLock
from caseapp.ui.last_resort import LastResort
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.preference_file import FilePreferences
from caseapp.ui.program_window import ProgramWindow
from caseapp.ui.prompts import Prompts, QtPrompts
from caseapp.ui.tasks import TaskRunner
from caseapp.ui.theme import Theme
from caseapp.ui.wake_watch import WakeWatch
from caseapp.ui.window_input import WindowInput

DEMONSTRATION_DAY = DAY


class Program(QObject):
    """One profile in one window, from the door to the lock and back."""

    _end_wanted = Signal()

    def __init__(
        self,
        app: QApplication,
        acces: AccesService,
        theme: Theme,
        prompts: Prompts | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(app)
        self._acces, self._clock = acces, clock
        preferences = FilePreferences(acces.folder)
        restore_display(theme, preferences)
        self.window = ProgramWindow(preferences)
        self.context = UiContext(
            theme,
            prompts or QtPrompts(self.window),
            TaskRunner(QThreadPool(self)),
            Clipboard(app.clipboard()),
            preferences,
        )
        self._opened: Opened | None = None
        self._demonstration: Demonstration | None = None
        self._last_page = ""
        watched = WindowInput(app)
        self.idle = IdleLock(watched, clock)
        self.discretion = Discretion(app, watched)
        self.wake = WakeWatch(app, clock)
        self.idle.lock_requested.connect(self.lock)
        self.wake.slept.connect(self.lock)
        self.window.closing.connect(self.close)
        self._end_wanted.connect(self._end_when_alone, Qt.ConnectionType.QueuedConnection)

    def start(self, demonstration: Demonstration | None = None) -> None:
        """Show the first screen: the demonstration when it is given, else the door of the profile."""
        if demonstration is not None:
            self._enter_demonstration(demonstration)
        else:
            self.show_door(try_keyring=True)
        self.window.show()

    @property
    def session_workspace(self) -> Workspace | None:
        """The store that is open, None behind a door."""
        return self._opened.workspace if self._opened is not None else None

    # --- Doors ---

    def show_door(self, *, try_keyring: bool = False, locked: bool = False) -> None:
        """Show what the profile needs: to be created, or to be unlocked."""
        if self._acces.state() is ProfileState.EMPTY:
            first = FirstStart(self._acces, self.context)
            first.opened.connect(lambda workspace: self._enter(Opened(workspace, fresh=True)))
            first.demonstration_asked.connect(self._build_demonstration)
            self.window.show_screen(first)
            return
        door = UnlockDoor(self._acces, self.context, try_keyring=try_keyring, locked=locked)
        door.opened.connect(lambda workspace: self._enter(Opened(workspace)))
        door.demonstration_asked.connect(self._build_demonstration)
        self.window.show_screen(door)

    def _build_demonstration(self) -> None:
        building = BuildingDoor(self._acces, self.context)
        building.built.connect(self._enter_built)
        building.left.connect(self.show_door)
        self.window.show_screen(building)

    def _enter_built(self, demonstration: Demonstration) -> None:
        self._demonstration = demonstration
        self._enter_demonstration(demonstration)

    def _enter_demonstration(self, demonstration: Demonstration) -> None:
        self._enter(Opened(demonstration.workspace, demonstration=True))

    # --- Session ---

    def _enter(self, opened: Opened) -> None:
        self._opened = opened
        if not opened.demonstration:
            logs.configure(self._acces.folder, _now())
            self.idle.start(self._acces.lock_policy(self._clock()))
        navigator = Navigator((lambda: DEMONSTRATION_DAY) if opened.demonstration else _today)
        main = MainWindow(opened, self.context, navigator, _now)
        navigator.setParent(main)
        main.lock_requested.connect(self.lock)
        main.demonstration_left.connect(self.lock)
        self.window.show_screen(main)
        main.show_page(self._last_page or main.current_key)

    def lock(self) -> None:
        """Close the session, once no question is open any more: what asked it must not come back."""
        if self._opened is not None:
            self._end_wanted.emit()

    def _end_when_alone(self) -> None:
        dialog = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if dialog is not None:
            dialog.close()
            QTimer.singleShot(0, self._end_when_alone)
        elif self._opened is not None:
            opened = self._opened
            self._forget_session()
            self.show_door(locked=not opened.demonstration)
            self.discretion.unmask()
            self._close_store(opened)

    def _forget_session(self) -> None:
        """Stop what runs for the pages and keep only which page was shown."""
        self.idle.stop()
        self.context.tasks.abandon()
        self.context.clipboard.clear()
        main = self.window.currentWidget()
        if isinstance(main, MainWindow):
            main.keep_drafts()
            main.save_layouts()
            self._last_page = main.current_key
            main.forget_pages()
        self._opened = None

    def _close_store(self, opened: Opened) -> None:
        self.window.repaint()  # the door covers what was shown, even if a worker takes time to stop
        self.context.tasks.stop()
        opened.workspace.close()
        if self._demonstration is not None:
            self._demonstration.close()
            self._demonstration = None
        QTimer.singleShot(0, gc.collect)

    def close(self) -> None:
        """End the session and the watches, when the window closes."""
        opened = self._opened
        door = self.window.currentWidget()
        self._forget_session()
        if isinstance(door, FirstStart):
            door.close_workspace()
        if opened is not None:
            self._close_store(opened)
        self.context.tasks.stop()


def run_window(acces: AccesService, demonstration: Demonstration | None) -> int:
    """Open the window and return its exit code; a demonstration is closed by whoever gave it."""
    logging.getLogger("caseapp").addHandler(logging.NullHandler())
    if acces.state() is not ProfileState.EMPTY:
        logs.configure(acces.folder, _now())
    app = QApplication(sys.argv[:1])
    app.setApplicationName("caseapp")
    app.setDesktopFileName("caseapp")
    speak_french(app)
    collector = Collector(app)
    program = Program(app, acces, Theme(app))
    last_resort = LastResort(lambda: program.context.prompts)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: app.quit())  # heard at the next look at the clock
    try:
        program.start(demonstration)
        return app.exec()
    finally:
        collector.stop()
        last_resort.uninstall()
        logs.close()


def _now() -> datetime:
    """Return the hour of the machine, in its time zone."""
    return datetime.now(UTC).astimezone()


def _today() -> date:
    return _now().date()
