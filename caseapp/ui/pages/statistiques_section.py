"""One chapter of the yearly figures: its title, then its tables and charts as cards."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from caseapp.reports.report import Block, Chapter, Chart, Paragraph, Table
from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.card_grid import CardGrid
from caseapp.ui.widgets.chart_view import ChartView
from caseapp.ui.widgets.figure_table import FigureTable
from caseapp.ui.widgets.figure_view import FigureView

_SHARES = (3, 2)
_CARD_WIDTH = 520
"""Under it, at 100 %, a table of amounts would be cut: cards then stand one under the other."""


class ChartCard(Card):
    """A chart under its title, as tall as the card beside it."""

    def __init__(self, chart: Chart, context: UiContext) -> None:
        super().__init__(chart.title)
        self._view = ChartView(chart, context.theme)
        self.body.addWidget(self._view, 1)

    def set_chart(self, chart: Chart) -> None:
        """Show the same with other figures."""
        self.set_title(chart.title)
        self._view.set_chart(chart)


class ChapterSection(QWidget):
    """The cards of one chapter, made at the first figures, then kept."""

    figure_opened = Signal(str)
    cursor_moved = Signal(QWidget, QRect)
    """Where the keyboard stands: the grid, and the place in it."""

    def __init__(self, chapter: Chapter, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._cards: dict[str, QWidget] = {}
        self._grid = CardGrid(context.theme, _SHARES, _CARD_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 6)
        self._column.setSpacing(10)
        self._column.addWidget(plain_label(chapter.title, role="marque"))
        self._column.addWidget(self._grid)

    def show_block(self, block: Block) -> bool:
        """Show one block, in the place of the same one with other figures; tell whether it was made."""
        card = self._cards.get(_key(block))
        match block, card:
            case Table(), FigureTable():
                card.set_table(block)
            case Chart(), ChartCard():
                card.set_chart(block)
            case Paragraph(), QLabel():
                card.setText(block.text)
            case _:
                self._cards[_key(block)] = new = self._card(block)
                self._grid.add(new, wide=isinstance(block, Table) and block.wide)
                return True
        return False

    def _card(self, block: Block) -> QWidget:
        match block:
            case Table():
                table = FigureTable(block, self._context)
                table.figure_opened.connect(self.figure_opened)
                table.view.cursor_moved.connect(lambda place: self.cursor_moved.emit(table.view, place))
                return table
            case Chart():
                return ChartCard(block, self._context)
            case Paragraph():
                label = plain_label(block.text)
                label.setWordWrap(True)
                return label

    def keep_blocks(self, chapter: Chapter) -> None:
        """Hide what this period does not have (the months of free dates), in the order of the chapter."""
        self._grid.set_cards([self._cards[_key(block)] for block in chapter.blocks])

    def set_laid_out(self, *, laid_out: bool) -> bool:
        """Keep the places of a former width for a while, or take those of the present one; tell which."""
        self._column.setEnabled(laid_out)
        if laid_out:
            self._column.invalidate()
            self._column.activate()
        return laid_out

    def views(self) -> list[FigureView]:
        """Return the grids of figures, from top to bottom."""
        return [card.view for card in self._grid.cards if isinstance(card, FigureTable)]

    def show_opened(self, address: str) -> None:
        """Mark the figure whose records are shown beside."""
        for view in self.views():
            view.show_opened(address)


def _key(block: Block) -> str:
    return f"texte {block.text}" if isinstance(block, Paragraph) else f"{type(block).__name__} {block.key}"
