"""The sheets of a place, of its calendars, of the persons received."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.domain.date_entry import JOURS
from caseapp.errors import FieldError
from caseapp.services.agenda_rows import PermanenceRow
from caseapp.services.agents import AgentRow
from caseapp.services.perimetre import Choice
from caseapp.services.permanences_calendrier import IMPAIRES, PAIRES, TOUTES
from caseapp.services.permanences_lieux import HoraireRow, HoraireSaisie, LieuRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec, Row
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator

_DAYS = tuple(Choice(str(number), name.capitalize()) for number, name in enumerate(JOURS))
_WEEKS = (Choice(TOUTES, "Toutes"), Choice(PAIRES, "Paires"), Choice(IMPAIRES, "Impaires"))
_SLOT = 30
_Saved = Callable[[Any], object]


class PermanenceDesk:
    """Opens these sheets over a window."""

    def __init__(
        self, window: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator
    ) -> None:
        self._window, self._workspace, self._tasks = window, workspace, context.tasks
        self._desk = EntryDesk(window, context, navigator, workspace.brouillons)

    def edit_place(self, place: LieuRow | None, on_saved: _Saved | None = None) -> None:
        """Add a place, or change one."""
        rows: tuple[Row, ...] = (
            FieldSpec("libelle", "Nom", required=True, placeholder="Permanence de Tarnos"),
            FieldSpec("type", "Type", placeholder="Mairie, France Services, centre social"),
            FieldSpec("commune", "Commune", Kind.COMPLETION, search=self._workspace.choix.communes),
        )
        values: dict[str, object] = {}
        if place is not None:
            commune = Choice(place.code_commune, place.commune) if place.code_commune else None
            values = {"libelle": place.libelle, "type": place.type or "", "commune": commune}

        def save(typed: dict[str, Any]) -> int:
            key = None if place is None else place.id
            return self._workspace.lieux.save(key, typed["libelle"], typed["type"], typed["commune"])

        title = "Nouveau lieu" if place is None else "Lieu"
        key = "lieu" if place is None else f"lieu.{place.id}"
        self._desk.open(EntrySpec(key, title, "Lieu", rows, save, values, on_saved=on_saved))

    def edit_calendar(self, place: LieuRow, calendar: HoraireRow | None) -> None:
        """Add a calendar to a place, or change one; the agents are read first."""
        show = partial(self._show_calendar, place, calendar)
        agents = self._workspace.agents.list_rows
        LatestTask(self._tasks, self._window).ask(agents, show, lambda _: show(()))

    def _show_calendar(
        self, place: LieuRow, calendar: HoraireRow | None, agents: tuple[AgentRow, ...]
    ) -> None:
        choices = tuple(Choice(str(one.id), one.label) for one in agents)
        rows: tuple[Row, ...] = (
            (
                FieldSpec("jour", "Jour", Kind.CHOICE, required=True, choices=_DAYS),
                FieldSpec(
                    "semaines", "Semaines", Kind.SEGMENTS, required=True, choices=_WEEKS, width_share=2
                ),
            ),
            (
                FieldSpec("heure_debut", "De", Kind.TIME, required=True, placeholder="9h30"),
                FieldSpec("heure_fin", "À", Kind.TIME, required=True, placeholder="12h30"),
                FieldSpec("creneau", "Un créneau", Kind.DURATION, required=True),
            ),
            (
                FieldSpec("depuis", "À partir du", Kind.DATE),
                FieldSpec("jusqu_au", "Jusqu'au", Kind.DATE, hint="Ce jour compris."),
            ),
            FieldSpec("agent", "Agent", Kind.CHOICE, choices=choices, placeholder="Qui s'y trouve"),
        )
        title = f"Horaire · {place.libelle}"
        key = f"horaire.{place.id}.{calendar.id if calendar else 'nouveau'}"
        values = _calendar_values(calendar)
        save = partial(self._save_calendar, place, calendar)
        self._desk.open(EntrySpec(key, title, "Horaire de permanence", rows, save, values))

    def _save_calendar(self, place: LieuRow, calendar: HoraireRow | None, typed: dict[str, Any]) -> int:
        agent = typed["agent"]
        saisie = HoraireSaisie(
            int(typed["jour"]), typed["heure_debut"], typed["heure_fin"], typed["creneau"],
            typed["semaines"], None if agent is None else int(agent), typed["depuis"], typed["jusqu_au"],
        )  # fmt: skip
        return self._workspace.lieux.save_horaire(place.id, calendar.id if calendar else None, saisie)

    def ask_received(self, row: PermanenceRow) -> None:
        """Ask how many persons were received."""

        def save(typed: dict[str, Any]) -> None:
            count = typed["personnes"]
            if count is not None and not isinstance(count, int):
                raise FieldError("personnes", "Écrivez un nombre.")
            self._workspace.permanences.set_received(row, count)

        rows = (FieldSpec("personnes", "Personnes reçues", Kind.INTEGER, maximum=100_000),)
        key = f"personnes.{row.lieu_id}.{row.date:%Y-%m-%d}"
        values = {"personnes": row.personnes_recues}
        self._desk.open(EntrySpec(key, "Personnes reçues", "Personnes reçues", rows, save, values))


def _calendar_values(calendar: HoraireRow | None) -> dict[str, object]:
    if calendar is None:
        return {"semaines": TOUTES, "creneau": _SLOT}
    one = calendar.saisie
    return {
        "jour": str(one.jour), "semaines": one.semaines, "heure_debut": one.heure_debut,
        "heure_fin": one.heure_fin, "creneau": one.creneau, "depuis": one.depuis, "jusqu_au": one.jusqu_au,
        "agent": None if one.agent_id is None else str(one.agent_id),
    }  # fmt: skip
