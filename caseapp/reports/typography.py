"""The sheet of paper and how each kind of text is written on it; points everywhere."""

from dataclasses import dataclass

from caseapp.reports.palette import LIGHT, Palette
from caseapp.reports.text_fit import Measure, TextStyle

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
"""A4, upright."""
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 48.0, 58.0, 56.0
WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE
HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
LEADING = 1.32
"""Distance between two baselines, as a share of the size."""
TABLE_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Sizes tried for a table, from the most comfortable."""
ADDRESS_SIZE = 6.2


@dataclass(frozen=True, slots=True)
class Typography:
    """The hand in which a document is written: paper wants the light theme."""

    measure: Measure
    palette: Palette = LIGHT

    def plain(self, size: float = 9.2, *, bold: bool = False) -> TextStyle:
        """Return running text."""
        return TextStyle(self.measure, size, self.palette.texte, bold)

    def discret(self, size: float = 7.6, *, bold: bool = False) -> TextStyle:
        """Return notes, dates, column titles."""
        return TextStyle(self.measure, size, self.palette.discret, bold)

    def address(self) -> TextStyle:
        """Return the addresses of figures."""
        return self.discret(ADDRESS_SIZE)

    def cible(self, code: str, size: float) -> TextStyle:
        """Return the name of a cible in its colour."""
        return TextStyle(self.measure, size, self.palette.cible(code), bold=True)

    def chapter(self) -> TextStyle:
        """Return the title of a chapter."""
        return self.plain(16.0, bold=True)

    def block(self) -> TextStyle:
        """Return the title of a table or a chart."""
        return self.plain(10.5, bold=True)
