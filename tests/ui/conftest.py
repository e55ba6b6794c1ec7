from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from watchdog import Watchdog
from window_fakes import MemoryPreferences, ScriptedPrompts

from caseapp.ui.clipboard import Clipboard
from caseapp.ui.context import UiContext
from caseapp.ui.french import speak_french
from caseapp.ui.tasks import TaskRunner
from caseapp.ui.theme import Scheme, Theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what the offscreen platform says of each window shown: it has no frame to give sizes to."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
        )


@pytest.fixture(scope="session")
def french_app(qapp: QApplication) -> QApplication:
    speak_french(qapp)
    return qapp


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
