"""A list with a panel beside it, and a handle between the two."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

_HANDLE = 14


def list_beside_panel(left: QWidget, right: QWidget, shares: tuple[int, int]) -> QSplitter:
    """Return both in a row, of these shares of the width, neither ever folded away."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(_HANDLE)
    for rank, (side, share) in enumerate(zip((left, right), shares, strict=True)):
        split.addWidget(side)
        split.setStretchFactor(rank, share)
    split.setSizes([share * 10 for share in shares])
    return split
