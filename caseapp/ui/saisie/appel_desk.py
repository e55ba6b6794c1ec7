"""Completes a call of the phone line: its hour, its family, what came of it, a note."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.domain.nomenclature import NiveauNote
from caseapp.errors import CaseappError
from caseapp.services.appels import AppelRow, AppelSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.saisie.rows import NIVEAUX

ANSWERED, MISSED = "oui", "non"
_STATES = (Choice(ANSWERED, "Décroché"), Choice(MISSED, "Manqué"))


class AppelDesk:
    """Reads the call in a worker, then opens its sheet."""

    def __init__(
        self, window: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator
    ) -> None:
        self._workspace, self._navigator = workspace, navigator
        self._desk = EntryDesk(window, context, navigator, workspace.brouillons)
        self._reading = LatestTask(context.tasks, window)

    def open(self, appel_id: int) -> None:
        """Open a call; nothing when it has gone meanwhile."""
        self._reading.ask(partial(self._read, appel_id), lambda found: self._show(*found), _ignore)

    def _read(self, appel_id: int) -> tuple[AppelRow, tuple[Choice, ...]]:
        work = self._workspace
        return work.appels.read(appel_id), work.choix.codes("suite", self._navigator.today())

    def _show(self, row: AppelRow, suites: tuple[Choice, ...]) -> None:
        work, today = self._workspace, self._navigator.today()
        famille = None if row.famille_id is None else Choice(str(row.famille_id), row.famille)

        def save(values: Mapping[str, Any]) -> None:
            work.appels.edit(row.id, _saisie(values), today)

        self._desk.open(
            EntrySpec(
                key=f"appel.{row.id}", title="Appel reçu", draft_label="Appel reçu", save=save,
                famille_id=row.famille_id, focus="famille",
                rows=(
                    (
                        FieldSpec("decroche", "Appel", Kind.SEGMENTS, required=True, choices=_STATES,
                                  width_share=2),
                        FieldSpec("date", "Date", Kind.DATE, required=True),
                        FieldSpec("heure", "Heure", Kind.TIME, placeholder="9h30"),
                    ),
                    FieldSpec("famille", "Famille", Kind.COMPLETION, search=work.familles.search_choices,
                              placeholder="Nom, prénom, numéro, commune…"),
                    (
                        FieldSpec("suite", "Suite", Kind.CHOICE, choices=suites, placeholder="Aucune"),
                        FieldSpec("niveau", "Niveau de note", Kind.CHOICE, choices=NIVEAUX, required=True),
                    ),
                    FieldSpec("note", "Texte de la note", Kind.LONG_TEXT, lines=3,
                              hint="La note est gardée dans le fil de la famille."),
                ),
                values={
                    "decroche": ANSWERED if row.decroche else MISSED, "date": row.date, "heure": row.heure,
                    "famille": famille, "suite": row.suite, "niveau": NiveauNote.EQUIPE.value, "note": None,
                },
            )
        )  # fmt: skip


def _saisie(values: Mapping[str, Any]) -> AppelSaisie:
    famille = values["famille"]
    return AppelSaisie(
        values["date"], values["decroche"] == ANSWERED, values["heure"],
        None if famille is None else int(famille), values["suite"], values["note"],
        values["niveau"] or NiveauNote.EQUIPE.value,
    )  # fmt: skip


def _ignore(_error: CaseappError) -> None:
    """Open nothing."""
