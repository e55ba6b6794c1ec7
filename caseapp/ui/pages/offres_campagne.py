"""What importing an extraction would do, row by row, and the decision on each."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.domain.labels import plural
from caseapp.services.campagne import UNDOABLE, CampagnePreview, Decision, Etat, Ligne
from caseapp.ui.context import UiContext
from caseapp.ui.pages.offres_columns import preview_columns
from caseapp.ui.pages.offres_words import preview_sentence
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card

_ORDER = tuple(Etat)
"""What a person must look at comes first."""


class CampaignPanel(QWidget):
    """Space changes the decision on the rows selected; nothing is written before the button."""

    accepted = Signal(object)
    """The decisions by line, a `dict[int, Decision]`."""
    dropped = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.preview: CampagnePreview | None = None
        self.decisions: dict[int, Decision] = {}
        self._rows = TableModel[Ligne](preview_columns(self.decisions))
        self.table = DataTable(context, self._rows, key="campagne", name="Lignes du fichier")
        self._card = Card()
        self._sentence = plain_label(role="phrase")
        self._columns, self._why = plain_label(role="note"), plain_label()
        for label in (self._sentence, self._columns, self._why):
            label.setWordWrap(True)
        self._change = plain_button("Changer la décision (Espace)", self.change)
        self._nothing = plain_button("Ne rien importer", self.dropped.emit)
        self.write = plain_button("Importer", self._accept, primary=True)
        self._lay_out()
        self.table.current_row_changed.connect(self._explain)
        self.table.activated_row.connect(lambda _row: self.change())
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table, self.change)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        self._card.body.addWidget(self._columns)
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(self._why)
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(self._sentence, 1)
        for button in (self._change, self._nothing, self.write):
            choice.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._card, 1)
        column.addLayout(choice)

    def show_preview(self, preview: CampagnePreview) -> None:
        """Show what a file would bring."""
        self.preview = preview
        self.decisions.clear()
        self.decisions.update({one.ligne: one.decision for one in preview.lignes})
        self._rows.set_rows(sorted(preview.lignes, key=lambda one: (_ORDER.index(one.etat), one.ligne)))
        self._card.set_title(f"Aperçu de « {preview.fichier} »", "rien n'est encore écrit")
        self._columns.setText(_columns_words(preview))
        self._say()
        self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self, row: Ligne | None) -> None:
        """Say in full why the row under the cursor is what it is."""
        self._why.setText(f"Ligne {row.ligne} : {row.explication}." if row is not None else "")

    def change(self) -> None:
        """Give the rows selected the decision that follows that of the current one."""
        current = self._rows.row_at(self.table.currentIndex().row()) if self._rows.rowCount() else None
        if current is None or not current.decisions:
            return
        following = _next(current, self.decisions)
        for index in self.table.selectionModel().selectedRows():
            row = self._rows.row_at(index.row())
            if row is not None and following in row.decisions:
                self.decisions[row.ligne] = following
        last = self._rows.index(self._rows.rowCount() - 1, self._rows.columnCount() - 1)
        self._rows.dataChanged.emit(self._rows.index(0, 0), last)
        self._say()

    def set_usable(self, *, usable: bool) -> None:
        """Take or give back the choice, while something is running."""
        for button in (self._change, self._nothing):
            button.setEnabled(usable)
        self.write.setEnabled(usable and self._offers > 0)

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self.preview = None
        self.decisions.clear()
        self._rows.set_rows(())

    @property
    def _offers(self) -> int:
        return sum(one is not Decision.LAISSER for one in self.decisions.values())

    def _say(self) -> None:
        if self.preview is not None:
            self._sentence.setText(preview_sentence(self.preview, self.decisions, UNDOABLE))
            self.write.setText(button_text(f"Importer {plural(self._offers, 'offre')}"))
            self.write.setEnabled(self._offers > 0)

    def _accept(self) -> None:
        self.accepted.emit(dict(self.decisions))


def _next(row: Ligne, decisions: Mapping[int, Decision]) -> Decision:
    at = row.decisions.index(decisions[row.ligne])
    return row.decisions[(at + 1) % len(row.decisions)]


def _columns_words(preview: CampagnePreview) -> str:
    said = f"Colonnes lues : {', '.join(preview.colonnes)}."
    return f"{said} Laissées de côté : {', '.join(preview.ignorees)}." if preview.ignorees else said
