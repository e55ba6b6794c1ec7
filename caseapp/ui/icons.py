"""The program's own icons: line drawings in the current theme's colours, sharp at every scale."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from caseapp import paths

_RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)


def load_icon(name: str, colour: str, size: int) -> QIcon:
    """Return `resources/icons/<name>.svg` drawn in a colour; `size` is in logical pixels."""
    source = paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    icon = QIcon()
    for ratio in _RATIOS:
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon
