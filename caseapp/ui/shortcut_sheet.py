"""Ctrl+/ or F1: every shortcut of the program on one sheet, those of the page shown first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from caseapp.ui.forms.sheet_frame import SheetFrame
from caseapp.ui.plain_text import plain_label
from caseapp.ui.shortcut_list import GROUPS, ShortcutGroup
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import plain_button

_CORNER = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_WIDTH = 1080
_COLUMNS = 3


class ShortcutSheet(SheetFrame):
    """Read, then closed by Escape; the program behind answers nothing meanwhile."""

    def __init__(self, window: QMainWindow, theme: Theme, page: str) -> None:
        super().__init__(window, theme, "Raccourcis clavier", _content(page), _WIDTH)
        self.close_button = plain_button("Fermer", self.cancel, primary=True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.foot.addLayout(row)

    def open(self) -> None:
        """Show the sheet."""
        self.cover()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _content(page: str) -> QWidget:
    first = [group for group in GROUPS if group.page == page]
    everywhere = [group for group in GROUPS if not group.page]
    others = [group for group in GROUPS if group.page not in {page, ""}]
    content = QWidget()
    row = QHBoxLayout(content)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(28)
    for groups in _shared([*first, *everywhere, *others]):
        column = QVBoxLayout()
        column.setSpacing(14)
        for group in groups:
            column.addWidget(_group(group))
        column.addStretch(1)
        row.addLayout(column, 1)
    return content


def _shared(groups: Sequence[ShortcutGroup]) -> list[list[ShortcutGroup]]:
    """Share the groups between columns of about the same length, in their order."""
    total = sum(len(group.shortcuts) + 2 for group in groups)
    columns: list[list[ShortcutGroup]] = [[] for _ in range(_COLUMNS)]
    filled = 0
    for group in groups:
        columns[min(_COLUMNS - 1, filled * _COLUMNS // total)].append(group)
        filled += len(group.shortcuts) + 2
    return columns


def _group(group: ShortcutGroup) -> QWidget:
    block = QWidget()
    grid = QGridLayout(block)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    grid.addWidget(plain_label(group.title, role="titre-carte"), 0, 0, 1, 2)
    for line, (keys, what) in enumerate(group.shortcuts, 1):
        grid.addWidget(plain_label(keys, role="touche"), line, 0, _CORNER)
        words = plain_label(what)
        words.setWordWrap(True)
        grid.addWidget(words, line, 1)
    grid.setColumnStretch(1, 1)
    return block
