"""The sheet by which a follow-up begins, or is corrected: what is known of the family stands over it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.errors import CaseappError
from caseapp.services.perimetre import Choice
from caseapp.services.suivis_rsa import PublicVise, SuiviSaisie, SuiviVue
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntrySpec, Row
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.familles_suivi_choix import chosen, with_present
from caseapp.ui.pages.familles_suivi_fields import as_day, as_id
from caseapp.ui.pages.insertion_cartes import MODIFIER, criteria_strip
from caseapp.ui.pages.insertion_saisies import PAGE, InsertionChoix, draft_key, read_choices
from caseapp.ui.plain_text import plain_label

NOUVEAU = f"{PAGE}.nouveau"
_OPEN = "ouvrir"
_TO_OPEN = Choice(_OPEN, "Ouvrir une intervention « RSA, parent isolé »")
_WIDTH = 620


@dataclass(frozen=True, slots=True)
class Opening:
    """What the sheet is opened with: the family known already, or the follow-up to correct."""

    choix: InsertionChoix
    public: PublicVise | None
    vue: SuiviVue | None = None


def new_key(famille_id: int | None) -> str:
    """Return the key of the draft of a new follow-up."""
    return NOUVEAU if famille_id is None else f"{NOUVEAU}.famille.{famille_id}"


def read_new(workspace: Workspace, famille_id: int | None, today: date) -> Opening:
    """Read, in a worker, what a new follow-up is offered; a draft may be about a family already."""
    known = famille_id
    draft = workspace.brouillons.find(NOUVEAU) if known is None else None
    if draft is not None:
        key = draft.contenu.get("famille", "").partition("\t")[0]
        known = int(key) if key.isdecimal() else None
    return Opening(read_choices(workspace, today), _public(workspace, known, today))


def read_made(workspace: Workspace, vue: SuiviVue, today: date) -> Opening:
    """Read, in a worker, what a follow-up may be corrected to."""
    return Opening(read_choices(workspace, today), vue.public, vue)


def _public(workspace: Workspace, famille_id: int | None, jour: date) -> PublicVise | None:
    """Return what is known of a family; None for one that is gone since its draft."""
    try:
        return None if famille_id is None else workspace.suivis_rsa.public(famille_id, jour)
    except CaseappError:
        return None


class DesignationSheet:
    """A sheet open: its fields, what stands over them, what they do to one another."""

    def __init__(self, workspace: Workspace, context: UiContext, opening: Opening, today: date) -> None:
        self._workspace, self._context = workspace, context
        self._opening, self._today = opening, today
        self.head = DesignationHead()

    def new_spec(self, famille_id: int | None, on_saved: Callable[[int], object]) -> EntrySpec:
        """Return the entry of a new follow-up."""
        public, today = self._opening.public, self._today
        values: dict[str, object] = {"date_designation": today, "agent": self._opening.choix.me}
        values["intervention"] = (public.proposee if public else "") or _OPEN
        if famille_id is None and public is not None:
            values["famille"] = public.famille

        def save(typed: dict[str, Any]) -> int:
            chosen_id = famille_id if famille_id is not None else as_id(typed["famille"])
            return self._workspace.suivis_rsa.designate(_saisie(typed, chosen_id), today)

        return EntrySpec(
            new_key(famille_id), "Nouveau suivi RSA", "Suivi RSA", self._rows(known=famille_id is not None),
            save, values=values, famille_id=famille_id, notice=self.head, prepare=self._follow, width=_WIDTH,
            focus="date_orientation" if famille_id is not None else "famille", on_saved=on_saved,
        )  # fmt: skip

    def edit_spec(self, vue: SuiviVue, focus: str = "date_designation") -> EntrySpec:
        """Return the entry that corrects a follow-up."""
        service, today = self._workspace.suivis_rsa, self._today
        return EntrySpec(
            draft_key(MODIFIER, vue.row.id), "Modifier le suivi RSA", "Modification d'un suivi RSA",
            self._rows(known=True),
            lambda typed: service.edit(vue.row.id, _saisie(typed, vue.row.famille_id), today),
            values={
                "date_orientation": vue.date_orientation, "date_designation": vue.row.date_designation,
                "agent": None if vue.agent_id is None else str(vue.agent_id),
                "intervention": None if vue.intervention_id is None else str(vue.intervention_id),
            },
            famille_id=vue.row.famille_id, notice=self.head, prepare=self._follow, focus=focus, width=_WIDTH,
        )  # fmt: skip

    def _rows(self, *, known: bool) -> tuple[Row, ...]:
        vue, choix = self._opening.vue, self._opening.choix
        agents = choix.agents
        if vue is not None and vue.agent_id is not None:
            agents = with_present(agents, str(vue.agent_id), vue.row.agent)
        family = FieldSpec(
            "famille", "Famille", Kind.COMPLETION, required=True,
            search=self._workspace.familles.search_choices, placeholder="Nom, prénom, numéro, commune…",
        )  # fmt: skip
        return (
            *(() if known else (family,)),
            (
                FieldSpec(
                    "date_orientation", "Orientation notifiée le", Kind.DATE,
                    hint="Le délai du contrat part de ce jour, sinon de la désignation.",
                ),
                FieldSpec("date_designation", "Caf désignée le", Kind.DATE, required=True),
            ),
            FieldSpec("agent", "Référent", Kind.CHOICE, choices=agents),
            FieldSpec(
                "intervention", "Intervention", Kind.CHOICE,
                choices=self._interventions(self._opening.public), placeholder="Aucune",
            ),
        )  # fmt: skip

    def _interventions(self, public: PublicVise | None) -> tuple[Choice, ...]:
        vue = self._opening.vue
        offered = () if public is None else public.interventions
        if vue is not None and vue.intervention_id is not None:
            offered = with_present(offered, str(vue.intervention_id), vue.intervention)
        return (_TO_OPEN, *offered)

    def _follow(self, form: Form) -> None:
        """Read again what is known of the family when it, or the day, is another one."""
        reading = LatestTask(self._context.tasks, form)
        self.head.show_public(self._opening.public)

        def read(key: str) -> None:
            if key not in {"famille", "date_designation"}:
                return
            famille_id, jour = self._famille_of(form), as_day(form.value("date_designation"))
            if famille_id is None:
                reading.forget()
                self.head.show_public(None)
            elif jour is not None:
                vue = self._opening.vue
                sauf = None if vue is None else vue.row.id
                work = partial(self._workspace.suivis_rsa.public, famille_id, jour, sauf)
                reading.ask(work, partial(self._know, form), lambda error: self.head.say(str(error)))

        form.changed.connect(read)

    def _famille_of(self, form: Form) -> int | None:
        if "famille" in form.boxes:
            return as_id(form.value("famille"))
        public = self._opening.public
        return None if public is None else int(public.famille.key)

    def _know(self, form: Form, public: PublicVise) -> None:
        """Show what was read; another family has other interventions."""
        former, self._opening = self._opening.public, replace(self._opening, public=public)
        self.head.show_public(public)
        if self._opening.vue is None and (former is None or former.famille != public.famille):
            offered = self._interventions(public)
            kept = chosen(offered, str(form.value("intervention")))
            form.set_choices("intervention", offered)
            wanted = public.proposee or (_OPEN if kept is None else kept.key)
            form.editor("intervention").set_value(wanted)


class DesignationHead(QWidget):
    """Says the family, what must be known of it, and what it meets of the target on the day."""

    def __init__(self) -> None:
        super().__init__()
        self._who, self._said = plain_label(role="titre-carte"), plain_label(role="alerte")
        self._criteria = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for widget in (self._who, self._said, self._criteria):
            self._column.addWidget(widget)
        for label in (self._who, self._said):
            label.setWordWrap(True)
        self.show_public(None)

    def show_public(self, public: PublicVise | None) -> None:
        """Say what is known, nothing before a family is chosen."""
        self._who.setText("" if public is None else public.famille.label)
        self._who.setVisible(public is not None)
        self.say("" if public is None else " ".join((*public.notices, public.deja)).strip())
        strip = QWidget() if public is None else criteria_strip(public.criteres, "Public visé, ce jour-là")
        self._column.replaceWidget(self._criteria, strip)
        self._criteria.hide()
        self._criteria.deleteLater()
        self._criteria = strip
        strip.setVisible(public is not None)

    def say(self, sentence: str) -> None:
        """Say what must be known before going on."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))


def _saisie(typed: dict[str, Any], famille_id: int | None) -> SuiviSaisie:
    linked = typed["intervention"]
    opens = linked == _OPEN
    return SuiviSaisie(
        famille_id, typed["date_designation"], typed["date_orientation"], as_id(typed["agent"]),
        None if opens else as_id(linked), opens,
    )  # fmt: skip
