"""A tab under the head of a Fiche: the head has its height first, what the tab holds scrolls."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from caseapp.ui.theme import Theme

_MINIMUM = (160, 36)
"""Pixels, at 100 %."""


class ScrollingTab(QWidget):
    """Takes the height that is left: asked for a width, Qt would want all of it shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def heightForWidth(self, width: int) -> int:
        return self.minimumSizeHint().height()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(*(self._theme.px(size) for size in _MINIMUM))
