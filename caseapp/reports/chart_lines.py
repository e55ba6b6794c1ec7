"""Lines over a scale from 0, each named at its end; a square marks every point."""

from itertools import pairwise

from caseapp.reports.chart_axis import Plot, category_labels, grid, scale_ticks, tick_texts
from caseapp.reports.chart_parts import LINE_HEIGHT, Frame
from caseapp.reports.shapes import Line, Rect, Shape

NAMES_SHARE = 0.3
"""Most of the width that the names at the end of the lines may take."""


def named_at_end(frame: Frame, height: float) -> bool:
    """Tell whether the height holds a name at the end of each line; otherwise the chart needs a legend."""
    return len(frame.chart.series) * frame.size * LINE_HEIGHT <= height - frame.size * 3


def lines(frame: Frame, height: float) -> tuple[Shape, ...]:
    """Return the shapes of the lines in that height."""
    top = frame.size * 0.8
    room = max(height - frame.size * LINE_HEIGHT * 1.2 - top, 1.0)
    values = scale_ticks(frame, room)
    texts = tick_texts(frame, values)
    left = max(frame.text().width(text) for text in texts) + frame.size * 0.6
    ends = _ends(frame) if named_at_end(frame, height) else ("",) * len(frame.chart.series)
    right = max(frame.text().width(text) for text in ends) + frame.size
    if left + right > frame.width * 0.6:
        texts, left, ends, right = (), 0.0, ("",) * len(ends), 0.0
    plot = Plot(left, top, frame.width - left - right, room, values[-1] or 1.0)
    shapes = grid(frame, plot, values, texts)
    for series in range(len(frame.chart.series)):
        shapes += _line(frame, plot, series)
    return (*shapes, *_end_labels(frame, plot, ends), *category_labels(frame, plot))


def line_colour(frame: Frame, series: int) -> str:
    """Return a line's colour: grey for the year before when there are two, else a shade of accent."""
    if len(frame.chart.series) == 2 and series == 0:
        return frame.palette.discret
    return frame.tint(frame.palette.accent, series)


def _ends(frame: Frame) -> tuple[str, ...]:
    """Return what is written at the end of each line: its name, or the last value of a single line."""
    if len(frame.chart.series) == 1:
        return (frame.value_text(len(frame.categories) - 1),)
    room = frame.width * NAMES_SHARE
    return tuple(frame.text().shorten(name, room) for name in frame.names)


def _line(frame: Frame, plot: Plot, series: int) -> list[Shape]:
    colour, slot = line_colour(frame, series), plot.width / len(frame.categories)
    points = [
        (plot.left + (category + 0.5) * slot, plot.y(frame.value(series, category)))
        for category in range(len(frame.categories))
    ]
    thick, mark = frame.size * 0.17, frame.size * 0.36
    shapes: list[Shape] = [Line(*start, *end, colour, thick) for start, end in pairwise(points)]
    shapes += [Rect(x - mark / 2, y - mark / 2, mark, mark, colour) for x, y in points]
    return shapes


def _end_labels(frame: Frame, plot: Plot, ends: tuple[str, ...]) -> list[Shape]:
    """Return the texts at the ends of the lines, pushed apart until none covers another."""
    last = len(frame.categories) - 1
    gap = frame.size * LINE_HEIGHT
    wanted = sorted((plot.y(frame.value(series, last)), series) for series, text in enumerate(ends) if text)
    floor = plot.bottom
    heights: dict[int, float] = {}
    for y, series in reversed(wanted):
        heights[series] = min(y, floor)
        floor = heights[series] - gap
    ceiling = plot.top
    for _, series in wanted:
        heights[series] = max(heights[series], ceiling)
        ceiling = heights[series] + gap
    x = plot.left + plot.width + frame.size * 0.4
    return [frame.text().centred(x, y, ends[series]) for series, y in heights.items()]
