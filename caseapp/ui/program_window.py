"""The one window of the program: a door or the main window, one at a time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from caseapp.ui.preferences import Preferences
from caseapp.ui.shell import MINIMUM, PROGRAM

_SIZE = "fenetre.taille"
_USUAL = (1366, 768)


class ProgramWindow(QStackedWidget):
    """Its title never names anyone; what it showed before is deleted."""

    closing = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.setWindowTitle(PROGRAM)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(*MINIMUM)
        screen = QGuiApplication.primaryScreen().availableSize()
        width, height = _size(preferences.get(_SIZE))
        self.resize(min(width, screen.width()), min(height, screen.height()))

    def show_screen(self, screen: QWidget) -> None:
        """Show a screen in place of the former one, which is deleted with all it holds."""
        former = self.currentWidget()
        self.addWidget(screen)
        self.setCurrentWidget(screen)
        if former is not None:
            self.removeWidget(former)
            former.hide()
            former.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.put(_SIZE, f"{self.width()}x{self.height()}")
        self.closing.emit()
        event.accept()


def _size(kept: str | None) -> tuple[int, int]:
    width, _, height = (kept or "").partition("x")
    if width.isdigit() and height.isdigit() and int(width) < 20_000 and int(height) < 20_000:
        return max(int(width), MINIMUM[0]), max(int(height), MINIMUM[1])
    return _USUAL
