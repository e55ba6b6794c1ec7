"""The head of an arrears file: whose it is, where it stands, what is due next, what can be done of it."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.labels import format_date
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.impayes_rows import ImpayeVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.impaye_documents import SHORTCUT, WORDS
from caseapp.ui.pages.impaye_dossier_actions import ISSUE, ROUVRIR
from caseapp.ui.pages.impaye_dossier_words import SETTLED, context_words, name_words, next_words, state_words
from caseapp.ui.pages.prets_actions import Action
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.copy_label import CopyLabel
from caseapp.ui.widgets.strip import Strip


class DossierHead(QWidget):
    """`asked` carries an `Action`; `left` asks for the board again."""

    asked = Signal(object, object)
    left = Signal()
    famille_requested = Signal(int)
    sheet_asked = Signal()
    """The preparation sheet of the file."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._vue: ImpayeVue | None = None
        self._name = CopyLabel(context.clipboard, role="titre-feuille")
        self._state, self._about = plain_label(role="titre-carte"), plain_label(role="phrase")
        self.back = link_button("‹ Retour au tableau", self.left.emit)
        self.back.setAccessibleName("Retour au tableau (Échap)")
        self.family = plain_button("Fiche de la famille", self._ask_family)
        self.sheet = plain_button(WORDS, self.sheet_asked.emit)
        self.sheet.setToolTip(SHORTCUT)
        self.buttons: dict[Action, QPushButton] = {
            action: plain_button(action.words, partial(self.asked.emit, action, None))
            for action in (ISSUE, ROUVRIR)
        }
        self._strips = QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._about, self._state):
            label.setWordWrap(True)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.back)
        first.addWidget(self._name, 1)
        words.addLayout(first)
        words.addWidget(self._about)
        words.addWidget(self._state)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(words, 1)
        for button in (*self.buttons.values(), self.sheet, self.family):
            row.addWidget(button)
        column.addLayout(row)
        column.addLayout(self._strips)

    def clear(self) -> None:
        """Show no file; the way back stays."""
        self._vue = None
        for label in (self._name, self._about, self._state):
            label.setText("")
        for button in (*self.buttons.values(), self.sheet, self.family):
            button.hide()
        self._clear_strips()

    def show_vue(
        self, vue: ImpayeVue, etape: Etape | None, following: EcheanceSuivie | None, today: date
    ) -> None:
        """Show a file, its stage and the deadline that comes first."""
        self._vue = vue
        self.sheet.show()
        self.family.show()
        self._name.setText(name_words(vue))
        self._about.setText(context_words(vue))
        self._state.setText(state_words(vue, etape))
        self.buttons[ISSUE].setVisible(not vue.is_closed)
        self.buttons[ROUVRIR].setVisible(vue.is_closed)
        self._clear_strips()
        if vue.propose_resolu:
            self._strips.addWidget(Strip(SETTLED.format(format_date(vue.soldee_le)), "succes"))
        elif following is not None and not vue.is_closed:
            late = following.est_en_retard(today)
            self._strips.addWidget(Strip(next_words(following, today), "danger" if late else ""))

    def _clear_strips(self) -> None:
        while (item := self._strips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _ask_family(self) -> None:
        if self._vue is not None:
            self.famille_requested.emit(self._vue.famille_id)
