"""What the documents of a commission are made of, as strips: title, facts, texts, lists, tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from caseapp.reports.shapes import Anchor, Line, Mark, Rect, moved
from caseapp.reports.strips import Flow, Strip
from caseapp.reports.table_strips import text_strips
from caseapp.reports.text_fit import TextStyle, one_line
from caseapp.reports.typography import LEADING, WIDTH, Typography

LONGEST = 20_000
"""Letters of the longest text written in full."""
_INSET, _GAP, _PADDING = 10.0, 12.0, 3.0
_LABEL = 92.0
"""Width of the name of a fact."""
_CELL_LINES = 12
Fact = tuple[str, str]
"""A name and what is known."""


def title_strips(title: str, subtitle: str, typography: Typography) -> list[Strip]:
    """Return the head of a document; the colours are those of the cibles, as on the report."""
    palette = typography.palette
    colours = (palette.parentalite, palette.logement, palette.insertion)
    band = tuple(Rect(index * 34.0, 0.0, 30.0, 4.0, colour) for index, colour in enumerate(colours))
    strips = [Strip(18.0, band), *text_strips(one_line(title), typography.plain(20.0, bold=True))]
    strips += text_strips(one_line(subtitle), typography.discret(11.0), before=3.0)
    return kept(strips)


def section_strips(title: str, typography: Typography) -> list[Strip]:
    """Return the title of what follows, which it stays with."""
    return kept(text_strips(one_line(title), typography.block(), before=18.0))


def kept(strips: Iterable[Strip]) -> list[Strip]:
    """Return the strips, each staying with the next."""
    return [replace(strip, keep=True) for strip in strips]


def box_strip(sentences: Sequence[str], typography: Typography, *, warning: bool = False) -> Strip:
    """Return sentences in a box, its edge in the colour of a warning when it is one."""
    style, palette = typography.plain(8.8), typography.palette
    lines = [line for one in sentences for line in style.wrap(one_line(one), WIDTH - 2 * _INSET - 4.0)]
    lead = style.size * 1.4
    height = _INSET * 1.5 + len(lines) * lead
    edge = palette.attention if warning else palette.accent
    marks: list[Mark] = [Rect(0.0, 0.0, WIDTH, height, palette.fond), Rect(0.0, 0.0, 3.0, height, edge)]
    marks += [
        style.at(_INSET + 4.0, _INSET + i * lead + style.size * 0.8, line) for i, line in enumerate(lines)
    ]
    return Strip(height, tuple(marks), before=10.0)


def fact_strips(facts: Sequence[Fact], typography: Typography) -> list[Strip]:
    """Return facts in two columns, in reading order, those that say nothing left out."""
    said = [(name, one_line(value)) for name, value in facts if value.strip()]
    room = (WIDTH - _GAP) / 2
    strips = []
    for start in range(0, len(said), 2):
        cells = [_fact(fact, room, typography) for fact in said[start : start + 2]]
        marks = [
            mark for rank, (_, cell) in enumerate(cells) for mark in moved(cell, rank * (room + _GAP), 0.0)
        ]
        strips.append(Strip(max(height for height, _ in cells) + 1.5, tuple(marks), row=True))
    return strips


def _fact(fact: Fact, room: float, typography: Typography) -> tuple[float, tuple[Mark, ...]]:
    name, value = typography.discret(8.4), typography.plain(9.0)
    left = name.wrap(fact[0], _LABEL - 6.0)
    right = value.wrap(fact[1], room - _LABEL, max_lines=_CELL_LINES)
    marks = _lines(name, (0.0, value.size - name.size), left, lead=value.size * LEADING) + _lines(
        value, (_LABEL, 0.0), right
    )
    return max(len(left), len(right)) * value.size * LEADING, tuple(marks)


def prose_strips(title: str, text: str, typography: Typography) -> list[Strip]:
    """Return a text of any length under its name, its paragraphs as they were typed."""
    paragraphs = [one_line(part, LONGEST) for part in text.splitlines()]
    lines = [line for part in paragraphs if part for line in text_strips(part, typography.plain(9.0))]
    return _named(title, lines, typography)


def item_strips(title: str, items: Iterable[str], typography: Typography) -> list[Strip]:
    """Return a list under its name, one item a line or more."""
    style = typography.plain(9.0)
    strips: list[Strip] = []
    for item in items:
        lines = style.wrap(one_line(item), WIDTH - _INSET)
        dash = (style.at(0.0, style.size, "–"),)
        strips += [
            Strip(
                style.size * LEADING,
                (*(dash if rank == 0 else ()), style.at(_INSET, style.size, line)),
                keep=rank < len(lines) - 1,
            )
            for rank, line in enumerate(lines)
        ]
    return _named(title, strips, typography)


def _named(title: str, strips: list[Strip], typography: Typography) -> list[Strip]:
    if not strips:
        return []
    name = text_strips(title, typography.discret(8.0, bold=True), before=6.0) if title else []
    return [*kept(name), *(replace(strip, row=True) for strip in strips)]


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column of a table; amounts stand on its right edge."""

    titre: str
    largeur: float
    montant: bool = False
    retrait: float = 0.0
    """White on its left, after a column of amounts."""


@dataclass(frozen=True, slots=True)
class Rang:
    """A row; `dessous` is said under it over the width that its second cell begins."""

    cellules: tuple[str, ...]
    dessous: tuple[str, ...] = ()
    total: bool = False


def table_flow(title: str, columns: Sequence[Colonne], rows: Sequence[Rang], typography: Typography) -> Flow:
    """Return a table whose column titles head each page that it needs; no row is cut."""
    opening = section_strips(title, typography)
    header = replace(
        _row(columns, Rang(tuple(one.titre for one in columns)), typography, head=True), keep=True
    )
    body = [_row(columns, row, typography) for row in rows]
    again = kept(section_strips(f"{title} (suite)", typography))
    return Flow((*opening, header, *body), repeated=(*again, header))


def _row(columns: Sequence[Colonne], row: Rang, typography: Typography, *, head: bool = False) -> Strip:
    style = typography.discret(8.0, bold=True) if head else typography.plain(9.0, bold=row.total)
    marks: list[Mark] = []
    x, tallest = 0.0, 0
    for column, cell in zip(columns, row.cellules, strict=True):
        room = column.largeur - column.retrait - (0.0 if column.montant else _GAP * 0.5)
        lines = style.wrap(one_line(cell), room, max_lines=_CELL_LINES)
        edge, anchor = x + column.retrait, Anchor.START
        if column.montant:
            edge, anchor = x + column.largeur, Anchor.END
        marks += _lines(style, (edge, _PADDING), lines, anchor)
        x, tallest = x + column.largeur, max(tallest, len(lines))
    height = _PADDING + tallest * style.size * LEADING
    under, start = typography.discret(8.2), columns[0].largeur
    below = [line for one in row.dessous for line in under.wrap(one_line(one), WIDTH - start)]
    marks += _lines(under, (start, height), below)
    height += len(below) * under.size * LEADING + _PADDING
    palette = typography.palette
    rule = Line(0.0, height, WIDTH, height, palette.discret if head else palette.bord, 0.7 if head else 0.5)
    return Strip(height, (*marks, rule), before=4.0 if head else 0.0, row=not head)


def _lines(
    style: TextStyle,
    corner: tuple[float, float],
    lines: Sequence[str],
    anchor: Anchor = Anchor.START,
    lead: float = 0.0,
) -> list[Mark]:
    """Return lines under one another from a corner, `lead` apart."""
    (x, top), step = corner, lead or style.size * LEADING
    return [style.at(x, top + rank * step + style.size, line, anchor) for rank, line in enumerate(lines)]
