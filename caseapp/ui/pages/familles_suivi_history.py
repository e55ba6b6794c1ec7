"""The history of a family: who did what and when, what was before; a former state is put back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_time
from caseapp.domain.moments import local_moment
from caseapp.services.fil import Fait, FaitKind
from caseapp.services.historique_lecture import Changement, Entree, PageHistorique
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.familles_suivi_sheets import SuiviSheets
from caseapp.ui.pages.familles_timeline import TimelineView
from caseapp.ui.pages.familles_words import SEPARATOR
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.scrolling_tab import ScrollingTab

EMPTY = "Rien n'a été écrit ni consulté ici depuis que la famille est dans cette base."
_HINT = "Ce qui suit est gardé tel quel. Choisissez une ligne pour remettre ce qui était avant."
_MASKED = "Une partie est masquée : note personnelle d'un collègue, ou coordonnées protégées."


class HistoryView(ScrollingTab):
    """Read when it is shown; restoring is itself a step, which Ctrl+Z undoes."""

    def __init__(self, sheets: SuiviSheets, context: UiContext) -> None:
        super().__init__(context.theme)
        self._desk = sheets.desk
        self._reading = LatestTask(context.tasks, self)
        self._famille_id, self._stale = 0, False
        self._entrees: tuple[Entree, ...] = ()
        self._suite: int | None = None
        self.timeline = TimelineView(context)
        self.restore = plain_button("Rétablir ce qui était avant", self._restore)
        self.more = link_button("Voir la suite", self._read_more)
        self._sentence = plain_label(role="phrase")
        self._stack = QStackedWidget()
        self._lay_out()
        self.timeline.selectionModel().currentChanged.connect(lambda *_: self._say())
        self._say()

    def _lay_out(self) -> None:
        self._sentence.setWordWrap(True)
        self.restore.setToolTip("Ctrl+Z revient ensuite en arrière")
        head = QHBoxLayout()
        head.addWidget(self._sentence, 1)
        head.addWidget(self.restore)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.timeline, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._stack.addWidget(listed)
        self._stack.addWidget(EmptyState(EMPTY))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def show_famille(self, famille_id: int) -> None:
        """Show the history of a family, read again from its beginning."""
        if famille_id != self._famille_id:
            self._fill(PageHistorique(()), keep=0)
            self._stack.setCurrentIndex(0)
        self._famille_id, self._stale = famille_id, True
        if self.isVisible():
            self._read()

    def focus(self) -> None:
        """Take the keyboard."""
        self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._ask(0, lambda page: self._fill(page, keep=0))

    def _read_more(self) -> None:
        if self._suite is not None:
            self._ask(self._suite, lambda page: self._fill(page, keep=len(self._entrees)))

    def _ask(self, start: int, then: Callable[[PageHistorique], object]) -> None:
        service, famille_id = self._desk.workspace.lecture_historique, self._famille_id
        self._reading.ask(
            lambda: service.read(famille_id, start), then, lambda error: self._desk.refused.emit(str(error))
        )

    def _fill(self, page: PageHistorique, *, keep: int) -> None:
        """Show a page after the first `keep` entries, the cursor staying on its line."""
        line = self.timeline.currentIndex().row() if keep else -1
        self._entrees = (*self._entrees[:keep], *page.entrees)
        self._suite = page.suite
        self.timeline.set_faits(tuple(map(_fait, self._entrees)), "Historique de la famille")
        if line >= 0:
            self.timeline.setCurrentIndex(self.timeline.model().index(line, 0))
        self.more.setVisible(self._suite is not None)
        self._stack.setCurrentIndex(0 if self._entrees else 1)
        self._say()

    @property
    def current(self) -> Entree | None:
        """The entry under the cursor."""
        index = self.timeline.currentIndex()
        return self._entrees[index.row()] if index.isValid() else None

    def _say(self) -> None:
        entree = self.current
        self.restore.setEnabled(entree is not None and entree.version_id is not None)
        self._sentence.setText(_MASKED if entree is not None and entree.masque else _HINT)

    def _restore(self) -> None:
        entree = self.current
        if entree is not None and entree.version_id is not None:
            version_id = entree.version_id
            self._desk.act(lambda: self._desk.workspace.historique.restore(version_id))


def _change(entree: Entree, one: Changement) -> str:
    """Say a change: what a new record holds, what a removed one held, else before and after."""
    if entree.creation or entree.suppression:
        return f"{one.champ} : {one.apres if entree.creation else one.avant}"
    return f"{one.champ} : {one.avant} → {one.apres}"


def _fait(entree: Entree) -> Fait:
    """Return an entry as the timeline shows facts: its changes one under the other."""
    local = local_moment(entree.moment)
    lines = [_change(entree, one) for one in entree.changements]
    detail = "\n".join((entree.objet, *lines)) if entree.objet else ""
    precision = SEPARATOR.join((format_time(local.time()), entree.qui))
    return Fait(local.date(), FaitKind.INTERVENTION, entree.titre, detail, precision)
