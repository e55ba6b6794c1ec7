"""A report laid out on pages: shapes, headings and links, ready to draw."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from caseapp.domain.labels import format_long_date
from caseapp.reports.chart_strips import charts_flow, fits_half
from caseapp.reports.cover import contents_flow, cover_flows
from caseapp.reports.margins import Margins, numbered
from caseapp.reports.report import Block, Chapter, Chart, Report, Table
from caseapp.reports.shapes import Heading, Line, Mark
from caseapp.reports.strips import Flow, Pages, Strip
from caseapp.reports.table_strips import table_flow, text_strips
from caseapp.reports.text_fit import one_line
from caseapp.reports.typography import HEIGHT, WIDTH, Typography

CONTENTS_FROM = 5
"""Chapters from which the first page has a table of contents."""
FULL_ENOUGH = 0.55
"""Share of the page above which the chapters start on the next one, after the contents."""
LEAD_LINES = 3
"""Lines up to which an opening sentence stays with the block after it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The pages in order, in points from their own top left corner."""

    pages: tuple[tuple[Mark, ...], ...]


def lay_out(report: Report, typography: Typography) -> Document:
    """Lay the whole report out; the contents are laid twice, the first time to know how long they are."""
    names = tuple((f"chapitre-{index}", chapter.title) for index, chapter in enumerate(report.chapters))
    pages = _filled(report, typography, tuple((*name, 0) for name in names))
    found = {
        mark.name: number
        for number, page in enumerate(pages.pages, start=1)
        for mark in page
        if isinstance(mark, Heading)
    }
    pages = _filled(report, typography, tuple((*name, found[name[0]]) for name in names))
    produced = f"caseapp {report.version} · édité le {format_long_date(report.produced_on)}"
    return Document(numbered(pages.pages, Margins(report.title, report.period_label, produced), typography))


def _filled(report: Report, typography: Typography, contents: tuple[tuple[str, str, int], ...]) -> Pages:
    pages = Pages()
    for flow in cover_flows(report, typography):
        pages.place(flow)
    if len(contents) >= CONTENTS_FROM:
        pages.place(contents_flow(contents, typography))
        if pages.y > FULL_ENOUGH * HEIGHT:
            pages.turn()
    for index, chapter in enumerate(report.chapters):
        for flow in _chapter_flows(chapter, f"chapitre-{index}", typography):
            pages.place(flow)
    return pages


def _chapter_flows(chapter: Chapter, name: str, typography: Typography) -> Iterator[Flow]:
    """Give the blocks of a chapter, its title held with the first one."""
    opening = tuple(_heading_strips(chapter, name, typography))
    for position, blocks in enumerate(_grouped(chapter.blocks)):
        flow = _block_flow(blocks, f"{name}-{position}", typography)
        short_text = not isinstance(blocks[0], Table | Chart) and len(flow.strips) <= LEAD_LINES
        flow = flow.after(opening)
        if short_text and position + 1 < len(_grouped(chapter.blocks)):
            opening = tuple(replace(strip, keep=True) for strip in flow.strips)
            continue
        opening = ()
        yield flow
    if opening:
        yield Flow(opening)


def _heading_strips(chapter: Chapter, name: str, typography: Typography) -> list[Strip]:
    title = one_line(chapter.title)
    strips = text_strips(title, typography.chapter(), before=34.0, max_lines=3)
    first = replace(strips[0], marks=(Heading(0.0, name, title, 0), *strips[0].marks))
    rule = Strip(6.0, (Line(0.0, 4.0, WIDTH, 4.0, typography.palette.accent, 1.2),))
    return [replace(strip, keep=True) for strip in (first, *strips[1:], rule)]


def _grouped(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Group the charts that stand side by side; every other block is alone."""
    groups: list[tuple[Block, ...]] = []
    for block in blocks:
        alone = groups[-1][0] if groups and len(groups[-1]) == 1 else None
        if isinstance(block, Chart) and isinstance(alone, Chart) and fits_half(block) and fits_half(alone):
            groups[-1] = (alone, block)
        else:
            groups.append((block,))
    return groups


def _block_flow(blocks: tuple[Block, ...], name: str, typography: Typography) -> Flow:
    first = blocks[0]
    if isinstance(first, Table):
        return table_flow(first, typography, name)
    if isinstance(first, Chart):
        return charts_flow(tuple(block for block in blocks if isinstance(block, Chart)), typography)
    lines = text_strips(one_line(first.text, 20_000), typography.plain(), before=9.0)
    return Flow(tuple(replace(line, keep=index in {0, len(lines) - 2}) for index, line in enumerate(lines)))
