"""The sheets about objectives and the steps to take for them."""

from functools import partial

from caseapp.domain.nomenclature import StatutObjectif
from caseapp.services.interventions_lignes import DemarcheRow, InterventionRow, ObjectifRow
from caseapp.services.interventions_objectifs import DemarcheSaisie, ObjectifSaisie
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.pages.familles_suivi_choix import SuiviChoix
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.pages.familles_suivi_fields import as_day, as_id, demarche_rows, objectif_rows


class StepSheets:
    """Opens them for the interventions of the desk's family."""

    def __init__(self, desk: SuiviDesk) -> None:
        self._desk = desk
        self._service = desk.workspace.objectifs

    def add_objectif(self, row: InterventionRow) -> None:
        """Add an objective to an intervention."""
        self._desk.with_choices(lambda choix: self._new_objectif(choix, row))

    def _new_objectif(self, choix: SuiviChoix, row: InterventionRow) -> None:
        title = "Nouvel objectif"
        self._desk.open(
            EntrySpec(
                f"objectif.intervention.{row.id}", title, title, objectif_rows(choix),
                partial(self._save_objectif, row.id), values={"statut": StatutObjectif.EN_COURS.value},
                famille_id=self._desk.famille_id, secondary="Enregistrer et suivant", focus="libelle",
                next_values={
                    "libelle": None, "date_statut": None, "echeance": None,
                    "statut": StatutObjectif.EN_COURS.value,
                },
            )
        )  # fmt: skip

    def _save_objectif(self, intervention_id: int, values: dict[str, object]) -> int:
        return self._service.add(intervention_id, _objectif(values), self._desk.navigator.today())

    def edit_objectif(self, objectif: ObjectifRow) -> None:
        """Correct an objective, or say where it is now."""
        self._desk.with_choices(lambda choix: self._change_objectif(choix, objectif))

    def _change_objectif(self, choix: SuiviChoix, objectif: ObjectifRow) -> None:
        title = "Modifier l'objectif"
        self._desk.open(
            EntrySpec(
                f"objectif.{objectif.id}", title, title, objectif_rows(choix),
                partial(self._save_change, objectif.id),
                values={
                    "libelle": objectif.libelle, "statut": objectif.statut,
                    "date_statut": objectif.date_statut, "echeance": objectif.echeance,
                },
                famille_id=self._desk.famille_id, focus="statut",
                notice=self._desk.removal(
                    "Retirer cet objectif", partial(self._service.remove, objectif.id)
                ),
            )
        )  # fmt: skip

    def _save_change(self, objectif_id: int, values: dict[str, object]) -> None:
        self._service.edit(objectif_id, _objectif(values), self._desk.navigator.today())

    def add_demarche(self, row: InterventionRow) -> None:
        """Add a step to an intervention."""
        title = "Nouvelle démarche"
        self._desk.open(
            EntrySpec(
                f"demarche.intervention.{row.id}", title, title, demarche_rows(row.objectifs),
                partial(self._save_demarche, row.id), famille_id=self._desk.famille_id, focus="libelle",
                secondary="Enregistrer et suivant",
                next_values={"libelle": None, "echeance": None, "date_realisation": None},
            )
        )  # fmt: skip

    def _save_demarche(self, intervention_id: int, values: dict[str, object]) -> int:
        return self._service.add_demarche(intervention_id, _demarche(values), self._desk.navigator.today())

    def edit_demarche(self, row: InterventionRow, demarche: DemarcheRow) -> None:
        """Correct a step."""
        title = "Modifier la démarche"
        aim = {"objectif": demarche.objectif_id} if row.objectifs else {}
        self._desk.open(
            EntrySpec(
                f"demarche.{demarche.id}", title, title, demarche_rows(row.objectifs),
                partial(self._change_demarche, demarche.id),
                values={
                    "libelle": demarche.libelle, "echeance": demarche.echeance,
                    "date_realisation": demarche.date_realisation, **aim,
                },
                famille_id=self._desk.famille_id,
                notice=self._desk.removal(
                    "Retirer cette démarche", partial(self._service.remove_demarche, demarche.id)
                ),
            )
        )  # fmt: skip

    def _change_demarche(self, demarche_id: int, values: dict[str, object]) -> None:
        self._service.edit_demarche(demarche_id, _demarche(values), self._desk.navigator.today())

    def set_done(self, demarche: DemarcheRow, *, done: bool) -> None:
        """Say that a step was done today, or that it is still to be done."""
        today = self._desk.navigator.today()
        self._desk.act(partial(self._service.set_done, demarche.id, today if done else None, today))


def _objectif(values: dict[str, object]) -> ObjectifSaisie:
    return ObjectifSaisie(
        str(values["libelle"]), str(values["statut"]), as_day(values["date_statut"]),
        as_day(values["echeance"]),
    )  # fmt: skip


def _demarche(values: dict[str, object]) -> DemarcheSaisie:
    return DemarcheSaisie(
        str(values["libelle"]), as_day(values["echeance"]), as_id(values.get("objectif")),
        as_day(values["date_realisation"]),
    )  # fmt: skip
