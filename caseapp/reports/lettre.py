"""A letter: who writes, to whom, about what; on A4, the address where a window envelope shows it."""

import re
from dataclasses import dataclass

from caseapp.reports.document import Document
from caseapp.reports.pdf import render_pages
from caseapp.reports.shapes import Anchor, Mark, moved
from caseapp.reports.strips import Flow, Pages, Strip
from caseapp.reports.text_fit import TextStyle, one_line
from caseapp.reports.typography import (
    LEADING,
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    WIDTH,
    Typography,
)

PROPERTY = "Lettre"
"""All that the properties of the file say: no name."""
LONGEST = 20_000
SIZE = 10.5
_ADDRESS_X, _ADDRESS_Y, _BODY_Y = 270.0, 78.0, 190.0
"""From the corner inside the margins, in points: the window of a French envelope, then the text under it."""
_PARAGRAPH = 7.0
_BEFORE, _AFTER = re.compile(" (?=[:;?!»€])"), re.compile("(?<=«) ")
"""Spaces at which French does not cut a line."""


@dataclass(frozen=True, slots=True)
class Lettre:
    """A letter ready to be written, the same words in each format."""

    expediteur: tuple[str, ...]
    destinataire: tuple[str, ...]
    date: str
    """`Le 21 novembre 2026`."""
    reference: str
    objet: str
    corps: tuple[str, ...]
    """Paragraphs; inside one, a line break stays a line break."""


def unbroken(line: str) -> str:
    """Return a line whose French punctuation stays beside its word: « text », a : b ; c ? d !."""
    return _BEFORE.sub("\u00a0", _AFTER.sub("\u00a0", line))


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text at its blank lines."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        clean = unbroken(one_line(line, LONGEST))
        if clean:
            blocks[-1].append(clean)
        elif blocks[-1]:
            blocks.append([])
    return tuple("\n".join(block) for block in blocks if block)


def render_lettre(lettre: Lettre) -> bytes:
    """Return the letter as an A4 PDF."""
    return render_pages(lambda typography: lay_out_lettre(lettre, typography), PROPERTY)


def lay_out_lettre(lettre: Lettre, typography: Typography) -> Document:
    """Lay the letter out; its pages are numbered when there are several."""
    plain, bold = typography.plain(SIZE), typography.plain(SIZE, bold=True)
    pages = Pages()
    pages.place(Flow((_head(lettre, typography), *_body(lettre, plain, bold))))
    count = len(pages.pages)
    return Document(
        tuple(
            (*moved(page, MARGIN_SIDE, MARGIN_TOP), *_number(number, count, typography))
            for number, page in enumerate(pages.pages, start=1)
        )
    )


def _head(lettre: Lettre, typography: Typography) -> Strip:
    bold, plain = typography.plain(SIZE, bold=True), typography.plain(SIZE)
    marks = _column(bold, lettre.expediteur, 0.0, 0.0, _ADDRESS_X - 20.0)
    marks += _column(plain, lettre.destinataire, _ADDRESS_X, _ADDRESS_Y, WIDTH - _ADDRESS_X)
    return Strip(_BODY_Y, tuple(marks), keep=True)


def _column(style: TextStyle, texts: tuple[str, ...], x: float, top: float, width: float) -> list[Mark]:
    lines = [line for text in texts for line in style.wrap(one_line(text), width, max_lines=3)]
    return [style.at(x, top + SIZE + rank * SIZE * LEADING, line) for rank, line in enumerate(lines)]


def _body(lettre: Lettre, plain: TextStyle, bold: TextStyle) -> list[Strip]:
    strips = [
        *_lines((one_line(lettre.date),), plain),
        *_lines((f"Référence : {one_line(lettre.reference)}",), plain, _PARAGRAPH),
        *_lines((f"Objet : {one_line(lettre.objet)}",), bold, _PARAGRAPH),
        Strip(_PARAGRAPH),
    ]
    for paragraph in lettre.corps:
        strips += _lines(tuple(paragraph.split("\n")), plain, _PARAGRAPH)
    return strips


def _lines(texts: tuple[str, ...], style: TextStyle, before: float = 0.0) -> list[Strip]:
    """Return a paragraph, its last two lines never parted."""
    lines = [line for text in texts for line in style.wrap(text, WIDTH)]
    last = len(lines) - 1
    return [
        Strip(
            SIZE * LEADING * 1.05, (style.at(0.0, SIZE, line),), before if rank == 0 else 0.0,
            keep=rank in {0, last - 1} and rank != last,
        )
        for rank, line in enumerate(lines)
    ]  # fmt: skip


def _number(number: int, count: int, typography: Typography) -> tuple[Mark, ...]:
    if count == 1:
        return ()
    small = typography.discret(7.4)
    edge, foot = PAGE_WIDTH - MARGIN_SIDE, PAGE_HEIGHT - MARGIN_BOTTOM + 30.0
    return (small.at(edge, foot, f"page {number}/{count}", Anchor.END),)
