"""The sheet of a budget line."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.budget_rows import LigneSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec, Row
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator

DRAFTS, _NEW = "budget.", "nouvelle"
"""How the keys of its drafts begin; the second stands in place of the identifier of a line."""
_MOST = 10_000_000_000
_UNKNOWN_HINT = "Vide s'il n'est pas connu."
_CODE_HINT = "Unique : il sert aux échanges et au règlement."


class LineDesk:
    """Opens the sheet over a window; what it needs is read first, `refuse` tells what cannot be."""

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        context: UiContext,
        navigator: Navigator,
        refuse: Callable[[CaseappError], object],
    ) -> None:
        self._budget, self._choix, self._today = workspace.budget, workspace.choix, navigator.today
        self._desk = EntryDesk(window, context, navigator, workspace.brouillons)
        self._reading = LatestTask(context.tasks, window)
        self._refuse = refuse

    def open(self, annee: int, ligne_id: int | None) -> None:
        """Add a line to a year (None), or change one."""

        def read() -> tuple[tuple[Choice, ...], LigneSaisie | None]:
            domaines = self._choix.codes("domaine", self._today())
            return domaines, None if ligne_id is None else self._budget.saisie(ligne_id)

        show = partial(self._show, annee, ligne_id)
        self._reading.ask(read, lambda found: show(*found), self._refuse)

    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the sheet of a draft again; False for another draft."""
        begins, _, rest = brouillon.cle.partition(DRAFTS)
        annee, _, ident = rest.partition(".")
        if begins or not annee.isdigit():
            return False
        self.open(int(annee), None if ident == _NEW else int(ident))
        return True

    def _show(
        self, annee: int, ligne_id: int | None, domaines: tuple[Choice, ...], saisie: LigneSaisie | None
    ) -> None:
        rows: tuple[Row, ...] = (
            FieldSpec("libelle", "Nom", required=True, placeholder="Aides aux vacances"),
            (
                FieldSpec(
                    "code", "Code", required=True, longest=60, hint=_CODE_HINT, placeholder=f"{annee}-TL"
                ),
                FieldSpec("compte", "Compte", placeholder="6562"),
            ),
            (
                FieldSpec("domaine", "Domaine", Kind.CHOICE, choices=domaines, placeholder="Aucun"),
                FieldSpec(
                    "montant", "Montant prévu", Kind.EUROS, maximum=_MOST, hint="Vide s'il n'est pas connu."
                ),
            ),
        )
        key = f"{DRAFTS}{annee}.{_NEW if ligne_id is None else ligne_id}"
        title = f"Ligne budgétaire {annee}"
        self._desk.open(
            EntrySpec(
                key, title, "Ligne budgétaire", rows, partial(self._save, annee, ligne_id), _values(saisie)
            )
        )

    def _save(self, annee: int, ligne_id: int | None, typed: dict[str, Any]) -> None:
        saisie = LigneSaisie(
            typed["code"], typed["libelle"], typed["domaine"], typed["compte"], typed["montant"]
        )
        if ligne_id is None:
            self._budget.add(annee, saisie)
        else:
            self._budget.change(ligne_id, saisie)


def _values(saisie: LigneSaisie | None) -> dict[str, object]:
    if saisie is None:
        return {}
    return {
        "libelle": saisie.libelle, "code": saisie.code, "compte": saisie.compte, "domaine": saisie.domaine,
        "montant": saisie.montant,
    }  # fmt: skip
