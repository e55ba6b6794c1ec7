"""Ctrl+K: what is found everywhere, under the search field, as it is typed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.text import words
from caseapp.services.recherche import RechercheService, Trouve, TrouveKind
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigation import PageEntry
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import ColumnSpec, Tone
from caseapp.ui.tables.data_table import ROW_HEIGHT, DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.top_bar import SearchField

WIDTH = 680
_SHOWN = 14
"""Rows seen without scrolling."""
_COLUMNS: tuple[ColumnSpec[Trouve], ...] = (
    ColumnSpec("quoi", "Quoi", lambda t: t.kind.value, width=86, tone=lambda _: Tone.DISCREET),
    ColumnSpec("titre", "Titre", lambda t: t.titre, width=210, tone=lambda _: Tone.STRONG),
    ColumnSpec("detail", "Détail", lambda t: t.detail, width=260, stretch=True),
)
_HELP = "Entrée ouvre, ↑ ↓ choisissent ; sans choix, Entrée montre les familles trouvées."


class Finder(QFrame):
    """Hangs under the field, which keeps the keyboard; emits what is chosen."""

    famille_chosen = Signal(int)
    aide_chosen = Signal(int)
    dossier_chosen = Signal(object, int)
    """The domain of a file, and the file."""
    page_chosen = Signal(str)

    def __init__(
        self,
        window: QWidget,
        field: SearchField,
        recherche: RechercheService,
        pages: Sequence[PageEntry],
        context: UiContext,
    ) -> None:
        super().__init__(window)
        self._over, self._field, self._recherche, self._pages = window, field, recherche, pages
        self._theme = context.theme
        self._asked = LatestTask(context.tasks, self)
        self._model = TableModel[Trouve](_COLUMNS, parent=self)
        self.table = DataTable(context, self._model, key="trouve", name="Résultats de la recherche")
        self.setObjectName("trouve")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.horizontalHeader().hide()
        self._help = plain_label(_HELP, role="note")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 8)
        column.setSpacing(6)
        column.addWidget(self.table)
        column.addWidget(self._help)
        self.hide()
        field.installEventFilter(self)
        field.textChanged.connect(self._ask)
        self.table.clicked.connect(lambda index: self._choose(index.row()))
        context.theme.changed.connect(self._place)

    def _ask(self, text: str) -> None:
        if not words(text):
            self._asked.forget()
            self._show(())
            return
        work = partial(self._recherche.search, text)
        self._asked.ask(
            work, lambda found: self._show((*found, *self._matching(text))), lambda _: self.hide()
        )

    def _matching(self, text: str) -> tuple[Trouve, ...]:
        wanted = words(text)
        return tuple(
            Trouve(TrouveKind.PAGE, page.title, cle=page.key)
            for page in self._pages
            if all(any(word.startswith(one) for word in words(page.title)) for one in wanted)
        )

    def _show(self, found: Sequence[Trouve]) -> None:
        self._model.set_rows(found)
        self.setVisible(bool(found) and self._field.hasFocus())
        self._place()

    def _place(self) -> None:
        if self.isHidden():
            return
        px = self._theme.px
        rows = min(self._model.rowCount(), _SHOWN)
        self.table.setFixedHeight(rows * px(ROW_HEIGHT) + 2)
        corner = self._field.mapTo(self._over, QPoint(0, self._field.height() + px(4)))
        width = min(px(WIDTH), self._over.width() - corner.x() - px(12))
        self.setGeometry(corner.x(), corner.y(), width, self.sizeHint().height())
        self.raise_()

    def _choose(self, row: int) -> None:
        found = self._model.row_at(row)
        self.hide()
        if found is None:
            return
        if found.cle:
            self.page_chosen.emit(found.cle)
        elif found.aide_id is not None:
            self.aide_chosen.emit(found.aide_id)
        elif found.dossier is not None:
            self.dossier_chosen.emit(*found.dossier)
        elif found.famille_id is not None:
            self.famille_chosen.emit(found.famille_id)

    def _move(self, by: int) -> None:
        current = self.table.currentIndex()
        row = (current.row() if current.isValid() else -1 if by > 0 else 0) + by
        self.table.selectRow(row % self._model.rowCount())
        name = self._model.data(self._model.index(self.table.currentIndex().row(), 1))
        self._field.setAccessibleDescription(str(name))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the keyboard of the field through the answers."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() == QEvent.Type.FocusIn and self._model.rowCount():
            self.show()
            self._place()
        if self.isHidden() or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.table.currentIndex().isValid():
                self._choose(self.table.currentIndex().row())
            case _:
                return False
        return True
