"""A sheet over a window: a veil over what is behind, the keyboard kept inside, a size that fits."""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme

WIDTH, MARGIN = 560, 16
"""Width of a sheet and the least room around it, at 100 %."""
_PASSING = {QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)}
"""What the window still answers while a sheet covers it: the lock."""
_AROUND_FIELD = 24
"""Pixels, at 100 %, shown above and under the field that takes the focus: its label, its error."""
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_CONTROL = Qt.KeyboardModifier.ControlModifier


class SheetFrame(QWidget):
    """The veil, a child of the window; the content scrolls between `head` and `foot`.

    Qt keeps Tab inside a SubWindow. Walking its focus chain from here would be fatal: PySide makes each
    widget met the child of the one before, and takes their Python side away with the sheet.
    """

    def __init__(self, window: QWidget, theme: Theme, title: str, content: QWidget, width: int) -> None:
        super().__init__(window, Qt.WindowType.SubWindow)  # Tab then goes round inside: see the class
        self._theme, self._content, self._width = theme, content, width
        self._over = window
        self._came_from: QWidget | None = None
        self._inside: QWidget | None = None
        self.hide()
        self.setObjectName("voile")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.frame = QFrame(self)
        self.frame.setObjectName("feuille")
        self.frame.setAccessibleName(title)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(content)
        for behind in (content, self.area.viewport()):
            behind.setAutoFillBackground(False)
        self.head, self.foot = QVBoxLayout(), QVBoxLayout()
        self.title = plain_label(title, role="titre-feuille")
        self.title.setWordWrap(True)
        self.head.addWidget(self.title)
        self._column = QVBoxLayout(self.frame)
        self._column.addLayout(self.head)
        self._column.addWidget(self.area)
        self._column.addLayout(self.foot)
        for watched in (window, content, self.frame):
            watched.installEventFilter(self)
        theme.changed.connect(self.place)
        QApplication.instance().focusChanged.connect(self._keep_focus)  # type: ignore[union-attr]

    def cancel(self) -> None:
        """Answer Escape: close, unless a sheet has more to do."""
        self.uncover()

    def submit(self) -> None:
        """Answer Ctrl+S: as Escape, where there is nothing to save."""
        self.cancel()

    def submit_next(self) -> None:
        """Answer Ctrl+Enter: as Ctrl+S, where nothing follows."""
        self.submit()

    def fit_foot(self, width: int) -> None:
        """Leave out of the foot what this width has no room for."""

    def cover(self) -> None:
        """Show the sheet over the window."""
        self._came_from = self.window().focusWidget()
        self.show()
        self.raise_()
        self.place()

    def uncover(self) -> None:
        """Give the keyboard back to what had it, and be deleted."""
        QApplication.instance().focusChanged.disconnect(self._keep_focus)  # type: ignore[union-attr]
        back = self._came_from
        self.hide()
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def freeze(self, *, frozen: bool) -> None:
        """While frozen, the content keeps its look, and no key nor click reaches it."""
        self._content.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, frozen)
        if frozen:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._inside is not None and isValid(self._inside):
            self._inside.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Fill the window with the veil; give the sheet its size, scrolling what is too tall."""
        px, window = self._theme.px, self._over
        self.setGeometry(window.rect())
        self._column.setContentsMargins(px(20), px(18), px(20), px(16))
        if self._column.spacing() != px(12):  # Qt asks for a layout, hence for a place, even for the same
            self._column.setSpacing(px(12))
        margins = self._column.contentsMargins()
        width = min(px(self._width), window.width() - 2 * px(MARGIN))
        inner = width - margins.left() - margins.right() - 2 * self.frame.frameWidth()
        self.fit_foot(inner)
        room = window.height() - 2 * px(MARGIN) - self._around(inner)
        wished = _height(self._content, inner)
        height = max(px(60), min(wished, room))
        bar = self.area.verticalScrollBar().sizeHint().width() if wished > height else 0
        if bar:
            height = max(px(60), min(_height(self._content, inner - bar), room))
        self.area.setFixedHeight(height)
        total = min(self._around(inner) + height, window.height())
        left, top = (window.width() - width) // 2, (window.height() - total) // 2
        self.frame.setGeometry(left, min(top, px(120)), width, total)

    def _around(self, width: int) -> int:
        """Return the height of all but the content."""
        margins = self._column.contentsMargins()
        parts = sum(
            part.totalHeightForWidth(width) if part.hasHeightForWidth() else part.totalSizeHint().height()
            for part in (self.head, self.foot)
        )
        return parts + margins.top() + margins.bottom() + 2 * self._column.spacing() + 2

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible() and (
            (event.type() == QEvent.Type.Resize and watched is self._over)
            or (event.type() == QEvent.Type.LayoutRequest and watched is not self._over)
        ):
            self.place()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the shortcuts of the window from answering, but those that must."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.keyCombination() not in _PASSING)
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused, control = self.window().focusWidget(), event.modifiers() == _CONTROL
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif control and event.key() == Qt.Key.Key_S:
            self.submit()
        elif event.key() in _ENTER and event.modifiers() & _CONTROL:
            self.submit_next()
        elif event.key() in _ENTER and isinstance(focused, QPushButton) and not focused.isCheckable():
            focused.click()
        event.accept()

    def _keep_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring back a focus that the program moved behind the veil."""
        if new is None or not self.isVisible() or new.window() is not self.window():
            return
        if new is self:
            return
        if self.isAncestorOf(new):
            self._inside = new
            self._show_whole(new)
        elif not any(isinstance(parent, SheetFrame) for parent in _line(new)):
            inside = self._inside if self._inside is not None and isValid(self._inside) else self
            inside.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_whole(self, field: QWidget) -> None:
        """Scroll to the field, its top rather than its foot; Qt alone would only show its cursor."""
        if self._content.isAncestorOf(field):
            top, around = field.mapTo(self._content, QPoint(0, 0)).y(), self._theme.px(_AROUND_FIELD)
            for edge in (top + field.height(), top):
                self.area.ensureVisible(0, edge, 0, around)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()


def sheet_host(page: QWidget) -> QWidget:
    """Return what a sheet covers and is deleted with: the main window of the page, which a lock deletes."""
    host = next((one for one in _line(page) if isinstance(one, QMainWindow)), None)
    return host or page.window()


def _line(widget: QWidget) -> list[QWidget]:
    """Return the widget and those that hold it."""
    line: list[QWidget] = []
    parent: QWidget | None = widget
    while parent is not None:
        line.append(parent)
        parent = parent.parentWidget()
    return line


def _height(content: QWidget, width: int) -> int:
    return content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
