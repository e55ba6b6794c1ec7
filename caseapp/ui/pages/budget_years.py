"""Several budget years side by side, by one of their sums."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from caseapp.reports.report import Table
from caseapp.services.budget_rows import LigneAnnees
from caseapp.ui.context import UiContext
from caseapp.ui.pages.budget_words import SUMS, Opened, years_table
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.figure_model import FigureModel
from caseapp.ui.widgets.figure_view import FigureView

_MOST_YEARS = 4
_TITLE = "Années côte à côte"


class YearsCard(Card):
    """Up to four years that end with the one shown above."""

    opened = Signal(object)
    """The `Opened` sum whose aids are wanted."""
    years_changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__(_TITLE)
        self._opens: dict[str, Opened] = {}
        self._annees: tuple[int, ...] = ()
        self._rows: tuple[LigneAnnees, ...] = ()
        self._model = FigureModel(Table("budget.annees", _TITLE, "Ligne", (), ()), self)
        self.view = FigureView(context, self._model)
        self.view.setAccessibleName(_TITLE)
        self.count, self.what = QComboBox(), QComboBox()
        self.count.setAccessibleName("Nombre d'années")
        self.what.setAccessibleName("Somme comparée")
        self.count.addItems([f"{number} années" for number in range(2, _MOST_YEARS + 1)])
        self.count.setCurrentIndex(_MOST_YEARS - 2)
        self.what.addItems(list(SUMS))
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for widget in (plain_label("Comparer", role="note"), self.what, plain_label("sur"), self.count):
            tools.addWidget(widget)
        tools.addStretch(1)
        self.body.addLayout(tools)
        self.body.addWidget(self.view)
        self.body.addStretch(1)
        self.view.figure_opened.connect(self._open)
        self.what.currentIndexChanged.connect(self._tell)
        self.count.currentIndexChanged.connect(lambda _: self.years_changed.emit())

    def years(self, last: int) -> tuple[int, ...]:
        """Return the years wanted, the latest last."""
        return tuple(range(last - self.count.currentIndex() - 1, last + 1))

    def show_years(self, annees: Sequence[int], rows: Sequence[LigneAnnees]) -> None:
        """Show other years."""
        self._annees, self._rows = tuple(annees), tuple(rows)
        self._tell()

    def _tell(self) -> None:
        made = years_table(self._annees, self._rows, self.what.currentText())
        self._opens = made.opens
        self._model.set_table(made.table)
        self.view.setAccessibleName(made.table.title)

    def show_opened(self, title: str) -> None:
        """Mark the sum whose aids are shown."""
        self.view.show_opened(title)

    def _open(self, address: str) -> None:
        self.opened.emit(self._opens[address])
