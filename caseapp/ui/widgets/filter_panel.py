"""The choice of what the figures are restricted to."""

from dataclasses import astuple

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.filters import Perimetre
from caseapp.services.perimetre import Choices
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.choice_box import ChoiceBox

_FIELDS = (
    ("agent", "Agent", "Tous", "agents"),
    ("secteur", "Secteur", "Tous", "secteurs"),
    ("lieu", "Lieu", "Tous", "lieux"),
    ("commune", "Commune", "Toutes", "communes"),
    ("epci", "EPCI", "Tous", "epcis"),
    ("motif", "Motif", "Tous", "motifs"),
)
_ACROSS = (6, 3, 2, 1)
_NARROWEST = 150
"""Width of a field, at 100 %, under which there is one less across."""


class FilterPanel(Card):
    """Six lists of choices; the figures a filter cannot bear on become unknown, and the panel says so."""

    perimetre_changed = Signal(object)
    """The new `Perimetre`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Filtres", "un chiffre sur lequel un filtre ne peut pas porter devient n.d.", parent)
        self._theme = theme
        self.clear_link = link_button("Tout effacer", self.clear)
        self.add_action(self.clear_link)
        self.boxes = {key: ChoiceBox(title, nothing) for key, title, nothing, _ in _FIELDS}
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self._tell)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._fields = [self._field(key, title) for key, title, _, _ in _FIELDS]
        self._across = 0
        self.body.addLayout(self._grid)
        theme.changed.connect(self._place)
        self._place()
        self.clear_link.setEnabled(False)

    def _field(self, key: str, title: str) -> QWidget:
        field = QWidget()
        column = QVBoxLayout(field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(plain_label(title, role="etiquette"))
        column.addWidget(self.boxes[key])
        return field

    def _place(self) -> None:
        """Set as many fields across as the width allows."""
        room = self.width() // self._theme.px(_NARROWEST + 14)
        across = next((number for number in _ACROSS if number <= room), 1)
        if across == self._across:
            return
        self._across = across
        for rank, field in enumerate(self._fields):
            self._grid.removeWidget(field)
            self._grid.addWidget(field, rank // across, rank % across)
            self._grid.setColumnStretch(rank, 1 if rank < across else 0)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the width of two fields, else six across would never become three."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 2 * self._theme.px(_NARROWEST)), hint.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def set_choices(self, choices: Choices) -> None:
        """Offer the values of the store; what is chosen and no longer there is given up, and told."""
        kept = [self.boxes[key].set_choices(getattr(choices, attribute)) for key, _, _, attribute in _FIELDS]
        if not all(kept):
            self._tell()

    def perimetre(self) -> Perimetre:
        """Return what is chosen."""
        return Perimetre(**{key: box.key() for key, box in self.boxes.items()})

    @property
    def count(self) -> int:
        """How many filters restrict something."""
        return sum(key is not None for key in astuple(self.perimetre()))

    def choose(self, perimetre: Perimetre) -> None:
        """Show other choices, without telling it."""
        for key, box in self.boxes.items():
            with QSignalBlocker(box):
                box.choose(getattr(perimetre, key))
        self.clear_link.setEnabled(bool(self.count))

    def clear(self) -> None:
        """Restrict nothing any more."""
        if self.count:
            self.choose(Perimetre())
            self._tell()

    def _tell(self) -> None:
        self.clear_link.setEnabled(bool(self.count))
        self.perimetre_changed.emit(self.perimetre())
