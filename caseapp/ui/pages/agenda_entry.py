"""The sheets of an appointment: made, changed, put off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import partial
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from caseapp.errors import CaseappError
from caseapp.services.agenda_controles import DUREE, PROPOSE, REPORTE
from caseapp.services.agenda_rows import PermanenceRow, RendezVousRow, RendezVousSaisie
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec, Row
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.agenda_words import spoken_rendez_vous
from caseapp.ui.widgets.strip import Strip

Save = Callable[[RendezVousSaisie], object]
T = TypeVar("T")
_AT_A_PERMANENCE, _ABOUT_PLACES = {"permanence", "personnes"}, {"lieu", "horaire"}
"""Drafts of the page Permanences, where their sheets take them up again."""
_OVERLAPS = ("date", "heure", "duree", "agent")
KEEP_BOTH = FieldSpec("confirme", "Garder quand même", Kind.CHECK, name="Garder les deux rendez-vous")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields of an appointment offer."""

    types: tuple[Choice, ...]
    modes: tuple[Choice, ...]
    lieux: tuple[Choice, ...]
    agents: tuple[Choice, ...]
    statuts: tuple[Choice, ...] = ()
    interventions: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Loaded:
    """An appointment read with what its sheet offers."""

    row: RendezVousRow
    note: str
    choices: Choices


class RendezVousDesk:
    """Opens the sheets over a window; `on_saved` receives what was written."""

    def __init__(
        self, window: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator
    ) -> None:
        self._window, self._workspace, self._tasks = window, workspace, context.tasks
        self._navigator = navigator
        self._desk = EntryDesk(window, context, navigator, workspace.brouillons)

    def add(self, saisie: RendezVousSaisie, *, save: Save | None = None, key: str = "rendez_vous") -> None:
        """Ask for a new appointment, some of it known already; `save` replaces the plain one."""
        today = self._navigator.today()
        self._ask(partial(self._choices, today), lambda found: self._add(found, saisie, save, key))

    def open(self, rendez_vous_id: int) -> None:
        """Open an appointment to read, change or complete it."""
        self._ask(partial(self._load, rendez_vous_id, self._navigator.today()), self._open)

    def take_up(self, draft: BrouillonRow) -> None:
        """Open again the sheet whose draft was kept, when it is one of these."""
        kind, _, key = draft.cle.partition(".")
        if kind == "rendez_vous" and not key:
            self.add(RendezVousSaisie(date=None, type=None))
        elif kind == "rendez_vous":
            self.open(int(key))
        elif kind == "report":
            self._ask(partial(self._workspace.agenda.row, int(key)), self.postpone)
        elif kind in _AT_A_PERMANENCE:
            lieu, _, day = key.partition(".")
            when = date.fromisoformat(day)
            between = partial(self._workspace.permanences.between, when, when, int(lieu))
            self._ask(between, self._show_permanence)
        elif kind in _ABOUT_PLACES:
            self._navigator.page_requested.emit("permanences")

    def _show_permanence(self, found: tuple[PermanenceRow, ...]) -> None:
        for row in found[:1]:
            self._navigator.permanence_requested.emit(row)

    def postpone(self, row: RendezVousRow) -> None:
        """Ask for the day that an appointment is put off to."""
        rows: tuple[Row, ...] = (
            (
                FieldSpec("date", "Nouvelle date", Kind.DATE, required=True),
                FieldSpec("heure", "Heure", Kind.TIME, placeholder="9h30"),
            ),
            KEEP_BOTH,
        )
        watch = partial(self._watch, row.id, row.agent_id, row.duree)
        spec = EntrySpec(
            f"report.{row.id}", "Reporter le rendez-vous", "Report de rendez-vous", rows,
            partial(self._save_postponed, row.id), {"heure": row.heure}, row.famille_id, primary="Reporter",
            notice=Strip(spoken_rendez_vous(row)), prepare=watch,
        )  # fmt: skip
        self._desk.open(spec)

    def _save_postponed(self, key: int, values: dict[str, Any]) -> int:
        confirme = bool(values["confirme"])
        return self._workspace.agenda.postpone(key, values["date"], values["heure"], confirme=confirme)

    def _ask(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        LatestTask(self._tasks, self._window).ask(work, done, self._tell)

    def _tell(self, error: CaseappError) -> None:
        refused = getattr(self._window, "say", None)
        if refused is not None:
            refused(str(error))

    def _choices(self, today: date) -> Choices:
        choix = self._workspace.choix
        agents = (Choice(str(one.id), one.label) for one in self._workspace.agents.list_rows())
        statuts = (one for one in choix.codes("statut", today) if one.key != REPORTE)
        return Choices(
            choix.codes("type_rendez_vous", today), choix.codes("mode", today), choix.lieux(), tuple(agents),
            tuple(statuts),
        )  # fmt: skip

    def _load(self, key: int, today: date) -> _Loaded:
        agenda = self._workspace.agenda
        row, choices = agenda.row(key), self._choices(today)
        if row.famille_id is not None:
            choices = replace(choices, interventions=agenda.interventions(row.famille_id))
        return _Loaded(row, agenda.note(key), choices)

    def _add(self, choices: Choices, saisie: RendezVousSaisie, save: Save | None, key: str) -> None:
        today = self._navigator.today()
        values: dict[str, object] = {
            "date": saisie.date or today, "heure": saisie.heure, "duree": saisie.duree or DUREE,
            "date_demande": saisie.date_demande or min(today, saisie.date or today),
            "type": saisie.type or (choices.types[0].key if choices.types else None),
            "mode": saisie.mode or "physique", "lieu": _key(saisie.lieu_id), "agent": _key(saisie.agent_id),
        }  # fmt: skip
        write = save or self._workspace.agenda.add
        self._desk.open(
            EntrySpec(
                key,
                "Nouveau rendez-vous",
                "Rendez-vous",
                self._rows(choices, whole=False),
                lambda typed: write(_saisie(typed, saisie.permanence_id)),
                values,
                saisie.famille_id,
                prepare=partial(self._watch, None, None, None),
                focus="famille",
            )
        )

    def _open(self, loaded: _Loaded) -> None:
        row = loaded.row
        values: dict[str, object] = {
            "famille": None if row.famille_id is None else Choice(str(row.famille_id), row.famille),
            "intervention": _key(row.intervention_id), "type": row.type, "mode": row.mode, "date": row.date,
            "heure": row.heure, "duree": row.duree, "lieu": _key(row.lieu_id), "agent": _key(row.agent_id),
            "date_demande": row.date_demande, "note": loaded.note, "a_completer": row.a_completer,
            "statut": row.statut if row.statut != REPORTE else None,
        }  # fmt: skip
        said = " ".join(("Dossier protégé.",) * row.protection + row.consignes)
        self._desk.open(
            EntrySpec(
                f"rendez_vous.{row.id}",
                "Rendez-vous",
                "Rendez-vous modifié",
                self._rows(loaded.choices, whole=True),
                partial(self._change, row),
                values,
                row.famille_id,
                notice=Strip(said, "danger") if said else None,
                prepare=partial(self._watch, row.id, None, None),
                focus="type" if row.statut == PROPOSE else "statut",
            )
        )

    def _change(self, row: RendezVousRow, values: dict[str, Any]) -> None:
        today = self._navigator.today()
        self._workspace.agenda.change(row.id, _saisie(values, row.permanence_id), today)

    def _rows(self, choices: Choices, *, whole: bool) -> Sequence[Row]:
        search = self._workspace.familles.search_choices
        rows: list[Row] = [
            FieldSpec(
                "famille", "Famille", Kind.COMPLETION, search=search, placeholder="Nom, numéro, commune"
            ),
            FieldSpec("intervention", "Intervention", Kind.CHOICE, choices=choices.interventions),
            (
                FieldSpec("type", "Type", Kind.CHOICE, required=True, choices=choices.types),
                FieldSpec("mode", "Mode", Kind.SEGMENTS, choices=choices.modes, width_share=2),
            ),
            (
                FieldSpec("date", "Date", Kind.DATE, required=True),
                FieldSpec("heure", "Heure", Kind.TIME, placeholder="9h30"),
                FieldSpec("duree", "Durée", Kind.DURATION),
            ),
            KEEP_BOTH,
            (
                FieldSpec("lieu", "Lieu", Kind.CHOICE, choices=choices.lieux),
                FieldSpec("agent", "Agent", Kind.CHOICE, choices=choices.agents, placeholder="Moi"),
            ),
        ]
        asked = FieldSpec("date_demande", "Demandé le", Kind.DATE)
        if whole:
            rows.append((asked, FieldSpec("statut", "Statut", Kind.CHOICE, choices=choices.statuts)))
            rows.append(FieldSpec("a_completer", "À compléter au bureau", Kind.CHECK))
        else:
            rows.append(asked)
        rows.append(FieldSpec("note", "Note d'équipe", Kind.LONG_TEXT))
        return rows

    def _watch(self, sauf: int | None, agent_id: int | None, duree: int | None, form: Form) -> None:
        """Tell overlaps as the hours are typed, and offer the interventions of the family chosen."""
        overlaps, families = LatestTask(self._tasks, form), LatestTask(self._tasks, form)
        form.set_visible("confirme", shown=False)
        if "intervention" in form.boxes:
            form.set_visible("intervention", shown=bool(form.value("famille")))

        def changed(key: str) -> None:
            if key in _OVERLAPS:
                self._look_for_overlap(form, overlaps, _Around(sauf, agent_id, duree))
            elif key == "famille":
                self._offer_interventions(form, families)

        form.changed.connect(changed)

    def _look_for_overlap(self, form: Form, task: LatestTask, around: "_Around") -> None:
        day, hour = form.value("date"), form.value("heure")
        if not isinstance(day, date) or not isinstance(hour, time):
            form.set_visible("confirme", shown=False)
            task.forget()
            return
        typed = form.value("duree") if "duree" in form.boxes else around.duree
        agent = _number(form.value("agent")) if "agent" in form.boxes else around.agent_id
        duree = typed if isinstance(typed, int) else None
        asked = RendezVousSaisie(date=day, type=None, heure=hour, duree=duree, agent_id=agent)

        def told(sentence: str) -> None:
            form.set_visible("confirme", shown=bool(sentence))
            form.boxes["heure"].show_error(sentence)

        task.ask(partial(self._workspace.agenda.conflict, asked, around.sauf), told, lambda _: None)

    def _offer_interventions(self, form: Form, task: LatestTask) -> None:
        famille = _number(form.value("famille"))
        if famille is None:
            form.set_visible("intervention", shown=False)
            task.forget()
            return

        def offer(found: tuple[Choice, ...]) -> None:
            form.set_choices("intervention", found)
            form.set_visible("intervention", shown=bool(found))

        task.ask(partial(self._workspace.agenda.interventions, famille), offer, lambda _: None)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of an appointment whose sheet does not ask for all."""

    sauf: int | None
    agent_id: int | None
    duree: int | None


def _saisie(values: dict[str, Any], permanence_id: int | None) -> RendezVousSaisie:
    return RendezVousSaisie(
        date=values["date"], type=values["type"], heure=values["heure"],
        duree=values["duree"] if values["heure"] is not None else None, mode=values["mode"],
        lieu_id=_number(values["lieu"]), agent_id=_number(values["agent"]),
        famille_id=_number(values["famille"]), intervention_id=_number(values["intervention"]),
        date_demande=values["date_demande"], permanence_id=permanence_id,
        a_completer=bool(values.get("a_completer")), statut=values.get("statut"), note=values["note"],
        confirme=bool(values["confirme"]),
    )  # fmt: skip


def _number(key: object) -> int | None:
    return None if key is None else int(str(key))


def _key(number: int | None) -> str | None:
    return None if number is None else str(number)
