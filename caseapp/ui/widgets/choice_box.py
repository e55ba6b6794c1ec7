"""A list of choices of any length, whose first line restricts nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from caseapp.services.perimetre import Choice
from caseapp.ui.tables.columns import NO_PARENT, Index


class _ChoiceModel(QAbstractListModel):
    def __init__(self, nothing: str, choices: Sequence[Choice], parent: QObject) -> None:
        super().__init__(parent)
        self.keys = (None, *(choice.key for choice in choices))
        self._labels = (nothing, *(choice.label for choice in choices))

    @override
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._labels)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        return self._labels[index.row()] if shown and index.isValid() else None


class ChoiceBox(QComboBox):
    """Gives the key chosen, None for the first line."""

    def __init__(self, name: str, nothing: str) -> None:
        super().__init__()
        self._nothing = nothing
        self.setAccessibleName(name)
        self.setMinimumContentsLength(10)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.set_choices(())

    def set_choices(self, choices: Sequence[Choice]) -> bool:
        """Offer these; tell whether what was chosen is still there. Nothing is emitted."""
        chosen = self.key()
        self._choices = _ChoiceModel(self._nothing, choices, self)
        with QSignalBlocker(self):
            self.setModel(self._choices)  # Qt deletes the former one, its child
            kept = self.choose(chosen)
        self.setEnabled(bool(choices))
        return kept

    def key(self) -> str | None:
        """Return what is chosen."""
        row = self.currentIndex()
        return self._choices.keys[row] if row > 0 else None

    def choose(self, key: str | None) -> bool:
        """Choose a key, or nothing when it is not offered; tell whether it was."""
        found = key in self._choices.keys
        self.setCurrentIndex(self._choices.keys.index(key) if found else 0)
        return found
