"""The frame of vertical charts: a scale from 0, its lines, and the categories written under it."""

from dataclasses import dataclass
from math import floor, log10

from caseapp.domain.labels import MOIS
from caseapp.reports.chart_parts import LINE_HEIGHT, Frame, stride
from caseapp.reports.shapes import Anchor, Line, Shape

MOIS_ABREGES = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
SHORTENED = 0
"""Stride of categories that are all written, each cut to its slot."""
MOST_TICKS = 4
LEAST_SHORTENED = 3.0
"""Width, in sizes, under which a shortened category would say nothing: then only some are written."""


@dataclass(frozen=True)
class Plot:
    """The zone where the values stand, and the value at its top."""

    left: float
    top: float
    width: float
    height: float
    highest: float

    @property
    def bottom(self) -> float:
        """The height of value 0."""
        return self.top + self.height

    def y(self, value: float) -> float:
        """Return where a value stands."""
        return self.bottom - self.height * value / self.highest


def ticks(highest: float, *, whole: bool, most: int = MOST_TICKS) -> tuple[float, ...]:
    """Return round values from 0 to at least the highest: steps of 1, 2 or 5 times a power of ten."""
    if highest <= 0 or most < 1:
        return (0.0,)
    power = 10.0 ** floor(log10(highest / most))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor * most >= highest * 0.999999)
    step = max(1.0, step) if whole else step
    count = next(count for count in range(1, most + 1) if step * count >= highest * 0.999999)
    return tuple(step * index for index in range(count + 1))


def scale_ticks(frame: Frame, height: float) -> tuple[float, ...]:
    """Return the round values of the scale, as many as the height lets be written."""
    values = [frame.value(s, c) for s in range(len(frame.chart.series)) for c in range(len(frame.categories))]
    most = min(MOST_TICKS, int(height / (frame.size * 1.6)))
    return ticks(max(values, default=0.0), whole=all(value == int(value) for value in values), most=most)


def tick_texts(frame: Frame, values: tuple[float, ...]) -> tuple[str, ...]:
    """Write the values of the scale, all with the same number of decimals."""
    return tuple(frame.number_text(round(value, 6)) for value in values)


def grid(frame: Frame, plot: Plot, values: tuple[float, ...], texts: tuple[str, ...]) -> list[Shape]:
    """Return the scale: a thin line and its value for each, none when there is no text."""
    shapes: list[Shape] = []
    for value, text in zip(values, texts, strict=False):
        y = plot.y(value)
        if value:
            shapes.append(Line(plot.left, y, plot.left + plot.width, y, frame.palette.surface_2, 0.5))
        written = frame.text(frame.size * 0.92, discret=True)
        shapes.append(written.centred(plot.left - frame.size * 0.6, y, text, Anchor.END))
    shapes.append(Line(plot.left, plot.bottom, plot.left + plot.width, plot.bottom, frame.palette.bord, 0.75))
    return shapes


def category_labels(frame: Frame, plot: Plot) -> list[Shape]:
    """Return the categories centred under their slots: all, all shortened, or only one in several."""
    slot = plot.width / len(frame.categories)
    size, texts, every = _readable(frame, slot)
    style = frame.text(size)
    room = slot - size * 0.4 if every == SHORTENED else frame.width
    middle = plot.bottom + frame.size * LINE_HEIGHT * 0.6
    shapes: list[Shape] = []
    for index in range(0, len(texts), max(1, every)):
        centre = plot.left + (index + 0.5) * slot
        edge = min(centre, frame.width - centre) * 2
        short = style.shorten(texts[index], min(room, edge))
        shapes.append(style.centred(centre, middle, short, Anchor.MIDDLE))
    return shapes


def _readable(frame: Frame, slot: float) -> tuple[float, tuple[str, ...], int]:
    """Return the size, the texts and how many slots apart: smaller letters and short months before gaps."""
    known = dict(zip(MOIS, MOIS_ABREGES, strict=True))
    short = tuple(known.get(text, text) for text in frame.categories)
    every = 1
    for size, texts in ((1.0, frame.categories), (0.88, frame.categories), (1.0, short), (0.8, short)):
        style = frame.text(frame.size * size)
        every = stride(tuple(style.width(text) + style.size * 0.7 for text in texts), slot)
        if every == 1:
            return style.size, texts, 1
    widest = max(frame.text().width(text) for text in short)
    if slot >= frame.size * LEAST_SHORTENED and widest > slot * 2:
        return frame.size * 0.88, short, SHORTENED
    return frame.size * 0.8, short, every
