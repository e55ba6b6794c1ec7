"""The Fiche of a family, read-only: its head, its timeline by tabs, its situations."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.services.familles import Contact, Fiche
from caseapp.services.fil import Fait
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_header import FicheHeader
from caseapp.ui.pages.familles_situations import SituationCards
from caseapp.ui.pages.familles_tabs import TABS
from caseapp.ui.pages.familles_timeline import TimelineView
from caseapp.ui.pages.familles_words import full_name
from caseapp.ui.widgets.empty_state import EmptyState

_SIDE_BY_SIDE = 640
"""Width, at 100 %, under which the situations leave the timeline's side for a tab of their own."""


_SITUATION_TAB = len(TABS)


class FicheView(QWidget):
    """Shows one family; Escape goes back to the list."""

    closed = Signal()
    contact_requested = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self._fil: tuple[Fait, ...] = ()
        self.header = FicheHeader(context)
        self.tabs = self._make_tabs()
        self.timeline = TimelineView(context)
        self._empty = EmptyState("")
        self._facts = QStackedWidget()
        self._situations = SituationCards(context)
        self._lay_out()
        self._connect()

    def _make_tabs(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setAccessibleName("Parties de la fiche")
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for tab in TABS:
            tabs.addTab(tab.title)
        tabs.addTab("Situation")
        return tabs

    def _lay_out(self) -> None:
        line = QFrame()
        line.setObjectName("filet")
        self._facts.addWidget(self.timeline)
        self._facts.addWidget(self._empty)
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addWidget(self._facts, 8)
        body.addWidget(self._situations, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(line)
        column.addSpacing(12)
        column.addLayout(body, 1)
        self._arrange()

    def _connect(self) -> None:
        self.header.back_requested.connect(self.closed)
        self.header.strip.contact_requested.connect(self.contact_requested)
        self.tabs.currentChanged.connect(self._show_tab)
        self._theme.changed.connect(self._arrange)
        for keys in (QKeySequence.StandardKey.Cancel, QKeySequence.StandardKey.Back):
            shortcut = QShortcut(QKeySequence(keys), self, self.closed.emit)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_fiche(self, fiche: Fiche, today: date, *, keep_tab: bool = False) -> None:
        """Show a family on its first tab, or on the same tab when it is read again."""
        self._fil = fiche.fil
        self.setAccessibleName(f"Fiche de {full_name(fiche.famille)}")
        self.header.show_fiche(fiche, today)
        self._situations.show_fiche(fiche, today)
        for number, tab in enumerate(TABS):
            self.tabs.setTabText(number, tab.label(fiche.fil))
        self._show_tab(self.tabs.currentIndex() if keep_tab else 0)

    def show_contact(self, contact: Contact) -> None:
        """Show the contact of a protected family in clear."""
        self.header.show_contact(contact)

    def focus_facts(self) -> None:
        """Give the focus to the timeline, to the tabs when it is empty."""
        listed = self._facts.isVisibleTo(self) and self._facts.currentWidget() is self.timeline
        shown = self.timeline if listed else self.tabs
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tab(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)
        self._place()
        if number == _SITUATION_TAB:
            return
        tab = TABS[number]
        faits = tab.faits(self._fil)
        self.timeline.set_faits(faits, tab.title)
        if not faits:
            self._say_empty(tab.empty)
        self._facts.setCurrentWidget(self.timeline if faits else self._empty)

    def _say_empty(self, sentence: str) -> None:
        former, self._empty = self._empty, EmptyState(sentence)
        self._facts.addWidget(self._empty)
        self._facts.removeWidget(former)
        former.deleteLater()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the situations beside the timeline, or in a tab when the window is narrow."""
        wide = self.width() >= self._theme.px(_SIDE_BY_SIDE)
        if self.tabs.isTabVisible(_SITUATION_TAB) is wide:
            if wide and self.tabs.currentIndex() == _SITUATION_TAB:
                self.tabs.setCurrentIndex(0)
            self.tabs.setTabVisible(_SITUATION_TAB, not wide)
        self._place()

    def _place(self) -> None:
        alone = self.tabs.isTabVisible(_SITUATION_TAB)
        chosen = self.tabs.currentIndex() == _SITUATION_TAB
        self._situations.setVisible(chosen or not alone)
        self._facts.setVisible(not chosen)
