"""A text that can be selected and copied, through the clipboard that is taken back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from typing_extensions import override

from caseapp.ui.clipboard import Clipboard


class CopyLabel(QLabel):
    """A plain label of any length; the menu copies what is selected, or all of it."""

    def __init__(self, clipboard: Clipboard, *, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setWordWrap(True)
        self.setMinimumWidth(1)  # a word of any length never widens the window
        if role:
            self.setProperty("role", role)

    def copy(self) -> None:
        """Copy what is selected, or all of it."""
        self._clipboard.copy(self.selectedText() or self.text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("Copier", self.copy)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
