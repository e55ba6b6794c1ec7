"""Where the arrows lead from a block of the agenda."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractItemView

from caseapp.ui.pages.agenda_blocks import Block

_Action = QAbstractItemView.CursorAction
_STEPS = {_Action.MoveUp: -1, _Action.MovePrevious: -1, _Action.MoveDown: 1, _Action.MoveNext: 1}


def next_place(blocks: Sequence[Block], rects: Mapping[int, QRect], here: int, action: _Action) -> int | None:
    """Return the position of the block that the cursor goes to, among those shown; None without any."""
    shown = sorted(rects)
    if not shown:
        return None
    if action in {_Action.MoveHome, _Action.MoveEnd}:
        return shown[0] if action is _Action.MoveHome else shown[-1]
    if here not in shown:
        return shown[0]
    if action in _STEPS:
        return shown[min(max(shown.index(here) + _STEPS[action], 0), len(shown) - 1)]
    return _beside(blocks, rects, here, ahead=action is _Action.MoveRight)


def _beside(blocks: Sequence[Block], rects: Mapping[int, QRect], here: int, *, ahead: bool) -> int:
    """Return the block nearest in height on the next day that has some, or on the one before."""
    day = blocks[here].date
    others = {blocks[place].date for place in rects if blocks[place].date != day}
    others = {other for other in others if (other > day) is ahead}
    if not others:
        return here
    wanted = min(others) if ahead else max(others)
    places = [place for place in sorted(rects) if blocks[place].date == wanted]
    return min(places, key=lambda place: abs(rects[place].top() - rects[here].top()))
