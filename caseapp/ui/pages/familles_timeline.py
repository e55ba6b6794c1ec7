"""The timeline of a family: a list of facts hung on a line, of any length."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu
from typing_extensions import override

from caseapp.services.fil import Fait
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_fact import copied, sentence, spoken
from caseapp.ui.pages.familles_fact_delegate import FactDelegate
from caseapp.ui.tables.columns import NO_PARENT, Index

_BATCH = 40
"""Facts laid out at once, so that a long timeline opens as fast as a short one."""


class TimelineModel(QAbstractListModel):
    """The facts shown, and which of them are unfolded."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faits: tuple[Fait, ...] = ()
        self._unfolded: set[int] = set()

    def set_faits(self, faits: Sequence[Fait]) -> None:
        """Show other facts, all folded."""
        self.beginResetModel()
        self._faits = tuple(faits)
        self._unfolded = set()
        self.endResetModel()

    def fait(self, position: int) -> Fait:
        """Return the fact at a position."""
        return self._faits[position]

    def is_unfolded(self, position: int) -> bool:
        """Tell whether a fact is shown whole, however long."""
        return position in self._unfolded

    def toggle(self, position: int) -> None:
        """Fold or unfold a fact."""
        self._unfolded ^= {position}
        place = self.index(position, 0)
        self.dataChanged.emit(place, place, [Qt.ItemDataRole.SizeHintRole])

    @override
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._faits)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        fait = self._faits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return sentence(fait)
        return spoken(fait) if role == Qt.ItemDataRole.AccessibleTextRole else None


class TimelineView(QListView):
    """Read with the arrows, copied with Ctrl+C; Enter unfolds a long note, then opens its record."""

    opened = Signal(object)
    """The fact to open, which has a record: by a double click, or by Enter once it is shown whole."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme, self._clipboard = context.theme, context.clipboard
        self._facts = TimelineModel(self)
        self.setObjectName("fil")
        self.setAccessibleName("Fil de la famille")
        self.setModel(self._facts)
        self._delegate = FactDelegate(context.theme, self._facts, self)
        self.setItemDelegate(self._delegate)
        self._configure()
        self.clicked.connect(self._unfold)
        self.doubleClicked.connect(self._open)
        context.theme.changed.connect(self._dress)

    def _configure(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.verticalScrollBar().setSingleStep(self._theme.px(24))

    def _dress(self) -> None:
        self._delegate.forget()
        self.verticalScrollBar().setSingleStep(self._theme.px(24))
        self.scheduleDelayedItemsLayout()

    def set_faits(self, faits: Sequence[Fait], name: str) -> None:
        """Show facts from the first one; `name` is said by screen readers."""
        self._delegate.forget()
        self._facts.set_faits(faits)
        self.setAccessibleName(name)
        self.scrollToTop()

    def copy_selection(self) -> None:
        """Copy the selected facts, in their order on screen."""
        places = sorted(index.row() for index in self.selectedIndexes())
        if places:
            self._clipboard.copy("\n\n".join(copied(self._facts.fait(place)) for place in places))

    def _unfold(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.isValid() and self._delegate.is_long(index):
            self._facts.toggle(index.row())
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.isValid() and self._facts.fait(index.row()).objet_id is not None:
            self.opened.emit(self._facts.fait(index.row()))

    def _enter(self) -> None:
        """Unfold what is folded; open what is shown whole, or fold it when it opens nothing."""
        index = self.currentIndex()
        if not index.isValid():
            return
        whole = self._facts.is_unfolded(index.row()) or not self._delegate.is_long(index)
        if whole and self._facts.fait(index.row()).objet_id is not None:
            self._open(index)
        else:
            self._unfold(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Look for nothing: letters typed over a timeline are a mistake."""

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("Copier", self.copy_selection).setEnabled(self.selectionModel().hasSelection())
        menu.addAction("Tout sélectionner", self.selectAll)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the fact that the keyboard enters on."""
        super().focusInEvent(event)
        if self._facts.rowCount() and not self.selectionModel().hasSelection():
            first = self.currentIndex() if self.currentIndex().isValid() else self._facts.index(0, 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(36))
