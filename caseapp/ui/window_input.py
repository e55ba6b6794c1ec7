"""What the user does in any window of the program, seen before the widgets see it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from typing_extensions import override

_ACTIONS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletMove,
    QEvent.Type.TabletPress,
}
_KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}


class WindowInput(QObject):
    """Watches the native windows, dialogs included: the few events that come from outside."""

    active = Signal()
    """Any key, click, movement or wheel."""
    key_watched = Signal(int)
    """One of the watched keys was pressed; no widget receives it."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._watched: set[int] = set()
        self.muted = False
        """While True, the keyboard reaches no widget."""
        app.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    def watch_keys(self, *keys: Qt.Key) -> None:
        """Choose the keys that `key_watched` reports instead of the widgets."""
        self._watched = {int(key) for key in keys}

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _ACTIONS:
            self.active.emit()
        if kind not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        if event.key() in self._watched and not event.modifiers():
            if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
                self.key_watched.emit(event.key())
            event.accept()
            return True
        if self.muted:
            event.accept()  # an accepted ShortcutOverride keeps shortcuts silent
        return self.muted
