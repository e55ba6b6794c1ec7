"""Decisions in a row: a key decides, the line shows it at once, a worker writes it.

Accord grants all that is asked, in the form of the aid, a subvention when it has both; typed amounts are an
accord partiel until they reach what is asked. A budget line that would be exceeded is said first: a second
Enter decides all the same.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from caseapp.domain.nomenclature import EN_ATTENTE, Decision, Forme
from caseapp.errors import CaseappError, FieldError
from caseapp.services.commission_rows import DecisionSaisie, LigneEnSeance, LigneOrdreDuJour
from caseapp.services.commissions import CommissionService
from caseapp.services.perimetre import Choice
from caseapp.ui.pages.commissions_amounts import AmountEditors
from caseapp.ui.pages.commissions_budget import excess, gauges
from caseapp.ui.pages.commissions_columns import DECISION, PRET, SECTIONS, SUBVENTION, AgendaModel, decided
from caseapp.ui.pages.commissions_table import AgendaTable
from caseapp.ui.plain_text import button_text
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.tasks import TaskRunner

ALL_DECIDED = "Toutes les demandes sont décidées : la séance peut être close."
CONFIRM = "Entrée pour l'enregistrer, Échap pour y renoncer."


class Decider(QObject):
    """Turns what is typed over the agenda into decisions, and writes them one after another."""

    said = Signal(str, str)
    """A sentence and its role; an empty one says nothing any more."""
    shown = Signal()
    """A line of the agenda changed."""
    motif_wanted = Signal(object, object)
    """The line and its decision, whose reason is to be typed: that of more than was asked, or any."""

    def __init__(self, table: AgendaTable, model: AgendaModel, service: CommissionService, tasks: TaskRunner):
        super().__init__(table)
        self._table, self._model, self._service = table, model, service
        self._pending: tuple[LigneOrdreDuJour, DecisionSaisie] | None = None
        self.budget: Sequence[LigneEnSeance] = ()
        self.motifs: Sequence[Choice] = ()
        self.number = 0
        """How many decisions were taken: what was read before the last one is not shown."""
        self.was_refused = False
        """Whether one was refused, after which the session is to be read again."""
        self.queue = SaveQueue(tasks, self)
        self.amounts = AmountEditors(table)
        self.amounts.submitted.connect(self._take_amounts)
        self.amounts.refused.connect(lambda sentence: self.said.emit(sentence, "erreur"))
        self.amounts.abandoned.connect(lambda: self.said.emit("", ""))
        table.decided.connect(self.want)
        table.amount_wanted.connect(self.edit)
        table.motif_wanted.connect(self._explain)
        table.current_row_changed.connect(self._leave)

    def want(self, line: LigneOrdreDuJour, decision: str) -> None:
        """Answer a key that decides."""
        self.give_up()
        if self._model.is_closed:
            return
        if not decision:
            if line.is_decided:
                self._apply(line, DecisionSaisie(EN_ATTENTE))
        elif decision == Decision.REFUS:
            self._ask_reason(line)
        elif decision == Decision.AJOURNEMENT:
            self.decide(line, DecisionSaisie(decision))
        elif decision == Decision.ACCORD and line.montant_demande:
            self.decide(line, whole(line))
        else:
            self.edit(line, SUBVENTION)

    def _explain(self, line: LigneOrdreDuJour) -> None:
        """Ask for the reason of a decision, in words."""
        self.give_up()
        if line.decision in set(Decision) and not self._model.is_closed:
            saisie = DecisionSaisie(
                line.decision or "", line.pret, line.subvention, line.motif_refus, line.motif_decision
            )
            self.motif_wanted.emit(line, saisie)

    def edit(self, line: LigneOrdreDuJour, form: str) -> None:
        """Type the amounts of a line in place."""
        self.give_up()
        if self._model.is_closed:
            return
        at = self._model.position_of(line.aide_id)
        self._table.go_to(at)
        self.amounts.open(at, line, line.subvention, line.pret, form)

    def decide(self, line: LigneOrdreDuJour, saisie: DecisionSaisie) -> None:
        """Decide, once what it does to the budget was seen."""
        known = gauges(self.budget, self._model.lines)
        over = excess(known, line, saisie)
        if over and self._pending != (line, saisie):
            self._pending = (line, saisie)
            self._table.go_to(self._model.position_of(line.aide_id))
            self.said.emit(f"{over} {CONFIRM}", "alerte")
            return
        self._apply(line, saisie)

    def advance(self) -> None:
        """Confirm what waits, else go to the next line to decide."""
        if self._pending is not None:
            self._apply(*self._pending)
            return
        self.said.emit("", "")
        lines, here = self._model.lines, self._table.currentIndex().row()
        after = [*range(here + 1, len(lines)), *range(here + 1)]
        following = next((at for at in after if not lines[at].is_decided), None)
        if following is None:
            self.said.emit(ALL_DECIDED, "succes")
        else:
            self._table.go_to(following)

    def give_up(self) -> bool:
        """Decide no more what waits for a second Enter; tell whether something did."""
        waited, self._pending = self._pending is not None, None
        self.said.emit("", "")
        return waited

    def _leave(self, line: LigneOrdreDuJour | None) -> None:
        """Give up what waits for a second Enter once the cursor is on another line."""
        if self._pending is not None and (line is None or line.aide_id != self._pending[0].aide_id):
            self.give_up()

    def _take_amounts(self, line: LigneOrdreDuJour, subvention: int | None, pret: int | None) -> None:
        self.give_up()
        saisie = from_amounts(line, subvention, pret)
        if (saisie.decision, subvention, pret) != (line.decision, line.subvention, line.pret):
            self.decide(line, saisie)

    def _ask_reason(self, line: LigneOrdreDuJour) -> None:
        """Offer the reasons of a refusal under the cell: an arrow or a figure chooses."""
        at = self._model.position_of(line.aide_id)
        menu = QMenu(self._table)
        menu.setAccessibleName("Motif du refus")
        for number, motif in enumerate(self.motifs, 1):
            figure = f"&{number}  " if number < 10 else ""
            action = QAction(f"{figure}{button_text(motif.label)}", menu)
            saisie = DecisionSaisie(Decision.REFUS.value, motif_refus=motif.key)
            action.triggered.connect(lambda *_, saisie=saisie: self.decide(line, saisie))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        place = self._table.visualRect(self._model.index(at, SECTIONS[DECISION]))
        menu.popup(self._table.viewport().mapToGlobal(place.bottomLeft()))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def _apply(self, line: LigneOrdreDuJour, saisie: DecisionSaisie) -> None:
        """Show the decision, and write it; a refusal puts the line back as it was."""
        self._pending = None
        self.number += 1
        self.said.emit("", "")
        now = decided(
            line, saisie.decision, subvention=saisie.subvention, pret=saisie.pret,
            motif_refus=saisie.motif_refus, motif_decision=saisie.motif_decision,
        )  # fmt: skip
        self._model.put(now)
        self.shown.emit()
        undone = saisie.decision == EN_ATTENTE
        work = partial(self._service.undecide, line.aide_id)
        if not undone:
            work = partial(self._service.decide, line.aide_id, saisie)
        self.queue.ask(work, lambda _: None, partial(self._put_back, line, now, saisie))

    def _put_back(
        self, former: LigneOrdreDuJour, now: LigneOrdreDuJour, saisie: DecisionSaisie, error: CaseappError
    ) -> None:
        """Say why a decision was refused, the typed amounts being there again; not under a later one."""
        self.was_refused = True
        if now not in self._model.lines:
            self.said.emit(f"{former.famille} : {error}", "erreur")
            return
        self._model.put(former)
        self.shown.emit()
        field = error.field if isinstance(error, FieldError) else ""
        at = self._model.position_of(former.aide_id)
        if field == "motif_decision":
            self.motif_wanted.emit(former, saisie)
        elif field in {SUBVENTION, PRET} and not self.amounts.is_open and at >= 0:
            self._table.go_to(at)
            self.amounts.open(at, former, saisie.subvention, saisie.pret, field)
        self.said.emit(f"{former.famille} : {error}", "erreur")


def whole(line: LigneOrdreDuJour) -> DecisionSaisie:
    """Return the decision that grants all that was asked, shared out as it already was when it is."""
    asked, given = line.montant_demande or 0, (line.subvention or 0) + (line.pret or 0)
    if given == asked:
        return DecisionSaisie(Decision.ACCORD.value, line.pret, line.subvention)
    if Forme.SUBVENTION.value in line.formes:
        return DecisionSaisie(Decision.ACCORD.value, None, asked)
    return DecisionSaisie(Decision.ACCORD.value, asked, None)


def from_amounts(line: LigneOrdreDuJour, subvention: int | None, pret: int | None) -> DecisionSaisie:
    """Return the decision that these amounts make: an accord once they reach what was asked."""
    asked, given = line.montant_demande, (subvention or 0) + (pret or 0)
    is_whole = given > 0 and (asked is None or given >= asked)
    decision = Decision.ACCORD if is_whole else Decision.ACCORD_PARTIEL
    return DecisionSaisie(decision.value, pret or None, subvention or None)
