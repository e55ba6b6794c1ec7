"""The agenda of a session as a table whose keys decide, and the line of totals under it."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from caseapp.domain.nomenclature import Decision
from caseapp.services.commission_rows import LigneOrdreDuJour
from caseapp.ui.context import UiContext
from caseapp.ui.pages.commissions_columns import PRET, SECTIONS, SUBVENTION, AgendaModel
from caseapp.ui.pages.commissions_words import amount, total_words
from caseapp.ui.tables.columns import Align
from caseapp.ui.tables.data_table import ROW_HEIGHT, DataTable
from caseapp.ui.tables.row_delegate import MARGIN
from caseapp.ui.theme import Theme

DECIDED = "Décidé"
_KEYS = {
    Qt.Key.Key_A: Decision.ACCORD.value,
    Qt.Key.Key_P: Decision.ACCORD_PARTIEL.value,
    Qt.Key.Key_R: Decision.REFUS.value,
    Qt.Key.Key_J: Decision.AJOURNEMENT.value,
    Qt.Key.Key_Delete: "",
    Qt.Key.Key_Backspace: "",
}


class AgendaTable(DataTable):
    """A letter decides on the line under the cursor, Enter goes on, a double click edits an amount."""

    decided = Signal(object, str)
    """The line and the decision wanted, empty to leave it to be decided again."""
    amount_wanted = Signal(object, str)
    """The line and the form of the cell that was double-clicked."""
    motif_wanted = Signal(object)
    """The line whose decision is to be explained."""
    advanced = Signal()
    """Enter: what waits is confirmed, or the next line to decide comes."""

    def __init__(self, context: UiContext, model: AgendaModel) -> None:
        super().__init__(context, model, key="commissions.seance", name="Ordre du jour de la séance")
        self._agenda = model
        self.activated_row.connect(self._tell_amount)
        self.selectionModel().currentRowChanged.connect(lambda index, _: model.set_here(index.row()))

    def current_line(self) -> LigneOrdreDuJour | None:
        """Return the line under the cursor."""
        index = self.currentIndex()
        return self._agenda.row_at(index.row()) if index.isValid() else None

    def go_to(self, position: int) -> None:
        """Put the cursor on a line, in sight."""
        if 0 <= position < self._agenda.rowCount():
            self.selectRow(position)
            self.scrollTo(self._agenda.index(position, 0))

    def _tell_amount(self, line: LigneOrdreDuJour) -> None:
        column = self.currentIndex().column()
        for key in (SUBVENTION, PRET):
            if column == SECTIONS[key]:
                self.amount_wanted.emit(line, key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, line = Qt.Key(event.key()), self.current_line()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or line is None:
            super().keyPressEvent(event)
        elif key in _KEYS:
            self.decided.emit(line, _KEYS[key])
        elif key == Qt.Key.Key_M:
            self.motif_wanted.emit(line)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.advanced.emit()
        else:
            super().keyPressEvent(event)


class TotalsLine(QWidget):
    """What is decided so far, each sum under its column."""

    def __init__(self, theme: Theme, table: DataTable) -> None:
        super().__init__()
        self._theme, self._table = theme, table
        self._texts: dict[str, str] = {}
        header = table.horizontalHeader()
        for signal in (
            header.sectionResized, header.geometriesChanged, table.horizontalScrollBar().valueChanged,
            theme.changed,
        ):  # fmt: skip
            signal.connect(self._dress)
        self._dress()

    def show_lines(self, lines: tuple[LigneOrdreDuJour, ...]) -> None:
        """Add up the lines decided."""
        done = [one for one in lines if one.is_decided]
        self._texts = {
            "famille": f"{DECIDED} : {total_words(done) or 'rien encore'}",
            "demande": amount(sum(one.montant_demande or 0 for one in done)),
            SUBVENTION: amount(sum(one.subvention or 0 for one in done)),
            PRET: amount(sum(one.pret or 0 for one in done)),
        }
        self.setAccessibleName(", ".join(self._texts.values()))
        self.update()

    @property
    def words(self) -> dict[str, str]:
        """What each column says."""
        return dict(self._texts)

    def _dress(self, *_: object) -> None:
        self.setFixedHeight(self._theme.px(ROW_HEIGHT))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("bord"))
        painter.setFont(self._theme.font(bold=True))
        painter.setPen(self._theme.colour("texte"))
        for key, text in self._texts.items():
            column = self._table.columns[SECTIONS[key]]
            if not self._table.isColumnHidden(SECTIONS[key]):
                painter.drawText(self._cell(key, painter, text), int(column.align.value), text)

    def _cell(self, key: str, painter: QPainter, text: str) -> QRect:
        """Return the place of a text: a wide one runs over the empty cell beside its own."""
        header, section = self._table.horizontalHeader(), SECTIONS[key]
        margin, width = self._theme.px(MARGIN), header.sectionSize(section)
        room = QRect(header.sectionViewportPosition(section) + margin, 0, width - 2 * margin, self.height())
        missing = painter.fontMetrics().horizontalAdvance(text) - room.width()
        if missing <= 0:
            return room
        if self._table.columns[section].align is Align.RIGHT:
            return room.adjusted(-missing, 0, 0, 0)
        return room.adjusted(0, 0, missing, 0)
