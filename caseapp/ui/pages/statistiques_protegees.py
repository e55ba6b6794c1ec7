"""Before a list is written: which protected families leave in it by name, none unless ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import plural
from caseapp.services.liste import FamilleProtegee
from caseapp.ui.forms.sheet_frame import WIDTH, SheetFrame
from caseapp.ui.plain_text import button_text, plain_label, tooltip
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import plain_button

TITLE = "Noms des familles protégées"
NAMELESS = "Exporter sans leurs noms"
MOST = 200
"""Families that can be ticked in one list; those after them leave without their name."""
_HIDDEN = "Toutes les lignes seront écrites, mais les noms protégés n'y seront pas."
_TRACED = (
    "Cochez un nom pour qu'il y soit : chaque nom coché sortira en clair dans le fichier, et le journal en "
    "gardera la trace."
)
_SLICE = 25
"""Boxes made in one turn of the event loop."""
_NAME_WIDTH = 460
"""Width of a name at 100 %."""


class ProtectedSheet(SheetFrame):
    """The button says what will leave; Enter, at once, leaves every name out."""

    chosen = Signal(object)
    """The ids of the families ticked, a `frozenset[int]`."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        familles: Sequence[FamilleProtegee],
        what: str = "Cette liste",
    ) -> None:
        content = QWidget()
        super().__init__(window, theme, TITLE, content, WIDTH)
        self.boxes: dict[int, QCheckBox] = {}
        self._waiting = list(familles[:MOST])
        self._names = QVBoxLayout(content)
        self._names.setContentsMargins(0, 0, 0, 0)
        self._names.setSpacing(theme.px(8))
        for sentence in _sentences(len(familles), what):
            label = plain_label(sentence)
            label.setWordWrap(True)
            self.head.addWidget(label)
        self.cancel_button = plain_button("Annuler", self.cancel)
        self.export_button = plain_button(NAMELESS, self.submit, primary=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.export_button)
        self.foot.addLayout(row)
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        self._fill()
        self._filling.start(0)

    def open(self) -> None:
        """Show the sheet, the keyboard on the button that leaves every name out."""
        self.cover()
        self.export_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def submit(self) -> None:
        named = self._ticked()
        self.uncover()
        self.chosen.emit(named)

    def _fill(self) -> None:
        """Add the next boxes, in the order of Tab; all at once would keep the window from answering."""
        metrics, width = QFontMetrics(self._theme.font()), self._theme.px(_NAME_WIDTH)
        added, self._waiting = self._waiting[:_SLICE], self._waiting[_SLICE:]
        before = next(reversed(self.boxes.values()), None)
        for one in added:
            box = _box(one, metrics, width)
            box.toggled.connect(self._say_what_leaves)
            self._names.addWidget(box)
            if before is not None:
                QWidget.setTabOrder(before, box)
            self.boxes[one.id] = before = box
        if not self._waiting:
            self._filling.stop()

    def _ticked(self) -> frozenset[int]:
        return frozenset(ident for ident, box in self.boxes.items() if box.isChecked())

    def _say_what_leaves(self) -> None:
        count = len(self._ticked())
        self.export_button.setText(f"Exporter avec {plural(count, 'nom')}" if count else NAMELESS)


def _sentences(count: int, what: str) -> list[str]:
    held = plural(count, "famille protégée", "familles protégées")
    said = [f"{what} contient {held}. {_HIDDEN}", _TRACED]
    if count > MOST:
        said.append(
            f"Seules les {MOST} premières peuvent être cochées : une période plus courte ou un filtre "
            "donnent les autres."
        )
    return said


def _box(famille: FamilleProtegee, metrics: QFontMetrics, width: int) -> QCheckBox:
    said = " · ".join(part for part in (famille.nom, famille.numero) if part)
    shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, width)
    box = QCheckBox(button_text(shown))
    box.setAccessibleName(said)
    if shown != said:
        box.setToolTip(tooltip(said))
    return box
