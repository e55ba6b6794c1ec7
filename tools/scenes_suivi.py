"""The follow-up of a family: its interventions, the sheets over them, its history, with invented people."""

from collections.abc import Callable
from datetime import date
from functools import cache

from demonstration_workspace import Rows, add_rows, demonstration_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on
from scenes_familles import INVENTED

from caseapp.services.interventions import Cloture
from caseapp.services.interventions_objectifs import DemarcheSaisie, ObjectifSaisie
from caseapp.services.notes import NoteSaisie
from caseapp.services.orientations import OrientationSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.familles_fiche import FicheView

TODAY = date(2026, 11, 21)
MORE: Rows = {
    "partenaires": [{"code": "ADIL", "nom": "Adil des Landes"}],
    "interventions": [
        {"reference": "X-I4", "famille": "X1", "motif": "non_decence", "nature": "information_conseil",
         "origine": "partenaire", "agent": "TS01", "date_ouverture": "2026-10-02"},
    ],
}  # fmt: skip
Act = Callable[[FicheView], object]


@cache
def _workspace() -> Workspace:
    workspace = demonstration_workspace()
    add_rows(workspace, INVENTED)
    add_rows(workspace, MORE)
    _fill(workspace)
    return workspace


def _fill(workspace: Workspace) -> None:
    famille = _emma(workspace)
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    rows = {one.reference: one.id for one in workspace.interventions.read(famille).interventions}
    main, advice, closed = rows["X-I1"], rows["X-I4"], rows["X-I2"]
    workspace.interventions.plan(main, date(2026, 4, 2), date(2027, 1, 15), TODAY)
    goals = [
        workspace.objectifs.add(main, ObjectifSaisie(words, statut, day, due), TODAY)
        for words, statut, day, due in (
            ("Ouvrir les droits à l'ASF", "atteint", date(2026, 6, 10), None),
            ("Signer le plan d'apurement", "en_cours", date(2026, 5, 20), date(2026, 12, 15)),
            ("Mode de garde du cadet avant l'emploi", "a_venir", None, date(2027, 2, 1)),
        )
    ]
    for words, due, done in (
        ("Envoyer le plan au bailleur", None, date(2026, 11, 12)),
        ("Appeler la crèche de Saint-Paul-lès-Dax pour une place en janvier", date(2026, 12, 1), None),
    ):
        step = DemarcheSaisie(words, due, goals[1] if done else None, done)
        workspace.objectifs.add_demarche(main, step, TODAY)
    (adil,) = (one for one in workspace.choix.partenaires() if one.label == "Adil des Landes")
    sent = OrientationSaisie(
        date(2026, 11, 3), int(adil.key), None, "relire le bail", main, "acceptee", date(2026, 11, 9)
    )
    workspace.orientations.add(famille, sent, TODAY)
    text = "Le bailleur accepte 36 mensualités de 35,67 €, courrier attendu."
    workspace.notes.add(famille, NoteSaisie(text, "equipe", main))
    workspace.notes.add(famille, NoteSaisie("Reparler de la garde sans insister.", "personnelle", main))
    workspace.interventions.reopen(closed)
    workspace.interventions.close(closed, Cloture(date(2026, 11, 12), "objectifs_atteints"), TODAY)
    workspace.interventions.plan(advice, None, date(2026, 12, 10), TODAY)


def _emma(workspace: Workspace) -> int:
    return workspace.familles.search("1904233")[0]


def window(context: UiContext, act: Act) -> QWidget:
    """Return the window on the family, once what it reads has come and `act` was done."""
    workspace = _workspace()
    main, page = window_on(context, Opened(workspace), "familles", TODAY, SCREEN)
    assert isinstance(page, FamillesPage)  # noqa: S101 - the scene draws this page
    page.open_famille(_emma(workspace))
    settle(context)
    act(page.fiche)
    settle(context)
    return main


def _nothing(_fiche: FicheView) -> None:
    """Leave the Fiche as it opens."""


def _interventions(fiche: FicheView) -> None:
    fiche.tabs.setCurrentIndex(1)
    fiche.interventions.table.selectRow(1)
    fiche.interventions.table.setFocus()


def _history(fiche: FicheView) -> None:
    fiche.tabs.setCurrentIndex(fiche.tabs.count() - 2)


def _click(name: str) -> Act:
    def act(fiche: FicheView) -> None:
        _interventions(fiche)
        button = fiche.interventions.findChild(QWidget, name)
        button.click()

    return act


SCREEN, SMALL = (1366, 768), (1024, 700)
Scene = Callable[[UiContext], QWidget]
_ACTS: dict[str, tuple[tuple[int, int], Act]] = {
    "suivi": (SCREEN, _nothing),
    "suivi-interventions": (SCREEN, _interventions),
    "suivi-interventions-etroit": (SMALL, _interventions),
    "suivi-nouvelle-intervention": (SCREEN, lambda fiche: fiche.header.new_intervention.click()),
    "suivi-objectif": (SCREEN, _click("ajouter-objectif")),
    "suivi-note": (SCREEN, _click("ajouter-note")),
    "suivi-orientation": (SCREEN, _click("ajouter-orientation")),
    "suivi-cloture": (SCREEN, _click("cloturer")),
    "suivi-historique": (SCREEN, _history),
}


def _scene(act: Act) -> Scene:
    return lambda context: window(context, act)


SUIVI_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    name: (size, _scene(act)) for name, (size, act) in _ACTS.items()
}
"""Name of the picture → its size in logical pixels and what makes it."""
