"""The objectives of a family beside its timeline."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from caseapp.services.interventions_lignes import ObjectifRow, Suivi
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_suivi_lines import Lines, keyed, state_word
from caseapp.ui.pages.familles_suivi_sheets import SuiviSheets
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card

_SHOWN = 6
NONE_YET = "Aucun objectif n'est encore convenu : ils se posent dans une intervention ouverte."


class ObjectifsCard(Card):
    """Each objective opens its sheet; « Modifier » leads to the intervention."""

    all_requested = Signal()
    """Show the interventions, where objectives are added."""

    def __init__(self, sheets: SuiviSheets, context: UiContext) -> None:
        super().__init__("Objectifs")
        self._sheets, self._context = sheets, context
        self._suivi = Suivi(0)
        self._content = QWidget()
        self.change = keyed(link_button("Modifier", self.all_requested.emit), "modifier-objectifs")
        self.change.setAccessibleName("Modifier les objectifs")
        self.add_action(self.change)
        self.body.addWidget(self._content)
        context.theme.changed.connect(self._dress)

    def show_suivi(self, suivi: Suivi) -> None:
        """Show the objectives of the open interventions."""
        self._suivi = suivi
        former = self._content
        self._content = self._lines(suivi.objectifs) if suivi.objectifs else self._empty()
        self.body.replaceWidget(former, self._content)
        former.hide()
        former.deleteLater()
        self.change.setVisible(bool(suivi.interventions))

    def _dress(self) -> None:
        self.show_suivi(self._suivi)

    def _lines(self, objectifs: tuple[ObjectifRow, ...]) -> QWidget:
        lines = Lines(self._context)
        count = len(objectifs) if len(objectifs) <= _SHOWN + 1 else _SHOWN
        for one in objectifs[:count]:
            state = state_word(self._context.theme, one.etat, one.statut)
            lines.add(state, one.libelle)
        if objectifs[count:]:
            more = link_button(f"Voir les {len(objectifs) - count} autres", self.all_requested.emit)
            lines.add(plain_label(), "", more)
        return lines

    def _empty(self) -> QLabel:
        label = plain_label(NONE_YET, role="phrase")
        label.setWordWrap(True)
        return label
