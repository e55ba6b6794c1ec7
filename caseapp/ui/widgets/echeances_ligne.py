"""One deadline of a file: when, what, who must act, why, and what can be done of it."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from caseapp.domain.labels import format_date, lower_first
from caseapp.services.dossiers_rows import FAITE, REPORTEE, VUE, EcheanceSuivie
from caseapp.ui.echeance_words import state_tone, state_words, who_acts
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import Tone
from caseapp.ui.widgets.buttons import link_button

_ROLES = {Tone.DANGER: "etat-danger", Tone.WARNING: "etat-attention", Tone.DISCREET: "note"}
_SAID = {VUE: "Vu", REPORTEE: "Reporter…", FAITE: "Fait"}
AGAIN = "Remettre à faire"


class LigneEcheance(QFrame):
    """Shows a deadline; `asked` carries it with the code of what is to be done of it."""

    asked = Signal(object, str)

    def __init__(self, suivie: EcheanceSuivie, today: date) -> None:
        super().__init__()
        self.suivie = suivie
        regle, state = suivie.echeance.regle, state_words(suivie, today)
        self._spoken = f"{regle.libelle}, {state}"
        self.setAccessibleName(f"{self._spoken}. {suivie.explication}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 6)
        self._column.setSpacing(2)
        self._add_head(state, _ROLES.get(state_tone(suivie, today), ""))
        self._add_line(
            f"{regle.libelle} · {who_acts(suivie)}", "titre-carte" if suivie.fait_le is None else ""
        )
        self._add_line(suivie.explication, "note")
        if suivie.fait_le is None:
            doubt = regle.incertain and f"À vérifier : {lower_first(regle.incertain)}"
            self._add_line(doubt, "note-attention")
        self.buttons = self._add_buttons()

    def _add_head(self, state: str, role: str) -> None:
        head = QHBoxLayout()
        said = plain_label(state, role=role)
        said.setWordWrap(True)
        head.addWidget(said, 1)
        day = plain_label(format_date(self.suivie.echeance.jour), role="note")
        head.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)

    def _add_line(self, text: str, role: str) -> None:
        if not text:
            return
        label = plain_label(text, role=role)
        label.setWordWrap(True)
        self._column.addWidget(label)

    def _add_buttons(self) -> dict[str, QPushButton]:
        """Offer what can be done; what a fact of the file has met is not to be undone here."""
        met = self.suivie.fait_le is not None
        if met and self.suivie.echeance.fait_le is not None:
            return {}
        offered = {VUE: AGAIN} if met else _SAID
        row, buttons = QHBoxLayout(), {}
        self._column.addLayout(row)  # first: a button shown before it has a parent would be a window
        row.setSpacing(10)
        for etat, text in offered.items():
            button = link_button(text, partial(self._ask, etat))
            button.setAccessibleName(f"{text.rstrip('…')} : {self._spoken}")
            row.addWidget(button)
            buttons[etat] = button
        if not met:
            seen = self.suivie.suite is not None and self.suivie.suite.etat == VUE
            buttons[VUE].setVisible(not seen)
        row.addStretch(1)
        return buttons

    def _ask(self, etat: str) -> None:
        self.asked.emit(self.suivie, etat)
