"""The frame of every page: its header, then its body, which scrolls when it is taller than the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.services.brouillons import BrouillonRow
from caseapp.ui.widgets.page_header import PageHeader


class Page(QWidget):
    """A page; `body` receives its cards, `first_focus` is the widget that has the focus when it opens."""

    def __init__(self, title: str, sentence: str = "", *, scrolling: bool = False) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.first_focus: QWidget | None = None
        self.header = PageHeader(title, sentence)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(14)
        outer.addWidget(self.header)
        self.body = outer
        if scrolling:
            content = QWidget()
            self.body = QVBoxLayout(content)
            self.body.setContentsMargins(0, 0, 0, 0)
            self.body.setSpacing(14)
            outer.addWidget(_scroll(content), 1)

    def take_up(self, brouillon: BrouillonRow) -> bool:  # noqa: ARG002 - a page without sheets
        """Open again the sheet of a draft; tell whether it is one of this page."""
        return False


class ReadingPage(Page):
    """A page that shows what the store holds: read again when it was written, once the page is on screen."""

    _stale = False

    def refresh(self) -> None:
        """Read again what is shown."""
        self._stale = False

    def note_change(self) -> None:
        """Read again now, or when the page is next shown."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()


class RecordPage(ReadingPage):
    """A page of records of one sort, each of which other pages can open."""

    def open_record(self, ident: int) -> None:
        """Show a record; what is not in the store any more is said in place."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def add_record(self, famille_id: int | None) -> None:
        """Open the entry of a new record: about a family, or about nobody yet."""


def _scroll(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("page")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
