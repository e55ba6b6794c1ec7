"""The top of the window: the program's name, the search over everything, the lock."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
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


class KeyButton(QPushButton):
    """The primary action of the window, with the key that does the same."""

    def __init__(self, text: str, key: str, on_click: Callable[[], object], theme: Theme) -> None:
        super().__init__(text)
        self._theme = theme
        self.setProperty("primaire", True)
        self.setAutoDefault(False)
        self.setAccessibleName(f"{text} ({key.replace(' ', '+')})")
        self._badge = plain_label(key, self, role="touche")
        self._badge.setProperty("sur", "accent")
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda *_: on_click())

    @override
    def sizeHint(self) -> QSize:
        """Leave room for the key on the right of the words."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._badge.sizeHint().width() + self._theme.px(8), hint.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._badge.adjustSize()
        right = self.width() - self._badge.width() - self._theme.px(9)
        self._badge.move(right, (self.height() - self._badge.height()) // 2)


class TopBar(QWidget):
    """Emits what is searched at Enter, the wish to enter something, the wish to lock."""

    search_submitted = Signal(str)
    entry_requested = Signal()
    lock_requested = Signal()

    def __init__(self, theme: Theme, program: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("barre-haute")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = plain_label(program, role="marque")
        self.search = SearchField(theme)
        self.entry = KeyButton("Saisie rapide", "Ctrl N", self.entry_requested.emit, theme)
        entry_key = QShortcut(QKeySequence("Ctrl+N"), self)
        entry_key.setAutoRepeat(False)
        entry_key.activated.connect(self.entry_requested)
        self._lock = plain_button("Verrouiller", self.lock_requested.emit)
        self._lock.setShortcut(QKeySequence("Ctrl+L"))
        self._lock.setToolTip("Verrouiller (Ctrl+L)")
        self.display = plain_button("Aa", lambda: None)
        self.display.setProperty("menu", True)
        self.display.setAccessibleName("Affichage")
        self.display.setToolTip("Couleurs et taille du texte (Ctrl + et Ctrl -)")
        self._row = row = QHBoxLayout(self)
        row.addWidget(self._name)
        row.addWidget(self.search, 1)
        row.addStretch(1)
        row.addWidget(self.display)
        row.addWidget(self.entry)
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
