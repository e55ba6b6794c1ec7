"""What-if beside the real deadlines: nothing of it is written."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QLabel

from caseapp.domain.echeancier import EcheancierError, shift_months
from caseapp.domain.simulation_impaye import Changement
from caseapp.errors import CaseappError
from caseapp.services.impayes_rows import ImpayeVue
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.impaye_dossier_words import NO_DEBT
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.card import Card

_ROWS = (
    (
        FieldSpec("jour", "Si le plan arrive le", Kind.DATE),
        FieldSpec("mensualite", "Si la famille paie par mois", Kind.EUROS),
    ),
)
NOTHING = "Rien ne changerait."


class SimulationCard(Card):
    """Two questions and their answers, read again as they are typed."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Simulation", "rien n'est enregistré")
        self._impayes, self._today = workspace.impayes, navigator.today
        self._reading = LatestTask(context.tasks, self)
        self._vue: ImpayeVue | None = None
        self.form = Form(_ROWS, context, navigator.today)
        self.plan_words, self.paid_words = plain_label(), plain_label()
        self.body.addWidget(self.form)
        for label in (self.plan_words, self.paid_words):
            label.setWordWrap(True)
            label.hide()
            self.body.addWidget(label)
        self.form.changed.connect(self._asked)

    def show_vue(self, vue: ImpayeVue) -> None:
        """Ask the questions of a file; those of another are forgotten."""
        other = self._vue is None or self._vue.id != vue.id
        self._vue = vue
        if other:
            self.form.set_values({"jour": None, "mensualite": None})
        for key in ("jour", "mensualite"):
            self._asked(key)

    def _asked(self, key: str) -> None:
        vue = self._vue
        if vue is None:
            return
        if key == "mensualite":
            self._say(self.paid_words, self._paid(vue))
            return
        jour = self.form.value("jour")
        if not isinstance(jour, date) or vue.is_closed:
            self._reading.forget()
            self._say(self.plan_words, "")
            return
        work = partial(self._impayes.simuler_plan, vue.id, jour, self._today())
        self._reading.ask(work, self._show_plan, self._refuse)

    def _paid(self, vue: ImpayeVue) -> str:
        amount = self.form.value("mensualite")
        if not isinstance(amount, int):
            return ""
        if vue.dette is None:
            return NO_DEBT
        try:
            return self._impayes.simuler_paiement(vue, amount, shift_months(vue.jour, 1)).phrase
        except EcheancierError as error:
            return str(error)

    def _show_plan(self, changes: tuple[Changement, ...]) -> None:
        said = [f"• {one.phrase}" for one in changes if one.avant != one.apres]
        self._say(self.plan_words, "\n".join(said) or NOTHING)

    def _refuse(self, error: CaseappError) -> None:
        self._say(self.plan_words, str(error))

    @staticmethod
    def _say(label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))
