"""How wide the columns of a figure table are: whole titles first, then titles on several lines."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from caseapp.domain.labels import NO_BREAK_SPACE
from caseapp.reports.report import Table
from caseapp.ui.tables.data_table import ROW_HEIGHT
from caseapp.ui.tables.row_delegate import MARGIN
from caseapp.ui.theme import Theme

_TITLE_WIDTH = 150
"""Pixels, at 100 %, under which row titles, then on two lines or more, are not squeezed."""
_HEAD_SIZE = 12
_WORDS = re.compile(r"(?<=-)| ")
_DATES = re.compile(r"(?<=\b[da]u) (?=\d)")


def column_titles(table: Table) -> tuple[str, ...]:
    """Return the titles of the columns, a date kept on the line of its preposition."""
    return tuple(_DATES.sub(NO_BREAK_SPACE, title) for title in (table.row_title, *table.columns))


class FigureSizes:
    """The widths that one table needs; `share` gives them for a room, lengths are in pixels."""

    def __init__(self, table: Table, titles: Sequence[str], theme: Theme) -> None:
        self._theme, self._table, self._titles = theme, table, titles
        self._head = QFontMetrics(theme.font(_HEAD_SIZE, bold=True))
        self._body = QFontMetrics(theme.font(bold=True))
        self._space = 2 * theme.px(MARGIN) + 2
        plain = QFontMetrics(theme.font())
        self._fonts = [self._body if row.total or row.cible else plain for row in table.rows]
        self._labels = [
            font.horizontalAdvance(row.label) for font, row in zip(self._fonts, table.rows, strict=True)
        ]
        self._heads = heads = [self._head.horizontalAdvance(title) for title in self._titles]
        words = [max(map(self._head.horizontalAdvance, _WORDS.split(title))) for title in self._titles]
        cells = [self._widest_cell(column) for column in range(len(table.columns))]
        self._whole = [self._space + max(pair) for pair in zip(heads[1:], cells, strict=True)]
        self._tight = [self._space + max(pair) for pair in zip(words[1:], cells, strict=True)]
        self._row_title = self._space + max([words[0], *self._labels])

    def _widest_cell(self, column: int) -> int:
        texts = (row.cells[column].text for row in self._table.rows if column < len(row.cells))
        return max(map(self._body.horizontalAdvance, texts), default=0)

    @property
    def least(self) -> int:
        """The width under which figures would be cut."""
        return sum(self._tight) + min(self._row_title, self._theme.px(_TITLE_WIDTH))

    @property
    def wished(self) -> int:
        """The width in which every title is on one line."""
        return sum(self._whole) + self._row_title

    def share(self, room: int) -> list[int]:
        """Return the width of each column, the row titles first; more than the room when it is too small."""
        left = room - self._row_title
        columns = list(self._tight)
        for number, whole in sorted(enumerate(self._whole), key=lambda pair: pair[1] - self._tight[pair[0]]):
            if sum(columns) + whole - columns[number] <= left:
                columns[number] = whole
        spare = max(0, left - sum(columns)) // (len(columns) + 1)
        columns = [width + spare for width in columns]
        least = min(self._row_title, self._theme.px(_TITLE_WIDTH))
        return [max(least, room - sum(columns)), *columns]

    def header_height(self, widths: list[int]) -> int:
        """Return the height of the header when some titles take several lines."""
        lines = [
            self._lines(self._head, title, width)
            for title, needed, width in zip(self._titles, self._heads, widths, strict=True)
            if needed + self._space > width
        ]
        return max(self._theme.px(ROW_HEIGHT), max(lines, default=0) + self._theme.px(10))

    def row_heights(self, title_width: int) -> list[int]:
        """Return the height of each row, whose title may need several lines."""
        usual, room = self._theme.px(ROW_HEIGHT), title_width - self._space + 2
        return [
            usual
            if needed <= room
            else max(usual, self._lines(font, row.label, title_width) + self._theme.px(12))
            for needed, font, row in zip(self._labels, self._fonts, self._table.rows, strict=True)
        ]

    def _lines(self, metrics: QFontMetrics, text: str, width: int) -> int:
        """Return the height of a text written in a column of that width."""
        room = QRect(0, 0, width - self._space + 2, 0)
        return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()
