"""The aids of a year, as the Caf's règlement intérieur gives them."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import plural
from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.perimetre import Choice
from caseapp.services.reglements_rows import AideRow, ReglementVue
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.reglement_detail import AidPanel
from caseapp.ui.pages.reglement_fichiers import ReglementFiles
from caseapp.ui.pages.reglement_saisie import AIDE, CAF, ReglementDesk
from caseapp.ui.pages.reglement_vide import EmptyYear
from caseapp.ui.pages.reglement_words import COLUMNS
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import ReadingPage
from caseapp.ui.widgets.strip import Strip

SENTENCE = "Il aide à décider et ne décide pas : chaque demande est comparée au règlement de son année."
PAST = "Cette année est passée : la modifier change ce qui est dit des demandes de cette année-là."
GONE = "Cette aide n'est plus au règlement : son brouillon reste, à reprendre si elle revient (Ctrl+Z)."
NO_AID = "Aucune aide encore : ajoutez la première."


@dataclass(frozen=True, slots=True)
class _Read:
    """What a reading of the page gives."""

    annee: int
    annees: tuple[int, ...]
    vue: ReglementVue | None
    exemples: tuple[Choice, ...]


class ReglementPage(ReadingPage):
    """One year at a time: its aids, then the one under the cursor; a past year is first said to be one."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Règlement intérieur", SENTENCE)
        self._service, self._navigator = workspace.reglements, navigator
        self._reading, self._writing = LatestTask(context.tasks, self), SaveQueue(context.tasks, self)
        self._annee = navigator.today().year
        self._vue: ReglementVue | None = None
        self._unlocked: set[int] = set()
        self._code, self._entered = "", False
        self.desk = ReglementDesk(self, workspace, context, navigator)
        self.files = ReglementFiles(self, workspace, context, navigator)
        self._model = TableModel(COLUMNS)
        self.table = DataTable(context, self._model, key="reglement", name="Aides de l'année")
        self.detail, self.empty = AidPanel(context), EmptyYear()
        self.years = QComboBox()
        self.copy_button = plain_button("Copier", self._copy)
        self.import_button = plain_button("Importer", self.files.choose)
        self.export_button = plain_button("Exporter", lambda: self.files.export(self._annee))
        self.examples = QPushButton("Exemples livrés")
        self.add_button = plain_button("Ajouter une aide", self._add, primary=True)
        self.unlock_button = link_button("Modifier quand même", self._unlock)
        self.caf_button = link_button("Caf et source", self._edit_caf)
        self._card, self._views, self._notice = Card(), QStackedWidget(), plain_label(role="erreur")
        self._past = Strip(PAST, "", self.unlock_button)
        self.first_focus = self.table
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.years.setAccessibleName("Année du règlement")
        self.examples.setProperty("menu", True)
        self.examples.setAutoDefault(False)
        self.examples.setMenu(QMenu(self.examples))
        for button in (
            self.years, self.examples, self.import_button, self.export_button, self.copy_button,
            self.add_button,
        ):  # fmt: skip
            self.header.add_action(button)
        self._card.add_action(self.caf_button)
        self._card.body.addWidget(TablePanel(self.table, EmptyState(NO_AID)), 1)
        whole, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._past)
        column.addWidget(self._card, 7)
        column.addWidget(self.detail, 5)
        whole.setLayout(column)
        for view in (whole, self.empty, self.files.card):
            self._views.addWidget(view)
        self._notice.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(self._notice, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.files.progress)
        self.body.addWidget(self._views, 1)

    def _connect(self) -> None:
        self.desk.failed.connect(self._refuse)
        self.years.currentIndexChanged.connect(self._choose_year)
        self.table.current_row_changed.connect(self._choose)
        self.table.activated_row.connect(lambda _row: self._edit())
        self.detail.edit_requested.connect(self._edit)
        self.detail.remove_requested.connect(self._remove)
        self.empty.copy_requested.connect(lambda annee: self._copy_to(annee, self._annee))
        self.empty.example_requested.connect(lambda path: self.files.preview(Path(path), self._annee))
        self.empty.import_requested.connect(self.files.choose)
        self.empty.begin_requested.connect(self._edit_caf)
        self.files.previewed.connect(self._show_preview)
        self.files.left.connect(self._leave_preview)
        self._navigator.data_changed.connect(self.note_change)
        for keys, act, owner in (
            (QKeySequence.StandardKey.Delete, self._remove, self.table),
            (Qt.Key.Key_Insert, self._add, self),
            (QKeySequence.StandardKey.Cancel, self.files.card.dropped.emit, self.files.card),
        ):
            shortcut = QShortcut(QKeySequence(keys), owner, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open again the sheet of a draft; tell whether it is one of this page."""
        kind = next((one for one in (AIDE, CAF) if brouillon.cle.startswith(one)), None)
        if kind is None:
            return False
        year, _, code = brouillon.cle.removeprefix(kind).partition(".")
        annee = int(year)
        self._unlocked.add(annee)  # it was, when this was typed
        show = partial(self._show_draft, kind, code)
        self._reading.ask(partial(self._read, annee), show, self._refuse)
        return True

    def _show_draft(self, kind: str, code: str, read: _Read) -> None:
        self._show(read)
        if kind == CAF:
            self._edit_caf()
        elif read.vue is not None:
            row = next((one for one in read.vue.aides if one.regle.code == code), None)
            if code and row is None:
                self._say(GONE)
            else:
                self.desk.edit_aid(read.annee, row, past=self._is_past())

    # --- Reading ---

    @override
    def refresh(self) -> None:
        super().refresh()
        self._reading.ask(partial(self._read, self._annee), self._show, self._refuse)

    def _read(self, annee: int) -> _Read:
        service = self._service
        return _Read(annee, service.annees(), service.ouvrir(annee), service.exemples())

    def _show(self, read: _Read) -> None:
        self._say("")
        self._annee, self._vue = read.annee, read.vue
        self._offer_years(read)
        self._offer_examples(read.exemples)
        vue = read.vue
        following = read.annee + 1
        self.copy_button.setText(f"Copier vers {following}")
        self.copy_button.setEnabled(vue is not None and following not in read.annees)
        self.export_button.setEnabled(vue is not None)
        self._fill()
        earlier = max((one for one in read.annees if one < read.annee), default=None)
        self.empty.show_year(read.annee, earlier, read.exemples)
        if self._views.currentWidget() is not self.files.card:
            self._views.setCurrentIndex(1 if vue is None else 0)
        if not self._entered and vue is not None and self.isVisible():
            self._entered = True
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_years(self, read: _Read) -> None:
        this = self._navigator.today().year
        years = sorted({*read.annees, read.annee, this, this + 1}, reverse=True)
        with QSignalBlocker(self.years):
            self.years.clear()
            for one in years:
                self.years.addItem(str(one), one)
            self.years.setCurrentIndex(years.index(read.annee))

    def _offer_examples(self, examples: tuple[Choice, ...]) -> None:
        menu = self.examples.menu()
        menu.clear()
        for one in examples:
            action = menu.addAction(button_text(one.label))
            action.triggered.connect(lambda *_, key=one.key: self.files.preview(Path(key), self._annee))

    def _fill(self) -> None:
        """Show the aids, the cursor on the one it was on."""
        vue = self._vue
        rows = () if vue is None else vue.aides
        self._card.set_title("" if vue is None else vue.caf, plural(len(rows), "aide"))
        at = next((number for number, row in enumerate(rows) if row.regle.code == self._code), 0)
        self._model.set_rows(rows)
        if rows:
            self.table.selectRow(at)
        past = self._is_past()
        self._past.setVisible(past and vue is not None)
        self.unlock_button.setVisible(not self._can_write())
        self.add_button.setEnabled(vue is not None and self._can_write())
        self.caf_button.setVisible(self._can_write())
        self._show_aid(rows[at] if rows else None)

    def _choose(self, row: AideRow | None) -> None:
        if row is not None:
            self._code = row.regle.code
            self._show_aid(row)

    def _show_aid(self, row: AideRow | None) -> None:
        self.detail.show_aid(row, editable=self._can_write())

    def _choose_year(self, position: int) -> None:
        annee = self.years.itemData(position)
        if annee is not None and annee != self._annee:
            self._annee = annee
            self.files.progress.clear()
            self.refresh()

    # --- Writing ---

    def _is_past(self) -> bool:
        return self._annee < self._navigator.today().year

    def _can_write(self) -> bool:
        return not self._is_past() or self._annee in self._unlocked

    def _unlock(self) -> None:
        """Let a past year be changed, which has just been said."""
        self._unlocked.add(self._annee)
        self._fill()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> AideRow | None:
        index = self.table.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def _add(self) -> None:
        if self._vue is not None and self._can_write():
            self.desk.edit_aid(self._annee, None, past=self._is_past())

    def _edit(self) -> None:
        row = self._current()
        if row is None:
            return
        if self._can_write():
            self.desk.edit_aid(self._annee, row, past=self._is_past())
        else:
            self.unlock_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        row = self._current()
        if row is not None and self._can_write():
            past = self._is_past()
            self._write(partial(self._service.remove, row.id, self._navigator.today(), past=past))

    def _edit_caf(self) -> None:
        self.desk.edit_caf(self._annee, self._vue, past=self._is_past())

    def _copy(self) -> None:
        self._copy_to(self._annee, self._annee + 1)

    def _copy_to(self, annee: int, vers: int) -> None:
        self.files.copy(annee, vers, partial(self._go_to, vers))

    def _go_to(self, annee: int) -> None:
        self._annee = annee

    def _write(self, work: partial[None]) -> None:
        self._writing.ask(work, lambda _none: self._navigator.data_changed.emit(), self._refuse)

    # --- Files ---

    def _show_preview(self) -> None:
        self._say("")
        self._views.setCurrentWidget(self.files.card)
        for button in (self.years, self.copy_button, self.export_button, self.add_button):
            button.setEnabled(False)

    def _leave_preview(self, annee: int | None) -> None:
        if annee is not None:
            self._annee = annee
        self._views.setCurrentIndex(1 if self._vue is None else 0)
        self.years.setEnabled(True)
        self.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str) -> None:
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _refuse(self, error: CaseappError) -> None:
        self._say(str(error))
