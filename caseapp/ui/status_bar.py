"""The foot of the window: what is safe on the left, who and in what conditions on the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import link_button


class StatusBar(QWidget):
    """Four short texts and a link that undoes; an empty one takes no room."""

    undo_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("barre-etat")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._saved, self._backup, self._network, self._agent = (plain_label(role="etat") for _ in range(4))
        self._row = row = QHBoxLayout(self)
        row.setSpacing(18)
        self._undo = link_button("", self.undo_requested.emit)
        self._undo.setProperty("etat", True)
        self._undo.setToolTip("Ctrl+Z ; Ctrl+Y pour rétablir")
        for part in (self._saved, self._undo, self._backup):
            row.addWidget(part)
        row.addStretch(1)
        for label in (self._network, self._agent):
            row.addWidget(label)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_texts()

    def show_texts(self, saved: str = "", backup: str = "", network: str = "", agent: str = "") -> None:
        """Replace the four texts."""
        for label, text in (
            (self._saved, saved),
            (self._backup, backup),
            (self._network, network),
            (self._agent, agent),
        ):
            _say(label, text)
        self.set_undo("")

    def set_undo(self, text: str) -> None:
        """Offer to undo (`Annuler : rendez-vous ajouté`); an empty text offers nothing."""
        self._undo.setText(button_text(text))
        self._undo.setAccessibleName(text)
        self._undo.setVisible(bool(text))

    def set_saved(self, text: str) -> None:
        """Say when what was typed was last kept (`Enregistré à 14:32`)."""
        _say(self._saved, text)

    def set_backup(self, text: str) -> None:
        """Say when the last backup was made and checked."""
        _say(self._backup, text)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(26))
        self._row.setContentsMargins(self._theme.px(16), 0, self._theme.px(16), 0)


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
