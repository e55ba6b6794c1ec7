"""The buttons of the program: one primary action a screen, the others plain, links inside cards."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from caseapp.ui.plain_text import button_text


def plain_button(text: str, on_click: Callable[[], object], *, primary: bool = False) -> QPushButton:
    """Return a button; `primary` is kept for the one action that the screen is made for."""
    button = QPushButton(button_text(text))
    button.setProperty("primaire", primary)
    button.setAutoDefault(False)
    button.clicked.connect(lambda *_: on_click())
    return button


def link_button(text: str, on_click: Callable[[], object]) -> QPushButton:
    """Return a button that looks like a link."""
    button = plain_button(text, on_click)
    button.setProperty("lien", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
