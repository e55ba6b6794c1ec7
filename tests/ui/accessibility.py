"""What a person without a mouse or without a screen needs from any window; reusable on every page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget


def _describe(widget: QWidget) -> str:
    return f"{type(widget).__name__}#{widget.objectName()}"


def _usable(root: QWidget) -> list[QWidget]:
    return [w for w in [root, *root.findChildren(QWidget)] if w.isVisibleTo(root) and w.isEnabled()]


def unnamed(root: QWidget) -> list[str]:
    """Return the widgets that take the focus without a name for a screen reader."""
    found = []
    for widget in _usable(root):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(_describe(widget))
    return found


def _is_tab_stop(widget: QWidget) -> bool:
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        return group.checkedButton() is widget  # the arrows lead to the others
    return widget.focusProxy() is None


def missed_by_tab(root: QWidget) -> list[str]:
    """Press Tab all the way round a shown window; return the widgets that it never reached."""
    expected = {id(w): w for w in _usable(root) if _is_tab_stop(w)}
    reached: set[int] = set()
    for _ in range(2 * len(expected) + 2):
        QTest.keyClick(root.windowHandle(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(id(focused))
    return [_describe(widget) for key, widget in expected.items() if key not in reached]


def interpreted_labels(root: QWidget) -> list[str]:
    """Return the labels that could read their text as HTML."""
    return [
        _describe(label)
        for label in root.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and label.pixmap().isNull()
    ]
