"""The table of a budget year: amounts open their aids, exceeded lines stand out, what is granted is a bar."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from caseapp.services.budget_rows import LigneVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.budget_words import ENGAGED, LEFT
from caseapp.ui.tables.row_delegate import MARGIN
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.figure_delegate import FigureDelegate
from caseapp.ui.widgets.figure_model import FigureModel
from caseapp.ui.widgets.figure_view import FigureView

_BAR = 3
"""Height of a bar at 100 %."""
_WHOLE = 100
_Index = QModelIndex | QPersistentModelIndex


class BudgetView(FigureView):
    """Knows the line of each row; `line_changed` tells the one under the cursor, None for another row."""

    line_changed = Signal(object)

    def __init__(self, context: UiContext, model: FigureModel) -> None:
        self.lignes: tuple[LigneVue | None, ...] = ()
        super().__init__(context, model)
        model.modelReset.connect(self._stand)

    @override
    def _make_delegate(self) -> FigureDelegate:
        return _BudgetDelegate(self._theme, self._figures, self)

    def set_lignes(self, lignes: Sequence[LigneVue | None]) -> None:
        """Say which line each row is, before the table itself is changed."""
        self.lignes = tuple(lignes)

    @property
    def line(self) -> LigneVue | None:
        """The line under the cursor; none for a domain, a total, or what stands on no line."""
        row = self.currentIndex().row()
        found = self.lignes[row] if 0 <= row < len(self.lignes) else None
        return found if found is not None and found.id is not None else None

    def _stand(self) -> None:
        """Stand on the first figure when the cursor is nowhere: the row of a domain may have none."""
        places = (self._figures.index(row, 1) for row in range(self._figures.rowCount()))
        first = next((one for one in places if one.flags() & Qt.ItemFlag.ItemIsEnabled), None)
        if not self.currentIndex().isValid() and first is not None:
            self.setCurrentIndex(first)

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.line_changed.emit(self.line)


class _BudgetDelegate(FigureDelegate):
    """Adds the bar of what is granted under its share, and the colour of what is exceeded."""

    def __init__(self, theme: Theme, model: FigureModel, view: BudgetView) -> None:
        super().__init__(theme, model, view)
        self._budget = view

    def _line(self, index: _Index) -> LigneVue | None:
        return self._budget.lignes[index.row()] if index.row() < len(self._budget.lignes) else None

    @override
    def colour_of(self, index: _Index) -> QColor:
        line = self._line(index)
        if line is not None and line.depasse and index.column() in {LEFT, ENGAGED}:
            return self._theme.colour("danger")
        return super().colour_of(index)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        line = self._line(index)
        if line is None or line.part is None or index.column() != ENGAGED:
            return
        rect: QRect = option.rect
        margin, height = self._theme.px(MARGIN), self._theme.px(_BAR)
        whole = QRect(rect.x() + margin, rect.bottom() - height - 1, rect.width() - 2 * margin, height)
        share = min(_WHOLE, int(line.part))
        painter.fillRect(whole, self._theme.colour("bord-doux"))
        done = QRect(whole.x(), whole.y(), whole.width() * share // _WHOLE, height)
        painter.fillRect(done, self._theme.colour("danger" if line.depasse else "accent"))
