"""The sheet of a permanence to take away: one A4 page, names and notices, no phone and no address."""

from collections.abc import Iterator
from dataclasses import dataclass

from caseapp.reports.document import Document
from caseapp.reports.shapes import Line, Mark
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

COLUMNS = (("Heure", 50.0), ("Nom", 155.0), ("Type", 128.0), ("Remarques", WIDTH - 333.0))
_HEAD, _FOOT, _GAP = 92.0, 34.0, 6.0
_TALLEST, _SHORTEST = 44.0, 15.0
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_NOTICE = 0.82
"""Size of a notice beside that of the name above it."""
FREE = "libre"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A slot: its hour as written, who comes (empty: free), what must be known, why they come."""

    heure: str
    nom: str
    consignes: str
    type: str


@dataclass(frozen=True, slots=True)
class PermanenceSheet:
    """Where and when (`mardi 24 novembre 2026, 9 h 30 – 12 h 30`), then the slots in order."""

    lieu: str
    moment: str
    agent: str
    lines: tuple[SheetLine, ...]


def lay_out_permanence(sheet: PermanenceSheet, typography: Typography) -> Document:
    """Lay the sheet out on as few pages as its lines can be read on: one, up to some forty lines."""
    room = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM - _HEAD - _FOOT
    most = int(room // _SHORTEST)
    pages = [sheet.lines[start : start + most] for start in range(0, len(sheet.lines), most)] or [()]
    return Document(tuple(tuple(_page(sheet, lines, typography, room)) for lines in pages))


def _page(
    sheet: PermanenceSheet, lines: tuple[SheetLine, ...], typography: Typography, room: float
) -> Iterator[Mark]:
    yield from _head(sheet, typography)
    top = MARGIN_TOP + _HEAD
    height = min(_TALLEST, room / max(1, len(lines)))
    bord = typography.palette.bord
    yield Line(MARGIN_SIDE, top, PAGE_WIDTH - MARGIN_SIDE, top, typography.palette.texte, 0.8)
    for number, line in enumerate(lines):
        yield from _line(line, top + number * height, height, typography)
        bottom = top + (number + 1) * height
        yield Line(MARGIN_SIDE, bottom, PAGE_WIDTH - MARGIN_SIDE, bottom, bord, 0.5)
    foot = PAGE_HEIGHT - MARGIN_BOTTOM
    received = typography.plain(10.0)
    yield received.at(MARGIN_SIDE, foot - 12.0, "Personnes reçues : ………")
    duty = "Secret professionnel : à garder sur soi, puis à détruire."
    yield typography.discret(7.6).at(MARGIN_SIDE, foot + 6.0, duty)


def _head(sheet: PermanenceSheet, typography: Typography) -> Iterator[Mark]:
    title, moment, agent = typography.plain(20.0, bold=True), typography.plain(12.0), typography.discret(10.0)
    yield title.at(MARGIN_SIDE, MARGIN_TOP + 16.0, title.shorten(one_line(sheet.lieu), WIDTH))
    yield moment.at(MARGIN_SIDE, MARGIN_TOP + 36.0, moment.shorten(one_line(sheet.moment), WIDTH))
    yield agent.at(MARGIN_SIDE, MARGIN_TOP + 52.0, agent.shorten(one_line(sheet.agent), WIDTH))
    style, x = typography.discret(8.5, bold=True), MARGIN_SIDE
    for name, width in COLUMNS:
        yield style.at(x, MARGIN_TOP + _HEAD - 6.0, name)
        x += width


def _line(line: SheetLine, top: float, height: float, typography: Typography) -> Iterator[Mark]:
    """Give a slot: what must be known runs under the name across the page, so that it is never cut short."""
    said, x = one_line(line.consignes), MARGIN_SIDE
    size = next((size for size in _SIZES if size * 2.1 <= height), _SIZES[-1])
    middle = top + height / 2 - (size * 0.6 if said else 0.0)
    (_, hour), (_, name), (_, kind), _ = COLUMNS
    strong, plain, quiet = typography.plain(size, bold=True), typography.plain(size), typography.discret(size)
    yield plain.centred(x, middle, plain.shorten(line.heure, hour - _GAP))
    x += hour
    if not line.nom:
        yield quiet.centred(x, middle, FREE)
        return
    yield strong.centred(x, middle, strong.shorten(one_line(line.nom), name - _GAP))
    yield plain.centred(x + name, middle, plain.shorten(one_line(line.type), kind - _GAP))
    if said:
        notice = typography.plain(size * _NOTICE)
        yield notice.centred(x, middle + size * 1.25, notice.shorten(said, WIDTH - hour))
