"""Charts on paper: title, drawing and note in one piece; two small ones stand side by side."""

from caseapp.reports.charts import layout_chart, preferred_height
from caseapp.reports.report import Chart, ChartKind
from caseapp.reports.shapes import Mark, moved
from caseapp.reports.strips import Flow, Strip
from caseapp.reports.text_fit import one_line
from caseapp.reports.typography import LEADING, WIDTH, Typography

BETWEEN = 28.0
"""White between two charts side by side, in points."""
MOST_CATEGORIES_SIDE_BY_SIDE = 8
TIGHT = 0.72
"""Share of its height in which a chart still reads well."""
HIGHEST = 400.0
"""Most of a page's height that a chart takes, in points."""


def fits_half(chart: Chart) -> bool:
    """Tell whether half the width is enough: few bars, or the twelve months of a year as columns."""
    bars = chart.kind in {ChartKind.BARS, ChartKind.STACKED_BARS}
    return len(chart.categories) <= (MOST_CATEGORIES_SIDE_BY_SIDE if bars else 12)


def charts_flow(charts: tuple[Chart, ...], typography: Typography) -> Flow:
    """Return one chart over the width of the page, or several side by side."""
    return Flow((_strip(charts, typography, 1.0),), tight=(_strip(charts, typography, TIGHT),))


def _strip(charts: tuple[Chart, ...], typography: Typography, scale: float) -> Strip:
    width = (WIDTH - BETWEEN * (len(charts) - 1)) / len(charts)
    drawn = [_chart_marks(chart, width, typography, scale) for chart in charts]
    marks: list[Mark] = []
    for index, (_, one) in enumerate(drawn):
        marks += moved(one, index * (width + BETWEEN), 0.0)
    return Strip(max(height for height, _ in drawn), tuple(marks), before=20.0)


def _chart_marks(
    chart: Chart, width: float, typography: Typography, scale: float
) -> tuple[float, tuple[Mark, ...]]:
    """Return the height and the marks of a chart with its title and note, drawn at `scale` of its height."""
    title, note = typography.block(), typography.discret()
    marks: list[Mark] = []
    y = 0.0
    for line in title.wrap(one_line(chart.title), width, max_lines=2):
        marks.append(title.at(0.0, y + title.size, line))
        y += title.size * LEADING
    y += 7.0
    measure, palette = typography.measure, typography.palette
    height = min(HIGHEST, preferred_height(chart, width, measure, palette)) * scale
    marks += moved(layout_chart(chart, width, height, measure, palette).shapes, 0.0, y)
    y += height
    if chart.note.strip():
        y += 4.0
        for line in note.wrap(one_line(chart.note), width, max_lines=5):
            marks.append(note.at(0.0, y + note.size, line))
            y += note.size * LEADING
    return y, tuple(marks)
