"""Horizontal bars: one per category, side by side or end to end when there are several series."""

from dataclasses import dataclass
from math import ceil

from caseapp.reports.chart_parts import SMALLEST, Frame
from caseapp.reports.report import ChartKind
from caseapp.reports.shapes import Line, Rect, Shape

LABELS_SHARE = 0.4
"""Most of the width that the category labels may take."""
BARS_SHARE = 0.35
"""Least of the width that the bars keep; the value labels give way first."""


@dataclass(frozen=True)
class _Plan:
    """Where the rows stand: label zone, bar zone, row height and size of the texts."""

    start: float
    length: float
    row: float
    size: float
    every: int
    valued: bool
    highest: float


def rows_height(frame: Frame) -> float:
    """Return the comfortable height of the rows."""
    bars = 1 if frame.chart.kind is ChartKind.STACKED_BARS else max(1, len(frame.chart.series))
    crowded = len(frame.chart.categories) > 12
    return (
        len(frame.chart.categories)
        * frame.size
        * ((1.55 if crowded else 2.1) if bars == 1 else 0.9 + 1.3 * bars)
    )


def bars(frame: Frame, height: float) -> tuple[tuple[Shape, ...], float]:
    """Return the shapes of the rows in that height, and the height used."""
    plan = _plan(frame, height)
    text, room = frame.text(plan.size), plan.start - frame.size
    shapes: list[Shape] = []
    for category in range(len(frame.categories)):
        middle = (category + 0.5) * plan.row
        if category % plan.every == 0:
            inside = min(max(middle, plan.size / 2), height - plan.size / 2)
            shapes.append(text.centred(0.0, inside, text.shorten(frame.categories[category], room)))
        shapes += _row(frame, plan, category, middle)
    used = plan.row * len(frame.categories)
    shapes.append(Line(plan.start, 0.0, plan.start, used, frame.palette.bord, 0.75))
    return tuple(shapes), used


def _plan(frame: Frame, height: float) -> _Plan:
    count, several = len(frame.categories), len(frame.chart.series)
    stacked = frame.chart.kind is ChartKind.STACKED_BARS
    row = min(height / count, frame.size * (3.4 if stacked or several == 1 else 1.3 + 1.5 * several))
    thin = row if stacked or several == 1 else row * 0.8 / several
    size = max(SMALLEST, min(frame.size, row / 1.2))
    labels = max((frame.text(size).width(text) for text in frame.categories), default=0.0)
    start = min(labels, frame.width * LABELS_SHARE) + frame.size
    series = range(1 if stacked else several)
    texts = [frame.value_text(category, one) for category in range(count) for one in series]
    value_size = min(size, max(SMALLEST, thin / 1.1))
    values = max((frame.text(value_size).width(text) for text in texts), default=0.0) + frame.size
    valued = frame.width - start - values >= frame.width * BARS_SHARE and thin >= SMALLEST * 1.1
    every = ceil(SMALLEST * 1.7 / row) if row < SMALLEST * 1.2 else 1
    highest = max(
        (frame.total(c) if stacked else frame.value(s, c) for c in range(count) for s in series), default=0.0
    )
    return _Plan(
        start, frame.width - start - (values if valued else 0), row, size, every, valued, highest or 1.0
    )


def _row(frame: Frame, plan: _Plan, category: int, middle: float) -> list[Shape]:
    if frame.chart.kind is ChartKind.STACKED_BARS or len(frame.chart.series) == 1:
        return _end_to_end(frame, plan, category, middle)
    shapes: list[Shape] = []
    count = len(frame.chart.series)
    thick = plan.row * 0.8 / count
    for series in range(count):
        centre = middle + (series - (count - 1) / 2) * thick
        length = _length(plan, frame.value(series, category))
        bar = thick * 0.82
        shapes.append(Rect(plan.start, centre - bar / 2, length, bar, frame.colour(category, series)))
        if plan.valued:
            text, x = frame.text(min(plan.size, thick / 1.1)), plan.start + length + frame.size * 0.5
            shapes.append(text.centred(x, centre, frame.value_text(category, series)))
    return shapes


def _end_to_end(frame: Frame, plan: _Plan, category: int, middle: float) -> list[Shape]:
    shapes: list[Shape] = []
    thick = min(plan.row * 0.68, frame.size * 2)
    x = plan.start
    for series in range(len(frame.chart.series)):
        length = _length(plan, frame.value(series, category))
        if length:
            shapes.append(Rect(x, middle - thick / 2, length, thick, frame.colour(category, series)))
        x += length
    if plan.valued and category % plan.every == 0:
        text = frame.text(plan.size)
        shapes.append(text.centred(x + frame.size * 0.5, middle, frame.value_text(category)))
    return shapes


def _length(plan: _Plan, value: float) -> float:
    return plan.length * value / plan.highest
