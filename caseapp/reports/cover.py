"""The first page: title, period, perimeter, key figures, contents."""

from itertools import pairwise

from caseapp.reports.key_figures import KeyFigure, key_figures, perimeter_text
from caseapp.reports.report import Report
from caseapp.reports.shapes import Anchor, Line, Link, Mark, Rect, moved
from caseapp.reports.strips import Flow, Strip
from caseapp.reports.table_strips import text_strips
from caseapp.reports.text_fit import TextStyle, one_line
from caseapp.reports.typography import LEADING, WIDTH, Typography

CARD_HEIGHT, CARD_LINE, CARD_GAP = 63.0, 10.0, 10.0
"""Height of a card without its comparison, of a line of this, white between cards; in points."""
INSET = 10.0
"""White inside a card and inside the perimeter note, in points."""


def cover_flows(report: Report, typography: Typography) -> list[Flow]:
    """Return the title block and, when the report has a chapter `synthese`, its key figures as cards."""
    flows = [Flow(tuple(_title_strips(report, typography))), Flow((_perimeter_strip(report, typography),))]
    figures = key_figures(report)
    if figures:
        title = text_strips("Chiffres clés", typography.block(), before=22.0)
        flows.append(Flow((*_kept(title), *_card_strips(figures, typography))))
    return flows


def contents_flow(titles: tuple[tuple[str, str, int], ...], typography: Typography) -> Flow:
    """Return the table of contents from (heading name, title, page number)."""
    heading = [*text_strips("Sommaire", typography.block(), before=24.0), Strip(5.0)]
    return Flow((*_kept(heading), *(_entry(*title, typography) for title in titles)))


def _kept(strips: list[Strip]) -> list[Strip]:
    return [Strip(strip.height, strip.marks, strip.before, keep=True) for strip in strips]


def _title_strips(report: Report, typography: Typography) -> list[Strip]:
    palette = typography.palette
    colours = (palette.parentalite, palette.logement, palette.insertion)
    band = tuple(Rect(index * 34.0, 0.0, 30.0, 4.0, colour) for index, colour in enumerate(colours))
    strips = [Strip(18.0, band)]
    strips += text_strips(one_line(report.title), typography.plain(25.0, bold=True), max_lines=3)
    if report.subtitle.strip():
        strips += text_strips(one_line(report.subtitle), typography.discret(12.0), before=3.0, max_lines=3)
    if report.period_label.strip():
        period = typography.plain(12.0, bold=True)
        strips += text_strips(f"Période : {one_line(report.period_label)}", period, before=12.0, max_lines=2)
    return _kept(strips)


def _perimeter_strip(report: Report, typography: Typography) -> Strip:
    """Return the perimeter note in its box."""
    head, style = typography.discret(8.0, bold=True), typography.plain(8.8)
    lines = style.wrap(perimeter_text(report), WIDTH - 2 * INSET - 4.0, max_lines=14)
    lead = style.size * 1.4
    top = INSET + head.size * LEADING
    height = top + len(lines) * lead + INSET * 0.7
    palette = typography.palette
    marks: list[Mark] = [
        Rect(0.0, 0.0, WIDTH, height, palette.fond),
        Rect(0.0, 0.0, 3.0, height, palette.accent),
        head.at(INSET + 4.0, INSET + head.size * 0.8, "Périmètre"),
    ]
    marks += [style.at(INSET + 4.0, top + i * lead + style.size, line) for i, line in enumerate(lines)]
    return Strip(height, tuple(marks), before=16.0)


def _card_strips(figures: tuple[KeyFigure, ...], typography: Typography) -> list[Strip]:
    """Return the cards, three or four a row, each row a strip."""
    across = 3 if len(figures) in {3, 5, 6} else min(4, len(figures))
    width = (WIDTH - CARD_GAP * (across - 1)) / across
    small = typography.discret(7.6)
    below = [_comparison(figure, width - 2 * INSET, small) for figure in figures]
    height = CARD_HEIGHT + CARD_LINE * (max(map(len, below)) - 1)
    strips = []
    for start in range(0, len(figures), across):
        marks: list[Mark] = []
        for index in range(start, min(start + across, len(figures))):
            card = [
                *_frame(width, height, typography.palette.bord),
                *_card(figures[index], width, typography),
            ]
            card += [small.at(INSET, 56.5 + line * CARD_LINE, text) for line, text in enumerate(below[index])]
            marks += moved(card, (index - start) * (width + CARD_GAP), 0.0)
        strips.append(
            Strip(height + 6.0, tuple(marks), before=8.0 if start == 0 else CARD_GAP - 6.0, keep=True)
        )
    return strips


def _comparison(figure: KeyFigure, room: float, style: TextStyle) -> tuple[str, ...]:
    """Return N-1 and the evolution on one line, or on two when they are long."""
    parts = tuple(part for part in (figure.previous, figure.evolution) if part)
    joined = " · ".join(parts)
    return (joined,) if style.fits(joined, room) else tuple(style.shorten(part, room) for part in parts)


def _card(figure: KeyFigure, width: float, typography: Typography) -> list[Mark]:
    """Return what a figure counts and its value, smaller when it is long."""
    label, value = typography.discret(8.0), typography.plain(18.0, bold=True)
    room = width - 2 * INSET
    while not value.fits(figure.value, room) and value.size > 9.0:
        value = typography.plain(value.size - 1.0, bold=True)
    marks: list[Mark] = [
        label.at(INSET, 15.0 + index * 10.2, line)
        for index, line in enumerate(label.wrap(figure.label, room, max_lines=2))
    ]
    return [*marks, value.at(INSET, 44.0, value.shorten(figure.value, room))]


def _frame(width: float, height: float, colour: str) -> list[Mark]:
    corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0))
    return [Line(*start, *end, colour, 0.7) for start, end in pairwise(corners)]


def _entry(name: str, title: str, page: int, typography: Typography) -> Strip:
    """Return a line of the contents: title, thin leader, page number; all of it is a link."""
    style, number = typography.plain(9.6), typography.plain(9.6)
    height, right = 17.5, WIDTH
    short = style.shorten(one_line(title), WIDTH - 60.0)
    start, end = style.width(short) + 8.0, right - number.width(str(page)) - 8.0
    marks: tuple[Mark, ...] = (
        style.at(0.0, 12.0, short),
        Line(start, 12.0, end, 12.0, typography.palette.bord),
        number.at(right, 12.0, str(page), Anchor.END),
        Link(0.0, 0.0, WIDTH, height, name),
    )
    return Strip(height, marks, before=0.0)
