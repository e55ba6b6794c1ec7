"""Where each block stands: days across, hours down, what has no hour in a band above them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from math import ceil

from PySide6.QtCore import QRect

from caseapp.ui.pages.agenda_blocks import Block

FIRST_HOUR, LAST_HOUR = 8, 19
"""Hours drawn when nothing is before nor after."""
_BAND_SHOWN = 4
"""Lines of a day of the week in the band, above which they are counted."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels at the user's size of text."""

    width: int
    height: int
    margin: int
    """Column of the hours."""
    line: int
    """A line of the band."""
    hour: int
    """The least height of an hour."""
    lane: int
    """The least width of a block."""
    gap: int


@dataclass(slots=True)
class Layout:
    """Rectangles in the coordinates of the whole content, under the titles of the days."""

    days: tuple[date, ...]
    sizes: Sizes
    first: int
    last: int
    band: int
    """Height of the band of what has no hour."""
    hour: int
    """Height of an hour."""
    rects: dict[int, QRect] = field(default_factory=dict)
    """By position of the block; those left out for want of room are counted in `more`."""
    more: list[tuple[QRect, int, date]] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Height of the content."""
        return self.band + (self.last - self.first) * self.hour

    def column(self, number: int) -> QRect:
        """Return the rectangle of a day."""
        room = self.sizes.width - self.sizes.margin
        left = self.sizes.margin + room * number // len(self.days)
        right = self.sizes.margin + room * (number + 1) // len(self.days)
        return QRect(left, 0, right - left, self.height)

    def y(self, moment: time) -> int:
        """Return where an hour of the day stands."""
        return self.band + round((moment.hour - self.first + moment.minute / 60) * self.hour)

    def moment(self, x: int, y: int) -> tuple[date, time | None] | None:
        """Return the day and the quarter of an hour at a place; no hour in the band."""
        number = next((n for n in range(len(self.days)) if self.column(n).contains(x, max(0, y))), None)
        if number is None:
            return None
        if y < self.band:
            return self.days[number], None
        quarters = int((y - self.band) / self.hour * 2) * 2 + self.first * 4
        return self.days[number], time(min(23, quarters // 4), quarters % 4 * 15)


def lay_out(blocks: Sequence[Block], days: tuple[date, ...], sizes: Sizes) -> Layout:
    """Place the blocks of these days."""
    hours = [one for one in blocks if one.heure is not None]
    first = min([FIRST_HOUR, *(one.heure.hour for one in hours if one.heure)])
    last = min(24, max([LAST_HOUR, *(ceil(_end(one) / 60) for one in hours)]))
    shown = 1_000 if len(days) == 1 else _BAND_SHOWN
    lines = max((min(shown + 1, _untimed(blocks, day)) for day in days), default=0)
    band = max(2, lines) * sizes.line + sizes.gap * 2 if lines else 0
    hour = max(sizes.hour, (sizes.height - band) // max(1, last - first))
    layout = Layout(days, sizes, first, last, band, hour)
    for number, day in enumerate(days):
        places = [place for place, one in enumerate(blocks) if one.date == day]
        _place_band(layout, number, [place for place in places if blocks[place].heure is None], shown)
        _place_hours(layout, number, [place for place in places if blocks[place].heure is not None], blocks)
    return layout


def _untimed(blocks: Sequence[Block], day: date) -> int:
    return sum(one.date == day and one.heure is None for one in blocks)


def _start(block: Block) -> int:
    return 0 if block.heure is None else block.heure.hour * 60 + block.heure.minute


def _end(block: Block) -> int:
    return min(24 * 60, _start(block) + block.minutes)


def _place_band(layout: Layout, number: int, places: list[int], shown: int) -> None:
    column, sizes = layout.column(number), layout.sizes
    for line, place in enumerate(places[:shown]):
        top = sizes.gap + line * sizes.line
        layout.rects[place] = QRect(
            column.left() + sizes.gap, top, column.width() - 2 * sizes.gap, sizes.line - sizes.gap
        )
    if len(places) > shown:
        top = sizes.gap + shown * sizes.line
        rect = QRect(column.left() + sizes.gap, top, column.width() - 2 * sizes.gap, sizes.line - sizes.gap)
        layout.more.append((rect, len(places) - shown, layout.days[number]))


def _place_hours(layout: Layout, number: int, places: list[int], blocks: Sequence[Block]) -> None:
    """Lay side by side what overlaps, as many as can be read; the others are counted."""
    for group in _groups(places, blocks):
        lanes: list[int] = []
        lane_of: dict[int, int] = {}
        for place in group:
            start = _start(blocks[place])
            lane = next((n for n, end in enumerate(lanes) if end <= start), len(lanes))
            lanes[lane : lane + 1] = [_end(blocks[place])]
            lane_of[place] = lane
        _place_group(layout, number, lane_of, blocks, len(lanes))


def _groups(places: list[int], blocks: Sequence[Block]) -> list[list[int]]:
    """Return the blocks in groups that touch no other."""
    groups: list[list[int]] = []
    until = -1
    for place in places:
        if _start(blocks[place]) >= until:
            groups.append([])
        groups[-1].append(place)
        until = max(until, _end(blocks[place]))
    return groups


def _place_group(
    layout: Layout, number: int, lane_of: dict[int, int], blocks: Sequence[Block], lanes: int
) -> None:
    column, sizes = layout.column(number), layout.sizes
    room = column.width() - 2 * sizes.gap
    most = max(1, room // sizes.lane)
    kept = lanes if lanes <= most else max(1, most - 1)
    columns = min(lanes, most)
    for place, lane in lane_of.items():
        if lane < kept:
            top, bottom = _span(layout, blocks[place])
            left = column.left() + sizes.gap + room * lane // columns
            right = column.left() + sizes.gap + room * (lane + 1) // columns
            layout.rects[place] = QRect(left, top, right - left - (2 if columns > 1 else 0), bottom - top)
    left_out = [blocks[place] for place, lane in lane_of.items() if lane >= kept]
    if left_out:
        top = min(_span(layout, one)[0] for one in left_out)
        left = column.left() + sizes.gap + room * kept // columns if columns > kept else column.left()
        rect = QRect(left, top, column.right() - sizes.gap - left, sizes.line)
        layout.more.append((rect, len(left_out), layout.days[number]))


def _span(layout: Layout, block: Block) -> tuple[int, int]:
    """Return the top and the bottom of a block, tall enough for its first line."""
    top = layout.band + round((_start(block) - layout.first * 60) * layout.hour / 60)
    bottom = layout.band + round((_end(block) - layout.first * 60) * layout.hour / 60)
    return top + 1, max(bottom - 2, top + min(layout.sizes.line, layout.hour // 2))
