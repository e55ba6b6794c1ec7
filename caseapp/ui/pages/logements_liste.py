"""The reported dwellings beside the one chosen: their stages, what they are filtered by, the list."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from caseapp.domain.labels import format_number
from caseapp.services.logements_rows import Etape, Filtre, ListeLogements, SignalementRow, SignalementVue
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_suivi_lines import ActionRow
from caseapp.ui.pages.familles_words import PROTECTED
from caseapp.ui.pages.logements_actions import ACTIONS, Action, libelle, possible
from caseapp.ui.pages.logements_panneau import LogementPanel
from caseapp.ui.pages.logements_words import (
    ETAPES,
    OPEN,
    awaited_words,
    due_tone,
    due_words,
    is_narrow,
    stage_words,
)
from caseapp.ui.plain_text import button_text
from caseapp.ui.tables.columns import ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.choice_box import ChoiceBox
from caseapp.ui.widgets.search_keys import SearchKeys
from caseapp.ui.widgets.split import list_beside_panel

_SHARES = 59, 41
_PAUSE = 200
"""Milliseconds without typing before the list is searched."""


def signalement_columns(today: Callable[[], date]) -> tuple[ColumnSpec[SignalementRow], ...]:
    """Return the columns of the list; deadlines are said from `today`."""
    return (
        ColumnSpec(
            "famille", "Famille", lambda row: row.famille, width=134, least=110, sortable=True,
            tone=lambda _: Tone.STRONG, mark=lambda row: PROTECTED if row.protegee else "",
        ),
        ColumnSpec(
            "echeance", "Échéance", lambda row: due_words(row, today()), width=136, sortable=True,
            sort_key=lambda row: row.prochaine.jour if row.prochaine else date.max,
            tone=lambda row: due_tone(row, today()),
        ),
        ColumnSpec("attendu", "Ce qui est attendu", awaited_words, width=166, sortable=True),
        ColumnSpec(
            "logement", "Logement", lambda row: row.adresse, width=130, stretch=True, least=90, sortable=True
        ),
        ColumnSpec("etape", "Étape", stage_words, width=90, shown=False, sortable=True),
    )  # fmt: skip


class FilterBar(QWidget):
    """The stages with how many each has, then the origin, the result, mine, late, a text."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.stages: dict[Etape | None, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.origine = ChoiceBox("Origine du signalement", "Toutes les origines")
        self.resultat = ChoiceBox("Résultat de la visite", "Tous les constats")
        self.mine, self.late = self._toggle("Les miens"), self._toggle("En retard")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Famille, adresse, bailleur…")
        self.field.setAccessibleName("Chercher un logement signalé")
        self.field.setMaxLength(200)
        self.field.setClearButtonEnabled(True)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._timer.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _: self._timer.start())
        for box in (self.origine, self.resultat):
            box.setMinimumContentsLength(13)
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for button in (self.mine, self.late):
            button.toggled.connect(lambda _: self.changed.emit())

    def _toggle(self, words: str) -> QPushButton:
        button = plain_button(words, lambda: None)
        button.setCheckable(True)
        return button

    def _lay_out(self) -> None:
        for etape in (None, *Etape):
            button = self._toggle("")
            button.clicked.connect(self.changed)
            self._group.addButton(button)
            self.stages[etape] = button
        self.stages[None].setChecked(True)
        self.show_counts({}, 0)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 3)
        for box in (self.origine, self.resultat):
            row.addWidget(box, 2)
        for button in (self.mine, self.late):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(ActionRow(self._context.theme.px(8), tuple(self.stages.values())))
        column.addLayout(row)

    def offer(self, origines: Sequence[Choice], resultats: Sequence[Choice]) -> None:
        """Offer the origins and the results in force."""
        self.origine.set_choices(origines)
        self.resultat.set_choices(resultats)

    def show_counts(self, comptes: dict[Etape, int], ouverts: int) -> None:
        """Say how many files each stage has."""
        for etape, button in self.stages.items():
            name = OPEN if etape is None else ETAPES[etape]
            count = ouverts if etape is None else comptes.get(etape, 0)
            button.setText(button_text(f"{name} {format_number(count)}"))

    @property
    def is_narrow(self) -> bool:
        """Whether something is filtered."""
        return is_narrow(self.filtre()) or self.mine.isChecked()

    def filtre(self) -> Filtre:
        """Return what is asked for, but whose it is."""
        etape = next(one for one, button in self.stages.items() if button.isChecked())
        return Filtre(
            etape=etape, origine=self.origine.key(), resultat=self.resultat.key(),
            en_retard=self.late.isChecked(), texte=self.field.text().strip(),
        )  # fmt: skip

    def choose(self, etape: Etape | None) -> None:
        """Show the files of a stage."""
        self.stages[etape].setChecked(True)

    def clear(self) -> None:
        """Ask for every open file again."""
        self.choose(None)
        for box in (self.origine, self.resultat):
            box.setCurrentIndex(0)
        for button in (self.mine, self.late):
            button.setChecked(False)
        self.field.clear()
        self.changed.emit()


class LogementsView(QWidget):
    """The list on the left, the report of its current row on the right, what can be done under it."""

    chosen = Signal(object)
    """Identifier of the report under the cursor, or None."""

    def __init__(self, panel: LogementPanel, context: UiContext, today: Callable[[], date]) -> None:
        super().__init__()
        self.panel = panel
        self._model = TableModel[SignalementRow](signalement_columns(today), parent=self)
        self.table = DataTable(context, self._model, key="logements", name="Logements signalés")
        self.filters = FilterBar(context)
        self.list = TablePanel(self.table, QWidget())
        self.buttons: dict[Action, QPushButton] = dict(self._make_buttons())
        self.bar = ActionRow(context.theme.px(8), tuple(self.buttons.values()))
        self._right = Card()
        self._lay_out()
        self._shown: int | None = None
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.table.activated_row.connect(lambda _: self.panel.focus_inside())
        self.panel.left.connect(self.focus_list)
        SearchKeys(self.filters.field, self.table, lambda _opens: self.focus_list())

    def _make_buttons(self) -> Iterator[tuple[Action, QPushButton]]:
        for action in ACTIONS:
            button = plain_button(action.libelle, lambda: None)
            button.setToolTip(action.lettre)
            yield action, button

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
        """The report under the cursor."""
        at = self.table.currentIndex()
        row = self._model.row_at(at.row()) if at.isValid() else None
        return None if row is None else row.id

    def show_list(self, liste: ListeLogements, wanted: int | None) -> None:
        """Show these reports, the cursor on the one wanted, else on the first."""
        had_focus = self.table.hasFocus()
        self.filters.show_counts(
            liste.comptes, sum(count for one, count in liste.comptes.items() if one is not Etape.CLOS)
        )
        self._shown = None
        self._model.set_rows(liste.rows)
        ids = [row.id for row in liste.rows]
        self._right.setVisible(bool(ids))
        if not ids:
            self.show_vue(None)
            return
        self.table.selectRow(ids.index(wanted) if wanted in ids else 0)
        if had_focus:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _tell(self) -> None:
        """Tell once which report is under the cursor."""
        if self.current != self._shown:
            self._shown = self.current
            self.chosen.emit(self._shown)

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to what is said in its place."""
        shown = self.list.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_vue(self, vue: SignalementVue | None) -> None:
        """Show the report under the cursor, and what can be done with it."""
        self.panel.show_vue(vue)
        allowed = possible(vue)
        for action, button in self.buttons.items():
            if vue is not None:
                button.setText(button_text(libelle(action, vue)))
            self.bar.leave_out(button, out=action not in allowed)
        self.bar.setVisible(bool(allowed))

    def connect_actions(self, do: Callable[[Action], object]) -> None:
        """Say what the buttons do."""
        for action, button in self.buttons.items():
            button.clicked.connect(partial(_do, do, action))


def _do(do: Callable[[Action], object], action: Action, *_: object) -> None:
    do(action)
