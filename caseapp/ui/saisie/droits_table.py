"""The rights of an appointment as a list: one key notes what was found of the one under the cursor."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.text import fold
from caseapp.services.droits import DroitRow
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel

TONES = {
    "possible": Tone.WARNING, "demande": Tone.WARNING, "obtenu": Tone.SUCCESS, "refuse": Tone.DANGER,
    "sans_objet": Tone.DISCREET,
}  # fmt: skip
_TO_EMPTY = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


def letters_of(etats: Sequence[Choice]) -> dict[str, str]:
    """Return the state that each letter notes: the first of its label, when no other begins so."""
    found: dict[str, str] = {}
    for etat in etats:
        found.setdefault(fold(etat.label)[:1], etat.key)
    return found


class DroitsTable(DataTable):
    """Letters note, digits begin an amount, Delete empties; the arrows go up and down."""

    etat_chosen = Signal(object)
    """The code noted for the right under the cursor; None empties it."""
    amount_begun = Signal(str)
    """The first digit of its amount."""

    def __init__(self, context: UiContext, etats: Sequence[Choice]) -> None:
        self._letters = letters_of(etats)
        self._model: TableModel[DroitRow] = TableModel(_columns({one.key: one.label for one in etats}))
        super().__init__(context, self._model, key="droits", name="Droits examinés")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    @property
    def current(self) -> DroitRow | None:
        """The right under the cursor."""
        index = self.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def show_rows(self, rows: Sequence[DroitRow]) -> None:
        """Show the rights, the cursor staying on its line."""
        line = max(0, self.currentIndex().row())
        self._model.set_rows(rows)
        if rows:
            self.selectRow(min(line, len(rows) - 1))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain and event.key() in _TO_EMPTY:
            self.etat_chosen.emit(None)
        elif plain and text.isdigit():
            self.amount_begun.emit(text)
        elif plain and fold(text) in self._letters:
            self.etat_chosen.emit(self._letters[fold(text)])
        elif event.key() == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _amount(row: DroitRow) -> str:
    return "" if row.montant is None else format_cents(row.montant)


def _columns(labels: Mapping[str, str]) -> tuple[ColumnSpec[DroitRow], ...]:
    return (
        ColumnSpec("droit", "Droit", lambda row: row.libelle, stretch=True, width=290,
                   mark=lambda row: "" if row.caf else "hors Caf",
                   tone=lambda row: Tone.STRONG if row.raison else Tone.NORMAL),
        ColumnSpec("raison", "À regarder", lambda row: row.raison, width=212, tone=lambda _: Tone.DISCREET),
        ColumnSpec("etat", "État", lambda row: labels.get(row.etat or "", ""), width=100,
                   tone=lambda row: TONES.get(row.etat or "", Tone.NORMAL)),
        ColumnSpec("montant", "Par mois", _amount,
                   Align.RIGHT, 96),
        ColumnSpec("date", "Depuis le", lambda row: format_date(row.date_etat) if row.date_etat else "",
                   Align.RIGHT, 104),
    )  # fmt: skip
