"""What an import would do, row by row, with a choice on each; nothing is written before the button."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.tables.columns import ColumnSpec
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card

Row = TypeVar("Row")
Choice = TypeVar("Choice")
MakeColumns = Callable[[Mapping[int, Choice]], Sequence[ColumnSpec[Row]]]
"""Makes the columns, which show the choices as they change."""


class ChoicePreview(QWidget, Generic[Row, Choice]):
    """Space changes the choice of the rows selected, Escape leaves; a heir says what the choices are."""

    accepted = Signal(object)
    """The choices by key, a `dict[int, Choice]`."""
    dropped = Signal()

    def __init__(
        self, context: UiContext, columns: MakeColumns[Choice, Row], *, key: str, name: str, change: str
    ) -> None:
        super().__init__()
        self.choices: dict[int, Choice] = {}
        self.rows = TableModel[Row](columns(self.choices))
        self.table = DataTable(context, self.rows, key=key, name=name)
        self.card = Card()
        self._sentence = plain_label(role="phrase")
        self._note, self._why = plain_label(role="note"), plain_label()
        for label in (self._sentence, self._note, self._why):
            label.setWordWrap(True)
        self._change = plain_button(f"{change} (Espace)", self.change)
        self._nothing = plain_button("Ne rien importer", self.dropped.emit)
        self.write = plain_button("Importer", lambda: self.accepted.emit(dict(self.choices)), primary=True)
        self._lay_out()
        self.table.current_row_changed.connect(self._explain)
        self.table.activated_row.connect(lambda _row: self.change())
        for keys, act, widget in (
            (Qt.Key.Key_Space, self.change, self.table),
            ("Esc", self.dropped.emit, self),
        ):
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        self.card.body.addWidget(self._note)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self._why)
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(self._sentence, 1)
        for button in (self._change, self._nothing, self.write):
            choice.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card, 1)
        column.addLayout(choice)

    # --- What a heir says ---

    def key_of(self, row: Row) -> int:
        """Return what the choice of a row is kept by."""
        raise NotImplementedError

    def allowed(self, row: Row) -> Sequence[Choice]:
        """Return what can be chosen for a row, in the order of the key; nothing when nothing can."""
        raise NotImplementedError

    def explained(self, row: Row) -> str:
        """Say in full why a row is what it is."""
        raise NotImplementedError

    def count(self) -> int:
        """Return how many rows would be written."""
        raise NotImplementedError

    def words(self) -> tuple[str, str]:
        """Return the sentence of what would be written, and what the button says."""
        raise NotImplementedError

    # --- Showing and choosing ---

    def show_rows(self, rows: Sequence[Row], choices: Mapping[int, Choice], title: str, note: str) -> None:
        """Show what a file would bring."""
        self.choices.clear()
        self.choices.update(choices)
        self.rows.set_rows(rows)
        self.card.set_title(title, "rien n'est encore écrit")
        self._note.setText(note)
        self._say()
        self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def change(self) -> None:
        """Give the rows selected the choice that follows that of the current one."""
        current = self.rows.row_at(self.table.currentIndex().row()) if self.rows.rowCount() else None
        allowed = () if current is None else self.allowed(current)
        if current is None or not allowed:
            return
        following = allowed[(allowed.index(self.choices[self.key_of(current)]) + 1) % len(allowed)]
        for index in self.table.selectionModel().selectedRows():
            row = self.rows.row_at(index.row())
            if row is not None and following in self.allowed(row):
                self.choices[self.key_of(row)] = following
        last = self.rows.index(self.rows.rowCount() - 1, self.rows.columnCount() - 1)
        self.rows.dataChanged.emit(self.rows.index(0, 0), last)
        self._say()

    def set_usable(self, *, usable: bool) -> None:
        """Take or give back the choice, while something is running."""
        for button in (self._change, self._nothing):
            button.setEnabled(usable)
        self.write.setEnabled(usable and self.count() > 0)

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self.choices.clear()
        self.rows.set_rows(())

    def _explain(self, row: Row | None) -> None:
        self._why.setText("" if row is None else self.explained(row))

    def _say(self) -> None:
        sentence, button = self.words()
        self._sentence.setText(sentence)
        self.write.setText(button_text(button))
        self.write.setEnabled(self.count() > 0)
