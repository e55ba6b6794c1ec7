"""One aid of the règlement under the list: its conditions, its bands, its documents, where they come from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from caseapp.services.reglements_rows import AideRow
from caseapp.ui.context import UiContext
from caseapp.ui.pages.reglement_words import BAND_COLUMNS, document_words, facts
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

_LINES = 9
"""Most facts of an aid."""


class AidPanel(Card):
    """Shows one aid; its links change or remove it."""

    edit_requested = Signal()
    remove_requested = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self._facts = [(plain_label(role="note"), plain_label()) for _ in range(_LINES)]
        self._bands = TableModel(BAND_COLUMNS)
        self.bands = DataTable(context, self._bands, key="reglement.tranches", name="Tranches de QF")
        self._documents, self._details = plain_label(), plain_label(role="phrase")
        self.edit_button = link_button("Modifier", self.edit_requested.emit)
        self.remove_button = link_button("Retirer", self.remove_requested.emit)
        self.remove_button.setToolTip("Suppr")
        for label in (self._documents, self._details):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.show_aid(None)

    def _lay_out(self) -> None:
        self.add_action(self.edit_button)
        self.add_action(self.remove_button)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(_scrolled(self._fact_grid()), 5)
        row.addLayout(_titled("Tranches de QF", TablePanel(self.bands, EmptyState("Pas de tranche."))), 5)
        beside = QVBoxLayout()
        beside.setSpacing(10)
        beside.addLayout(_titled("Pièces à fournir", self._documents))
        beside.addLayout(_titled("Précisions", self._details))
        beside.addStretch(1)
        beside.setContentsMargins(0, 0, 0, 0)
        words = QWidget()
        words.setLayout(beside)
        row.addWidget(_scrolled(words), 6)
        self.body.addLayout(row, 1)

    def _fact_grid(self) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, (title, text) in enumerate(self._facts):
            text.setWordWrap(True)
            grid.addWidget(title, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, line, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(_LINES, 1)
        return content

    def show_aid(self, row: AideRow | None, *, editable: bool = False) -> None:
        """Show an aid, or nothing."""
        self.set_title("" if row is None else row.regle.libelle)
        lines = () if row is None else facts(row)
        for number, (title, text) in enumerate(self._facts):
            known = lines[number] if number < len(lines) else ("", "")
            _say(title, known[0])
            _say(text, known[1])
        self._bands.set_rows(() if row is None else row.regle.tranches)
        pieces = () if row is None else row.regle.pieces
        self._documents.setText("\n".join(map(document_words, pieces)) or "Aucune.")
        self._details.setText("" if row is None else row.regle.precisions or "Aucune.")
        for button in (self.edit_button, self.remove_button):
            button.setVisible(editable and row is not None)


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _titled(title: str, content: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(plain_label(title, role="etiquette"))
    column.addWidget(content, 1)
    return column


def _scrolled(content: QWidget) -> QScrollArea:
    """Return the content in an area that scrolls by itself when the window is low."""
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # which setWidget has just set
    area.viewport().setAutoFillBackground(False)
    return area
