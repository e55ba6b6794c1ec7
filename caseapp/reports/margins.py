"""What stands around every page of a document: its header from the second page, its footer, its number."""

from collections.abc import Iterable
from dataclasses import dataclass

from caseapp.reports.shapes import Anchor, Line, Mark, moved
from caseapp.reports.text_fit import one_line
from caseapp.reports.typography import (
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    WIDTH,
    Typography,
)


@dataclass(frozen=True, slots=True)
class Margins:
    """The words of the margins: `title` and `beside` over the pages after the first, `foot` under each."""

    title: str
    beside: str
    foot: str
    first: bool = False
    """Whether the first page has its header too."""


def numbered(
    pages: Iterable[Iterable[Mark]], margins: Margins, typography: Typography
) -> tuple[tuple[Mark, ...], ...]:
    """Return the pages in their margins, each with its number out of how many."""
    filled = [tuple(page) for page in pages]
    return tuple(
        (*moved(page, MARGIN_SIDE, MARGIN_TOP), *_around(margins, typography, number, len(filled)))
        for number, page in enumerate(filled, start=1)
    )


def _around(margins: Margins, typography: Typography, number: int, count: int) -> list[Mark]:
    small, palette = typography.discret(7.4), typography.palette
    left, right, top, bottom = (
        MARGIN_SIDE,
        PAGE_WIDTH - MARGIN_SIDE,
        MARGIN_TOP - 22.0,
        PAGE_HEIGHT - MARGIN_BOTTOM,
    )
    marks: list[Mark] = [
        Line(left, bottom + 18.0, right, bottom + 18.0, palette.bord),
        small.at(left, bottom + 30.0, small.shorten(one_line(margins.foot), WIDTH - 80.0)),
        small.at(right, bottom + 30.0, f"page {number}/{count}", Anchor.END),
    ]
    if number > 1 or margins.first:
        beside = small.shorten(one_line(margins.beside), WIDTH * 0.35)
        title = small.shorten(one_line(margins.title), WIDTH - small.width(beside) - 20.0)
        marks += [small.at(left, top, title), small.at(right, top, beside, Anchor.END)]
        marks.append(Line(left, top + 6.0, right, top + 6.0, palette.bord))
    return marks
