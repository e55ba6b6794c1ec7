"""The figures of the period, chapter after chapter, made and filled little by little."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabBar, QVBoxLayout, QWidget

from caseapp.reports.report import Block, Chapter, Chart, Paragraph, Table
from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.card_grid import CardGrid
from caseapp.ui.widgets.chart_view import ChartView
from caseapp.ui.widgets.figure_table import FigureTable

_SHARES = (4, 3)
_CARD_WIDTH = 440
"""Under it, at 100 %, a table of amounts would be cut: cards then stand one under the other."""
_SHORT = {
    "synthese": "L'essentiel", "interventions": "Interventions", "rendez_vous": "Rendez-vous",
    "offres": "Offres", "aides": "Aides", "impayes": "Impayés", "indecence": "Logements",
    "rsa": "RSA", "collectif": "Collectif",
}  # fmt: skip


class ChapterSection(QWidget):
    """One chapter: its title, then its tables and charts as cards."""

    figure_opened = Signal(str)

    def __init__(self, chapter: Chapter, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._tables: dict[str, FigureTable] = {}
        self._charts: dict[str, ChartView] = {}
        self._grid = CardGrid(context.theme, _SHARES, _CARD_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(10)
        column.addWidget(plain_label(chapter.title, role="marque"))
        column.addWidget(self._grid)

    def show_block(self, block: Block) -> None:
        """Show one block, in the place of the same one with other figures if it is there."""
        match block:
            case Table() if block.key in self._tables:
                self._tables[block.key].set_table(block)
            case Chart() if block.key in self._charts:
                self._charts[block.key].set_chart(block)
            case Table():
                table = FigureTable(block, self._context)
                table.figure_opened.connect(self.figure_opened)
                self._tables[block.key] = table
                self._grid.add(table)
            case Chart():
                card, view = Card(block.title), ChartView(block, self._context.theme)
                card.body.addWidget(view)
                card.body.addStretch(1)
                self._charts[block.key] = view
                self._grid.add(card)
            case Paragraph():
                self._grid.add(plain_label(block.text))

    def show_opened(self, address: str) -> None:
        """Mark the figure whose records are shown beside."""
        for table in self._tables.values():
            table.show_opened(address)


class ChapterStack(QWidget):
    """Every chapter one under the other, with a bar that leads to each."""

    figure_opened = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._sections: dict[str, ChapterSection] = {}
        self._waiting: deque[tuple[ChapterSection, Block]] = deque()
        self._step = QTimer(self)
        self._step.timeout.connect(self._fill_one)
        self._bar = QTabBar()
        self._bar.setAccessibleName("Chapitres")
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(True)
        self._bar.tabBarClicked.connect(self._go_to)
        self._bar.currentChanged.connect(self._go_to)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("page")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._bar)
        outer.addWidget(self._area, 1)

    @property
    def is_filling(self) -> bool:
        """Whether chapters are still to be shown."""
        return bool(self._waiting)

    def set_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Show these chapters, one block at each turn of the event loop: the window answers meanwhile."""
        self._waiting = deque(
            (self._section(chapter), block) for chapter in chapters for block in chapter.blocks
        )
        self._step.start(0)

    def _fill_one(self) -> None:
        if not self._waiting:
            self._step.stop()
            return
        section, block = self._waiting.popleft()
        section.show_block(block)

    def _section(self, chapter: Chapter) -> ChapterSection:
        if chapter.key in self._sections:
            return self._sections[chapter.key]
        section = ChapterSection(chapter, self._context)
        section.figure_opened.connect(self.figure_opened)
        self._sections[chapter.key] = section
        self._column.insertWidget(self._column.count() - 1, section)
        self._bar.addTab(_SHORT.get(chapter.key, chapter.title))
        self._bar.setTabToolTip(self._bar.count() - 1, chapter.title)
        return section

    def _go_to(self, number: int) -> None:
        sections = list(self._sections.values())
        if 0 <= number < len(sections):
            self._area.verticalScrollBar().setValue(sections[number].y())

    def show_opened(self, address: str) -> None:
        """Mark the figure whose records are shown beside."""
        for section in self._sections.values():
            section.show_opened(address)
