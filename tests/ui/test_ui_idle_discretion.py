from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from window_fakes import Clock

from caseapp.security.lock_policy import LockPolicy
from caseapp.ui.discretion import Discretion, Mask
from caseapp.ui.idle import IdleLock
from caseapp.ui.theme import Theme
from caseapp.ui.window_input import WindowInput

Key = Qt.Key
MINUTES_5 = 300.0
LOOK = 20
NOTHING_HELD = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> QWidget:
    window = QWidget()
    QVBoxLayout(window).addWidget(QLineEdit("Nguyễn Emma"))
    qtbot.addWidget(window)
    window.resize(300, 120)
    return window


@pytest.fixture
def watched(french_app: QApplication, window: QWidget, qtbot: QtBot) -> Iterator[WindowInput]:
    watched = WindowInput(french_app)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field(window).setFocus()
    yield watched
    watched.muted = False
    watched.deleteLater()


def field(window: QWidget) -> QLineEdit:
    return window.findChild(QLineEdit)


def show_dialog(dialog: QDialog, qtbot: QtBot) -> None:
    dialog.open()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())


def type_key(window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NOTHING_HELD) -> None:
    """Press a key as the system does: through the native window."""
    QtBot.keyClick(window.windowHandle(), key, held)


def test_five_idle_minutes_lock_once(watched: WindowInput, qtbot: QtBot) -> None:
    clock, asked = Clock(), list[int]()
    lock = IdleLock(watched, clock, LOOK)
    lock.lock_requested.connect(lambda: asked.append(1))
    lock.start(LockPolicy(clock(), 5))
    clock.now = MINUTES_5 - 1
    qtbot.wait(5 * LOOK)
    assert asked == []
    clock.now = MINUTES_5
    qtbot.waitUntil(lambda: asked == [1], timeout=3000)
    qtbot.wait(5 * LOOK)
    assert asked == [1]


@pytest.mark.parametrize("action", ["touche", "souris"])
def test_any_action_puts_the_lock_off(
    watched: WindowInput, window: QWidget, qtbot: QtBot, action: str
) -> None:
    clock = Clock()
    lock = IdleLock(watched, clock, LOOK)
    lock.start(LockPolicy(clock(), 5))
    clock.now = 200
    if action == "touche":
        type_key(window, Key.Key_A)
        assert field(window).text().endswith("a"), "the key still reaches the field"
    else:
        qtbot.mouseMove(window, QPoint(10, 10))
        qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    clock.now = 400
    with qtbot.assertNotEmitted(lock.lock_requested, wait=5 * LOOK):
        pass
    clock.now = 501
    with qtbot.waitSignal(lock.lock_requested, timeout=3000):
        pass


def test_the_first_key_after_a_long_sleep_locks(watched: WindowInput, window: QWidget, qtbot: QtBot) -> None:
    clock = Clock()
    lock = IdleLock(watched, clock, LOOK)
    lock.start(LockPolicy(clock(), 5))
    clock.now = 8 * 3600
    with qtbot.waitSignal(lock.lock_requested, timeout=500):
        type_key(window, Key.Key_A)


def test_a_stopped_lock_asks_nothing(watched: WindowInput, qtbot: QtBot) -> None:
    clock = Clock()
    lock = IdleLock(watched, clock, LOOK)
    lock.start(LockPolicy(clock(), 5))
    lock.stop()
    clock.now = 9999
    with qtbot.assertNotEmitted(lock.lock_requested, wait=5 * LOOK):
        pass


@pytest.fixture
def discretion(french_app: QApplication, watched: WindowInput) -> Iterator[Discretion]:
    discretion = Discretion(french_app, watched)
    yield discretion
    discretion.unmask()


def masks(window: QWidget) -> list[Mask]:
    return [mask for mask in window.findChildren(Mask) if mask.isVisible()]


def test_f12_hides_everything_and_comes_back(discretion: Discretion, window: QWidget) -> None:
    seen = window.grab().toImage()
    type_key(window, Key.Key_F12)
    assert discretion.is_masked
    assert [mask.geometry() for mask in masks(window)] == [window.rect()]
    assert window.grab().toImage() != seen
    type_key(window, Key.Key_F12)
    assert not discretion.is_masked
    assert masks(window) == []
    assert field(window).hasFocus()


def test_no_key_reaches_what_is_hidden(discretion: Discretion, window: QWidget) -> None:
    fired: list[int] = []
    shortcut = QShortcut("Ctrl+K", window)
    shortcut.activated.connect(lambda: fired.append(1))
    type_key(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert fired == [1]
    type_key(window, Key.Key_F12)
    type_key(window, Key.Key_X)
    type_key(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert (field(window).text(), fired) == ("Nguyễn Emma", [1])
    type_key(window, Key.Key_Escape)
    assert not discretion.is_masked
    type_key(window, Key.Key_X)
    assert field(window).text() == "Nguyễn Emmax"


def test_the_mask_follows_the_window(discretion: Discretion, window: QWidget) -> None:
    type_key(window, Key.Key_F12)
    window.resize(500, 400)
    assert masks(window)[0].size() == window.size()


def test_dialogs_are_hidden_too_even_those_that_open_later(
    discretion: Discretion, window: QWidget, qtbot: QtBot
) -> None:
    first, second = QDialog(window), QDialog(window)
    for dialog in (first, second):
        QVBoxLayout(dialog).addWidget(QLineEdit("Aït-Ahmed"))
        dialog.resize(200, 100)
    show_dialog(first, qtbot)
    type_key(first, Key.Key_F12)
    assert masks(window)
    assert masks(first)
    show_dialog(second, qtbot)
    assert masks(second)
    second.close()
    second.deleteLater()
    qtbot.wait(10)
    discretion.unmask()
    assert masks(first) == []
    first.close()


def test_escape_still_closes_a_dialog(discretion: Discretion, window: QWidget, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    show_dialog(dialog, qtbot)
    with qtbot.waitSignal(dialog.rejected):
        type_key(dialog, Key.Key_Escape)
