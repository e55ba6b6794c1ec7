from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from program_profile import CANARY_FILES, create_profile, program_over, write_files
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from quick_creation import quick_stores  # noqa: F401 - a fixture of every test here
from running_program import Running
from statistiques_store import Open, StatistiquesStores, StatistiquesWindow
from watchdog import Watchdog
from window_fakes import MemoryPreferences, ScriptedPrompts

from caseapp.paths import resource
from caseapp.services.workspace import Workspace
from caseapp.ui.clipboard import Clipboard
from caseapp.ui.collector import Collector
from caseapp.ui.context import UiContext
from caseapp.ui.french import speak_french
from caseapp.ui.tasks import TaskRunner
from caseapp.ui.theme import Scheme, Theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what the offscreen platform says of each window shown: it has no frame to give sizes to."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def french_app(qapp: QApplication) -> Iterator[QApplication]:
    speak_french(qapp)
    collector = Collector(qapp)  # as the program does: no worker may free a widget
    yield qapp
    collector.stop()


@pytest.fixture(autouse=True)
def _no_popup_left() -> Iterator[None]:
    """Close the lists and menus that a test leaves open: they would take the mouse from the next one."""
    yield
    while QApplication.instance() is not None and (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


@pytest.fixture(scope="session")
def _session_theme(french_app: QApplication) -> Theme:
    return Theme(french_app, Scheme.CLAIR)


@pytest.fixture
def theme(_session_theme: Theme) -> Iterator[Theme]:
    yield _session_theme
    _session_theme.set_scheme(Scheme.CLAIR)
    _session_theme.set_percent(100)


@pytest.fixture
def preferences() -> MemoryPreferences:
    return MemoryPreferences()


@pytest.fixture
def context(theme: Theme, french_app: QApplication, preferences: MemoryPreferences) -> Iterator[UiContext]:
    tasks = TaskRunner()
    clipboard = Clipboard(french_app.clipboard())
    yield UiContext(theme, ScriptedPrompts(), tasks, clipboard, preferences)
    assert tasks.stop(), "a worker is still running"
    clipboard.clear()


@pytest.fixture
def watchdog(french_app: QApplication) -> Iterator[Watchdog]:
    """Measure how long the window's thread keeps the processor, from `restart()` to `check()`."""
    watchdog = Watchdog()
    yield watchdog
    watchdog.stop()


DEMONSTRATION = "demonstration/landes-2017.zip"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> StatistiquesStores:
    return StatistiquesStores(tmp_path_factory.mktemp("statistiques"))


@pytest.fixture
def small(stores: StatistiquesStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.small(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def demonstration(stores: StatistiquesStores, tmp_path: Path) -> Iterator[Workspace]:
    if not resource(DEMONSTRATION).is_file():
        pytest.fail("the demonstration portfolio is part of the program")
    workspace = stores.demonstration(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def opened(context: UiContext, qtbot: QtBot) -> Iterator[Open]:
    windows: list[StatistiquesWindow] = []

    def open_window(workspace: Workspace, today: date = date(2017, 12, 31)) -> StatistiquesWindow:
        windows.append(StatistiquesWindow(workspace, context, qtbot, today))
        windows[-1].settle()
        return windows[-1]

    yield open_window
    assert context.tasks.stop(), "workers use the store until they end"


@pytest.fixture
def window(small: Workspace, opened: Open) -> StatistiquesWindow:
    return opened(small)


@pytest.fixture
def running(profil: Path, tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Running]:
    create_profile(profil, write_files(tmp_path / "dossier", CANARY_FILES))
    with program_over(profil, theme, qtbot) as (program, clock, prompts):
        running = Running(program, clock, prompts, profil, qtbot)
        running.unlock()
        running.main.show_page("familles")
        yield running
