"""What is copied names people: it is marked as secret and taken back after half a minute."""

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

CLEARED_AFTER = 30_000
"""Milliseconds during which a copied text can be pasted."""
_OURS = "application/x-caseapp"
_SECRET_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x01",
    _OURS: b"1",
}


class Clipboard(QObject):
    """Copies text; clipboard histories that respect the marks do not keep it."""

    def __init__(self, system: QClipboard, cleared_after: int = CLEARED_AFTER) -> None:
        super().__init__(system)
        self._system = system
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(cleared_after)
        self._timer.timeout.connect(self.clear)
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self.clear)  # nothing stays behind, and Qt ends badly on data left here

    def copy(self, text: str) -> None:
        """Put a text on the clipboard until the delay ends or the program locks."""
        data = QMimeData()
        data.setText(text)
        for kind, mark in _SECRET_MARKS.items():
            data.setData(kind, mark)
        self._system.setMimeData(data)
        self._timer.start()

    def clear(self) -> None:
        """Take back what this program copied; what another one copied since stays."""
        self._timer.stop()
        if _is_ours(self._system.mimeData()):
            self._system.clear()


def _is_ours(held: QMimeData | None) -> bool:
    return held is not None and held.hasFormat(_OURS)
