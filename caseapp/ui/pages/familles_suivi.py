"""The sheets about interventions: opened, corrected, turned, planned, closed."""

from functools import partial

from caseapp.domain.nomenclature import Nature
from caseapp.services.interventions import Cloture, Ouverture
from caseapp.services.interventions_lignes import InterventionRow
from caseapp.services.perimetre import Choice
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.pages.familles_suivi_choix import SuiviChoix, chosen
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.pages.familles_suivi_fields import (
    ETAT,
    PLAN_ROWS,
    as_day,
    as_id,
    as_text,
    closing_rows,
    intervention_rows,
    required_day,
    turning_rows,
)

TURN = "Passer en accompagnement"


class InterventionSheets:
    """Opens them for the family of the desk."""

    def __init__(self, desk: SuiviDesk) -> None:
        self._desk = desk
        self._service = desk.workspace.interventions

    def add(self) -> None:
        """Open a new intervention, by the user, today."""
        self._desk.with_choices(lambda choix: self._open(choix, None))

    def edit(self, row: InterventionRow) -> None:
        """Correct an intervention."""
        self._desk.with_choices(lambda choix: self._open(choix, row))

    def _open(self, choix: SuiviChoix, row: InterventionRow | None) -> None:
        famille_id = self._desk.famille_id
        key = f"intervention.famille.{famille_id}" if row is None else f"intervention.{row.id}"
        title = "Nouvelle intervention" if row is None else "Modifier l'intervention"
        save = partial(self._add, famille_id) if row is None else partial(self._edit, row.id)
        self._desk.open(
            EntrySpec(
                key, title, title, intervention_rows(choix, self._desk.suivi, row), save,
                values=self._proposed(choix) if row is None else _values(choix, row),
                famille_id=famille_id, primary="Ouvrir l'intervention" if row is None else "Enregistrer",
                focus="motif", on_saved=self._desk.intervention_shown.emit if row is None else None,
            )
        )  # fmt: skip

    def _proposed(self, choix: SuiviChoix) -> dict[str, object]:
        natures = [one.key for one in choix.natures]
        nature = Nature.INFORMATION_CONSEIL.value
        return {
            "date_ouverture": self._desk.navigator.today(),
            "agent": choix.me,
            "nature": nature if nature in natures else None,
        }

    def _add(self, famille_id: int, values: dict[str, object]) -> int:
        return self._service.open(famille_id, _opening(values), self._desk.navigator.today())

    def _edit(self, intervention_id: int, values: dict[str, object]) -> None:
        self._service.edit(intervention_id, _opening(values), self._desk.navigator.today())

    def turn(self, row: InterventionRow) -> None:
        """Turn an information-conseil into an accompagnement."""
        self._desk.with_choices(lambda choix: self._turn(choix, row))

    def _turn(self, choix: SuiviChoix, row: InterventionRow) -> None:
        today = self._desk.navigator.today()
        agent = str(row.agent_id) if row.agent_id is not None else choix.me
        self._desk.open(
            EntrySpec(
                f"passage.{row.id}", TURN, TURN, turning_rows(choix), partial(self._follow, row.id),
                values={"date_cloture": today, "agent": agent}, famille_id=self._desk.famille_id,
                primary=TURN, on_saved=self._desk.intervention_shown.emit,
            )
        )  # fmt: skip

    def _follow(self, intervention_id: int, values: dict[str, object]) -> int:
        day, agent = required_day(values["date_cloture"]), as_id(values["agent"])
        today = self._desk.navigator.today()
        return self._service.turn_into_accompagnement(intervention_id, day, today, agent)

    def plan(self, row: InterventionRow) -> None:
        """Say when the contract was signed and when the next review is due."""
        title = "Contrat de projet et bilan"
        self._desk.open(
            EntrySpec(
                f"contrat.{row.id}", title, title, PLAN_ROWS, partial(self._plan, row.id),
                values={"date_contrat": row.date_contrat, "date_bilan": row.date_bilan},
                famille_id=self._desk.famille_id,
            )
        )  # fmt: skip

    def _plan(self, intervention_id: int, values: dict[str, object]) -> None:
        contrat, bilan = as_day(values["date_contrat"]), as_day(values["date_bilan"])
        self._service.plan(intervention_id, contrat, bilan, self._desk.navigator.today())

    def close(self, row: InterventionRow) -> None:
        """Close an intervention, saying what becomes of its open objectives."""
        self._desk.with_choices(lambda choix: self._close(choix, row))

    def _close(self, choix: SuiviChoix, row: InterventionRow) -> None:
        left = [one for one in row.objectifs if one.is_open]
        title, today = "Clôturer l'intervention", self._desk.navigator.today()
        proposed = {f"{ETAT}{one.id}": one.statut for one in left}
        self._desk.open(
            EntrySpec(
                f"cloture.{row.id}", title, title, closing_rows(choix, left), partial(self._end, row.id),
                values={"date_cloture": today, **proposed}, famille_id=self._desk.famille_id,
                primary="Clôturer", focus="issue",
            )
        )  # fmt: skip

    def _end(self, intervention_id: int, values: dict[str, object]) -> None:
        etats = {
            int(key.removeprefix(ETAT)): str(value) for key, value in values.items() if key.startswith(ETAT)
        }
        cloture = Cloture(required_day(values["date_cloture"]), as_text(values["issue"]), etats)
        self._service.close(intervention_id, cloture, self._desk.navigator.today())

    def reopen(self, row: InterventionRow) -> None:
        """Open again an intervention closed too soon."""
        self._desk.act(partial(self._service.reopen, row.id))


def _values(choix: SuiviChoix, row: InterventionRow) -> dict[str, object]:
    motif = chosen(choix.motifs, row.motif) or Choice(row.motif, row.motif_libelle)
    values: dict[str, object] = {
        "motif": motif, "nature": row.nature, "date_ouverture": row.date_ouverture,
        "agent": row.agent_id, "origine": row.origine,
    }  # fmt: skip
    return values | ({"offre": row.offre_id} if row.offre_id is not None else {})


def _opening(values: dict[str, object]) -> Ouverture:
    return Ouverture(
        str(values["motif"]), str(values["nature"]), required_day(values["date_ouverture"]),
        as_text(values["origine"]), as_id(values["agent"]), as_id(values.get("offre")),
    )  # fmt: skip
