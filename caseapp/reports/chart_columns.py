"""Vertical bars, for months: each with its value above when there is room, otherwise a scale beside them."""

from caseapp.reports.chart_axis import Plot, category_labels, grid, scale_ticks, tick_texts
from caseapp.reports.chart_parts import LINE_HEIGHT, Frame
from caseapp.reports.shapes import Anchor, Rect, Shape

FILLED = 0.66
"""Share of its slot that a column, or a group of columns, fills."""


def columns(frame: Frame, height: float) -> tuple[Shape, ...]:
    """Return the shapes of the columns in that height."""
    below = frame.size * LINE_HEIGHT * 1.2
    valued = _values_fit(frame) and height - below >= frame.size * 4
    top = frame.size * LINE_HEIGHT if valued else frame.size * 0.6
    room = max(height - below - top, 1.0)
    values = scale_ticks(frame, room)
    texts = () if valued else tick_texts(frame, values)
    left = max((frame.text().width(text) for text in texts), default=0.0) + (
        frame.size * 0.6 if texts else 0.0
    )
    if left > frame.width * 0.4:
        texts, left = (), 0.0
    highest = _highest(frame) if valued else values[-1]
    plot = Plot(left, top, frame.width - left, room, highest or 1.0)
    shapes = grid(frame, plot, values, texts)
    for category in range(len(frame.categories)):
        shapes += _group(frame, plot, category, valued)
    return (*shapes, *category_labels(frame, plot))


def _highest(frame: Frame) -> float:
    return max(
        frame.value(s, c) for s in range(len(frame.chart.series)) for c in range(len(frame.categories))
    )


def _column_width(frame: Frame, width: float) -> float:
    slot = width / len(frame.categories)
    return min(slot * FILLED / len(frame.chart.series), frame.size * 5)


def _values_fit(frame: Frame) -> bool:
    """Tell whether every column can carry its value without touching its neighbour's."""
    several = len(frame.chart.series)
    slot = frame.width / len(frame.categories)
    room = slot if several == 1 else _column_width(frame, frame.width)
    texts = (frame.value_text(c, s) for c in range(len(frame.categories)) for s in range(several))
    return all(frame.text().width(text) + frame.size * 0.4 <= room for text in texts)


def _group(frame: Frame, plot: Plot, category: int, valued: bool) -> list[Shape]:
    shapes: list[Shape] = []
    count = len(frame.chart.series)
    wide = _column_width(frame, plot.width)
    centre = plot.left + (category + 0.5) * plot.width / len(frame.categories)
    for series in range(count):
        middle = centre + (series - (count - 1) / 2) * wide
        drawn = wide if count == 1 else wide * 0.92
        y = plot.y(frame.value(series, category))
        if y < plot.bottom:
            shapes.append(Rect(middle - drawn / 2, y, drawn, plot.bottom - y, frame.colour(category, series)))
        if valued:
            text = frame.value_text(category, series)
            shapes.append(frame.text().centred(middle, y - frame.size * 0.65, text, Anchor.MIDDLE))
    return shapes
