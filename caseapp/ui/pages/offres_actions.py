"""What can be answered to an offer, each by a letter."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from caseapp.services.offres import OffreVue
from caseapp.services.offres_parcours import APPELS, ECRITS
from caseapp.ui.widgets.buttons import plain_button


@dataclass(frozen=True, slots=True)
class Action:
    """One answer; an attempt has its canal and its result."""

    lettre: str
    libelle: str
    canal: str = ""
    resultat: str = ""


ACCEPTER, REFUSER, CLORE = Action("a", "Accepte : rendez-vous"), Action("r", "Refuse"), Action(
    "s", "Clore sans réponse"
)  # fmt: skip
ESSAIS = (
    Action("j", "Joint", "telephone", "joint"),
    Action("i", "Pas de réponse", "telephone", "infructueux"),
    Action("m", "Message laissé", "telephone", "message"),
    Action("e", "Courriel envoyé", "courriel", "message"),
    Action("l", "Courrier envoyé", "courrier", "message"),
    Action("t", "SMS envoyé", "sms", "message"),
)
ACTIONS = (*ESSAIS, ACCEPTER, REFUSER, CLORE)
_ROWS = ("ji", "me", "lt", "a", "rs")
"""The letters of each row of buttons."""


class ActionBar(QWidget):
    """Nine buttons; the letters answer from anywhere in `owner`."""

    chosen = Signal(object)
    """An `Action`."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        by_letter = {action.lettre: action for action in ACTIONS}
        for line, letters in enumerate(_ROWS):
            for column, letter in enumerate(letters):
                self.buttons[letter] = self._button(by_letter[letter], owner)
                grid.addWidget(self.buttons[letter], line, column, 1, 2 if len(letters) == 1 else 1)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.show_for(None)

    def _button(self, action: Action, owner: QWidget) -> QPushButton:
        button = plain_button(
            f"{action.libelle} ({action.lettre.upper()})",
            lambda: self.chosen.emit(action),
            primary=action is ACCEPTER,
        )
        button.setMinimumWidth(1)
        shortcut = QShortcut(QKeySequence(action.lettre), owner, button.click)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return button

    def show_for(self, vue: OffreVue | None) -> None:
        """Take away what the notices of the family forbid, or everything without an offer."""
        forbidden = dict(_forbidden(vue)) if vue is not None else {}
        for action in ACTIONS:
            reason = forbidden.get(action.canal, "")
            if action.resultat == "joint":
                reason = ""  # the family may have called
            button = self.buttons[action.lettre]
            button.setEnabled(vue is not None and not reason)
            button.setToolTip(reason)


def _forbidden(vue: OffreVue) -> Iterator[tuple[str, str]]:
    for holds, canals, words in (
        (vue.ne_pas_ecrire, ECRITS, "La famille ne veut pas qu'on lui écrive"),
        (vue.ne_pas_appeler, APPELS, "La famille ne veut pas être appelée"),
    ):
        if holds:
            yield from ((canal, words) for canal in canals)
