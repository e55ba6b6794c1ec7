"""The interventions of a family: the list, open ones first, and the one chosen beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QScrollArea, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_date
from caseapp.services.interventions_lignes import InterventionRow, Suivi
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_suivi_panel import build_panel
from caseapp.ui.pages.familles_suivi_sheets import SuiviSheets
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.scrolling_tab import ScrollingTab

EMPTY = "Aucune intervention pour cette famille : ouvrez-en une dès le premier conseil donné."
_SIDE_BY_SIDE = 1000
"""Width, at 100 %, under which the intervention goes under the list."""
_LIST_HEIGHT = 190
"""Height of the list, at 100 %, when it stands over the intervention."""


def _tone(row: InterventionRow) -> Tone:
    return Tone.NORMAL if row.is_open else Tone.DISCREET


def _nature(row: InterventionRow) -> str:
    """Return the nature in a word: the panel beside says it whole."""
    return row.nature_libelle.removesuffix(" social")


COLUMNS: tuple[ColumnSpec[InterventionRow], ...] = (
    ColumnSpec(
        "motif", "Motif", lambda row: row.motif_libelle, width=140, stretch=True,
        tone=lambda row: Tone.STRONG if row.is_open else Tone.DISCREET, sortable=True,
    ),
    ColumnSpec("nature", "Nature", _nature, width=146, tone=_tone, sortable=True),
    ColumnSpec(
        "ouverture", "Ouverte le", lambda row: format_date(row.date_ouverture), Align.RIGHT, 102,
        tone=_tone, sortable=True, sort_key=lambda row: row.date_ouverture,
    ),
    ColumnSpec(
        "cloture", "Clôturée le", lambda row: format_date(row.date_cloture) or "en cours", Align.RIGHT, 102,
        tone=lambda row: Tone.SUCCESS if row.is_open else Tone.DISCREET,
    ),
)  # fmt: skip


class InterventionsView(ScrollingTab):
    """Enter goes from the list to the intervention; Ctrl+J, Ctrl+M and others act on it."""

    def __init__(self, sheets: SuiviSheets, context: UiContext) -> None:
        super().__init__(context.theme)
        self._sheets, self._context = sheets, context
        self._rows: TableModel[InterventionRow] = TableModel(COLUMNS)
        self.table = DataTable(context, self._rows, key="interventions-famille", name="Interventions")
        self.panel = QScrollArea()
        self._list = Card()
        self._wanted: int | None = None
        self._stale = False
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.panel.setObjectName("page")
        self.panel.setFrameShape(QFrame.Shape.NoFrame)
        self.panel.setWidgetResizable(True)
        self.panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        empty = EmptyState(EMPTY, "Nouvelle intervention", self._sheets.interventions.add)
        self._list.body.setContentsMargins(1, 4, 1, 4)
        self._list.body.addWidget(TablePanel(self.table, empty), 1)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(14)
        self._line.addWidget(self._list, 7)
        self._line.addWidget(self.panel, 7)
        self._arrange()

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._show)
        self.table.activated_row.connect(lambda _: self._enter())
        self._theme.changed.connect(self._dress)
        sheets = self._sheets
        for keys, act, allowed in (
            ("Ctrl+J", sheets.steps.add_objectif, _is_open),
            ("Ctrl+Shift+C", sheets.interventions.close, _is_open),
            ("Ctrl+Shift+P", sheets.interventions.turn, _can_be_followed),
            ("Ctrl+Shift+B", sheets.interventions.plan, _is_open),
        ):
            self._shortcut(keys, act, allowed)

    def _shortcut(
        self,
        keys: str,
        act: Callable[[InterventionRow], object],
        allowed: Callable[[InterventionRow], bool],
    ) -> None:
        def run() -> None:
            row = self.current
            if row is not None and allowed(row):
                act(row)

        shortcut = QShortcut(QKeySequence(keys), self, run)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def current(self) -> InterventionRow | None:
        """The intervention chosen in the list."""
        index = self.table.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    def show_suivi(self, suivi: Suivi, *, again: bool) -> None:
        """Show the interventions of a family; the one chosen stays when it is the same family."""
        kept = self.current.id if again and self.current is not None else None
        wanted, self._wanted = self._wanted, None
        focus = self._focused_key()
        self._rows.set_rows(suivi.interventions)
        ids = [one.id for one in suivi.interventions]
        places = [ids.index(one) for one in (wanted, kept) if one in ids] or [0]
        if ids:
            self.table.selectRow(places[0])
        else:
            self._show(None)
        self._focus_again(focus)

    def choose(self, intervention_id: int) -> None:
        """Choose an intervention, now or once it is read."""
        for position in range(self._rows.rowCount()):
            row = self._rows.row_at(position)
            if row is not None and row.id == intervention_id:
                self.table.selectRow(position)
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._wanted = intervention_id

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._show(self.current)

    def _show(self, row: InterventionRow | None) -> None:
        """Build the intervention once it is on screen: a Fiche opens on its timeline."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        self.panel.setVisible(row is not None)
        self.panel.setWidget(QWidget() if row is None else build_panel(row, self._sheets, self._context))

    def _dress(self) -> None:
        self._arrange()
        self._show(self.current)

    def _enter(self) -> None:
        """Take the keyboard into the intervention."""
        inside = self.panel.widget()
        if inside is not None:
            first = next((one for one in inside.findChildren(QWidget) if _takes_tab(one)), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)

    def _focused_key(self) -> str | None:
        """Return the name of what has the keyboard in the intervention, None when it is elsewhere."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.panel.isAncestorOf(focused)
        return focused.objectName() if inside and focused is not None else None

    def _focus_again(self, key: str | None) -> None:
        """Give the keyboard back to what had it before the intervention was read again."""
        if key is None:
            return
        inside = self.panel.widget()
        again = inside.findChild(QWidget, key) if key and inside is not None else None
        (again or self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._theme.px(_SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._list.setMaximumHeight(16_777_215 if wide else self._theme.px(_LIST_HEIGHT))


def _is_open(row: InterventionRow) -> bool:
    return row.is_open


def _can_be_followed(row: InterventionRow) -> bool:
    return row.can_be_followed


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()
