"""What every kind of chart shares: values, colours, legend, scale and text boxes."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from caseapp.domain.labels import format_number
from caseapp.reports.palette import Palette, mix
from caseapp.reports.report import Chart, ChartKind
from caseapp.reports.shapes import Rect, Shape
from caseapp.reports.text_fit import Measure, TextStyle, one_line

LINE_HEIGHT = 1.4
"""Height of a line of text, as a share of its size."""
HIGHEST = 1e15
"""Value above which bars are drawn alike: no figure of ours comes near."""
SMALLEST = 5.5
"""Size under which no label is written, in points."""
LIGHTEST = 0.42
"""Share of the full colour in the tint of a first series."""


@dataclass(frozen=True)
class Frame:
    """A chart, the room it has and how its texts are measured and coloured."""

    chart: Chart
    width: float
    height: float
    measure: Measure
    palette: Palette
    size: float

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The category labels, clean."""
        return tuple(one_line(label, 200) for label in self.chart.categories)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The series names, clean."""
        return tuple(one_line(series.name, 200) for series in self.chart.series)

    def value(self, series: int, category: int) -> float:
        """Return a value to draw: 0 when it is missing, not finite or negative."""
        values = self.chart.series[series].values
        number = values[category] if category < len(values) else Decimal(0)
        return min(float(number), HIGHEST) if number.is_finite() and number > 0 else 0.0

    def total(self, category: int) -> float:
        """Return the sum of the series for a category."""
        return sum(self.value(series, category) for series in range(len(self.chart.series)))

    def text(self, size: float | None = None, *, discret: bool = False) -> TextStyle:
        """Return how a text is written, in the chart's size by default."""
        colour = self.palette.discret if discret else self.palette.texte
        return TextStyle(self.measure, size or self.size, colour)

    def colour(self, category: int, series: int = 0) -> str:
        """Return the cible's colour of a category, tinted for every series but the last."""
        cibles = self.chart.cibles
        base = self.palette.cible(cibles[category] if category < len(cibles) else None)
        return self.tint(base, series)

    def tint(self, colour: str, series: int) -> str:
        """Return the shade of a series: from the lightest for the first to full for the last."""
        last = len(self.chart.series) - 1
        share = 1.0 if last <= 0 else LIGHTEST + (1 - LIGHTEST) * series / last
        return mix(colour, self.palette.surface, share)

    @cached_property
    def suffix(self) -> str:
        """The sign that ends every direct label (` €`, ` %`), for the numbers written without one."""
        texts = [text for text in self.chart.value_texts if text and text[-1:] not in ".–"]
        ends = {text[-1] for text in texts}
        return f"\u00a0{ends.pop()}" if len(ends) == 1 and ends <= {"€", "%"} else ""

    def value_text(self, category: int, series: int = 0) -> str:
        """Return the direct label of a bar: as declared for its category, else written from its value."""
        stacked = self.chart.kind is ChartKind.STACKED_BARS
        if (stacked or len(self.chart.series) == 1) and category < len(self.chart.value_texts):
            return one_line(self.chart.value_texts[category], 60)
        return self.number_text(self.total(category) if stacked else self.value(series, category))

    def number_text(self, number: float) -> str:
        """Write a number without a declared text, with one decimal under a thousand if it has a fraction."""
        decimals = 0 if number >= 1000 or number == int(number) else 1
        return format_number(Decimal(str(number)), decimals) + self.suffix


def stride(widths: tuple[float, ...], slot: float) -> int:
    """Return how many slots apart the labels of these widths must be so that none touches the next."""
    step = 1
    while step < len(widths) and any(
        (first + second) / 2 > slot * step for first, second in pairwise(widths[::step])
    ):
        step += 1
    return step


def legend(frame: Frame) -> tuple[float, tuple[Shape, ...]]:
    """Return the height of the legend and its shapes from its own top; nothing for a single series."""
    if len(frame.chart.series) < 2:
        return 0.0, ()
    text, shapes, x, row = frame.text(frame.size * 0.92, discret=True), list[Shape](), 0.0, 0
    box, height = text.size * 0.8, frame.size * LINE_HEIGHT
    mixed = len(set(frame.chart.cibles)) > 1
    base = frame.palette.discret if mixed else frame.colour(0, len(frame.chart.series) - 1)
    for series, name in enumerate(frame.names):
        short = text.shorten(name, frame.width - box * 1.6)
        wide = box * 1.6 + text.width(short)
        if x and x + wide > frame.width:
            x, row = 0.0, row + 1
        top = row * height
        shapes.append(Rect(x, top + (height - box) / 2, box, box, frame.tint(base, series)))
        shapes.append(text.centred(x + box * 1.6, top + height / 2, short))
        x += wide + text.size * 1.6
    return (row + 1) * height, tuple(shapes)
