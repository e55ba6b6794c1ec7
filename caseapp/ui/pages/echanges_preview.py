"""What an import would bring, file by file, what is wrong, and the choice."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from caseapp.exchange.results import ImportPreview
from caseapp.ui.context import UiContext
from caseapp.ui.pages.echanges_columns import FILES, PROBLEMS
from caseapp.ui.pages.echanges_words import hidden_sentence, preview_sentence, problems_title
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card

_FILES_SHARE, _PROBLEMS_SHARE = 45, 55


class PreviewPanel(QWidget):
    """Emits the choice: everything, only the good rows, or nothing."""

    accepted = Signal(bool)
    """True to leave the refused rows out."""
    dropped = Signal()
    list_requested = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.preview: ImportPreview | None = None
        self._file_rows, self._problem_rows = TableModel(FILES), TableModel(PROBLEMS)
        self.files = DataTable(context, self._file_rows, key="echanges-fichiers", name="Fichiers lus")
        self.problems = DataTable(
            context, self._problem_rows, key="echanges-remarques", name="Remarques sur les fichiers"
        )
        self._files_card, self._problems_card = Card(), Card("", "")
        self._save = link_button("Enregistrer la liste des refus", self.list_requested.emit)
        self._hidden = plain_label(role="note")
        self._sentence = plain_label(role="phrase")
        self._sentence.setWordWrap(True)
        self._nothing = plain_button("Ne rien importer", self.dropped.emit)
        self._good = plain_button("Importer les bonnes lignes", lambda: self.accepted.emit(True))
        self._all = plain_button("Importer tout", lambda: self.accepted.emit(False), primary=True)
        self._lay_out()

    def _lay_out(self) -> None:
        for card, table in ((self._files_card, self.files), (self._problems_card, self.problems)):
            card.body.addWidget(table, 1)
        self._problems_card.add_action(self._save)
        self._problems_card.body.addWidget(self._hidden)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        split.addWidget(self._files_card)
        split.addWidget(self._problems_card)
        split.setSizes([_FILES_SHARE, _PROBLEMS_SHARE])
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(self._sentence, 1)
        for button in (self._nothing, self._good, self._all):
            choice.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(split, 1)
        column.addLayout(choice)

    def show_preview(self, path: Path, preview: ImportPreview) -> None:
        """Show what importing a path would do."""
        self.preview = preview
        self._file_rows.set_rows(sorted(preview.files, key=lambda f: not (f.refusees or f.refus)))
        self._problem_rows.set_rows(sorted(preview.problems, key=lambda p: not p.fatal))
        self._files_card.set_title(f"Aperçu de « {path.name} »", "rien n'est encore écrit")
        self._problems_card.set_title(problems_title(preview))
        self._problems_card.setVisible(bool(preview.problems))
        self._hidden.setText(hidden_sentence(preview))
        self._hidden.setVisible(bool(preview.hidden))
        self._sentence.setText(preview_sentence(preview))
        self._good.setVisible(not preview.is_clean)
        self.set_usable(usable=True)
        self._all.setToolTip("" if preview.is_clean else "Des lignes sont refusées : corrigez-les d'abord.")
        first = self._all if preview.is_clean else self.problems if preview.problems else self.files
        if self.problems.model().rowCount() and first is self.problems:
            self.problems.selectRow(0)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_usable(self, *, usable: bool) -> None:
        """Take or give back the choice, while something is running."""
        for button in (self._nothing, self._save):
            button.setEnabled(usable)
        preview = self.preview
        some = preview is not None and any(f.nouvelles or f.modifiees for f in preview.files)
        self._good.setEnabled(usable and some)
        self._all.setEnabled(usable and preview is not None and preview.is_clean)

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self.preview = None
        self._file_rows.set_rows(())
        self._problem_rows.set_rows(())
