"""The steps of a file hung on a line: full for what was made, hollow for what is planned or waited for."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_date
from caseapp.ui.context import UiContext
from caseapp.ui.pages.logements_words import Marche, Pas
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.copy_label import CopyLabel

_ROOM, _RADIUS, _LINE = 22, 5, 2
"""Pixels at 100 %: left of the words, of a circle, of the line."""


class StepsLine(QWidget):
    """A day and a sentence a step, from the first to the last."""

    def __init__(self, context: UiContext, marches: Sequence[Marche]) -> None:
        super().__init__()
        self._theme, self._marches = context.theme, tuple(marches)
        self.setAccessibleName("Étapes : " + " ; ".join(map(_spoken, marches)))
        self._days: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(context.theme.px(_ROOM), 0, 0, 0)
        grid.setHorizontalSpacing(context.theme.px(10))
        grid.setVerticalSpacing(context.theme.px(5))
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(marches):
            day = plain_label(format_date(one.jour) or "à venir", role="note")
            words = CopyLabel(context.clipboard, role="" if one.pas is Pas.FAIT else "phrase")
            words.setText(one.texte)
            grid.addWidget(day, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
            self._days.append(day)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, radius = theme.px(_RADIUS) + 2.0, float(theme.px(_RADIUS))
        places = [day.geometry().center().y() + 0.5 for day in self._days]
        if places:
            painter.setPen(QPen(theme.colour("bord"), theme.px(_LINE)))
            painter.drawLine(QPointF(left, places[0]), QPointF(left, places[-1]))
        for place, one in zip(places, self._marches, strict=True):
            done = one.pas is Pas.FAIT
            tint = theme.colour("accent" if one.pas is not Pas.ATTENDU else "discret")
            painter.setPen(QPen(tint, theme.px(_LINE)))
            painter.setBrush(tint if done else theme.colour("surface"))
            painter.drawEllipse(QRectF(left - radius, place - radius, 2 * radius, 2 * radius))
        painter.end()


def _spoken(one: Marche) -> str:
    day = format_date(one.jour)
    planned = "" if one.pas is Pas.FAIT else f" ({one.pas.value})"
    return f"{day} {one.texte}{planned}".strip()
