"""The sheet of a permanence on the right of its page: who comes, free slots, what is entered there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout
from typing_extensions import override

from caseapp.domain.labels import format_time, plural
from caseapp.services.agenda_controles import ABSENT, ANNULE, HONORE, PROPOSE
from caseapp.services.agenda_rows import PermanenceRow
from caseapp.services.perimetre import Choice
from caseapp.services.permanences import Creneau, Feuille
from caseapp.ui.context import UiContext
from caseapp.ui.pages.agenda_words import (
    hours_words,
    long_day,
    mark_words,
    name_words,
    permanence_detail,
    permanence_title,
)
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

KEYS = "Entrée ouvrir ou ajouter · H honoré · A absent · N annulé · P à venir"
NOTHING = "Choisissez un lieu puis une date : la feuille du jour vient ici."
_MARKS = {Qt.Key.Key_H: HONORE, Qt.Key.Key_A: ABSENT, Qt.Key.Key_N: ANNULE, Qt.Key.Key_P: PROPOSE}
_TONES = {HONORE: Tone.SUCCESS, ABSENT: Tone.DANGER}


def _hour(line: Creneau) -> str:
    return "" if line.heure is None else format_time(line.heure)


def _name(line: Creneau) -> str:
    return "libre" if line.rendez_vous is None else name_words(line.rendez_vous)


def _notices(line: Creneau) -> str:
    return "" if line.rendez_vous is None else " ".join(line.rendez_vous.consignes)


def _kind(line: Creneau) -> str:
    return "" if line.rendez_vous is None else line.rendez_vous.type_libelle


def _state(line: Creneau) -> str:
    row = line.rendez_vous
    return "" if row is None else mark_words(row) or "attendu"


def _tone(line: Creneau) -> Tone:
    row = line.rendez_vous
    if row is None:
        return Tone.DISCREET
    return Tone.WARNING if row.a_completer else _TONES.get(row.statut, Tone.NORMAL)


COLUMNS: tuple[ColumnSpec[Creneau], ...] = (
    ColumnSpec("heure", "Heure", _hour, Align.RIGHT, 72),
    ColumnSpec("nom", "Nom", _name, width=140, mark=_notices, stretch=True,
               tone=lambda line: Tone.DISCREET if line.rendez_vous is None else Tone.STRONG),
    ColumnSpec("type", "Type", _kind, width=176),
    ColumnSpec("statut", "Venue", _state, width=100, tone=_tone),
)  # fmt: skip


class SheetTable(DataTable):
    """A key marks who comes."""

    marked = Signal(object, str)
    """The line, and the new statut of its appointment."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        key = Qt.Key(event.key())
        if not event.modifiers() and key in _MARKS and line is not None and line.rendez_vous is not None:
            self.marked.emit(line, _MARKS[key])
        else:
            super().keyPressEvent(event)

    def current_line(self) -> Creneau | None:
        """Return the line under the cursor."""
        model, index = self.model(), self.currentIndex()
        if not isinstance(model, TableModel) or not index.isValid():
            return None
        line: Creneau | None = model.row_at(index.row())
        return line


class SheetPanel(QStackedWidget):
    """One sheet, or what to do to see one."""

    opened = Signal(object)
    """The line opened: its appointment, or its free slot."""
    marked = Signal(object, str)
    received = Signal(str, bool)
    """Someone came without a name: the type, and whether the rest is left for the office."""
    added = Signal()
    counted = Signal()
    """The number of persons received is to be typed."""
    printed = Signal(object)
    saved = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._sheet: Feuille | None = None
        self._types: tuple[Choice, ...] = ()
        self._model = TableModel(COLUMNS)
        self.table = SheetTable(context, self._model, key="permanences.feuille", name="Feuille du jour")
        self.anonymous = _menu_button("Contact anonyme", primary=True)
        self.add_button = plain_button("Ajouter un rendez-vous", self.added.emit)
        self.paper = _menu_button("Feuille à emporter")
        self.count_button = link_button("Modifier", self.counted.emit)
        self._received, self._keys = plain_label(), plain_label(KEYS, role="note")
        self._gone = plain_label(role="note")
        self._card = Card()
        self._lay_out()
        self.table.activated_row.connect(self.opened)
        self.table.marked.connect(self._mark)
        self.show_sheet(None)

    def _lay_out(self) -> None:
        self.paper.menu().addAction("Imprimer").triggered.connect(lambda *_: self.printed.emit(self._sheet))
        pdf = self.paper.menu().addAction("Enregistrer en PDF")
        pdf.triggered.connect(lambda *_: self.saved.emit(self._sheet))
        self.count_button.setAccessibleName("Modifier le nombre de personnes reçues")
        actions, foot = QHBoxLayout(), QHBoxLayout()
        for button in (self.anonymous, self.add_button, self.paper):
            actions.addWidget(button)
        actions.addStretch(1)
        foot.addWidget(self._received)
        foot.addWidget(self.count_button)
        foot.addStretch(1)
        self._gone.setWordWrap(True)
        self._keys.setWordWrap(True)
        self._card.body.addLayout(actions)
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(self._gone)
        self._card.body.addLayout(foot)
        self._card.body.addWidget(self._keys)
        nothing, column = Card(), QVBoxLayout()
        column.addWidget(EmptyState(NOTHING))
        nothing.body.addLayout(column)
        self.addWidget(nothing)
        self.addWidget(self._card)

    def offer_types(self, types: tuple[Choice, ...]) -> None:
        """Offer the types of a contact without a name."""
        if types == self._types:
            return
        self._types = types
        menu = self.anonymous.menu()
        menu.clear()
        for one in types:
            action = menu.addAction(button_text(one.label))
            action.triggered.connect(lambda *_, key=one.key: self.received.emit(key, False))
        if types:
            menu.addSeparator()
            later = menu.addAction("À compléter au bureau")
            later.triggered.connect(lambda *_: self.received.emit(types[0].key, True))

    @property
    def sheet(self) -> Feuille | None:
        """The sheet shown."""
        return self._sheet

    def show_sheet(self, sheet: Feuille | None, *, can_receive: bool = False) -> None:
        """Show a sheet, the cursor where it was on the same one."""
        same = sheet is not None and self._sheet is not None and _is_same(sheet, self._sheet)
        at = self.table.currentIndex().row() if same else -1
        self._sheet = sheet
        self.setCurrentIndex(0 if sheet is None else 1)
        self._model.set_rows(() if sheet is None else sheet.creneaux)
        if sheet is None:
            return
        if self._model.rowCount():
            self.table.selectRow(min(max(at, 0), self._model.rowCount() - 1))
        row = sheet.permanence
        when = ", ".join(part for part in (long_day(row.date), hours_words(row)) if part)
        detail = permanence_detail(row)
        self._card.set_title(permanence_title(row), f"{when} · {detail}" if detail else when)
        self._received.setText(_received(row))
        self._gone.setText(_gone(sheet))
        self._gone.setVisible(bool(sheet.annules))
        self.anonymous.setEnabled(can_receive)

    def _mark(self, line: Creneau, statut: str) -> None:
        if line.rendez_vous is not None:
            self.marked.emit(line.rendez_vous.id, statut)


def _is_same(one: Feuille, other: Feuille) -> bool:
    left, right = one.permanence, other.permanence
    return (left.lieu_id, left.date, left.heure_debut) == (right.lieu_id, right.date, right.heure_debut)


def _received(row: PermanenceRow) -> str:
    count = row.personnes_recues
    return "Personnes reçues : pas encore notées" if count is None else f"Personnes reçues : {count}"


def _gone(sheet: Feuille) -> str:
    names = ", ".join(f"{name_words(row)} ({mark_words(row)})" for row in sheet.annules)
    return f"{plural(len(sheet.annules), 'créneau libéré', 'créneaux libérés')} : {names}"


def _menu_button(text: str, *, primary: bool = False) -> QPushButton:
    button = plain_button(text, lambda: None, primary=primary)
    button.setProperty("menu", True)
    button.setMenu(QMenu(button))
    return button
