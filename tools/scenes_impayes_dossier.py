"""An arrears file on screen, over a store of invented families: with its plan, its sheets, once settled."""

from collections.abc import Callable
from datetime import date
from functools import cache

from demonstration_workspace import add_rows, empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.impayes_rows import (
    FaitSaisie,
    ImpayeSaisie,
    Mode,
    MouvementSaisie,
    PlanSaisie,
    Soutien,
    SoutienSaisie,
)
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.impaye_dossier import DossierImpaye
from caseapp.ui.pages.impaye_dossier_actions import PLAN, SOUTIEN
from caseapp.ui.pages.prets_actions import Action

TODAY = date(2026, 11, 21)
_FACTS = (
    ("offre_contact", date(2026, 5, 28), None),
    ("contact", date(2026, 6, 9), "Appel, la famille a perdu un emploi"),
    ("demande_plan", date(2026, 6, 12), None),
    ("information_ccapex", date(2026, 6, 15), None),
)
_PAYMENTS = (date(2026, 8, 6), date(2026, 9, 5), date(2026, 10, 5))


def _rows() -> dict[str, list[dict[str, str]]]:
    names = (("Nguyễn", "Emma"), ("Picard", "Léa"))
    return {
        "familles": [
            {
                "famille": f"D{n}",
                "matricule": f"{1904300 + n}",
                "nom": nom,
                "prenom": prenom,
                "protection": "non",
            }
            for n, (nom, prenom) in enumerate(names)
        ]
    }


@cache
def _workspace() -> tuple[Workspace, int, int]:
    """Return the store, a file with a plan and one without."""
    workspace = empty_workspace()
    add_rows(workspace, _rows())
    workspace.agents.add_me("Durand", "Inès", "assistant_social")
    impayes = workspace.impayes
    planned = impayes.create(
        ImpayeSaisie(
            1, "alf", date(2026, 5, 17), "locatif", True, "XL Habitat", "B-1207", 51_200, 3_800, 21_000,
            128_400, date(2026, 1, 5),
        ),
        TODAY,
    )  # fmt: skip
    for nature, day, words in _FACTS:
        impayes.add_fact(planned, FaitSaisie(nature, day, words), TODAY)
    plan = PlanSaisie("plan_negocie", date(2026, 7, 1), Mode.NOMBRE, 36, date(2026, 8, 5))
    impayes.plan(planned, plan, TODAY)
    for day in _PAYMENTS:
        impayes.add_movement(planned, MouvementSaisie("paiement", day, 3_566, "La famille"), TODAY)
    new = Soutien(suivi=True, nouveau=True)
    impayes.support(planned, SoutienSaisie(new, new, date(2026, 6, 9)), TODAY)
    bare = impayes.create(
        ImpayeSaisie(2, "apl", date(2026, 5, 12), "locatif", None, "Mme Etcheverry", dette=93_000), TODAY
    )
    return workspace, planned, bare


def _page(context: UiContext, *, planned: bool) -> tuple[QWidget, DossierImpaye]:
    workspace, first, second = _workspace()
    main, page = window_on(context, Opened(workspace), "impayes", TODAY, (1366, 768))
    page.open_record(first if planned else second)  # type: ignore[attr-defined]
    settle(context)
    settle(context)
    return main, page.findChildren(DossierImpaye)[0]


def _planned(context: UiContext) -> QWidget:
    return _page(context, planned=True)[0]


def _lower(context: UiContext) -> QWidget:
    main, dossier = _page(context, planned=True)
    dossier.simulation.form.set_values({"jour": date(2026, 12, 1), "mensualite": 5_000})
    settle(context)
    dossier.area.verticalScrollBar().setValue(10_000)
    return main


def _bare(context: UiContext) -> QWidget:
    return _page(context, planned=False)[0]


def _sheet(context: UiContext, action: Action, *, planned: bool) -> QWidget:
    main, dossier = _page(context, planned=planned)
    for card in (dossier.plan, dossier.soutien):
        if action in card.buttons:
            card.buttons[action].click()
    settle(context)
    settle(context)
    return main


def _plan(context: UiContext) -> QWidget:
    return _sheet(context, PLAN, planned=False)


def _support(context: UiContext) -> QWidget:
    return _sheet(context, SOUTIEN, planned=True)


def _report(context: UiContext) -> QWidget:
    main, dossier = _page(context, planned=False)
    dossier.report()
    settle(context)
    settle(context)
    return main


IMPAYES_DOSSIER_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "impaye-dossier": ((1366, 768), _planned),
    "impaye-dossier-bas": ((1366, 768), _lower),
    "impaye-dossier-nouveau": ((1366, 768), _bare),
    "impaye-plan": ((1366, 768), _plan),
    "impaye-accompagnement": ((1366, 768), _support),
    "impaye-signalement": ((1366, 768), _report),
}
