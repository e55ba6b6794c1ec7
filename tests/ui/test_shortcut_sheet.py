"""The sheet of shortcuts: opened and closed by keys, true to what the pages declare."""

from collections.abc import Iterator

import pytest
from accessibility import interpreted_labels, unnamed
from program_profile import texts_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from running_program import Running

from caseapp.ui.shortcut_list import GROUPS
from caseapp.ui.shortcut_sheet import ShortcutSheet

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NATIVE = {"Entrée": "Return", "Échap": "Esc", "Suppr": "Del", "Inser": "Ins", "Maj": "Shift"}


def sheets(running: Running) -> list[ShortcutSheet]:
    return [one for one in running.main.findChildren(ShortcutSheet) if one.isVisible()]


@pytest.mark.parametrize("key", [Key.Key_F1, Key.Key_Slash])
def test_the_sheet_opens_over_the_page_and_gives_the_focus_back(running: Running, key: Qt.Key) -> None:
    before = QApplication.focusWidget()
    running.press(key, CONTROL if key == Key.Key_Slash else Qt.KeyboardModifier.NoModifier)
    (sheet,) = sheets(running)
    assert "Rechercher partout" in texts_of(sheet)
    assert unnamed(sheet) == []
    assert interpreted_labels(sheet) == []
    running.press(Key.Key_K, CONTROL)
    assert not running.main.top.search.hasFocus(), "what is behind waits"
    running.press(Key.Key_F1)
    assert sheets(running) == [sheet]
    running.press(Key.Key_Escape)
    assert sheets(running) == []
    assert QApplication.focusWidget() is before


def keys_listed() -> Iterator[tuple[str, str]]:
    """Yield the page and the key sequence of each line that names keys alone."""
    for group in GROUPS:
        for keys, _ in group.shortcuts:
            for one in keys.split(" ou "):
                yield group.page, _native(one)


def _native(keys: str) -> str:
    """Write keys as Qt names them."""
    for french, english in NATIVE.items():
        keys = keys.replace(french, english)
    return keys


def test_each_shortcut_of_the_window_is_on_the_sheet(running: Running) -> None:
    """Whatever a page answers to is told; arrows, Enter, Space and Escape go without saying."""
    for key in running.main._entries:
        running.main.show_page(key)
        running.qtbot.waitUntil(lambda: not running.program.context.tasks.is_busy)
    listed = {QKeySequence(keys).toString() for _, keys in keys_listed()}
    own = {shortcut.key().toString() for shortcut in running.main.findChildren(QShortcut)} - {
        "Esc",
        "Space",
        "Back",
        "Alt+Left",
        "Ctrl+Shift+Z",
        "",
    }
    assert own - listed == set()
