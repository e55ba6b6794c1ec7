"""The requests beside the one chosen: what they are filtered by, the list, the panel, what can be done."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Decision
from caseapp.services.demandes import DemandeService
from caseapp.services.demandes_lignes import DemandeRow, DemandeVue, Filtre, Statut, is_withdrawn
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.pages.demandes_columns import demande_columns
from caseapp.ui.pages.demandes_panneau import DemandePanel
from caseapp.ui.pages.demandes_words import STATUTS
from caseapp.ui.pages.familles_suivi_lines import ActionRow
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.choice_box import ChoiceBox
from caseapp.ui.widgets.search_keys import SearchKeys
from caseapp.ui.widgets.split import list_beside_panel

_SHARES = 64, 36
_PAUSE = 200
"""Milliseconds without typing before the list is searched."""
_LONGEST = 200
MODIFIER, DELEGUER, SEANCE, LETTRE, PAIEMENTS, CLASSER, ROUVRIR = (
    "modifier", "deleguer", "seance", "lettre", "paiements", "classer", "rouvrir",
)  # fmt: skip
ACTIONS = (
    (MODIFIER, "Modifier", "Ctrl+E"),
    (DELEGUER, "Décider par délégation", "Ctrl+Maj+D"),
    (SEANCE, "Ouvrir la séance", ""),
    (LETTRE, "Lettre", ""),
    (PAIEMENTS, "Paiements et prêt", ""),
    (CLASSER, "Classer sans suite", ""),
    (ROUVRIR, "Rouvrir", ""),
)
"""Key, words and shortcut of what can be done with a request."""


def possible(vue: DemandeVue | None) -> frozenset[str]:
    """Return what can be done with a request."""
    if vue is None:
        return frozenset()
    row, found = vue.row, set()
    if row.attend:
        found |= {MODIFIER, CLASSER} | ({DELEGUER} if vue.seance_id is None else set())
    if vue.seance_id is not None:
        found.add(SEANCE)
    if row.decision in DECISIONS_ATTRIBUTIVES:
        found.add(PAIEMENTS)
    if row.decision in (*DECISIONS_ATTRIBUTIVES, Decision.REFUS):
        found.add(LETTRE)
    if is_withdrawn(row.decision):
        found.add(ROUVRIR)
    return frozenset(found)


class FilterBar(QWidget):
    """Where they stand, the year, the aid, mine; a text is searched while it is typed."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self.statut = ChoiceBox("Où en sont les demandes", "Toutes les demandes")
        self.annee = ChoiceBox("Année de la demande", "Toutes les années")
        self.type_aide = ChoiceBox("Aide demandée", "Toutes les aides")
        self.mine = plain_button("Les miennes", lambda: None)
        self.mine.setCheckable(True)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Famille, aide, objet…")
        self.field.setAccessibleName("Chercher une demande")
        self.field.setMaxLength(_LONGEST)
        self.statut.set_choices(STATUTS)
        self.statut.setMinimumContentsLength(16)
        self.annee.setMinimumContentsLength(14)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._timer.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _: self._timer.start())
        for box in (self.statut, self.annee, self.type_aide):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.mine.toggled.connect(lambda _: self.changed.emit())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.field, 3)
        for box in (self.statut, self.annee, self.type_aide):
            row.addWidget(box, 2)
        row.addWidget(self.mine)

    def offer(self, annees: Sequence[int], types: Sequence[Choice]) -> None:
        """Offer the years and the aids that there are."""
        self.annee.set_choices([Choice(str(one), str(one)) for one in annees])
        self.type_aide.set_choices(types)

    @property
    def is_narrow(self) -> bool:
        """Whether something is filtered."""
        return self.filtre() != Filtre() or self.mine.isChecked()

    def filtre(self) -> Filtre:
        """Return what is asked for, but whose it is."""
        statut, annee, kind = self.statut.key(), self.annee.key(), self.type_aide.key()
        return Filtre(
            statut=Statut(statut) if statut else None, annee=int(annee) if annee else None,
            type_aide_id=int(kind) if kind else None, texte=self.field.text().strip(),
        )  # fmt: skip

    def clear(self) -> None:
        """Ask for every request again."""
        for box in (self.statut, self.annee, self.type_aide):
            box.setCurrentIndex(0)
        self.mine.setChecked(False)
        self.field.clear()


class DemandesView(QWidget):
    """The list on the left, the request of its current row on the right, what can be done under it."""

    chosen = Signal(object)
    """Identifier of the request under the cursor, or None."""

    def __init__(self, demandes: DemandeService, context: UiContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme, self._today = context.theme, today
        self._model = PagedTableModel[DemandeRow](demande_columns(today), demandes.list_rows, parent=self)
        self.table = DataTable(context, self._model, key="demandes", name="Demandes d'aide")
        self.filters = FilterBar(context)
        self.list = TablePanel(self.table, QWidget())
        self.panel = DemandePanel(context)
        self.buttons = dict(self._make_buttons())
        self.bar = ActionRow(context.theme.px(8), tuple(self.buttons.values()))
        self._right = Card()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current))
        self.table.activated_row.connect(lambda _: self.panel.focus_inside())
        self.panel.left.connect(self.focus_list)
        SearchKeys(self.filters.field, self.table, lambda _opens: self.focus_list())

    def _make_buttons(self) -> Iterator[tuple[str, QPushButton]]:
        for key, words, keys in ACTIONS:
            button = plain_button(words, lambda: None)
            button.setToolTip(keys)
            yield key, button

    def _lay_out(self) -> None:
        left, right = Card(), self._right
        left.body.setContentsMargins(6, 4, 6, 6)
        left.body.addWidget(self.list)
        policy = self.bar.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)  # Fixed would cut the second line of buttons
        self.bar.setSizePolicy(policy)
        right.body.addWidget(self.panel, 1)
        right.body.addWidget(self.bar)
        split = list_beside_panel(left, right, _SHARES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        column.addWidget(split, 1)

    @property
    def current(self) -> int | None:
        """The request under the cursor."""
        at = self.table.currentIndex()
        return self._model.id_at(at.row()) if at.isValid() else None

    def show_ids(self, ids: Sequence[int], wanted: int | None) -> None:
        """Show these requests, the cursor on the one wanted, else on the first."""
        had_focus = self.table.hasFocus()
        self._model.set_ids(ids)
        self._right.setVisible(bool(ids))
        if not ids:
            self.show_vue(None)
            return
        self.table.selectRow(ids.index(wanted) if wanted in ids else 0)
        if had_focus:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self.current)

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to what is said in its place."""
        shown = self.list.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_vue(self, vue: DemandeVue | None) -> None:
        """Show the request under the cursor, and what can be done with it."""
        self.panel.show_vue(vue, self._today())
        allowed = possible(vue)
        for key, button in self.buttons.items():
            self.bar.leave_out(button, out=key not in allowed)
        self.bar.setVisible(bool(allowed))
