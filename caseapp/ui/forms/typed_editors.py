"""The fields that are typed: texts, dates, times, numbers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from typing_extensions import override

from caseapp.domain.date_entry import JOURS, parse_date, parse_duration, parse_time
from caseapp.domain.labels import format_cents, format_date, format_duration, format_number, format_time
from caseapp.domain.money import parse_cents
from caseapp.ui.forms.editor import Editor, checked_text
from caseapp.ui.forms.fields import FieldSpec, Kind

LONGEST_LINE, LONGEST_TEXT = 200, 20_000
MAX_CENTS = 10_000_000_000
"""Bound of an amount typed, in cents, as in the exchange format."""
_FIGURES = 9

Parse = Callable[[str], Any]
Write = Callable[[Any], str]


class LineEditor(Editor):
    """One line; when it is left, it shows what was understood, as the program writes it."""

    def __init__(self, spec: FieldSpec, parse: Parse, write: Write = str) -> None:
        self.line = QLineEdit()
        super().__init__(spec, self.line)
        self._parse, self._write = parse, write
        self.line.setPlaceholderText(spec.placeholder)
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self._leave)

    @override
    def value(self) -> object:
        text = checked_text(_one_line(self.line.text()), self.spec.longest or LONGEST_LINE)
        return self._parse(text) if text else None

    @override
    def set_value(self, value: object) -> None:
        self.line.setText("" if value is None else self._write(value))
        self.line.setCursorPosition(0)

    @override
    def raw(self) -> str:
        return self.line.text()

    @override
    def set_raw(self, raw: str) -> None:
        self.line.setText(raw)
        self.line.setCursorPosition(0)

    def _leave(self) -> None:
        try:
            written = self.value()
        except ValueError:
            written = None
        if written is not None and self.line.text() != self._write(written):
            self.set_value(written)
        self.left.emit()


class DateEditor(LineEditor):
    """A date, whose weekday is said under the field."""

    def __init__(self, spec: FieldSpec, today: Callable[[], date]) -> None:
        super().__init__(spec, lambda text: parse_date(text, today()), format_date)

    @override
    def understood(self) -> str:
        """Say the weekday; nothing for what cannot be read yet."""
        try:
            day = self.value()
        except ValueError:
            return ""
        if not isinstance(day, date):
            return ""
        weekday = JOURS[day.weekday()]
        return weekday if self.line.text() == format_date(day) else f"{weekday} {format_date(day)}"


class PlainText(QPlainTextEdit):
    """Several lines; Tab leaves them, Ctrl+Enter is for the form."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.left.emit()


class LongTextEditor(Editor):
    """Several lines, pasted without their form."""

    def __init__(self, spec: FieldSpec) -> None:
        self.text = PlainText()
        super().__init__(spec, self.text)
        self.text.setPlaceholderText(spec.placeholder)
        self.text.textChanged.connect(self.changed)
        self.text.left.connect(self.left)
        self.text.installEventFilter(self)
        self._set_height()

    @override
    def value(self) -> object:
        return checked_text(self.text.toPlainText(), self.spec.longest or LONGEST_TEXT) or None

    @override
    def set_value(self, value: object) -> None:
        self.set_raw("" if value is None else str(value))

    @override
    def raw(self) -> str:
        return self.text.toPlainText()

    @override
    def set_raw(self, raw: str) -> None:
        self.text.setPlainText(raw)
        self.text.moveCursor(QTextCursor.MoveOperation.End)

    @override
    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._set_height()
        return False

    def _set_height(self) -> None:
        line, margin = self.text.fontMetrics().lineSpacing(), round(self.text.document().documentMargin())
        self.text.setFixedHeight(line * self.spec.lines + line + 2 * margin)


def typed_editor(spec: FieldSpec, today: Callable[[], date]) -> Editor | None:
    """Return the editor of a typed kind, None for the others."""
    if spec.kind is Kind.DATE:
        return DateEditor(spec, today)
    if spec.kind is Kind.LONG_TEXT:
        return LongTextEditor(spec)
    pairs: dict[Kind, tuple[Parse, Write]] = {
        Kind.TEXT: (str, str),
        Kind.TIME: (parse_time, format_time),
        Kind.DURATION: (parse_duration, format_duration),
        Kind.INTEGER: (lambda text: _bounded(_integer(text), spec, format_number), format_number),
        Kind.EUROS: (lambda text: _bounded(_cents(text), spec, format_cents), format_cents),
    }
    return LineEditor(spec, *pairs[spec.kind]) if spec.kind in pairs else None


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")


def _integer(text: str) -> int:
    bare = "".join(text.split()).replace("\u2212", "-")
    if not bare.isascii() or not bare.removeprefix("-").isdigit():
        raise ValueError("Écrire un nombre entier, en chiffres.")
    if len(bare) > _FIGURES:
        raise ValueError("Ce nombre est trop grand.")
    return int(bare)


def _cents(text: str) -> int:
    try:
        cents = parse_cents(text.replace("\u2212", "-"))
    except ValueError:
        raise ValueError("Ce montant n'est pas compris : écrire par exemple 350 ou 35,67.") from None
    if abs(cents) > MAX_CENTS:
        raise ValueError("Ce montant est trop grand.")
    return cents


def _bounded(number: int, spec: FieldSpec, write: Callable[[int], str]) -> int:
    if spec.minimum is not None and number < spec.minimum:
        raise ValueError(f"Au moins {write(spec.minimum)}.")
    if spec.maximum is not None and number > spec.maximum:
        raise ValueError(f"Au plus {write(spec.maximum)}.")
    return number
