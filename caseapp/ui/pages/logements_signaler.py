"""The sheet of a report: the family first, then its dwelling, known or new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout

from caseapp.domain.labels import plural
from caseapp.services.logements_rows import FamilleLogee, LogementSaisie, SignalementSaisie, SignalementVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import Row
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.plain_text import plain_label

_NEW = ("adresse", "commune", "complement", "bailleur", "type", "surface")
"""Fields of a dwelling that is not known yet."""
_OPTIONAL = "Facultatif"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the sheet offers, read before it opens."""

    origines: tuple[Choice, ...]
    types: tuple[Choice, ...]
    statuts: tuple[Choice, ...]
    agents: tuple[Choice, ...]
    me: str | None
    interventions: tuple[Choice, ...] = ()
    famille: FamilleLogee | None = None
    logement: Choice | None = None


class ReportHead(QFrame):
    """Says what must be known while a report is typed; takes no room when there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self._said = plain_label()
        self._said.setWordWrap(True)
        self._parts = {"famille": "", "adresse": ""}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.addWidget(self._said)
        self.hide()

    def say(self, about: str, sentence: str) -> None:
        """Say something of the family or of the address, in place of what was said of it."""
        self._parts[about] = sentence
        said = " ".join(one for one in self._parts.values() if one)
        self._said.setText(said)
        self.setAccessibleName(said)
        self.setVisible(bool(said))


def report_rows(
    offered: Offered, search: Callable[[str], Sequence[Choice]], workspace: Workspace, famille: bool
) -> tuple[Row, ...]:
    """Return the fields; the family is asked for unless it is known."""
    who = FieldSpec(
        "famille", "Famille", Kind.COMPLETION, required=True, search=workspace.familles.search_choices,
        placeholder="Nom, numéro, téléphone…",
    )  # fmt: skip
    last: list[FieldSpec] = [
        FieldSpec("date_visite", "Visite prévue le", Kind.DATE, hint=_OPTIONAL),
        FieldSpec("agent", "Suivi par", Kind.CHOICE, choices=offered.agents, placeholder="Personne"),
    ]
    if offered.interventions:
        last.append(
            FieldSpec(
                "intervention", "Intervention", Kind.CHOICE, choices=offered.interventions,
                placeholder="Aucune",
            )
        )  # fmt: skip
    return (
        *((who,) if famille else ()),
        (
            FieldSpec("origine", "Origine", Kind.SEGMENTS, required=True, choices=offered.origines,
                      width_share=3),
            FieldSpec("date_signalement", "Signalé le", Kind.DATE, required=True, width_share=2),
        ),
        FieldSpec(
            "logement", "Logement déjà connu", Kind.COMPLETION, search=search,
            placeholder="Adresse, commune, bailleur…", hint="Laissez vide pour un nouveau logement.",
        ),
        (
            FieldSpec("adresse", "Adresse", longest=400, width_share=3),
            FieldSpec("commune", "Commune", Kind.COMPLETION, search=workspace.choix.communes, width_share=2),
        ),
        (
            FieldSpec("complement", "Complément", longest=400, placeholder="Bâtiment, étage…"),
            FieldSpec("bailleur", "Bailleur", longest=400),
        ),
        (
            FieldSpec("type", "Type", Kind.CHOICE, choices=offered.types, placeholder="À préciser"),
            FieldSpec("surface", "Surface en m²", Kind.INTEGER, minimum=1, maximum=10_000),
        ),
        (
            FieldSpec("date_entree", "La famille y vit depuis le", Kind.DATE, hint=_OPTIONAL),
            FieldSpec("statut", "Elle y est", Kind.CHOICE, choices=offered.statuts,
                      placeholder="À préciser"),
        ),
        tuple(last),
    )  # fmt: skip


class ReportSheet:
    """A sheet of a report open: what its fields do to one another."""

    def __init__(
        self, workspace: Workspace, context: UiContext, offered: Offered, today: date, famille_id: int | None
    ) -> None:
        self._workspace, self._context, self._today = workspace, context, today
        self._famille_id = famille_id
        self._known_for: int | None = None
        self.head = ReportHead()
        self.offered = offered

    def rows(self, *, famille: bool) -> tuple[Row, ...]:
        """Return the fields."""
        return report_rows(self.offered, self._search, self._workspace, famille)

    def _search(self, text: str) -> Sequence[Choice]:
        return self._workspace.occupations.search(text, self._famille_id)

    def follow(self, form: Form) -> None:
        """Connect the fields to one another."""
        families, addresses = (LatestTask(self._context.tasks, form) for _ in range(2))

        def change(key: str) -> None:
            if key == "famille":
                self._read_family(form, families)
            elif key == "logement":
                self._show_new(form)
            if key in {"logement", "adresse", "commune"}:
                self._warn(form, addresses)

        form.changed.connect(change)
        self._show_new(form)
        if self.offered.famille is not None:
            self.head.say("famille", open_reports(self.offered.famille))

    def _show_new(self, form: Form) -> None:
        new = form.value("logement") is None
        for key in _NEW:
            form.set_visible(key, new)

    def _read_family(self, form: Form, reading: LatestTask) -> None:
        chosen = form.value("famille")
        self._famille_id = int(chosen) if isinstance(chosen, str) else None
        if self._famille_id is None:
            reading.forget()
            self._known_for = None
            self.head.say("famille", "")
        elif self._famille_id != self._known_for:
            self._known_for = self._famille_id
            work = partial(self._workspace.occupations.famille, self._famille_id, self._today)
            reading.ask(work, partial(self._know, form), lambda error: self.head.say("famille", str(error)))

    def _know(self, form: Form, famille: FamilleLogee) -> None:
        """Propose the dwelling of the family, unless one is typed already."""
        self.head.say("famille", open_reports(famille))
        typed = form.editor("logement").raw() or form.editor("adresse").raw()
        if famille.actuel is not None and not typed:
            ident, label = famille.actuel
            form.editor("logement").set_value(Choice(str(ident), label))

    def _warn(self, form: Form, reading: LatestTask) -> None:
        """Tell the dwellings known at the address typed; they are never merged."""
        adresse, commune = form.value("adresse"), form.value("commune")
        if form.value("logement") is not None or not isinstance(adresse, str) or not adresse.strip():
            reading.forget()
            self.head.say("adresse", "")
            return
        code = commune if isinstance(commune, str) else None
        reading.ask(
            partial(self._workspace.occupations.semblables, adresse, code),
            lambda found: self.head.say("adresse", same_address(found)), lambda _: None,
        )  # fmt: skip


def open_reports(famille: FamilleLogee) -> str:
    """Say that the family has open reports already."""
    if not famille.ouverts:
        return ""
    count = plural(len(famille.ouverts), "dossier ouvert", "dossiers ouverts")
    return f"{famille.nom} a déjà {count} : {', '.join(famille.ouverts)}."


def same_address(found: Sequence[str]) -> str:
    """Say that dwellings are known at an address."""
    if not found:
        return ""
    listed = " ; ".join(f"« {one} »" for one in found)
    return f"Déjà connu à cette adresse : {listed}. Si c'est le même logement, choisissez-le plus haut."


def first_values(offered: Offered, today: date) -> dict[str, object]:
    """Return what a new report is filled with."""
    return {"origine": "direct", "date_signalement": today, "agent": offered.me, "logement": offered.logement}


def present_values(vue: SignalementVue, offered: Offered) -> dict[str, object]:
    """Return what a report to correct is filled with."""
    values: dict[str, object] = {
        "origine": vue.row.origine, "date_signalement": vue.dates.date_signalement,
        "logement": offered.logement, "date_visite": vue.dates.date_visite,
        "agent": None if vue.agent_id is None else str(vue.agent_id),
    }  # fmt: skip
    if offered.interventions:
        chosen = vue.intervention_id
        values["intervention"] = None if chosen is None else str(chosen)
    return values


def saisie_of(typed: dict[str, Any], famille_id: int | None) -> SignalementSaisie:
    """Return what was typed."""
    chosen = _number(typed.get("famille"))
    return SignalementSaisie(
        famille_id=chosen if famille_id is None else famille_id,
        origine=typed["origine"],
        date_signalement=typed["date_signalement"],
        logement_id=_number(typed["logement"]),
        logement=LogementSaisie(
            typed["adresse"], typed["complement"], typed["commune"], typed["bailleur"], typed["type"],
            typed["surface"],
        ),
        date_visite=typed["date_visite"],
        date_entree=typed.get("date_entree"),
        statut=typed.get("statut"),
        agent_id=_number(typed["agent"]),
        intervention_id=_number(typed.get("intervention")),
    )  # fmt: skip


def _number(key: object) -> int | None:
    return int(key) if isinstance(key, str) else None
