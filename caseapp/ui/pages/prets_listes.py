"""The two lists of the page: payments, ticked to be paid several at once, and loans."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.services.paiements import ListePaiements, PaiementListe, PaiementRow, PaiementService
from caseapp.services.perimetre import Choice
from caseapp.services.prets import ListePrets, PretListe, PretRow, PretService
from caseapp.ui.context import UiContext
from caseapp.ui.pages.prets_columns import loan_columns, payment_columns
from caseapp.ui.pages.prets_words import loans_total, payments_total
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.choice_box import ChoiceBox

Jour = Callable[[], date]
_ACTIONS = {ListePaiements.A_VERSER: "Verser (V)", ListePaiements.A_PREVOIR: "Prévoir pour la famille (V)"}
_PERIODS = (
    Choice("mois", "Ce mois-ci"), Choice("dernier", "Le mois dernier"), Choice("an_dernier", "L'an dernier"),
)  # fmt: skip


class ListView(QWidget):
    """A list and the line of its sums under it; `chosen` is emitted when the user moves in it."""

    chosen = Signal(object)
    """The aid under the cursor, or None."""
    changed = Signal()
    """Another list was chosen: it is to be read."""

    def __init__(self, context: UiContext, model: PagedTableModel[Any], key: str, name: str) -> None:
        super().__init__()
        self.model = model
        self.table = DataTable(context, model, key=key, name=name)
        self.panel = TablePanel(self.table, QWidget())
        self.total = plain_label(role="titre-carte")
        self.total.setWordWrap(True)
        self.choices = QHBoxLayout()
        self.choices.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.choices)
        column.addWidget(self.panel, 1)
        column.addWidget(self.total)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current_aide))

    @property
    def current_aide(self) -> int | None:
        """The aid under the cursor."""
        at = self.table.currentIndex()
        row = self.model.row_at(at.row()) if at.isValid() else None
        return None if row is None else self.aide_of(row)

    def aide_of(self, row: Any) -> int:
        """Return the aid of a row."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def show_ids(self, ids: Sequence[int], *, cursor: bool) -> None:
        """Show these rows, the cursor where it was, or nowhere; `chosen` is not emitted."""
        at = self.table.currentIndex()
        kept = self.model.id_at(at.row()) if at.isValid() else None
        had_focus = self.table.hasFocus()
        with QSignalBlocker(self):
            self.model.set_ids(ids)
            if ids and cursor:
                self.table.selectRow(ids.index(kept) if kept in ids else min(max(at.row(), 0), len(ids) - 1))
        if had_focus and ids:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to what is said in its place."""
        shown = self.panel.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_cursor(self, ident: int | None) -> bool:
        """Put the cursor on a row, or nowhere; tell whether the row is there. `chosen` is not emitted."""
        ids = [self.model.id_at(n) for n in range(self.model.rowCount())]
        with QSignalBlocker(self):
            if ident in ids:
                self.table.selectRow(ids.index(ident))
                return True
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        return False


class PaymentsView(ListView):
    """Payments to be made, to be planned, or made in a period."""

    acted = Signal()
    all_asked = Signal()

    def __init__(self, paiements: PaiementService, context: UiContext, jour: Jour) -> None:
        self.ticked: dict[int, int] = {}
        self._jour = jour
        self._found = PaiementListe((), 0)
        model = PagedTableModel[PaiementRow](
            payment_columns(jour, self.ticked.keys()),
            lambda ids: paiements.list_rows(self.liste, ids, jour()),
        )
        super().__init__(context, model, "paiements", "Paiements")
        model.setParent(self)
        self.kind = ChoiceBox("Quels paiements", "À verser")
        self.kind.set_choices((Choice("a_prevoir", "À prévoir"), Choice("verses", "Versés")))
        self.period = ChoiceBox("Versés quand", "Cette année")
        self.period.set_choices(_PERIODS)
        self.all = plain_button("Tout cocher", self.all_asked.emit)
        self.act = plain_button("", self.acted.emit, primary=True)
        for widget in (self.kind, self.period):
            self.choices.addWidget(widget)
            widget.currentIndexChanged.connect(self._choose)
        self.choices.addStretch(1)
        for button in (self.all, self.act):
            self.choices.addWidget(button)
        self.table.typed.connect(lambda text: self._tick_current() if text == " " else None)
        self.table.clicked.connect(lambda at: self._tick_current() if at.column() == 0 else None)
        self._dress()

    @property
    def liste(self) -> ListePaiements:
        """Which list is shown."""
        return ListePaiements(self.kind.key() or "a_verser")

    @property
    def ids(self) -> tuple[int, ...]:
        """Every row of the list."""
        return self._found.ids

    @override
    def aide_of(self, row: PaiementRow) -> int:
        return row.aide_id

    @property
    def current_payment(self) -> int | None:
        """The payment under the cursor, None for what is not planned yet."""
        at = self.table.currentIndex()
        if self.liste is ListePaiements.A_PREVOIR or not at.isValid():
            return None
        return self.model.id_at(at.row())

    def bounds(self) -> tuple[date | None, date | None]:
        """Return the period of what was paid."""
        if self.liste is not ListePaiements.VERSES:
            return None, None
        end = self._jour()
        month = end.replace(day=1)
        if self.period.key() == "mois":
            return month, end
        if self.period.key() == "dernier":
            before = month - timedelta(days=1)
            return before.replace(day=1), before
        if self.period.key() == "an_dernier":
            return date(end.year - 1, 1, 1), date(end.year - 1, 12, 31)
        return date(end.year, 1, 1), end

    def show_list(self, found: PaiementListe, *, cursor: bool) -> None:
        """Show a list; what is ticked stays ticked while it is in it."""
        self._found = found
        known = set(found.ids)
        for gone in [one for one in self.ticked if one not in known]:
            del self.ticked[gone]
        self.show_ids(found.ids, cursor=cursor)
        self._say()

    def chosen_rows(self) -> dict[int, int]:
        """Return the rows ticked, else the one under the cursor, with their amounts."""
        if self.ticked:
            return dict(self.ticked)
        at = self.table.currentIndex()
        row = self.model.row_at(at.row()) if at.isValid() else None
        return {} if row is None else {row.id: row.montant}

    def tick_all(self, rows: Sequence[PaiementRow]) -> None:
        """Tick these rows, or untick everything when all were."""
        if len(self.ticked) == len(rows):
            self.ticked.clear()
        else:
            self.ticked.update({row.id: row.montant for row in rows})
        self._ticks_changed()

    def _tick_current(self) -> None:
        at = self.table.currentIndex()
        row = self.model.row_at(at.row()) if at.isValid() and self.act.isVisibleTo(self) else None
        if row is None:
            return
        if self.ticked.pop(row.id, None) is None:
            self.ticked[row.id] = row.montant
        self._ticks_changed()

    def _ticks_changed(self) -> None:
        last = self.model.index(self.model.rowCount() - 1, 0)
        self.model.dataChanged.emit(self.model.index(0, 0), last)
        self._say()

    def _choose(self, *_: object) -> None:
        self.ticked.clear()
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        words = _ACTIONS.get(self.liste, "")
        self.act.setText(words)
        for button in (self.act, self.all):
            button.setVisible(bool(words))
        self.period.setVisible(self.liste is ListePaiements.VERSES)
        self.table.setColumnHidden(0, not words)

    def _say(self) -> None:
        some = bool(self._found.ids)
        for button in (self.act, self.all):
            button.setEnabled(some)
        self.all.setText("Tout décocher" if some and len(self.ticked) == len(self.ids) else "Tout cocher")
        self.total.setText(
            payments_total(self.liste, self._found, len(self.ticked), sum(self.ticked.values()))
        )
        self.total.setVisible(some)


class LoansView(ListView):
    """Loans running, late, without schedule, settled."""

    def __init__(self, prets: PretService, context: UiContext, jour: Jour) -> None:
        model = PagedTableModel[PretRow](loan_columns(), lambda ids: prets.list_rows(ids, jour()))
        super().__init__(context, model, "prets", "Prêts")
        model.setParent(self)
        self.kind = ChoiceBox("Quels prêts", "En cours")
        self.kind.set_choices((
            Choice("en_retard", "En retard"), Choice("sans_echeancier", "Sans échéancier"),
            Choice("soldes", "Soldés"),
        ))  # fmt: skip
        self.kind.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.choices.addWidget(self.kind)
        self.choices.addStretch(1)

    @property
    def liste(self) -> ListePrets:
        """Which list is shown."""
        return ListePrets(self.kind.key() or "en_cours")

    @override
    def aide_of(self, row: PretRow) -> int:
        return row.id

    def show_list(self, found: PretListe, *, cursor: bool) -> None:
        """Show a list and its sums."""
        self.show_ids(found.ids, cursor=cursor)
        self.total.setText(loans_total(found))
        self.total.setVisible(bool(found.ids))
