"""A text made of parts: it goes to the next line between two of them, and drops the mark that parted them."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from caseapp.ui.clipboard import Clipboard
from caseapp.ui.widgets.copy_label import CopyLabel


def fold(text: str, separator: str, width: Callable[[str], int], room: int) -> str:
    """Return the text in lines no wider than `room`; a part too wide for any line is left to be wrapped."""
    lines: list[str] = []
    for part in text.split(separator):
        longer = f"{lines[-1]}{separator}{part}" if lines else part
        if lines and (width(longer) <= room or width(part) > room):
            lines[-1] = longer
        else:
            lines.append(part)
    return "\n".join(lines)


class PartsLabel(CopyLabel):
    """Shows its text folded; `text()` and the copy of all of it keep it whole."""

    def __init__(self, clipboard: Clipboard, separator: str, *, role: str = "") -> None:
        super().__init__(clipboard, role=role)
        self._separator, self._whole = separator, ""

    @override
    def text(self) -> str:
        return self._whole

    @override
    def setText(self, text: str) -> None:
        self._whole = text
        self._fold()

    def _fold(self) -> None:
        margins = self.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        folded = fold(self._whole, self._separator, self.fontMetrics().horizontalAdvance, room)
        if folded != super().text():
            super().setText(folded)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
