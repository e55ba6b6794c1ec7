"""The two amounts of a decision, typed in place over the cells of the line."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from typing_extensions import override

from caseapp.domain.money import parse_cents
from caseapp.services.commission_rows import LigneOrdreDuJour
from caseapp.ui.pages.commissions_columns import PRET, SECTIONS, SUBVENTION
from caseapp.ui.pages.commissions_words import amount
from caseapp.ui.tables.data_table import DataTable

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_NAMES = {SUBVENTION: "Subvention accordée", PRET: "Prêt accordé"}


class AmountEditors(QObject):
    """Enter submits, Escape gives up, Tab goes from one to the other; leaving with the mouse submits."""

    submitted = Signal(object, object, object)
    """The line, its subvention and its loan in cents, None for an empty field."""
    refused = Signal(str)
    """Why what is typed is no amount."""
    abandoned = Signal()

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self._table, self._position = table, -1
        self._line: LigneOrdreDuJour | None = None
        self.fields = {key: self._field(key) for key in (SUBVENTION, PRET)}
        for signal in (
            table.verticalScrollBar().valueChanged,
            table.horizontalScrollBar().valueChanged,
            table.horizontalHeader().sectionResized,
            table.horizontalHeader().geometriesChanged,
        ):
            signal.connect(self._place)

    def _field(self, key: str) -> QLineEdit:
        field = QLineEdit(self._table.viewport())
        field.setAccessibleName(_NAMES[key])
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.installEventFilter(self)
        field.hide()
        return field

    @property
    def is_open(self) -> bool:
        """Whether amounts are being typed."""
        return self._line is not None

    def open(
        self, position: int, line: LigneOrdreDuJour, subvention: int | None, pret: int | None, start: str
    ) -> None:
        """Type the amounts of a line, from the field `start` when the aid has that form."""
        self._position, self._line = position, line
        for key, cents in ((SUBVENTION, subvention), (PRET, pret)):
            field = self.fields[key]
            field.setText(amount(cents))
            field.setVisible(key in line.formes)
        self._place()
        first = start if start in line.formes else next(iter(sorted(line.formes, reverse=True)))
        self._focus(first)

    def close(self) -> None:
        """Hide the fields; the table has the keyboard again."""
        if self._line is None:
            return
        self._line = None
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        for field in self.fields.values():
            field.hide()

    def _focus(self, key: str) -> None:
        self.fields[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self.fields[key].selectAll()

    def _place(self, *_: object) -> None:
        model = self._table.model()
        for key, field in self.fields.items():
            field.setGeometry(self._table.visualRect(model.index(self._position, SECTIONS[key])))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._leave)
        if not isinstance(event, QKeyEvent) or event.key() not in {Qt.Key.Key_Escape, *_ENTER, *_TABS}:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress:
            self._answer(Qt.Key(event.key()), watched)
        return True

    def _answer(self, key: Qt.Key, watched: QObject) -> None:
        if key == Qt.Key.Key_Escape:
            self.close()
            self.abandoned.emit()
        elif key in _ENTER:
            self._submit()
        else:
            other = PRET if watched is self.fields[SUBVENTION] else SUBVENTION
            if self._line is not None and other in self._line.formes:
                self._focus(other)

    def _leave(self) -> None:
        """Submit once the keyboard is neither in one field nor in the other."""
        focused = QApplication.focusWidget()
        if self.is_open and focused is not None and focused not in self.fields.values():
            self._submit()

    def _submit(self) -> None:
        line, typed = self._line, {}
        if line is None:
            return
        for key, field in self.fields.items():
            text = field.text().strip() if key in line.formes else ""
            try:
                typed[key] = parse_cents(text) if text else None
            except ValueError as error:
                self.refused.emit(f"« {text} » : {error}.")
                self._focus(key)
                return
        self.close()
        self.submitted.emit(line, typed[SUBVENTION], typed[PRET])
