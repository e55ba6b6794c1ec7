"""What the number of a cell counts, in one word."""

from caseapp.domain.units import Unit
from caseapp.reports.report import Cell, NumberStyle

_OF_STYLE = {NumberStyle.PERCENT: str(Unit.POURCENT), NumberStyle.POINTS: "point"}


def unit_name(cell: Cell) -> str:
    """Return `%` or `point` for a rate or an evolution, else the unit of the figure or nothing."""
    if cell.style in _OF_STYLE:
        return _OF_STYLE[cell.style]
    if cell.unit is None and cell.style is NumberStyle.EUROS:
        return str(Unit.EURO)
    return str(cell.unit) if cell.unit else ""
