"""The records behind a figure, beside it: as many lines as it counts, each opening its family."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_number
from caseapp.domain.text import fold
from caseapp.errors import CaseappError
from caseapp.statistics.results import RecordList
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.statistiques_lines import Line, arrange, line_columns, title_of
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.search_keys import focus_whole, type_into

_WAITS = 200
"""Milliseconds before saying that the records are being looked for."""
_TALL = 400
"""Height, at 100 %, under which the foot gives its room to the lines."""
NARROWEST = 340
"""Width of the panel at 100 %."""
_NOTHING = "Aucun dossier : ce chiffre est à zéro."
_NO_FAMILY = "Cette ligne n'a pas de dossier de famille à ouvrir."


class RecordsPanel(Card):
    """One list at a time, filtered as one types, sorted by its titles."""

    famille_opened = Signal(int)
    export_requested = Signal()
    closed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._arranging = LatestTask(context.tasks, self)
        self.records: RecordList | None = None
        self.address = ""
        """The figure whose list is shown or awaited; empty when the panel is closed."""
        self._listed = ""
        """The figure whose list was shown last, whose filter is kept."""
        self.table: DataTable | None = None
        self._panel: QWidget | None = None
        self._lines: tuple[Line, ...] = ()
        self._sort = ("", False)
        self._title, self._what = plain_label(role="titre-carte"), plain_label(role="note")
        self._foot, self._refusal = plain_label(role="note"), plain_label(role="erreur")
        self.search = self._make_search()
        self.close_link: QPushButton = link_button("Fermer", self.close_list)
        self.export_link: QPushButton = link_button("Exporter la liste", self.export_requested.emit)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAITS)
        self._wait.timeout.connect(self._say_waiting)
        self._lay_out()
        context.theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText("Filtrer cette liste")
        search.setAccessibleName("Filtrer cette liste")
        search.setMaxLength(100)
        search.textChanged.connect(self._arrange)
        return search

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_link, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        for label in (self._title, self._what, self._foot, self._refusal):
            label.setWordWrap(True)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(10)
        self._tools.addWidget(self.search, 1)
        self._tools.addWidget(self.export_link)
        self.body.addWidget(self._what)
        self.body.addWidget(self._refusal)
        self.body.addLayout(self._tools)
        self.body.addWidget(self._foot)

    def _dress(self) -> None:
        """Keep room for the lines: what the figure counts is said under its table too."""
        self.setMinimumWidth(self._context.theme.px(NARROWEST))
        tall = self.height() >= self._context.theme.px(_TALL)
        self._foot.setVisible(tall and self.records is not None)
        self._what.setVisible(tall)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def wait(self, address: str) -> None:
        """Open at once; say that the list is coming in place of a former one if it takes long."""
        self.address = address
        if self.isHidden():
            self._say_waiting()
        else:
            self._wait.start()

    def _say_waiting(self) -> None:
        self.records = None
        self._say("Recherche des dossiers…", EmptyState(""))

    def refuse(self, sentence: str) -> None:
        """Say in place why there is no list."""
        self.records = None
        self._say("Pas de liste pour ce chiffre", EmptyState(sentence))

    def _say(self, title: str, content: QWidget) -> None:
        """Show a sentence in place of a list."""
        self._wait.stop()
        self._set_title(title)
        self._what.setText(self.address)
        self.table = None
        self._put(content)
        for widget in (self.search, self._foot, self.export_link):
            widget.hide()

    def show_records(self, records: RecordList, ranks: tuple[int, ...]) -> None:
        """Show a list in place of the former one; `ranks` are the columns that say something."""
        self._wait.stop()
        had_focus = self.table is not None and self.table.hasFocus()
        again, self._listed = self._listed == records.address, records.address
        self.records, self.address = records, records.address
        self._lines = tuple(Line(rank, record) for rank, record in enumerate(records.records))
        self._sort = ("", False)
        self._set_title(title_of(records))
        self._what.setText(f"{records.label} · {records.period.label}")
        self._foot.setText(f"{records.address}\n{records.sentence}")
        self._make_table(records, ranks)
        for widget in (self.search, self._foot, self.export_link):
            widget.setVisible(bool(self._lines))
        self._dress()
        if again and self.search.text():
            self._arrange()
        else:
            self.search.clear()
        if had_focus:
            self.focus_list()

    def _make_table(self, records: RecordList, ranks: tuple[int, ...]) -> None:
        columns = line_columns(records, ranks, self._context.theme)
        self._model = PagedTableModel[Line](
            columns, lambda ids: [self._lines[rank] for rank in ids], range(len(self._lines))
        )
        key = f"liste.{fold(records.columns[0].key)}.{len(columns)}"
        table = DataTable(self._context, self._model, key=key, name="Dossiers derrière ce chiffre")
        self._model.setParent(table)
        table.activated_row.connect(self._open)
        table.sort_requested.connect(self._sort_by)
        table.typed.connect(partial(type_into, self.search))
        self.table = table
        self._put(TablePanel(table, EmptyState(_NOTHING)))

    def _put(self, content: QWidget) -> None:
        """Show a content in place of the former one."""
        self._refusal.hide()
        if self._panel is not None:
            self.body.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = content
        self.body.insertWidget(self.body.indexOf(self._foot), content, 1)
        self.show()

    def _set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def focus_list(self) -> None:
        """Give the focus to the list, or to what closes it when there is none."""
        target = self.table if self.table is not None and self._lines else self.close_link
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Give the focus to the search, its text ready to be replaced."""
        focus_whole(self.search)

    def close_list(self) -> None:
        """Take no room again."""
        self._wait.stop()
        self._arranging.forget()
        self.records, self.address, self._listed, self._lines = None, "", "", ()
        self.hide()
        self.closed.emit()

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self._arrange()

    def _arrange(self) -> None:
        """Filter and sort in a worker: a list may be very long."""
        if self.table is None:
            return
        (key, descending), text = self._sort, self.search.text()
        work = partial(arrange, self._lines, self.table.columns, text, key, descending=descending)
        self._arranging.ask(work, self._show_lines, self._refuse_in_place)

    def _show_lines(self, ranks: list[int]) -> None:
        if self.records is None:
            return
        if isinstance(self._panel, TablePanel) and not ranks and self._lines:
            self._panel.set_empty(EmptyState("Aucune ligne de cette liste ne contient ce texte."))
        self._model.set_ids(ranks)
        title = title_of(self.records)
        shown = f" · {format_number(len(ranks))} affichées" if len(ranks) < len(self._lines) else ""
        self._set_title(title + shown)

    def _open(self, line: Line) -> None:
        if line.record.famille_id is None:
            self._refuse_in_place(CaseappError(_NO_FAMILY))
        else:
            self._refusal.hide()
            self.famille_opened.emit(line.record.famille_id)

    def _refuse_in_place(self, error: CaseappError) -> None:
        self._refusal.setText(str(error))
        self._refusal.show()
