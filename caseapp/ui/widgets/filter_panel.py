"""The choice of what the figures are restricted to."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from caseapp.domain.filters import Perimetre
from caseapp.services.perimetre import Choice, Choices
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card

_FIELDS = (
    ("agent", "Agent", "Tous les agents", "agents"),
    ("secteur", "Secteur", "Tous les secteurs", "secteurs"),
    ("lieu", "Lieu", "Tous les lieux", "lieux"),
    ("commune", "Commune", "Toutes les communes", "communes"),
    ("epci", "EPCI", "Tous les EPCI", "epcis"),
    ("motif", "Motif", "Tous les motifs", "motifs"),
)
_PER_ROW = 3


class FilterPanel(Card):
    """Six lists of choices; the figures a filter cannot bear on become unknown, and the panel says so."""

    perimetre_changed = Signal(object)
    """The new `Perimetre`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Filtres", "un chiffre sur lequel un filtre ne peut pas porter devient n.d.", parent)
        self.add_action(link_button("Tout effacer", self.clear))
        self._boxes: dict[str, QComboBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for rank, (key, title, nothing, _) in enumerate(_FIELDS):
            grid.addLayout(self._field(key, title, nothing), rank // _PER_ROW, rank % _PER_ROW)
            grid.setColumnStretch(rank % _PER_ROW, 1)
        self.body.addLayout(grid)

    def _field(self, key: str, title: str, nothing: str) -> QVBoxLayout:
        box = QComboBox()
        box.setAccessibleName(title)
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(nothing, None)
        box.currentIndexChanged.connect(self._tell)
        self._boxes[key] = box
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(plain_label(title, role="etiquette"))
        column.addWidget(box)
        return column

    def set_choices(self, choices: Choices) -> None:
        """Offer the values of the store, keeping what is chosen when it is still there."""
        for key, _, _, attribute in _FIELDS:
            self._fill(self._boxes[key], getattr(choices, attribute))

    def _fill(self, box: QComboBox, choices: tuple[Choice, ...]) -> None:
        chosen = box.currentData()
        with QSignalBlocker(box):
            while box.count() > 1:
                box.removeItem(1)
            for choice in choices:
                box.addItem(choice.label, choice.key)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setEnabled(bool(choices))

    def perimetre(self) -> Perimetre:
        """Return what is chosen."""
        return Perimetre(**{key: box.currentData() for key, box in self._boxes.items()})

    def clear(self) -> None:
        """Choose everything again."""
        blockers = [QSignalBlocker(box) for box in self._boxes.values()]
        for box in self._boxes.values():
            box.setCurrentIndex(0)
        del blockers
        self._tell()

    def _tell(self) -> None:
        self.perimetre_changed.emit(self.perimetre())
