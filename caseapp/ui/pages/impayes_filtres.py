"""What the board and the list of arrears are narrowed by."""

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from caseapp.domain.etapes_impaye import Etape
from caseapp.services.impayes_tableau import FiltreTableau, Tableau
from caseapp.services.perimetre import Choice
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.choice_box import ChoiceBox

_PAUSE = 200
"""Milliseconds without typing before the files are searched."""
_LONGEST = 200


class FilterBar(QWidget):
    """A text searched while it is typed, choices, what is mine, late, or meant by the local offer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setPlaceholderText("Famille, numéro, bailleur…")
        self.field.setAccessibleName("Chercher un dossier d'impayé")
        self.field.setMaxLength(_LONGEST)
        self.agent = ChoiceBox("Suivi par", "Tous les agents")
        self.bailleur = ChoiceBox("Bailleur", "Tous les bailleurs")
        self.aide = ChoiceBox("Aide au logement", "Toutes les aides")
        self.commune = ChoiceBox("Commune", "Toutes les communes")
        self.etape = ChoiceBox("Étape", "Tous les dossiers ouverts")
        self.etape.set_choices([Choice(one.name, one.value) for one in Etape])
        self.mine, self.late = _toggle("Les miens"), _toggle("En retard")
        self.local = _toggle("Cible locale")
        self._boxes = (self.etape, self.agent, self.bailleur, self.aide, self.commune)
        self._toggles = (self.mine, self.late, self.local)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._timer.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _: self._timer.start())
        for box in self._boxes:
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for toggle in self._toggles:
            toggle.toggled.connect(lambda _: self.changed.emit())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widgets in ((self.field, *self._toggles), self._boxes):
            row = QHBoxLayout()
            row.setSpacing(10)
            for widget in widgets:
                row.addWidget(widget, 0 if widget in self._toggles else 1)
            column.addLayout(row)

    def offer(self, tableau: Tableau) -> None:
        """Offer what the open files have."""
        self.agent.set_choices(tableau.agents)
        self.bailleur.set_choices(tableau.bailleurs)
        self.commune.set_choices(tableau.communes)
        self.aide.set_choices(tableau.aides)

    def show_stages(self, *, shown: bool) -> None:
        """Offer the stages, in the list only: the board has them as its columns."""
        self.etape.setVisible(shown)

    @property
    def count(self) -> int:
        """How many filters narrow what is shown."""
        boxes = sum(box.key() is not None for box in self._boxes if not box.isHidden())
        toggles = sum(toggle.isChecked() for toggle in self._toggles)
        return boxes + toggles + bool(self.field.text().strip())

    def filtre(self) -> FiltreTableau:
        """Return what is asked for, but the stage."""
        agent = self.agent.key()
        return FiltreTableau(
            self.mine.isChecked(), int(agent) if agent else None, self.bailleur.key(), self.aide.key(),
            self.commune.key(), self.late.isChecked(), self.local.isChecked(), self.field.text().strip(),
        )  # fmt: skip

    def stage(self) -> Etape | None:
        """Return the stage asked for in the list."""
        key = None if self.etape.isHidden() else self.etape.key()
        return Etape[key] if key else None

    def clear(self) -> None:
        """Ask for every open file again."""
        for widget in (*self._boxes, *self._toggles, self.field):
            with QSignalBlocker(widget):
                if isinstance(widget, ChoiceBox):
                    widget.setCurrentIndex(0)
                elif isinstance(widget, QPushButton):
                    widget.setChecked(False)
                else:
                    self.field.clear()
        self._timer.stop()
        self.changed.emit()


def _toggle(text: str) -> QPushButton:
    button = plain_button(text, lambda: None)
    button.setCheckable(True)
    return button
