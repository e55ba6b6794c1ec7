"""The list of families: a search field over a table of any length."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from caseapp.services.familles import FamilleRow, FamilleService
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_columns import COLUMNS
from caseapp.ui.pages.familles_search import SHOWN_AT_MOST, FamilleSearch
from caseapp.ui.pages.familles_words import list_sentence, many_sentence, quoted
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.search_keys import SearchKeys, focus_whole

_LONGEST = 200


class FamilleList(QWidget):
    """Shows who matches what is typed; Down enters the table, Enter opens."""

    opened = Signal(int)
    sentence_changed = Signal(str)
    import_requested = Signal()
    create_requested = Signal(str)
    """The words searched."""

    def __init__(self, familles: FamilleService, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self._search = FamilleSearch(familles, context.tasks, self)
        self._model = PagedTableModel[FamilleRow](COLUMNS, familles.list_rows, parent=self)
        self._opens_when_found, self._searched = False, ""
        self.field = self._make_field()
        self.table = DataTable(context, self._model, key="familles", name="Familles")
        self.panel = TablePanel(self.table, QWidget())
        self._notice = plain_label()
        self._lay_out()
        self._connect()
        self.refresh()

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("Nom, prénom, n° allocataire, téléphone, commune…")
        field.setAccessibleName("Rechercher une famille")
        field.setMaxLength(_LONGEST)
        self._icon = field.addAction(self._theme.icon("recherche", "discret"), QLineEdit.ActionPosition(0))
        return field

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(6, 4, 6, 6)
        card.body.addWidget(self.panel)
        self._notice.setWordWrap(True)
        self._notice.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.field)
        column.addWidget(self._notice)
        column.addWidget(card, 1)
        self._dress()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._ask)
        self._search.found.connect(self._show)
        self._search.failed.connect(self.say)
        self.table.activated_row.connect(lambda famille: self.opened.emit(famille.id))
        SearchKeys(self.field, self.table, self._enter)
        escape = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self.leave_search)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.field.setMaximumWidth(self._theme.px(560))
        self.field.setTextMargins(-self._theme.px(6), 0, 0, 0)
        self._icon.setIcon(self._theme.icon("recherche", "discret"))

    def _ask(self, text: str) -> None:
        self._opens_when_found = False
        self._search.ask(text.strip())

    def search(self, text: str) -> None:
        """Look for a text at once."""
        self.field.setText(text)
        self._search.ask(text.strip())

    def refresh(self) -> None:
        """Read the list again, with the same search and the same row under the cursor."""
        self._search.ask(self.field.text().strip())

    def focus_search(self) -> None:
        """Give the focus to the search, its text ready to be replaced."""
        focus_whole(self.field)

    def focus_back(self) -> None:
        """Give the focus back to the table or the field, whichever had it."""
        last: QWidget | None = self.focusWidget()
        left = self.table if last is self.table and self._model.rowCount() else self.field
        left.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_search(self) -> None:
        """Show every family again."""
        self.field.clear()
        self.focus_search()

    def say(self, sentence: str, role: str = "erreur") -> None:
        """Show a refusal over the table, or what one waits for (`phrase`), until the next answer."""
        self._notice.setProperty("role", role)
        self._notice.style().unpolish(self._notice)
        self._notice.style().polish(self._notice)
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _show(self, searched: str, ids: Sequence[int]) -> None:
        kept = self._current_id() if searched == self._searched else None
        self._searched = searched
        self.say("")
        if not ids:
            self.panel.set_empty(self._empty(searched))
        sentence = list_sentence(len(ids), searched)
        if searched and len(ids) > SHOWN_AT_MOST:
            ids = ids[:SHOWN_AT_MOST]
            sentence = many_sentence(len(ids), searched)
        self._model.set_ids(ids)
        if kept in ids:
            self.table.selectRow(ids.index(kept))
        else:
            self.table.scrollToTop()
        self.sentence_changed.emit(sentence)
        if self._opens_when_found:
            self._enter(opens=True)

    def _current_id(self) -> int | None:
        current = self.table.currentIndex()
        return self._model.id_at(current.row()) if current.isValid() else None

    def _empty(self, searched: str) -> EmptyState:
        if searched:
            return EmptyState(
                f"Aucune famille ne correspond à {quoted(searched)}.\n"
                "Essayez le début du nom, un seul mot, le numéro d'allocataire ou le téléphone.",
                f"Créer la famille {quoted(searched)}", partial(self.create_requested.emit, searched),
            ).with_link("Voir toutes les familles", self.leave_search)  # fmt: skip
        return EmptyState(
            "Aucune famille pour l'instant. Importez un dossier d'échange, ou créez la première.",
            "Importer un dossier d'échange", self.import_requested.emit,
        )  # fmt: skip

    def _enter(self, opens: bool) -> None:
        """Go to the table; open the family at once when it is the only one found for the text typed."""
        self._opens_when_found = opens and self._search.is_pending
        if self._opens_when_found or not self._model.rowCount():
            return
        if opens and self._model.rowCount() == 1:
            self.opened.emit(self._model.id_at(0))
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)
