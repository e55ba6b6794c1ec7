"""The sheet of a decision by delegation: taken outside any session, on any day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Decision, Forme
from caseapp.services.budget_rows import EffetLigne
from caseapp.services.commission_rows import DecisionSaisie
from caseapp.services.demandes_controles import MOST_CENTS
from caseapp.services.demandes_lignes import DemandeVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntrySpec, Row
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.demandes_words import family_words
from caseapp.ui.widgets.strip import Strip

Effects = Callable[[int | None, int | None, date], tuple[EffetLigne, ...]]
_DECISIONS = (Decision.ACCORD.value, Decision.ACCORD_PARTIEL.value, Decision.REFUS.value)
_FORMES = ((Forme.SUBVENTION.value, "Subvention"), (Forme.PRET.value, "Prêt"))


@dataclass(frozen=True, slots=True)
class Delegation:
    """What the sheet is opened with."""

    vue: DemandeVue
    decisions: tuple[Choice, ...]
    motifs: tuple[Choice, ...]
    formes: tuple[str, ...]
    """Forms that the aid has, both when nothing says so."""


def read_delegation(workspace: Workspace, aide_id: int, today: date) -> Delegation:
    """Read, in a worker, what the sheet offers."""
    vue = workspace.demandes.open_demande(aide_id)
    offered = workspace.demandes.offertes(vue.row.date_demande.year).aides
    formes = next((one.formes for one in offered if one.type_aide_id == vue.type_aide_id), "")
    return Delegation(
        vue,
        tuple(one for one in workspace.choix.codes("decision", today) if one.key in _DECISIONS),
        workspace.choix.codes("motif_refus", today),
        tuple(key for key, _ in _FORMES if not formes or key in formes.split()),
    )


def delegated_spec(
    workspace: Workspace, context: UiContext, read: Delegation, today: date, key: str
) -> EntrySpec:
    """Return the entry of a delegated decision; all that is asked is proposed in the first form."""
    vue = read.vue

    def save(typed: dict[str, Any]) -> None:
        saisie = DecisionSaisie(
            typed["decision"], typed.get("pret"), typed.get("subvention"), typed["motif_refus"],
            typed["motif_decision"],
        )  # fmt: skip
        workspace.commissions.decide_delegated(vue.row.id, saisie, typed["jour"], today)

    effects = partial(workspace.demandes.effets, vue.row.id)
    sentences = [family_words(vue.row), vue.row.aide, *(one.phrase for one in vue.constats)]
    return EntrySpec(
        key, "Décider par délégation", "Décision par délégation", _rows(read), save,
        values={
            "decision": Decision.ACCORD.value, "jour": today, read.formes[0]: vue.row.montant_demande,
        },
        famille_id=vue.row.famille_id, primary="Enregistrer la décision",
        notice=Strip("\n".join(sentences), "discret"), focus="decision",
        prepare=lambda form: _Turns(form, context, read, effects),
    )  # fmt: skip


def _rows(read: Delegation) -> tuple[Row, ...]:
    labels = dict(_FORMES)
    return (
        FieldSpec("decision", "Décision", Kind.SEGMENTS, required=True, choices=read.decisions),
        tuple(FieldSpec(one, labels[one], Kind.EUROS, maximum=MOST_CENTS) for one in read.formes),
        FieldSpec("motif_refus", "Motif du refus", Kind.CHOICE, choices=read.motifs),
        FieldSpec("motif_decision", "Pourquoi", longest=400, placeholder="Obligatoire au-delà du demandé"),
        FieldSpec("jour", "Décidée le", Kind.DATE, required=True),
    )


class _Turns(QObject):
    """Shows the amounts of a grant with what they do to the budget, or the reason of a refusal."""

    def __init__(self, form: Form, context: UiContext, read: Delegation, effects: Effects) -> None:
        super().__init__(form)
        self._form, self._formes, self._effects = form, read.formes, effects
        self._reading = LatestTask(context.tasks, self)
        form.changed.connect(self._changed)
        self._show()

    def _changed(self, key: str) -> None:
        if key == "decision":
            self._show()
        if key in {"decision", "jour", *self._formes}:
            self._weigh()

    def _show(self) -> None:
        granted = self._form.value("decision") in DECISIONS_ATTRIBUTIVES
        for forme in self._formes:
            self._form.set_visible(forme, shown=granted)
        self._form.set_visible("motif_refus", shown=not granted)

    def _weigh(self) -> None:
        """Ask what the decision would do to each budget line."""
        day = self._form.value("jour")
        if not isinstance(day, date) or self._form.value("decision") not in DECISIONS_ATTRIBUTIVES:
            self._say(())
            return
        pret, subvention = (self._cents(forme) for forme in (Forme.PRET.value, Forme.SUBVENTION.value))
        self._reading.ask(lambda: self._effects(pret, subvention, day), self._say, lambda _: self._say(()))

    def _cents(self, forme: str) -> int | None:
        value = self._form.value(forme) if forme in self._formes else None
        return value if isinstance(value, int) else None

    def _say(self, effets: Sequence[EffetLigne]) -> None:
        self._form.boxes[self._formes[0]].set_hint("\n".join(one.phrase for one in effets))
