"""The deadlines of files on the first page, at the head of a family, in its tabs and in the agenda."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import cast

from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on
from scenes_impayes import TODAY, arrears_workspace

from caseapp.services.dossiers_rows import REPORTEE, VUE
from caseapp.services.echeances_suites import SuiteSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.impayes import ImpayesPage

_SIZE = (1366, 768)
_EMMA = 5
"""The family whose plan is late."""


def _window(context: UiContext, key: str) -> tuple[MainWindow, QWidget]:
    return window_on(context, Opened(_marked()), key, TODAY, _SIZE)


@cache
def _marked() -> Workspace:
    """Put one deadline off and note that another was seen."""
    workspace = arrears_workspace()
    found = [one for one in workspace.echeances.suivies(TODAY) if one.dossier.famille_id == _EMMA]
    marks = (
        SuiteSaisie(VUE, TODAY),
        SuiteSaisie(REPORTEE, TODAY, TODAY + timedelta(days=10), "Réponse promise au téléphone"),
    )
    for one, mark in zip(found[1:], marks, strict=False):
        workspace.echeances.marquer(one.cle, mark)
    return workspace


def _home(context: UiContext) -> QWidget:
    return _window(context, "accueil")[0]


def _family(context: UiContext, tab: int = 0) -> QWidget:
    main, page = _window(context, "familles")
    shown = cast("FamillesPage", page)
    shown.open_famille(_EMMA)
    settle(context)
    shown.fiche.tabs.setCurrentIndex(tab)
    settle(context)
    return main


def _file(context: UiContext) -> QWidget:
    main, page = _window(context, "impayes")
    cast("ImpayesPage", page).open_record(_EMMA)
    settle(context)
    return main


def _agenda(context: UiContext) -> QWidget:
    main, _ = _window(context, "agenda")
    settle(context)
    return main


ECHEANCES_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "echeances-accueil": (_SIZE, _home),
    "echeances-famille": (_SIZE, _family),
    "echeances-famille-logement": (_SIZE, lambda context: _family(context, 4)),
    "echeances-dossier": (_SIZE, _file),
    "echeances-agenda": (_SIZE, _agenda),
}
