"""The charts of a workbook, drawn by Excel itself from the numbers of the sheet."""

from typing import Any

from caseapp.reports.chart_parts import LIGHTEST
from caseapp.reports.palette import LIGHT, mix
from caseapp.reports.report import Chapter, Chart, ChartKind
from caseapp.reports.sheets import ChartPlace, Sheet
from caseapp.reports.text_fit import one_line

FONT = "Arial"
"""On every Windows and macOS; LibreOffice has one of the same widths."""
ROW_PIXELS = 20
"""Height of a row without height of its own."""
KINDS = {
    ChartKind.BARS: {"type": "bar"},
    ChartKind.STACKED_BARS: {"type": "bar", "subtype": "stacked"},
    ChartKind.COLUMNS: {"type": "column"},
    ChartKind.LINES: {"type": "line"},
}
TEXT = {"name": FONT, "size": 9, "color": LIGHT.texte}
QUIET = {"color": LIGHT.bord}


def chart_rows(chart: Chart) -> int:
    """Return how many rows the drawn chart covers."""
    bars = chart.kind in {ChartKind.BARS, ChartKind.STACKED_BARS}
    return max(8, len(chart.categories) + 5) if bars else 15


def add_charts(book: Any, page: Any, sheet: Sheet, chapter: Chapter) -> None:
    """Draw each chart of the chapter beside its data."""
    charts = [block for block in chapter.blocks if isinstance(block, Chart)]
    for place in sheet.charts:
        chart = charts[place.index]
        if chart.categories and chart.series:
            drawn = _native_chart(book, sheet, chart, place)
            page.insert_chart(place.row, 1 + len(chart.series), drawn, {"x_offset": 24, "object_position": 1})


def _native_chart(book: Any, sheet: Sheet, chart: Chart, place: ChartPlace) -> Any:
    drawn = book.add_chart(KINDS[chart.kind])
    first, last = place.row + 1, place.row + len(chart.categories)
    for index in range(len(chart.series)):
        column = 1 + index
        drawn.add_series(
            {
                "name": [sheet.name, place.row, column],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                **_paint(chart, index),
            }
        )
    _set_axes(drawn, horizontal=chart.kind in {ChartKind.BARS, ChartKind.STACKED_BARS})
    drawn.set_title({"name": one_line(chart.title, 250), "name_font": {**TEXT, "size": 11, "bold": True}})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": TEXT})
    drawn.set_chartarea({"border": {"none": True}})
    drawn.set_size({"width": 560, "height": chart_rows(chart) * ROW_PIXELS - 12})
    return drawn


def _set_axes(drawn: Any, *, horizontal: bool) -> None:
    """Start values at 0; horizontal bars stand in the order of the categories and need no scale."""
    categories = {
        "num_font": TEXT,
        "line": QUIET,
        "reverse": horizontal,
        "major_gridlines": {"visible": False},
    }
    lines = {"visible": not horizontal, "line": QUIET}
    values = {"num_font": TEXT, "line": QUIET, "min": 0, "major_gridlines": lines, "visible": not horizontal}
    drawn.set_x_axis(values if horizontal else categories)
    drawn.set_y_axis(categories if horizontal else values)


def _paint(chart: Chart, series: int) -> dict[str, Any]:
    """Return the colours of a series: those of the cibles, lighter for every series but the last."""
    last = len(chart.series) - 1
    share = 1.0 if last == 0 else LIGHTEST + (1 - LIGHTEST) * series / last
    accent = mix(LIGHT.accent, LIGHT.surface, share)
    if chart.kind is ChartKind.LINES:
        return {"line": {"color": accent, "width": 1.75}}
    colours = [mix(LIGHT.cible(cible), LIGHT.surface, share) for cible in chart.cibles]
    return {
        "fill": {"color": accent},
        "gap": 60,
        **({"overlap": 100} if chart.kind is ChartKind.STACKED_BARS else {}),
        **({"points": [{"fill": {"color": colour}} for colour in colours]} if colours else {}),
        **({"data_labels": {"value": True, "font": TEXT}} if last == 0 else {}),
    }
