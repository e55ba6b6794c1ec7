"""The Fiche of a family: its head, its timeline by tabs, its interventions, its objectives and situations."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.services.echeances_resumes import Alerte
from caseapp.services.familles import Contact, Fiche
from caseapp.services.fil import Fait
from caseapp.services.interventions_lignes import Suivi
from caseapp.ui.context import UiContext
from caseapp.ui.open_file import open_file
from caseapp.ui.pages.familles_aides import AidesView
from caseapp.ui.pages.familles_dossiers import INSERTION as PARTIE_INSERTION
from caseapp.ui.pages.familles_dossiers import LOGEMENT as PARTIE_LOGEMENT
from caseapp.ui.pages.familles_dossiers import DossiersView
from caseapp.ui.pages.familles_header import FicheHeader
from caseapp.ui.pages.familles_situations import SituationCards
from caseapp.ui.pages.familles_suivi_card import ObjectifsCard
from caseapp.ui.pages.familles_suivi_history import HistoryView
from caseapp.ui.pages.familles_suivi_list import InterventionsView
from caseapp.ui.pages.familles_suivi_sheets import SuiviSheets
from caseapp.ui.pages.familles_tabs import AIDES, HISTORIQUE, INSERTION, INTERVENTIONS, LOGEMENT, TABS
from caseapp.ui.pages.familles_timeline import TimelineView
from caseapp.ui.pages.familles_words import full_name
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.empty_state import EmptyState

_SIDE_BY_SIDE = 640
"""Width, at 100 %, under which the situations leave the timeline's side for a tab of their own."""


_SITUATION_TAB = len(TABS)
_INTERVENTIONS_TAB = next(number for number, tab in enumerate(TABS) if tab.title == INTERVENTIONS)
_WIDE_TABS = {
    number for number, tab in enumerate(TABS) if tab.title in {INTERVENTIONS, AIDES, LOGEMENT, INSERTION}
}
"""Those that take the room of the situations."""


class FicheView(QWidget):
    """Shows one family; Escape goes back to the list."""

    closed = Signal()
    contact_requested = Signal()

    def __init__(self, context: UiContext, sheets: SuiviSheets) -> None:
        super().__init__()
        self._theme, self._sheets = context.theme, sheets
        self._fil: tuple[Fait, ...] = ()
        self.header = FicheHeader(context)
        self.tabs = self._make_tabs()
        self.timeline = TimelineView(context)
        self._empty = EmptyState("")
        self._facts = QStackedWidget()
        self.situations = SituationCards(context)
        self.objectifs = ObjectifsCard(sheets, context)
        self.interventions = InterventionsView(sheets, context)
        self.history = HistoryView(sheets, context)
        self.aides = AidesView(sheets.desk, context)
        self.logement, self.insertion = (
            DossiersView(sheets.desk, context, partie) for partie in (PARTIE_LOGEMENT, PARTIE_INSERTION)
        )
        self._panes: dict[str, QWidget] = {
            INTERVENTIONS: self.interventions, AIDES: self.aides, HISTORIQUE: self.history,
            LOGEMENT: self.logement, INSERTION: self.insertion,
        }  # fmt: skip
        self._side, self._above = QWidget(), QVBoxLayout()
        self._refusal = plain_label(role="erreur")
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
        for shown in (self.timeline, self._empty, *self._panes.values()):
            self._facts.addWidget(shown)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(14)
        self._above.setContentsMargins(0, 0, 0, 0)
        self._above.addWidget(self.objectifs)
        side.addLayout(self._above)
        side.addWidget(self.situations, 1)
        self.situations.verticalScrollBar().rangeChanged.connect(self._align)
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addWidget(self._facts, 8)
        body.addWidget(self._side, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(line)
        column.addSpacing(12)
        column.addWidget(self._refusal)
        column.addLayout(body, 1)
        self._arrange()

    def _connect(self) -> None:
        self.header.back_requested.connect(self.closed)
        self.header.strip.contact_requested.connect(self.contact_requested)
        self.header.intervention_requested.connect(self._sheets.interventions.add)
        self.header.note_requested.connect(self._write_note)
        self.header.deadlines.opened.connect(self._open_file)
        self.timeline.opened.connect(self._sheets.open_fact)
        self.objectifs.all_requested.connect(lambda: self._show_intervention(None))
        self._sheets.desk.intervention_shown.connect(self._show_intervention)
        self._sheets.desk.refused.connect(self._refuse)
        self.tabs.currentChanged.connect(self._show_tab)
        self._theme.changed.connect(self._arrange)
        for keys, act in (
            (QKeySequence.StandardKey.Cancel, self.closed.emit),
            (QKeySequence.StandardKey.Back, self.closed.emit),
            ("Ctrl+I", self._sheets.interventions.add),
            ("Ctrl+M", self._write_note),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_fiche(self, fiche: Fiche, suivi: Suivi, today: date, *, keep_tab: bool = False) -> None:
        """Show a family on its first tab, or on the same tab when it is read again."""
        self._sheets.desk.show(suivi)
        self.interventions.show_suivi(suivi, again=keep_tab)
        self.objectifs.show_suivi(suivi)
        self.history.show_famille(suivi.famille_id)
        for pane in (self.aides, self.logement, self.insertion):
            pane.show_famille(suivi.famille_id)
        self._fil = fiche.fil
        self.setAccessibleName(f"Fiche de {full_name(fiche.famille)}")
        self.header.show_fiche(fiche, today)
        self.situations.show_fiche(fiche, today)
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
        if tab.title in self._panes:
            self._facts.setCurrentWidget(self._panes[tab.title])
            return
        faits = tab.faits(self._fil)
        self.timeline.set_faits(faits, tab.title)
        if not faits:
            self._say_empty(tab.empty)
        self._facts.setCurrentWidget(self.timeline if faits else self._empty)

    def _align(self) -> None:
        """Keep the objectives as wide as the cards under them, which may have a scroll bar beside them."""
        bar = self.situations.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.maximum() else 0
        self._above.setContentsMargins(0, 0, beside, 0)

    def _show_intervention(self, intervention_id: int | None) -> None:
        """Show the interventions, one of them chosen when it is said."""
        self.tabs.setCurrentIndex(_INTERVENTIONS_TAB)
        self.interventions.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if intervention_id is not None:
            self.interventions.choose(intervention_id)

    def _open_file(self, alerte: Alerte) -> None:
        open_file(self._sheets.desk.navigator, alerte.domaine, alerte.dossier_id)

    def _write_note(self) -> None:
        """Write a note about the intervention on screen, else about the family."""
        on_screen = self.tabs.currentIndex() == _INTERVENTIONS_TAB
        self._sheets.links.add_note(self.interventions.current if on_screen else None)

    def _refuse(self, sentence: str) -> None:
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))

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
        wide = self.tabs.currentIndex() in _WIDE_TABS
        self._side.setVisible(chosen or not (alone or wide))
        self._facts.setVisible(not chosen)
