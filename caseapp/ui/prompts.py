"""The questions the program asks in a window of their own; tests answer them with a fake."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget
from shiboken6 import delete

from caseapp.ui.dialog_traces import no_trace
from caseapp.ui.plain_text import button_text


class Prompts(Protocol):
    """What pages may ask; a cancelled choice of file is None."""

    def ask_open_folder(self, title: str, start: Path | None = None) -> Path | None:
        """Ask for an existing folder."""
        ...

    def ask_open_file(self, title: str, filters: Sequence[str], start: Path | None = None) -> Path | None:
        """Ask for an existing file; a filter reads `Tableau CSV (*.csv)`."""
        ...

    def ask_open_files(self, title: str, filters: Sequence[str]) -> tuple[Path, ...]:
        """Ask for one existing file or several; none when cancelled."""
        ...

    def ask_save_file(self, title: str, proposed: Path, filters: Sequence[str]) -> Path | None:
        """Ask where to write; the extension of the chosen filter is added when none is typed."""
        ...

    def inform(self, title: str, sentence: str) -> None:
        """Tell something that must be read before going on."""
        ...

    def confirm(self, title: str, sentence: str, action: str, refuse: str = "Annuler") -> bool:
        """Ask before an act that cannot be undone; `action` is the verb on the button, `refuse` the other."""
        ...


class QtPrompts:
    """The real questions, asked over a window."""

    def __init__(self, window: QWidget | None = None) -> None:
        self._window = window

    def ask_open_folder(self, title: str, start: Path | None = None) -> Path | None:
        """Ask for an existing folder."""
        with no_trace():
            return _path(QFileDialog.getExistingDirectory(self._window, title, str(start or "")))

    def ask_open_file(self, title: str, filters: Sequence[str], start: Path | None = None) -> Path | None:
        """Ask for an existing file."""
        with no_trace():
            name, _ = QFileDialog.getOpenFileName(self._window, title, str(start or ""), ";;".join(filters))
        return _path(name)

    def ask_open_files(self, title: str, filters: Sequence[str]) -> tuple[Path, ...]:
        """Ask for one existing file or several."""
        with no_trace():
            names, _ = QFileDialog.getOpenFileNames(self._window, title, "", ";;".join(filters))
        return tuple(map(Path, names))

    def ask_save_file(self, title: str, proposed: Path, filters: Sequence[str]) -> Path | None:
        """Ask where to write; the system's dialog asks before replacing a file."""
        dialog = QFileDialog(self._window, title, str(proposed.parent), ";;".join(filters))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
        dialog.selectFile(proposed.name)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, "Enregistrer")
        with no_trace():
            path = _path(dialog.selectedFiles()[0]) if dialog.exec() else None
            delete(dialog)
        return path

    def inform(self, title: str, sentence: str) -> None:
        """Tell something; the only button closes."""
        box = message_box(self._window, title, sentence)
        box.addButton("Fermer", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def confirm(self, title: str, sentence: str, action: str, refuse: str = "Annuler") -> bool:
        """Ask; the safe answer, `refuse`, has the focus and answers to Escape."""
        box = message_box(self._window, title, sentence)
        accept = box.addButton(button_text(action), QMessageBox.ButtonRole.AcceptRole)
        safe = box.addButton(button_text(refuse), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(safe)
        box.setEscapeButton(safe)
        box.exec()
        return _same(box, accept)


def message_box(window: QWidget | None, title: str, sentence: str) -> QMessageBox:
    """Return a message in plain text, without a button yet."""
    box = QMessageBox(window)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    if (layout := box.layout()) is not None:
        layout.setContentsMargins(12, 18, 18, 14)
    return box


def _same(box: QMessageBox, button: QPushButton) -> bool:
    return box.clickedButton() is button


def _path(name: str) -> Path | None:
    return Path(name) if name else None
