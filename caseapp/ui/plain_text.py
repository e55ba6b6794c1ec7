"""User text is shown as typed: nothing in it is ever read as HTML or as a keyboard mnemonic."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(text: str = "", parent: QWidget | None = None, *, role: str = "") -> QLabel:
    """Return a label that never interprets its text; `role` selects its look in the style sheet."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if role:
        label.setProperty("role", role)
    return label


def tooltip(text: str) -> str:
    """Return `text` for `setToolTip`, which guesses at HTML: escaped, so that markup is shown as typed."""
    return f"<qt>{escape(text, quote=False).replace(chr(10), '<br>')}</qt>" if text else ""


def button_text(text: str) -> str:
    """Return `text` for a button or a menu, where a lone ampersand would underline the next letter."""
    return text.replace("&", "&&")


def one_line(text: str) -> str:
    """Return `text` on one line, for a table cell."""
    return " ".join(text.split("\n")) if "\n" in text else text
