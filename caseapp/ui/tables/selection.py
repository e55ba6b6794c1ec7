"""The selected rows of a view, without asking Qt for each of them: 100 000 rows are one range."""

from PySide6.QtCore import QItemSelectionModel


def selected_ranges(selection: QItemSelectionModel) -> list[range]:
    """Return the positions of the selected rows, in order."""
    parts = selection.selection()
    found = ((parts.at(n).top(), parts.at(n).bottom()) for n in range(parts.count()))
    return [range(top, bottom + 1) for top, bottom in sorted(found)]
