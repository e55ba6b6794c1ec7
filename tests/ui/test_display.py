"""The look and the size of text: chosen at the top or by keys, remembered by the profile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from running_program import Running
from window_fakes import MemoryPreferences

from caseapp.ui.display import restore_display
from caseapp.ui.theme import Scheme, Theme

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def offered(running: Running) -> dict[str, QAction]:
    menu = running.main.top.display.menu()
    menu.aboutToShow.emit()
    return {action.text().replace("\u00a0", " "): action for action in menu.actions() if action.isCheckable()}


def test_a_look_and_a_size_are_chosen_and_ticked(running: Running, theme: Theme) -> None:
    assert offered(running)["100 %"].isChecked()
    offered(running)["Sombre"].trigger()
    offered(running)["150 %"].trigger()
    assert (theme.scheme, theme.percent) == (Scheme.SOMBRE, 150)
    assert [words for words, action in offered(running).items() if action.isChecked()] == ["Sombre", "150 %"]
    lock = next(one for one in running.main.findChildren(QPushButton) if one.text() == "Verrouiller")
    assert lock.isVisible()
    assert lock.geometry().right() <= running.main.width(), "nothing of the top is pushed out"


def test_keys_make_the_text_larger_and_smaller(running: Running, theme: Theme) -> None:
    sizes = []
    for key in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus, Key.Key_0):
        running.press(key, CONTROL)
        sizes.append(theme.percent)
    assert sizes == [110, 125, 110, 100]
    for _ in range(10):
        running.press(Key.Key_Minus, CONTROL)
    assert theme.percent == 80


def test_the_choice_comes_back_at_the_next_start(running: Running, theme: Theme) -> None:
    offered(running)["Sombre"].trigger()
    offered(running)["125 %"].trigger()
    theme.set_scheme(Scheme.CLAIR)
    theme.set_percent(100)
    restore_display(theme, running.program.context.preferences)
    assert (theme.scheme, theme.percent) == (Scheme.SOMBRE, 125)


@pytest.mark.parametrize(("scheme", "percent"), [("", ""), ("rose", "grand"), ("clair ", "-5"), ("¹", "¹²")])
def test_what_cannot_be_read_changes_nothing(theme: Theme, scheme: str, percent: str) -> None:
    preferences = MemoryPreferences()
    preferences.put("affichage.theme", scheme)
    preferences.put("affichage.texte", percent)
    restore_display(theme, preferences)
    assert (theme.scheme, theme.percent) == (Scheme.CLAIR, 100)
