"""The main window: top bar, navigation, one page at a time, status bar."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.ui.navigation import NavigationBar, NavigationButton, PageEntry
from caseapp.ui.status_bar import StatusBar
from caseapp.ui.theme import Theme
from caseapp.ui.top_bar import TopBar
from caseapp.ui.widgets.page import Page

PROGRAM = "Caseapp"
FOLDS_UNDER = 1200
"""Width, at 100 %, under which the navigation keeps only its icons."""
MINIMUM = (900, 560)


class Shell(QMainWindow):
    """Holds the pages, each made the first time it is shown; the window's title never names anyone."""

    page_shown = Signal(str)
    lock_requested = Signal()

    def __init__(self, theme: Theme, pages: Sequence[PageEntry]) -> None:
        super().__init__()
        self._theme = theme
        self._entries = {entry.key: entry for entry in pages}
        self._pages: dict[str, QWidget] = {}
        self.setWindowTitle(PROGRAM)
        self.setMinimumSize(*MINIMUM)
        self.top = TopBar(theme, PROGRAM)
        self.navigation = NavigationBar(pages, theme)
        self.status = StatusBar(theme)
        self._stack = QStackedWidget()
        self._lay_out()
        self.top.lock_requested.connect(self.lock_requested)
        self.top.search.left.connect(self._leave_search)
        self.navigation.chosen.connect(self._show)
        theme.changed.connect(self._fold)
        self.show_page(pages[0].key)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self._stack, 1)
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(frame)

    def show_page(self, key: str) -> None:
        """Show a page, as a click on the navigation does."""
        if self.navigation.chosen_key == key:
            self._show(key)
        else:
            self.navigation.choose(key)

    def page(self, key: str) -> QWidget:
        """Return a page, made if it has not been shown yet."""
        if key not in self._pages:
            self._pages[key] = self._entries[key].factory()
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    @property
    def current_key(self) -> str:
        """Key of the page shown, empty once the pages are forgotten."""
        shown = self._stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is shown), "")

    def forget_pages(self) -> None:
        """Delete every page with what it shows, when the program locks; they are made again when asked."""
        self.top.search.clear()
        self.status.show_texts()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()

    def _show(self, key: str) -> None:
        page = self.page(key)
        wished = _wished(page)  # before Qt moves the focus out of the page that it hides
        self._stack.setCurrentWidget(page)
        if wished is not None and not isinstance(self.focusWidget(), NavigationButton):
            wished.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)

    def _leave_search(self) -> None:
        if self.current_key:
            wished = _wished(self.page(self.current_key))
            if wished is not None:
                wished.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        self.navigation.set_folded(self.width() < self._theme.px(FOLDS_UNDER))


def _wished(page: QWidget) -> QWidget | None:
    """Return what had the focus last in a page, else what the page asks for, if anything."""
    last: QWidget | None = page.focusWidget()
    return last or (page.first_focus if isinstance(page, Page) else None)
