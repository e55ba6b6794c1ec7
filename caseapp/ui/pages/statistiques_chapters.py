"""The figures of the period, chapter after chapter, made and filled little by little."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QTabBar, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.reports.report import Chapter
from caseapp.ui.context import UiContext
from caseapp.ui.pages.statistiques_section import ChapterSection
from caseapp.ui.widgets.figure_view import FigureView

_TURN = 0.006
"""Seconds spent on cards in one turn of the event loop: the window answers meanwhile."""
_REST = 120
"""Milliseconds without a change of width before what is below the screen is laid out again."""
_NEAR = 60
"""Pixels, at 100 %, kept between a figure and the edges of the screen."""
_SHORT = {
    "synthese": "L'essentiel", "interventions": "Interventions", "rendez_vous": "Rendez-vous",
    "offres": "Offres", "aides": "Aides", "demandes_aides": "Demandes",
    "paiements": "Paiements", "impayes": "Impayés", "indecence": "Logements",
    "rsa": "RSA", "collectif": "Collectif",
}  # fmt: skip


class ChapterStack(QScrollArea):
    """Every chapter one under the other; `bar` leads to each and follows what is read."""

    figure_opened = Signal(str)
    filled = Signal()
    """Every chapter shows the last figures given."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._sections: dict[str, ChapterSection] = {}
        self._waiting: deque[Callable[[], bool | None]] = deque()
        self._leading = False
        self._step = QTimer(self)
        self._step.timeout.connect(self._fill)
        self._resting: dict[str, ChapterSection] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._wake)
        self._opened, self._keeping = "", False
        self.bar = QTabBar()
        self._configure()
        self._content = QWidget()
        self._content.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # growing repaints nothing above
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self.setWidget(self._content)

    def _configure(self) -> None:
        self.bar.setAccessibleName("Chapitres")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        for arrow in self.bar.findChildren(QToolButton):
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys lead to every chapter
        self.bar.tabBarClicked.connect(self._go_to)
        self.bar.currentChanged.connect(self._go_to)
        self.setObjectName("page")
        self.setAccessibleName("Chiffres")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(self._follow)
        self.verticalScrollBar().rangeChanged.connect(self._keep_place)
        self.verticalScrollBar().actionTriggered.connect(self._end_keeping)

    @property
    def is_filling(self) -> bool:
        """Whether chapters are still to be shown."""
        return bool(self._waiting or self._resting)

    def set_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Show these chapters, a few cards at each turn of the event loop."""
        self._waiting.clear()
        for chapter in chapters:
            section = self._section(chapter)
            self._waiting.extend(partial(section.show_block, block) for block in chapter.blocks)
            self._waiting.append(partial(section.keep_blocks, chapter))
        self._waiting.append(self.filled.emit)
        self._step.start(0)

    def _fill(self) -> None:
        end = perf_counter() + _TURN
        while self._waiting and perf_counter() < end:
            if self._waiting.popleft()():
                break  # a card was made or a whole chapter laid out: let the window answer
        if not self._waiting:
            self._step.stop()

    def _end_keeping(self) -> None:
        """Let the figure opened beside go: the reader scrolls, or goes somewhere else."""
        self._keeping = False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out what is on screen first, the figure opened beside staying there; then what is below."""
        if event.size().width() != event.oldSize().width():
            self._keeping = self._keeping or self._is_on_screen(self._opened)
            bottom = self.verticalScrollBar().value() + event.size().height()
            self._resting |= {key: one for key, one in self._sections.items() if one.y() > bottom}
            for section in self._resting.values():
                section.set_laid_out(laid_out=False)
            self._rest.start()
        super().resizeEvent(event)

    def _wake(self) -> None:
        """Lay out the chapters that were left as they were, one at each turn of the event loop."""
        resting, self._resting = self._resting.values(), {}
        self._waiting.extend(partial(section.set_laid_out, laid_out=True) for section in resting)
        self._step.start(0)

    def _section(self, chapter: Chapter) -> ChapterSection:
        if chapter.key in self._sections:
            return self._sections[chapter.key]
        section = ChapterSection(chapter, self._context)
        section.figure_opened.connect(self.figure_opened)
        section.cursor_moved.connect(self._show_place)
        self._sections[chapter.key] = section
        self._column.insertWidget(self._column.count() - 1, section)
        with QSignalBlocker(self.bar):
            self.bar.addTab(_SHORT.get(chapter.key, chapter.title))
        self.bar.setTabToolTip(self.bar.count() - 1, chapter.title)
        return section

    def _go_to(self, number: int) -> None:
        sections = list(self._sections.values())
        if 0 <= number < len(sections):
            self._leading, self._keeping = True, False
            self.verticalScrollBar().setValue(sections[number].y())
            self._leading = False

    def _follow(self, value: int) -> None:
        """Select the tab of the chapter being read, unless the tab itself leads."""
        if self._leading or not self._sections:
            return
        near = value + self.viewport().height() // 3
        above = [number for number, section in enumerate(self._sections.values()) if section.y() <= near]
        at_end = value and value == self.verticalScrollBar().maximum()
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex(len(self._sections) - 1 if at_end else max(above, default=0))

    def _show_place(self, view: QWidget, place: QRect) -> None:
        """Scroll to where the keyboard stands."""
        self._end_keeping()
        centre = view.mapTo(self._content, place.center())
        self.ensureVisible(0, centre.y(), 0, place.height() + self._context.theme.px(_NEAR))

    def views(self) -> list[FigureView]:
        """Return the grids of figures, from top to bottom."""
        return [view for section in self._sections.values() for view in section.views()]

    def _place_of(self, address: str) -> tuple[FigureView, QModelIndex] | None:
        """Return the first table that shows a figure, and where."""
        found = ((view, view.index_of(address)) for view in self.views())
        return next(((view, index) for view, index in found if index.isValid()), None)

    def reveal(self, address: str, *, focus: bool) -> bool:
        """Put the cursor on a figure and scroll to it; False when no table shows it."""
        place = self._place_of(address)
        if place is None:
            return False
        view, index = place
        view.setCurrentIndex(index)
        if focus:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring(view, index)
        return True

    def _bring(self, view: FigureView, index: QModelIndex) -> None:
        """Put a figure that is not on screen at a third of its height, under the title of its chapter."""
        centre = view.mapTo(self._content, _cell_of(view, index).center()).y()
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        if not top + self._context.theme.px(_NEAR) <= centre <= top + height - self._context.theme.px(_NEAR):
            self.verticalScrollBar().setValue(centre - height // 3)

    def _is_on_screen(self, address: str) -> bool:
        place = self._place_of(address) if address else None
        if place is None:
            return False
        centre = place[0].mapTo(self.viewport(), _cell_of(*place).center()).y()
        return 0 <= centre <= self.viewport().height()

    def _keep_place(self) -> None:
        """Follow the figure opened beside while what is above it changes its height."""
        place = self._place_of(self._opened) if self._keeping else None
        if place is not None:
            self._bring(*place)

    def show_opened(self, address: str) -> None:
        """Mark the figure whose records are shown beside."""
        self._opened = address
        for section in self._sections.values():
            section.show_opened(address)


def _cell_of(view: FigureView, index: QModelIndex) -> QRect:
    return view.visualRect(index).translated(QPoint(0, view.viewport().y()))
