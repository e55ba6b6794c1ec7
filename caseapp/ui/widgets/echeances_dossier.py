"""The deadlines of one file: those that wait, then those met, folded; each can be seen, put off, done."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import plural
from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.dossiers_rows import REPORTEE, CleEcheance, EcheanceSuivie
from caseapp.services.echeances_suites import SuiteSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.entry import EntryDesk
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.open_file import open_file
from caseapp.ui.plain_text import plain_label
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.echeances_ligne import LigneEcheance
from caseapp.ui.widgets.echeances_report import read_key, report_spec

TITLE = "Échéances"
NOTHING = "Rien n'est attendu dans ce dossier."


class EcheancesPanel(Card):
    """`show_dossier` reads a file in a worker; it reads it again by itself when the store is written."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(TITLE)
        self._echeances, self._navigator = workspace.echeances, navigator
        self._reading, self._saving = LatestTask(context.tasks, self), SaveQueue(context.tasks, self)
        self._desk = EntryDesk(self, context, navigator, workspace.brouillons)
        self._dossier: tuple[Domaine, int] | None = None
        self._stale = False
        self.lines: list[LigneEcheance] = []
        self.fold = link_button("", self._toggle)
        self._said = plain_label(role="erreur")
        self._pending, self._met = QWidget(), QWidget()
        self._lay_out()
        navigator.data_changed.connect(self._note_change)

    def _lay_out(self) -> None:
        self._said.setWordWrap(True)
        self._said.hide()
        self._met.hide()
        self.fold.hide()
        for widget in (self._said, self._pending):
            self.body.addWidget(widget)
        self.body.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._met)
        self.body.setSpacing(4)

    def show_dossier(self, domaine: Domaine, ident: int) -> None:
        """Show the deadlines of a file; those met are folded again when it is another one."""
        if self._dossier != (domaine, ident):
            self._dossier = domaine, ident
            self._show(())
            self._met.hide()
        self._read()

    def clear(self) -> None:
        """Show no file."""
        self._dossier = None
        self._reading.forget()
        self._show(())

    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the file of a report left aside and its sheet; tell whether the draft is such a report."""
        cle = read_key(brouillon.cle)
        if cle is None:
            return False
        open_file(self._navigator, cle.domaine, cle.dossier_id)
        self._report(cle, brouillon.famille_id, "")
        return True

    def _note_change(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        if self._dossier is not None:
            work = partial(self._echeances.du_dossier, *self._dossier, self._navigator.today())
            self._reading.ask(work, self._show, self._refuse)

    def _show(self, suivies: tuple[EcheanceSuivie, ...]) -> None:
        held, unfolded, today = self._focused(), self._met.isVisibleTo(self), self._navigator.today()
        self._refuse(None)
        self.lines = [LigneEcheance(one, today) for one in suivies]
        for line in self.lines:
            line.asked.connect(self._do)
        pending = [one for one in self.lines if one.suivie.fait_le is None]
        met = [one for one in self.lines if one.suivie.fait_le is not None]
        nothing = [plain_label(NOTHING, role="phrase")] if self._dossier is not None else []
        self._pending = self._replace(self._pending, _stacked(pending or nothing))
        self._met = self._replace(self._met, _stacked(met))
        self._met.setVisible(unfolded)
        late = sum(one.suivie.est_en_retard(today) for one in pending)
        self.set_title(TITLE, plural(late, "dépassée") if late else "")
        self._say_fold(len(met))
        if held is not None:
            self._focus_again(held)

    def _replace(self, former: QWidget, wanted: QWidget) -> QWidget:
        self.body.replaceWidget(former, wanted)
        former.hide()
        former.deleteLater()
        wanted.show()
        return wanted

    def _say_fold(self, count: int) -> None:
        unfolded = bool(count) and self._met.isVisibleTo(self)
        self._met.setVisible(unfolded)
        self.fold.setVisible(bool(count))
        said = plural(count, "échéance faite", "échéances faites")
        self.fold.setText("Masquer ce qui est fait" if unfolded else f"Voir {said}")

    def _toggle(self) -> None:
        self._met.setVisible(not self._met.isVisibleTo(self))
        self._say_fold(sum(line.suivie.fait_le is not None for line in self.lines))

    def _do(self, suivie: EcheanceSuivie, etat: str) -> None:
        today = self._navigator.today()
        if etat == REPORTEE:
            self._report(suivie.cle, suivie.dossier.famille_id, suivie.echeance.regle.libelle)
            return

        def done(_none: None) -> None:
            self._navigator.data_changed.emit()

        work = partial(self._echeances.marquer, suivie.cle, SuiteSaisie(etat, today))
        self._saving.ask(work, done, self._refuse)

    def _report(self, cle: CleEcheance, famille_id: int | None, label: str) -> None:
        self._desk.open(report_spec(self._echeances, cle, famille_id, label, self._navigator.today()))

    def _refuse(self, error: CaseappError | None) -> None:
        self._said.setText("" if error is None else str(error))
        self._said.setVisible(error is not None)

    def _focused(self) -> tuple[CleEcheance, str] | None:
        """Return the deadline and the button that have the keyboard."""
        focus = QApplication.focusWidget()
        return next(
            (
                (line.suivie.cle, etat)
                for line in self.lines
                for etat, button in line.buttons.items()
                if button is focus
            ),
            None,
        )

    def _focus_again(self, held: tuple[CleEcheance, str]) -> None:
        """Give the keyboard back to the same deadline, else to the first that waits, else to the fold."""
        cle, etat = held
        lines = [one for one in self.lines if one.buttons and one.isVisibleTo(self)]
        line = next((one for one in lines if one.suivie.cle == cle), lines[0] if lines else None)
        shown = {} if line is None else {key: one for key, one in line.buttons.items() if not one.isHidden()}
        wanted = shown.get(etat) or next(iter(shown.values()), self.fold)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)


def _stacked(widgets: Sequence[QWidget]) -> QWidget:
    """Return widgets under one another, a thin line between two."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for rank, widget in enumerate(widgets):
        if rank:
            line = QFrame()
            line.setObjectName("filet-doux")
            column.addWidget(line)
        column.addWidget(widget)
    return holder
