"""The pages of the program, as a list, and the bar that leads to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.ui.plain_text import button_text, plain_label, tooltip
from caseapp.ui.theme import Theme

WIDTH, FOLDED_WIDTH = 196, 58


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: `factory` makes it the first time it is shown; pages of one group follow each other."""

    key: str
    title: str
    group: str
    icon: str
    factory: Callable[[], QWidget]
    drafts: tuple[str, ...] = ()
    """How the keys of the drafts that the page may take up begin; an empty text lets it see them all."""


class NavigationButton(QPushButton):
    """One page's button, with the count of what is late in it."""

    def __init__(self, entry: PageEntry, theme: Theme) -> None:
        super().__init__(button_text(entry.title))
        self._entry, self._theme = entry, theme
        self._count = 0
        self._badge = plain_label("", self, role="compte")
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_count(0)
        self.dress()

    def dress(self) -> None:
        """Take the theme's icon and sizes again."""
        self.setIcon(self._theme.icon(self._entry.icon))
        self.setIconSize(QSize(self._theme.px(18), self._theme.px(18)))
        self._place_badge()

    def set_count(self, count: int) -> None:
        """Show how many things are late; 0 shows nothing."""
        self._count = count
        name = f"{self._entry.title}, {count} à traiter" if count else self._entry.title
        self.setAccessibleName(name)
        self.setToolTip(tooltip(name))
        self._badge.setText(str(count) if count else "")
        self._badge.setVisible(bool(count))
        self._place_badge()

    def set_folded(self, folded: bool) -> None:
        """Show the icon alone, or the icon and the title."""
        self.setText("" if folded else button_text(self._entry.title))
        for dressed in (self, self._badge):
            dressed.setProperty("plie", folded)
            self.style().unpolish(dressed)
            self.style().polish(dressed)
        self._place_badge()

    def _place_badge(self) -> None:
        self._badge.adjustSize()
        folded = bool(self.property("plie"))
        top = self._theme.px(1) if folded else (self.height() - self._badge.height()) // 2
        right = self._theme.px(3 if folded else 9)
        self._badge.move(self.width() - self._badge.width() - right, top)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_badge()


class NavigationBar(QScrollArea):
    """The pages by group; one stop of the Tab key, then the arrows."""

    chosen = Signal(str)
    chosen_again = Signal(str)
    """The page already shown, clicked once more: it goes back to its beginning."""

    def __init__(self, entries: Sequence[PageEntry], theme: Theme) -> None:
        super().__init__()
        self._theme, self._folded = theme, False
        self._pressed_on = ""
        self._buttons: dict[str, NavigationButton] = {}
        self._titles: list[QLabel] = []
        self._group = QButtonGroup(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._content(entries))
        theme.changed.connect(self._dress)
        self._dress()

    def _content(self, entries: Sequence[PageEntry]) -> QWidget:
        content = QWidget()
        content.setObjectName("navigation")
        content.setAccessibleName("Pages")
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(2)
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                self._titles.append(plain_label(group.upper(), role="groupe"))
                column.addWidget(self._titles[-1])
            column.addWidget(self._button(entry))
        column.addStretch(1)
        return content

    def _button(self, entry: PageEntry) -> NavigationButton:
        button = NavigationButton(entry, self._theme)
        button.toggled.connect(lambda checked: self._toggled(button, entry.key, checked=checked))
        button.pressed.connect(self._note_shown)
        button.clicked.connect(lambda: self._clicked(entry.key))
        self._group.addButton(button)
        self._buttons[entry.key] = button
        return button

    def _toggled(self, button: NavigationButton, key: str, *, checked: bool) -> None:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if checked else Qt.FocusPolicy.NoFocus)
        if checked:
            self.chosen.emit(key)

    def _note_shown(self) -> None:
        self._pressed_on = self.chosen_key

    def _clicked(self, key: str) -> None:
        if self._pressed_on == key:
            self.chosen_again.emit(key)

    @property
    def chosen_key(self) -> str:
        """The page marked as shown, empty when none is."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Mark a page as the one shown."""
        self._buttons[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things are late in a page."""
        self._buttons[key].set_count(count)

    @property
    def is_folded(self) -> bool:
        """Whether only icons are shown."""
        return self._folded

    def set_folded(self, folded: bool) -> None:
        """Fold to icons, or unfold."""
        if folded != self._folded:
            self._folded = folded
            self._dress()

    def _dress(self) -> None:
        self.setFixedWidth(self._theme.px(FOLDED_WIDTH if self._folded else WIDTH))
        for title in self._titles:
            title.setVisible(not self._folded)
        for button in self._buttons.values():
            button.set_folded(self._folded)
            button.dress()
