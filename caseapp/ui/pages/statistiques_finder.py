"""Finds a figure by its words or by the address printed in the report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from caseapp.domain.text import fold
from caseapp.reports.report import Chapter, Table
from caseapp.ui.theme import Theme

_MOST = 30
_WIDTH = 300


@dataclass(frozen=True, slots=True)
class _Entry:
    """A figure that can be gone to: what is shown, what is searched, its address."""

    label: str
    said: str
    address: str


class FigureFinder(QLineEdit):
    """Emits the address of the figure chosen; an address typed whole need not be in a table."""

    figure_wanted = Signal(str)
    problem_changed = Signal(str)
    """What is wrong with what is typed, empty when nothing is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._entries: tuple[_Entry, ...] = ()
        self._found: list[_Entry] = []
        self._theme = theme
        self.setPlaceholderText("Aller à un chiffre (nom ou adresse)")
        self.setAccessibleName("Aller à un chiffre, par son nom ou son adresse")
        self.setToolTip("Ctrl+F")
        self.setMaxLength(120)
        self._names = QStringListModel(self)
        self.proposed = QListView()
        self.proposed.setAccessibleName("Chiffres trouvés")
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._completer.setPopup(self.proposed)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._choose)
        self.textEdited.connect(self._look)
        self.returnPressed.connect(self._go)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setMinimumWidth(self._theme.px(150))
        self.setMaximumWidth(self._theme.px(_WIDTH))

    def set_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Know the figures that the page shows."""
        self._entries = tuple({entry.address: entry for entry in _entries(chapters)}.values())

    def _look(self, text: str) -> None:
        """Propose the figures that hold every word typed."""
        self._say(wrong=False)
        words = fold(text).split()
        self._found = [e for e in self._entries if words and all(word in e.said for word in words)][:_MOST]
        self._names.setStringList([entry.label for entry in self._found])
        if self._found:
            self._completer.complete()
        else:
            self.proposed.hide()

    def _choose(self, label: str) -> None:
        chosen = [entry.address for entry in self._found if entry.label == label]
        if chosen:
            self._tell(chosen[0])

    def _go(self) -> None:
        """Go to the address typed, else to the first figure proposed."""
        text = self.text().strip()
        if not text:
            return
        if "." in text and " " not in text:
            self._tell(text)
        elif self._found:
            self._tell(self._found[0].address)
        else:
            self._say(wrong=True)

    def _tell(self, address: str) -> None:
        self.proposed.hide()
        self.clear()
        self.figure_wanted.emit(address)

    def _say(self, *, wrong: bool) -> None:
        """Say in place that no figure answers."""
        sentence = "Aucun chiffre ne porte ce nom ni cette adresse." if wrong else ""
        self.setAccessibleDescription(sentence)
        self.setProperty("erreur", wrong)
        self.style().unpolish(self)
        self.style().polish(self)
        self.problem_changed.emit(sentence)

    def focus(self) -> None:
        """Take the focus, the text ready to be replaced."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()


def _entries(chapters: Sequence[Chapter]) -> Iterator[_Entry]:
    for chapter in chapters:
        for table in (block for block in chapter.blocks if isinstance(block, Table)):
            for row in table.rows:
                for title, cell in zip(table.columns, row.cells, strict=False):
                    if cell.address:
                        label = f"{row.label} · {title} · {table.title} · {cell.address}"
                        yield _Entry(label, fold(f"{label} {chapter.title}"), cell.address)
