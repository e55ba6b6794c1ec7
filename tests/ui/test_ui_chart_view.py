import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from sample_report import EMPTY, LINES, STACKED

from caseapp.reports.palette import DARK, LIGHT
from caseapp.reports.report import Chart
from caseapp.reports.shapes import Line, Rect, Text
from caseapp.ui.theme import Scheme, Theme
from caseapp.ui.widgets.chart_view import ChartView, describe


def colours(view: ChartView) -> set[str]:
    image: QImage = view.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())
    }


def test_a_chart_is_drawn_in_the_colours_of_the_theme(theme: Theme, qtbot: QtBot) -> None:
    view = ChartView(STACKED, theme)
    qtbot.addWidget(view)
    view.resize(360, view.heightForWidth(360))
    assert {LIGHT.parentalite, LIGHT.logement} <= colours(view)
    theme.set_scheme(Scheme.SOMBRE)
    assert {DARK.parentalite, DARK.logement} <= colours(view)
    assert LIGHT.parentalite not in colours(view)


@pytest.mark.parametrize("chart", [STACKED, LINES, EMPTY], ids=lambda chart: chart.key)
@pytest.mark.parametrize("percent", [80, 100, 200])
@pytest.mark.parametrize("width", [200, 420, 1200])
def test_every_shape_stays_inside(chart: Chart, percent: int, width: int, theme: Theme, qtbot: QtBot) -> None:
    theme.set_percent(percent)
    view = ChartView(chart, theme)
    qtbot.addWidget(view)
    view.resize(width, view.heightForWidth(width))
    assert view.grab().height() > 0
    for shape in view.chart_layout().shapes:
        assert isinstance(shape, Rect | Line | Text)
        right = (
            shape.x + shape.width
            if isinstance(shape, Rect)
            else shape.x2
            if isinstance(shape, Line)
            else shape.x
        )
        assert -1 <= right <= width + 1


def test_a_screen_reader_gets_the_values(theme: Theme, qtbot: QtBot) -> None:
    view = ChartView(STACKED, theme)
    qtbot.addWidget(view)
    assert view.accessibleName() == "Répartition"
    assert view.accessibleDescription() == (
        "Graphique. Parentalité : 656 (conseil 479, accompagnement 177) ; "
        "Logement : 149 (conseil 141, accompagnement 8)."
    )
    view.set_chart(LINES)
    assert describe(LINES) == "Graphique. janvier : appels 12,5 ; février : appels 30. Le 30 est provisoire."
    assert view.accessibleName() == "Mois"
    assert describe(EMPTY) == "Graphique sans donnée."
