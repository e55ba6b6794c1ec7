"""The sheets of the règlement: an aid, the Caf and the source."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from caseapp.services.reglements_rows import AideRow, ChoixAide, ReglementVue
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.reglement_champs import aid_of, aid_rows, aid_values, prepare

AIDE, CAF = "reglement.aide.", "reglement.caf."
"""How the keys of drafts begin; the year follows, then the code of an aid that is known."""
_WIDTH = 720
"""Pixels at 100 %: the four cells of a band stand side by side."""
_CAF = (
    FieldSpec("caf", "Caf", required=True, longest=400, placeholder="Caf des Landes"),
    FieldSpec(
        "source",
        "Source",
        Kind.LONG_TEXT,
        longest=400,
        lines=2,
        placeholder="Conseil d'administration du 15/12/2025",
    ),
)


class ReglementDesk(QObject):
    """Opens these sheets over a page; `past` allows writing in a year that is over."""

    failed = Signal(object)
    """Why a sheet cannot open."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__(page)
        self._service, self._today = workspace.reglements, navigator.today
        self._reading = LatestTask(context.tasks, self)
        self._desk = EntryDesk(page, context, navigator, workspace.brouillons)

    def edit_aid(self, annee: int, row: AideRow | None, *, past: bool) -> None:
        """Add an aid to a year, or change one; what can be chosen is read first."""
        show = partial(self._show_aid, annee, row, past)
        self._reading.ask(partial(self._service.choix, annee), show, self.failed.emit)

    def _show_aid(self, annee: int, row: AideRow | None, past: bool, choix: ChoixAide) -> None:
        regle = None if row is None else row.regle

        def save(values: dict[str, Any]) -> int:
            key = None if row is None else row.id
            return self._service.save(annee, key, aid_of(values, regle), self._today(), past=past)

        title = (
            f"Nouvelle aide, règlement {annee}" if regle is None else f"{regle.libelle}, règlement {annee}"
        )
        self._desk.open(
            EntrySpec(
                key=f"{AIDE}{annee}" if regle is None else f"{AIDE}{annee}.{regle.code}",
                title=title,
                draft_label=f"Aide du règlement {annee}",
                rows=aid_rows(choix, regle),
                save=save,
                values={} if regle is None else aid_values(regle),
                prepare=prepare,
                width=_WIDTH,
            )
        )

    def edit_caf(self, annee: int, vue: ReglementVue | None, *, past: bool) -> None:
        """Begin the règlement of a year, or change whose it is."""

        def save(values: dict[str, Any]) -> None:
            write = self._service.create if vue is None else self._service.rename
            write(annee, values["caf"], values["source"] or "", self._today(), past=past)

        known = {} if vue is None else {"caf": vue.caf, "source": vue.source}
        title = f"Règlement {annee}"
        self._desk.open(EntrySpec(f"{CAF}{annee}", title, title, _CAF, save, known))
