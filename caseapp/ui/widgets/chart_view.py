"""A chart in the window: the layout that the PDF uses too, in the current theme's colours."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_number
from caseapp.reports.charts import ChartLayout, layout_chart, preferred_height
from caseapp.reports.report import Chart
from caseapp.reports.shapes import Anchor, Line, Rect, Shape, Text
from caseapp.ui.theme import Theme

TEXT_SIZE = 12.0
"""Size of a chart's texts, in pixels at 100 %."""
_NARROWEST = 200
_TALLEST = 1.9
"""Times its usual height that a chart may take beside a tall table."""


class ChartView(QWidget):
    """Draws one chart in the width it is given; a screen reader gets its values as a sentence."""

    def __init__(self, chart: Chart, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._chart = theme, chart
        self._laid_out: tuple[object, ChartLayout] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_chart(chart)
        theme.changed.connect(self.updateGeometry)

    def set_chart(self, chart: Chart) -> None:
        """Draw another chart."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(describe(chart))
        self.updateGeometry()
        self.update()

    @override
    def heightForWidth(self, width: int) -> int:
        return round(preferred_height(self._chart, width, self._measure, self._theme.palette, self._size()))

    @override
    def sizeHint(self) -> QSize:
        width = self._theme.px(420)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_NARROWEST), self._theme.px(60))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for shape in self.chart_layout().shapes:
            self._draw(painter, shape)
        painter.end()

    def chart_layout(self) -> ChartLayout:
        """Return the shapes drawn at the present size."""
        asked = (self._chart, self.size(), self._theme.scale, self._theme.palette)
        if self._laid_out is None or self._laid_out[0] != asked:
            width = self.width()
            height = min(self.height(), round(self.heightForWidth(width) * _TALLEST))
            laid_out = layout_chart(
                self._chart, width, height, self._measure, self._theme.palette, self._size()
            )
            self._laid_out = (asked, laid_out)
        return self._laid_out[1]

    def _size(self) -> float:
        return TEXT_SIZE * self._theme.scale

    def _measure(self, text: str, size: float, bold: bool) -> float:
        return QFontMetricsF(self._theme.font(size / self._theme.scale, bold=bold)).horizontalAdvance(text)

    def _draw(self, painter: QPainter, shape: Shape) -> None:
        match shape:
            case Rect():
                area = QRectF(shape.x, shape.y, shape.width, shape.height)
                painter.fillRect(area, QColor(shape.colour))
            case Line():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(shape.colour), shape.width, c=Qt.PenCapStyle.RoundCap))
                painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            case Text():
                self._write(painter, shape)

    def _write(self, painter: QPainter, text: Text) -> None:
        width = self._measure(text.text, text.size, text.bold)
        shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[text.anchor]
        painter.setFont(self._theme.font(text.size / self._theme.scale, bold=text.bold))
        painter.setPen(QColor(text.colour))
        painter.drawText(QPointF(text.x - shift, text.y), text.text)


def describe(chart: Chart) -> str:
    """Return the values of a chart as one French sentence."""
    parts = []
    for number, category in enumerate(chart.categories):
        values = [(series.name, series.values[number]) for series in chart.series]
        detail = ", ".join(f"{name} {format_number(value, _decimals(value))}" for name, value in values)
        total = chart.value_texts[number] if number < len(chart.value_texts) else ""
        said = f"{total} ({detail})" if total and len(values) > 1 else total or detail
        parts.append(f"{category} : {said}")
    return f"Graphique. {' ; '.join(parts)}. {chart.note}".strip() if parts else "Graphique sans donnée."


def _decimals(value: object) -> int:
    return 0 if float(str(value)).is_integer() else 1
