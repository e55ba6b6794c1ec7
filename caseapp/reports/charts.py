"""The one layout of a chart declaration, drawn by the window and by the PDF."""

from dataclasses import dataclass

from caseapp.reports.chart_bars import bars, rows_height
from caseapp.reports.chart_columns import columns
from caseapp.reports.chart_lines import lines, named_at_end
from caseapp.reports.chart_parts import LINE_HEIGHT, Frame, legend
from caseapp.reports.palette import Palette
from caseapp.reports.report import Chart, ChartKind
from caseapp.reports.shapes import Shape
from caseapp.reports.text_fit import Measure

BASE_SIZE = 8.0
"""Size of a chart's texts on paper, in points."""
LEGEND_SHARE = 0.5
"""Share of the height above which the legend is left out."""


@dataclass(frozen=True, slots=True)
class ChartLayout:
    """The shapes of a chart in the order they are drawn, all inside its width and height."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def layout_chart(  # noqa: PLR0913, PLR0917 - the call of the window and of the PDF, spelt out
    chart: Chart, width: float, height: float, measure: Measure, palette: Palette, size: float = BASE_SIZE
) -> ChartLayout:
    """Lay the chart out, without its title and note; `size` is that of its texts, in the same unit."""
    frame = Frame(chart, width, height, measure, palette, size)
    if not chart.categories or not chart.series:
        text = frame.text(discret=True)
        return ChartLayout(
            width, height, (text.centred(0.0, size * 0.7, text.shorten("Aucune donnée", width)),)
        )
    legend_height, legend_shapes = legend(frame)
    if legend_height > height * LEGEND_SHARE or (
        chart.kind is ChartKind.LINES and named_at_end(frame, height)
    ):
        legend_height, legend_shapes = 0.0, ()
    room = height - legend_height - (size * 0.5 if legend_height else 0.0)
    shapes, used = _kind_shapes(frame, room)
    under = used + (height - legend_height - room)
    return ChartLayout(width, height, (*shapes, *(shape.moved(0.0, under) for shape in legend_shapes)))


def _kind_shapes(frame: Frame, height: float) -> tuple[tuple[Shape, ...], float]:
    match frame.chart.kind:
        case ChartKind.COLUMNS:
            return columns(frame, height), height
        case ChartKind.LINES:
            return lines(frame, height), height
        case ChartKind.BARS | ChartKind.STACKED_BARS:
            return bars(frame, height)


def preferred_height(
    chart: Chart, width: float, measure: Measure, palette: Palette, size: float = BASE_SIZE
) -> float:
    """Return the height at which the chart reads best in that width."""
    frame = Frame(chart, width, 0.0, measure, palette, size)
    if not chart.categories or not chart.series:
        return size * LINE_HEIGHT
    if chart.kind in {ChartKind.COLUMNS, ChartKind.LINES}:
        body = size * 16
        return body if chart.kind is ChartKind.LINES else body + legend(frame)[0]
    legend_height = legend(frame)[0]
    return rows_height(frame) + legend_height + (size * 0.5 if legend_height else 0.0)
