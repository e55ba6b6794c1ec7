"""The RSA follow-ups beside the one chosen: what they are filtered by, the list, the panel."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from caseapp.services.suivis_rsa import Filtre, Statut, SuiviRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.insertion_columns import suivi_columns
from caseapp.ui.pages.insertion_panneau import SuiviPanel
from caseapp.ui.pages.insertion_words import STATUTS
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.choice_box import ChoiceBox
from caseapp.ui.widgets.search_keys import SearchKeys
from caseapp.ui.widgets.split import list_beside_panel

_SHARES = 67, 33
_PAUSE = 200
"""Milliseconds without typing before the list is searched."""
_LONGEST = 200


class FilterBar(QWidget):
    """Which follow-ups, mine; a text is searched while it is typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.statut = ChoiceBox("Quels suivis", "Suivis ouverts")
        self.statut.set_choices(STATUTS)
        self.statut.setMinimumContentsLength(22)
        self.mine = plain_button("Les miens", lambda: None)
        self.mine.setCheckable(True)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Famille…")
        self.field.setAccessibleName("Chercher un suivi")
        self.field.setMaxLength(_LONGEST)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.field, 3)
        row.addWidget(self.statut, 2)
        row.addWidget(self.mine)
        self._timer.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _: self._timer.start())
        self.statut.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.mine.toggled.connect(lambda _: self.changed.emit())

    @property
    def is_narrow(self) -> bool:
        """Whether something is filtered."""
        return self.filtre() != Filtre() or self.mine.isChecked()

    def filtre(self) -> Filtre:
        """Return what is asked for, but whose it is."""
        return Filtre(Statut(self.statut.key() or Statut.OUVERTS), texte=self.field.text().strip())

    def clear(self) -> None:
        """Ask for every open follow-up again."""
        self.statut.setCurrentIndex(0)
        self.mine.setChecked(False)
        self.field.clear()

    def widen(self) -> None:
        """Ask for every follow-up, ended ones too."""
        self.clear()
        self.statut.choose(Statut.TOUS.value)


class InsertionView(QWidget):
    """The list on the left, the follow-up of its current row on the right."""

    chosen = Signal(object)
    """Identifier of the follow-up under the cursor, or None."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__()
        suivis, today = workspace.suivis_rsa, navigator.today
        self._model = PagedTableModel[SuiviRow](
            suivi_columns(today), lambda ids: suivis.list_rows(ids, today()), parent=self
        )
        self.table = DataTable(context, self._model, key="suivis_rsa", name="Suivis RSA")
        self.filters = FilterBar()
        self.list = TablePanel(self.table, QWidget())
        self.panel = SuiviPanel(workspace, context, navigator)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current))
        self.table.activated_row.connect(lambda _: self.panel.focus_inside())
        self.panel.left.connect(self.focus_list)
        SearchKeys(self.filters.field, self.table, lambda _opens: self.focus_list())

    def _lay_out(self) -> None:
        left = Card()
        left.body.setContentsMargins(6, 4, 6, 6)
        left.body.addWidget(self.list)
        split = list_beside_panel(left, self.panel, _SHARES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        column.addWidget(split, 1)

    @property
    def current(self) -> int | None:
        """The follow-up under the cursor."""
        at = self.table.currentIndex()
        return self._model.id_at(at.row()) if at.isValid() else None

    def show_ids(self, ids: Sequence[int], wanted: int | None) -> None:
        """Show these follow-ups, the cursor on the one wanted, else on the first."""
        self._model.set_ids(ids)
        self.panel.setVisible(bool(ids))
        if not ids:
            self.panel.forget()
            return
        self.table.selectRow(ids.index(wanted) if wanted in ids else 0)
        self.chosen.emit(self.current)

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to what is said in its place."""
        shown = self.list.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
