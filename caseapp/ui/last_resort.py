"""When the program itself fails: a calm word, a report without names, and the work goes on."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from caseapp.logs import get_logger, hook_exceptions
from caseapp.ui.prompts import Prompts

TITLE = "Un imprévu"
SENTENCE = (
    "L'action demandée s'est arrêtée sur une erreur du programme. Ce qui était enregistré l'est toujours, "
    "et vous pouvez continuer.\n\nUn rapport peut être enregistré pour ceux qui réparent le programme : "
    "il ne contient ni nom, ni texte saisi."
)
SAVE, GO_ON = "Enregistrer le rapport", "Continuer"
_SAID_AGAIN_AFTER = 10.0
"""Seconds during which the same fault, maybe that of a timer, is only logged."""
_LEVELS = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "error",
    QtMsgType.QtFatalMsg: "critical",
}


class LastResort(QObject):
    """Catches what no one expected, in any thread, and tells it once in the window's thread."""

    _failed = Signal(str)

    def __init__(self, prompts: Callable[[], Prompts]) -> None:
        super().__init__()
        self._prompts = prompts
        self._hooks = (sys.excepthook, threading.excepthook)
        self._showing = False
        self._last = ("", 0.0)
        self._failed.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        hook_exceptions(self._failed.emit)
        self._former = qInstallMessageHandler(log_qt_message)

    def uninstall(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(self._former)

    def _tell(self, report: str) -> None:
        said, when = self._last
        if self._showing or (report == said and time.monotonic() - when < _SAID_AGAIN_AFTER):
            return
        self._showing = True
        try:
            if self._prompts().confirm(TITLE, SENTENCE, SAVE, GO_ON):
                self._save(report)
        finally:
            self._showing, self._last = False, (report, time.monotonic())

    def _save(self, report: str) -> None:
        proposed = Path.home() / "rapport-caseapp.txt"
        path = self._prompts().ask_save_file(SAVE, proposed, ["Texte (*.txt)"])
        if path is None:
            return
        try:
            path.write_text(report + "\n", encoding="utf-8")
        except OSError:
            sentence = f"« {path.name} » ne peut pas être écrit dans « {path.parent} »."
            self._prompts().inform(TITLE, sentence)


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Send a message of Qt to the log: its category and the function that speaks, never its text."""
    logger = get_logger("caseapp.qt")
    write = getattr(logger, _LEVELS.get(kind, "warning"))
    speaker = message.partition(" ")[0].rstrip(":")
    write("message_qt", code=context.category or "default", operation=speaker)
