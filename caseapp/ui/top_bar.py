"""The top of the window: the program's name, the search over everything, the lock."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from caseapp.ui.navigation import WIDTH
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import plain_button


class SearchField(QLineEdit):
    """Searches everything from anywhere (Ctrl+K); Escape empties it, then leaves it."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("recherche")
        self.setPlaceholderText("Rechercher une famille, un numéro, une note…")
        self.setAccessibleName("Rechercher partout")
        self.setClearButtonEnabled(False)
        self.setMaxLength(200)
        self._badge = plain_label("Ctrl K", role="touche")
        self._badge.setParent(self)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(lambda text: self._badge.setVisible(not text))
        theme.changed.connect(self._place_badge)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.text():
            self.clear()
        else:
            self.left.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_badge()

    def _place_badge(self) -> None:
        self._badge.adjustSize()
        self.setTextMargins(0, 0, self._badge.width() + self._theme.px(4), 0)
        right = self.width() - self._badge.width() - self._theme.px(9)
        self._badge.move(right, (self.height() - self._badge.height()) // 2)


class TopBar(QWidget):
    """Emits what is searched at Enter, and the wish to lock."""

    search_submitted = Signal(str)
    lock_requested = Signal()

    def __init__(self, theme: Theme, program: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("barre-haute")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = plain_label(program, role="marque")
        self.search = SearchField(theme)
        self._lock = plain_button("Verrouiller", self.lock_requested.emit)
        self._lock.setShortcut(QKeySequence("Ctrl+L"))
        self._lock.setToolTip("Verrouiller (Ctrl+L)")
        self._row = row = QHBoxLayout(self)
        row.addWidget(self._name)
        row.addWidget(self.search, 1)
        row.addStretch(1)
        row.addWidget(self._lock)
        shortcut = QShortcut(QKeySequence("Ctrl+K"), self)
        shortcut.activated.connect(self._search)
        self.search.returnPressed.connect(lambda: self.search_submitted.emit(self.search.text()))
        theme.changed.connect(self._dress)
        self._dress()

    def _search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _dress(self) -> None:
        px, row = self._theme.px, self._row
        self.setFixedHeight(px(48))
        row.setContentsMargins(px(16), 0, px(16), 0)
        row.setSpacing(px(12))
        self._name.setFixedWidth(px(WIDTH - 43))
        self.search.setMaximumWidth(px(440))
        self._lock.setIcon(self._theme.icon("verrou", size=16))
        self._lock.setIconSize(QSize(px(16), px(16)))
