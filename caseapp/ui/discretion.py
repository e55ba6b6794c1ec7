"""F12 hides every window of the program from a person sitting beside the screen."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from caseapp.ui.plain_text import plain_label
from caseapp.ui.window_input import WindowInput


class Mask(QWidget):
    """An opaque sheet over one window, at its size."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("masque")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Écran masqué")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for text, role in (("Écran masqué", "titre"), ("F12 ou Échap pour revenir", "phrase")):
            column.addWidget(plain_label(text, role=role), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False


class Discretion(QObject):
    """Masks and unmasks; while masked, no key reaches what is behind."""

    def __init__(self, app: QGuiApplication, watched: WindowInput) -> None:
        super().__init__(watched)
        self._input = watched
        self._masks: list[Mask] = []
        watched.key_watched.connect(self._toggle)
        watched.watch_keys(Qt.Key.Key_F12)
        app.focusWindowChanged.connect(self._mask_newcomers)

    @property
    def is_masked(self) -> bool:
        """Whether the windows are hidden."""
        return bool(self._masks)

    def mask(self) -> None:
        """Hide every window."""
        if self._masks:
            return
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._masks = [Mask(window) for window in _windows()]
        self._input.muted = True
        self._input.watch_keys(Qt.Key.Key_F12, Qt.Key.Key_Escape)

    def unmask(self) -> None:
        """Show the windows again, the focus where it was."""
        for mask in filter(isValid, self._masks):
            mask.hide()
            mask.deleteLater()
        self._masks = []
        self._input.muted = False
        self._input.watch_keys(Qt.Key.Key_F12)

    def _mask_newcomers(self, *_: object) -> None:
        """Hide a window that opens while the others are hidden."""
        if self._masks:
            hidden = {mask.window() for mask in filter(isValid, self._masks)}
            self._masks += [Mask(window) for window in _windows() if window not in hidden]

    def _toggle(self, _key: int) -> None:
        if self._masks:
            self.unmask()
        else:
            self.mask()


def _windows() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]
