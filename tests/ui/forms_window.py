"""A window with a form in it, typed in by real keys."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, FormSheet, Kind, SheetOptions

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 14, 32, 10).astimezone()
MODES = (Choice("physique", "Physique"), Choice("telephone", "Téléphone"), Choice("visio", "Visio"))
LIEUX = (Choice("dax", "Siège de Dax"), Choice("dz", "Écureuils (Dax)"), Choice("tarnos", "Tarnos"))
COMMUNES = (Choice("40088", "Dax"), Choice("40312", "Tarnos"), Choice("40313", "Tartas"))


def communes(text: str) -> Sequence[Choice]:
    return [choice for choice in COMMUNES if choice.label.lower().startswith(text.lower())]


ROWS = (
    "Qui",
    FieldSpec("nom", "Nom", required=True),
    FieldSpec("commune", "Commune", Kind.COMPLETION, search=communes),
    (
        FieldSpec("jour", "Date", Kind.DATE, required=True),
        FieldSpec("heure", "Heure", Kind.TIME),
        FieldSpec("duree", "Durée", Kind.DURATION),
    ),
    (
        FieldSpec("mode", "Mode", Kind.SEGMENTS, choices=MODES),
        FieldSpec("lieu", "Lieu", Kind.CHOICE, choices=LIEUX),
    ),
    (
        FieldSpec("enfants", "Enfants", Kind.INTEGER, maximum=20),
        FieldSpec("montant", "Montant", Kind.EUROS, hint="Ce que la commission a accordé."),
    ),
    FieldSpec("rappel", "Rappeler la famille", Kind.CHECK),
    FieldSpec("note", "Note d'équipe", Kind.LONG_TEXT),
)
"""One field of each kind."""


def focused() -> QWidget:
    widget: QWidget | None = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def type_keys(text: str) -> None:
    QTest.keyClicks(focused(), text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifier)


def press_window(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Press a key as the system does, shortcuts of the window included."""
    QTest.keyClick(widget.window().windowHandle(), key, modifier)


def texts(widget: QWidget, role: str) -> list[str]:
    labels = widget.findChildren(QLabel)
    return [
        label.text()
        for label in labels
        if label.property("role") == role and label.isVisible() and label.text()
    ]


class FormWindow(QMainWindow):
    """A window with a field of its own, behind the sheets."""

    def __init__(self, context: UiContext, qtbot: QtBot) -> None:
        super().__init__()
        self.context, self.qtbot = context, qtbot
        qtbot.addWidget(self)
        self.behind = QLineEdit("derrière")
        self.behind.setAccessibleName("Derrière")
        frame = QWidget()
        self.column = QVBoxLayout(frame)
        self.column.addWidget(self.behind)
        self.setCentralWidget(frame)
        self.resize(900, 640)
        self.show()
        self.activateWindow()
        qtbot.waitUntil(self.isActiveWindow)
        self.behind.setFocus()

    def form(self, rows: Sequence[FieldSpec | tuple[FieldSpec, ...] | str] = ROWS) -> Form:
        """Return a form laid out in the window itself."""
        form = Form(rows, self.context, lambda: TODAY)
        self.column.addWidget(form)
        return form

    def sheet(self, options: SheetOptions | None = None) -> FormSheet:
        """Return a sheet over the window, open."""
        form = Form(ROWS, self.context, lambda: TODAY)
        sheet = FormSheet(self, self.context, "Saisie rapide", form, options)
        sheet.open()
        return sheet
