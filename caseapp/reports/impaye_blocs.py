"""What a preparation sheet is made of: blocks of a given width, put one under or beside another."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from caseapp.reports.shapes import Anchor, Line, Mark, Rect, moved
from caseapp.reports.text_fit import TextStyle, one_line
from caseapp.reports.typography import LEADING, WIDTH, Typography

GUTTER = 16.0
HALF = (WIDTH - GUTTER) / 2
LABEL = 82.0
"""Width of the name of a fact."""
_INSET, _PADDING = 9.0, 2.2
Fact = tuple[str, str]


class Bloc(NamedTuple):
    """Marks from their own top left corner, and the height that they take."""

    height: float
    marks: tuple[Mark, ...] = ()


NOTHING = Bloc(0.0)


class Colonne(NamedTuple):
    """A column of a small table; amounts stand on its right edge."""

    titre: str
    largeur: float
    montant: bool = False


class Atelier:
    """Makes blocks in the hand of a document; a text that has no room ends with an ellipsis."""

    def __init__(self, typography: Typography, size: float = 8.4) -> None:
        self.typography, self.plain = typography, typography.plain(size)
        self.quiet, self.small = typography.discret(size * 0.9), typography.discret(size * 0.86)

    def titled(self, title: str, bloc: Bloc, width: float) -> Bloc:
        """Return a block under its title and a rule; nothing when it is empty."""
        if not bloc.height:
            return NOTHING
        style = self.typography.plain(self.plain.size * 1.1, bold=True)
        under = style.size * 1.4
        rule = Line(0.0, under, width, under, self.typography.palette.bord, 0.6)
        marks = (style.at(0.0, style.size, title), rule, *moved(bloc.marks, 0.0, under + 3.0))
        return Bloc(under + 3.0 + bloc.height, marks)

    def facts(self, facts: Iterable[Fact], width: float, *, most: int = 3, label: float = LABEL) -> Bloc:
        """Return facts one under another, of `most` lines each; those that say nothing are left out."""
        parts = []
        for name, value in facts:
            if not value.strip():
                continue
            lines = self.plain.wrap(one_line(value), width - label, max_lines=most)
            left = self.quiet.wrap(name, label - 4.0, max_lines=min(most, 2))
            lead = self.plain.size * LEADING
            marks = [*_lines(self.quiet, 0.0, left, lead), *_lines(self.plain, label, lines, lead)]
            parts.append(Bloc(max(len(left), len(lines)) * lead, tuple(marks)))
        return pile(parts, 0.6)

    def text(self, sentences: Iterable[str], width: float, *, most: int = 4, quiet: bool = False) -> Bloc:
        """Return sentences, of `most` lines each."""
        style = self.small if quiet else self.plain
        lead = style.size * LEADING
        parts = []
        for one in map(one_line, sentences):
            if one:
                lines = style.wrap(one, width, max_lines=most)
                parts.append(Bloc(len(lines) * lead, tuple(_lines(style, 0.0, lines, lead))))
        return pile(parts, 1.0)

    def box(self, sentences: Sequence[str], *, quiet: bool = False, most: int = 3) -> Bloc:
        """Return sentences in a box across the page, its edge in the colour of a warning."""
        inside = self.text(sentences, WIDTH - 2 * _INSET, most=most, quiet=quiet)
        if not inside.height:
            return NOTHING
        palette, height = self.typography.palette, inside.height + 8.0
        frame = Rect(0.0, 0.0, WIDTH, height, palette.fond), Rect(0.0, 0.0, 2.5, height, palette.attention)
        return Bloc(height, (*frame, *moved(inside.marks, _INSET, 3.5)))

    def table(self, columns: Sequence[Colonne], rows: Sequence[Sequence[str]], *, most: int = 2) -> Bloc:
        """Return a small table, of `most` lines a cell."""
        if not rows:
            return NOTHING
        head = self._row(columns, [one.titre for one in columns], self.small, 1)
        width = sum(one.largeur for one in columns)
        rule = Line(0.0, head.height, width, head.height, self.typography.palette.discret, 0.6)
        body = [self._row(columns, row, self.plain, most) for row in rows]
        return pile([Bloc(head.height, (*head.marks, rule)), *body])

    def _row(self, columns: Sequence[Colonne], row: Sequence[str], style: TextStyle, most: int) -> Bloc:
        marks: list[Mark] = []
        lead, x, tallest = style.size * LEADING, 0.0, 1
        for column, cell in zip(columns, row, strict=True):
            room = column.largeur - (0.0 if column.montant else 6.0)
            lines = style.wrap(one_line(cell), room, max_lines=most)
            anchor = Anchor.END if column.montant else Anchor.START
            edge = x + (column.largeur if column.montant else 0.0)
            marks += moved(_lines(style, edge, lines, lead, anchor), 0.0, _PADDING / 2)
            x, tallest = x + column.largeur, max(tallest, len(lines))
        return Bloc(tallest * lead + _PADDING, tuple(marks))


def pile(blocs: Iterable[Bloc], gap: float = 0.0) -> Bloc:
    """Put blocks under one another, `gap` apart; empty ones take no room."""
    marks: list[Mark] = []
    y = 0.0
    for one in blocs:
        if one.height:
            y += gap if y else 0.0
            marks += moved(one.marks, 0.0, y)
            y += one.height
    return Bloc(y, tuple(marks))


def beside(left: Bloc, right: Bloc, offset: float = HALF + GUTTER) -> Bloc:
    """Put two blocks side by side, the second one at `offset`, or at the left when it is alone."""
    shift = offset if left.height else 0.0
    return Bloc(max(left.height, right.height), (*left.marks, *moved(right.marks, shift, 0.0)))


def _lines(
    style: TextStyle, x: float, lines: Sequence[str], lead: float, anchor: Anchor = Anchor.START
) -> list[Mark]:
    return [style.at(x, style.size + rank * lead, line, anchor) for rank, line in enumerate(lines)]
