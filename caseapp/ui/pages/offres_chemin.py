"""The path of an offer, drawn: what was done, where it stands, what comes if nobody answers."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from caseapp.services.offres_parcours import EtapeRow, Etat
from caseapp.ui.theme import Theme

_HEIGHT, _RADIUS, _TEXT = 24, 5, 22
"""Pixels at 100 %: a step, its dot, where its words begin."""
SAID = {
    Etat.FAITE: "fait",
    Etat.COURANTE: "à faire",
    Etat.A_VENIR: "ensuite",
    Etat.NON_PERMISE: "non permis",
}
_COLOURS = {
    Etat.FAITE: "succes",
    Etat.COURANTE: "accent",
    Etat.A_VENIR: "discret",
    Etat.NON_PERMISE: "attention",
}


class PathView(QWidget):
    """One line a step; the word after each says what its dot shows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: tuple[EtapeRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_steps(self, steps: Sequence[EtapeRow]) -> None:
        """Show a path."""
        self._steps = tuple(steps)
        said = ", ".join(f"{step.libelle} ({SAID[step.etat]})" for step in self._steps)
        self.setAccessibleName(f"Parcours : {said}" if said else "Parcours")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT) * len(self._steps))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, left = self._theme.px(_HEIGHT), self._theme.px(_RADIUS + 3)
        painter.setPen(QPen(self._theme.colour("bord"), self._theme.px(2)))
        last = height * len(self._steps) - height / 2
        painter.drawLine(QPointF(left, height / 2), QPointF(left, last))
        for rank, step in enumerate(self._steps):
            self._paint_dot(painter, QPointF(left, height * (rank + 0.5)), step.etat)
            self._paint_words(painter, height * rank, step)
        painter.end()

    def _paint_dot(self, painter: QPainter, centre: QPointF, etat: Etat) -> None:
        colour = self._theme.colour(_COLOURS[etat])
        radius = self._theme.px(_RADIUS)
        filled = etat in (Etat.FAITE, Etat.COURANTE)
        painter.setPen(QPen(colour, self._theme.px(2)))
        painter.setBrush(colour if filled else self._theme.colour("surface"))
        painter.drawEllipse(centre, radius, radius)
        if etat is Etat.NON_PERMISE:
            painter.drawLine(centre + QPointF(-radius, radius), centre + QPointF(radius, -radius))

    def _paint_words(self, painter: QPainter, top: int, step: EtapeRow) -> None:
        height, left = self._theme.px(_HEIGHT), self._theme.px(_TEXT)
        current, small = step.etat is Etat.COURANTE, self._theme.font(12)
        font = self._theme.font(bold=current)
        said = QFontMetrics(small).horizontalAdvance(SAID[step.etat])
        room = self.width() - left - said - self._theme.px(8)
        text = QFontMetrics(font).elidedText(step.libelle, Qt.TextElideMode.ElideRight, room)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        dim = step.etat in (Etat.A_VENIR, Etat.NON_PERMISE)
        painter.setPen(self._theme.colour("discret" if dim else "texte"))
        painter.drawText(QRectF(left, top, room + 4, height), flags, text)
        painter.setFont(small)
        painter.setPen(self._theme.colour(_COLOURS[step.etat]))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, top, self.width() - left, height), right, SAID[step.etat])
