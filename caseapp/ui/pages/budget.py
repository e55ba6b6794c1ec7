"""Budget des aides: the lines of a year, what is asked, granted, paid and left, several years compared."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSpinBox, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.errors import CaseappError
from caseapp.reports.report import Table
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.budget_rows import LigneAnnees, LigneVue, PartVue
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.budget_entry import LineDesk
from caseapp.ui.pages.budget_parts import PartsPanel
from caseapp.ui.pages.budget_table import BudgetView
from caseapp.ui.pages.budget_words import COLUMNS, Opened, YearTable, year_sentence, year_table
from caseapp.ui.pages.budget_years import YearsCard
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.figure_model import FigureModel
from caseapp.ui.widgets.page import ReadingPage

_FIRST, _LAST = 1950, 2198
_SHARES = (590, 540)
_BESIDE = 940
"""Width, at 100 %, under which a list takes the place of the tables."""
_NOTHING = (
    "Aucune ligne budgétaire cette année. Les lignes disent combien le règlement permet d'accorder, "
    "aide par aide."
)


@dataclass(frozen=True, slots=True)
class _Read:
    annee: int
    lignes: tuple[LigneVue, ...]
    annees: tuple[int, ...]
    cote_a_cote: tuple[LigneAnnees, ...]


class BudgetPage(ReadingPage):
    """Reads in workers; every amount that is made of aids opens their list beside."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Budget des aides")
        self._budget, self._navigator, self._context = workspace.budget, navigator, context
        self._reading, self._listing = (LatestTask(context.tasks, self) for _ in range(2))
        self._writing = SaveQueue(context.tasks, self)
        self._made: YearTable | None = None
        self._lignes: tuple[LigneVue, ...] = ()
        self._shown_year: int | None = None
        self.opened: Opened | None = None
        self.desk = LineDesk(self, workspace, context, navigator, self._refuse)
        self.year = QSpinBox()
        self._model = FigureModel(Table("budget", "Budget", "Ligne", COLUMNS, ()), self)
        self.view = BudgetView(context, self._model)
        self.card, self.years, self.parts = Card(), YearsCard(context), PartsPanel(context)
        self.new_button = plain_button("Nouvelle ligne", self._add, primary=True)
        self.edit_link = link_button("Modifier la ligne", self._edit)
        self.drop_link = link_button("Supprimer la ligne", self._drop)
        self._notes, self._notice = plain_label(role="note"), plain_label(role="erreur")
        self.empty = EmptyState(_NOTHING, "Ajouter une ligne", self._add).with_link(
            "Aller au règlement intérieur", partial(navigator.page_requested.emit, "reglement")
        )
        self.first_focus = self.view
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.year.setRange(_FIRST, _LAST)
        self.year.setValue(self._navigator.today().year)
        self.year.setAccessibleName("Année du budget")
        self.year.setKeyboardTracking(False)
        self.year.lineEdit().setTextMargins(8, 0, 0, 0)
        for action in (self.year, self.new_button):
            self.header.add_action(action)
        for words in (self._notes, self._notice):
            words.setWordWrap(True)
        self._notice.hide()
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.edit_link)
        foot.addWidget(self.drop_link)
        foot.addStretch(1)
        self.card.body.addWidget(self.view)
        self.card.body.addLayout(foot)
        self.card.body.addWidget(self._notes)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self._tables = _scrolled(self.card, self.empty, self.years)
        split.addWidget(self._tables)
        split.addWidget(self.parts)
        split.setSizes(list(_SHARES))
        for number, share in enumerate(_SHARES):
            split.setStretchFactor(number, share)
        self.body.addWidget(self._notice)
        self.body.addWidget(split, 1)

    def _connect(self) -> None:
        self.year.valueChanged.connect(lambda _: self.refresh())
        self.years.years_changed.connect(self.refresh)
        self.view.figure_opened.connect(self._open)
        self.view.line_changed.connect(self._allow)
        self.years.opened.connect(self.open_sum)
        self.parts.aide_opened.connect(self._navigator.aide_requested)
        self.parts.closed.connect(self._forget)
        self._navigator.data_changed.connect(self.note_change)
        for keys, action in (
            (QKeySequence.StandardKey.Refresh, self.refresh),
            (QKeySequence.StandardKey.Cancel, self._leave),
        ):
            QShortcut(QKeySequence(keys), self, action, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for written, action in (("Ins", self._add), ("Ctrl+E", self._edit), ("Del", self._drop)):
            QShortcut(QKeySequence(written), self.view, action, context=Qt.ShortcutContext.WidgetShortcut)

    @override
    def refresh(self) -> None:
        super().refresh()
        wanted, first = self.year.value(), self._shown_year is None
        self._reading.ask(partial(self._read, wanted, first=first), self._show, self._refuse)

    def _read(self, wanted: int, *, first: bool) -> _Read:
        """Return a year; at the opening, the latest that holds anything when the present one does not."""
        known = self._budget.annees() if first else ()
        before = [one for one in known if one <= wanted]
        annee = max(before or known, default=wanted)
        annees = self.years.years(annee)
        return _Read(annee, self._budget.lignes(annee), annees, self._budget.cote_a_cote(annees))

    def _show(self, read: _Read) -> None:
        self._say("")
        self._shown_year = read.annee
        with QSignalBlocker(self.year):
            self.year.setValue(read.annee)
        self.header.set_sentence(year_sentence(read.annee, read.lignes))
        self._lignes = read.lignes
        self._fill()
        self.card.setVisible(bool(read.lignes))
        self.empty.setVisible(not read.lignes)
        self.years.setVisible(any(any(row.annees) for row in read.cote_a_cote[:-1]))
        self.years.show_years(read.annees, read.cote_a_cote)
        self._allow(self.view.line)
        self._take_focus()
        if self.opened is not None:
            self._list_again(self.opened, read)

    def _fill(self, cursor: Opened | None = None) -> None:
        """Lay the table out, with fewer columns beside a list."""
        if self._shown_year is None:
            return
        self._made = made = year_table(self._shown_year, self._lignes, compact=self.opened is not None)
        self.card.set_title(made.table.title)
        self.view.setAccessibleName(made.table.title)
        self.view.set_lignes(made.lignes)
        self._model.set_table(made.table)
        self._notes.setText(" ".join(made.table.notes))
        if cursor is not None and (place := self.view.index_of(cursor.title)).isValid():
            self.view.setCurrentIndex(place)

    def _arrange(self) -> None:
        """Set the list beside the tables, or in their place where there is no room for both."""
        beside = self.parts.isHidden() or self.width() >= self._context.theme.px(_BESIDE)
        if beside == self._tables.isHidden():
            self._tables.setVisible(beside)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _take_focus(self) -> None:
        """Give the keyboard to the table once it is there, when nothing else of the page has it."""
        if self.card.isVisible() and self.focusWidget() in {None, self.new_button}:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list_again(self, opened: Opened, read: _Read) -> None:
        """List the same sum as it is now; close the list when its line has gone."""
        ligne = opened.ligne
        if opened.annee == read.annee and self._made is not None:
            rows = {(row.id, row.libelle): row for row in self._made.lignes if row is not None}
            found = rows.get((ligne.id, ligne.libelle))
            if found is None:
                self.parts.close_list()
                return
            ligne = found
        self._list(Opened(opened.annee, ligne, opened.colonne), focus=False)

    def _open(self, address: str) -> None:
        made = self._made
        if made is None:
            return
        if address in made.edits:
            self._edit()
        elif address in made.opens:
            self.open_sum(made.opens[address])

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Take up the draft of a line; False for another draft."""
        return self.desk.take_up(brouillon)

    @property
    def sums(self) -> tuple[Opened, ...]:
        """The sums of the year shown that open their aids, row by row."""
        return () if self._made is None else tuple(self._made.opens.values())

    def open_sum(self, opened: Opened) -> None:
        """Show the aids behind a sum, and go there."""
        self._list(opened, focus=True)

    def _list(self, opened: Opened, *, focus: bool) -> None:
        was_closed, self.opened = self.opened is None, opened
        if was_closed:
            self._fill(opened)
        for view in (self.view, self.years.view):
            view.show_opened(opened.title)

        def show(parts: tuple[PartVue, ...]) -> None:
            self.parts.show_parts(opened.title, parts, focus=focus)
            self._arrange()

        work = partial(self._budget.parts, opened.annee, opened.ligne, opened.colonne)
        self._listing.ask(work, show, self._refuse)

    def _forget(self) -> None:
        self._listing.forget()
        closed, self.opened = self.opened, None
        self._arrange()
        self._fill(closed)
        for view in (self.view, self.years.view):
            view.show_opened("")
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if self.opened is not None:
            self.parts.close_list()

    def _allow(self, ligne: LigneVue | None) -> None:
        named = "la ligne" if ligne is None else f"« {ligne.libelle} »"
        for link, verb in ((self.edit_link, "Modifier"), (self.drop_link, "Supprimer")):
            link.setText(button_text(f"{verb} {named}"))
            link.setEnabled(ligne is not None)

    def _add(self) -> None:
        self.desk.open(self.year.value(), None)

    def _edit(self) -> None:
        if self.view.line is not None:
            self.desk.open(self.year.value(), self.view.line.id)

    def _drop(self) -> None:
        ligne = self.view.line
        if ligne is None or ligne.id is None:
            return

        def done(_: object) -> None:
            self._navigator.data_changed.emit()

        self._writing.ask(partial(self._budget.remove, ligne.id), done, self._refuse)

    def _say(self, sentence: str) -> None:
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _refuse(self, error: CaseappError) -> None:
        self._say(str(error))


def _scrolled(*cards: QWidget) -> QScrollArea:
    """Return cards under one another, which scroll together."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    for card in cards:
        column.addWidget(card, int(isinstance(card, EmptyState)))
    column.addStretch(0)
    area = QScrollArea()
    area.setObjectName("page")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
