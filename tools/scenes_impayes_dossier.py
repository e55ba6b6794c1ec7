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
from caseapp.ui.pages.impaye_dossier_actions import MODIFIER_PLAN, PLAN, SOUTIEN
from caseapp.ui.pages.prets_actions import Action

TODAY = date(2026, 11, 21)
_PLANNED, _BARE, _SETTLED = range(3)
_FACTS = (
    ("offre_contact", date(2026, 5, 28), None),
    ("contact", date(2026, 6, 9), "Appel, la famille a perdu un emploi"),
    ("demande_plan", date(2026, 6, 12), None),
    ("information_ccapex", date(2026, 6, 15), None),
)
_PAYMENTS = (date(2026, 8, 6), date(2026, 9, 5), date(2026, 10, 5))


def _rows() -> dict[str, list[dict[str, str]]]:
    names = (("Nguyễn", "Emma"), ("Picard", "Léa"), ("Roy", "Denis"))
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
def _workspace() -> tuple[Workspace, int, int, int]:
    """Return the store, a file with a plan, one without, one settled."""
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
    return workspace, planned, bare, _settled(workspace)


def _settled(workspace: Workspace) -> int:
    """Return a file whose plan was renegotiated, then paid."""
    impayes = workspace.impayes
    ident = impayes.create(
        ImpayeSaisie(
            3, "als", date(2026, 2, 10), "locatif", False, "Mme Etcheverry", None, 48_000, None, 15_000,
            96_000, date(2025, 12, 5),
        ),
        TODAY,
    )  # fmt: skip
    first = PlanSaisie("plan_negocie", date(2026, 3, 2), Mode.NOMBRE, 12, date(2026, 4, 5))
    impayes.plan(ident, first, TODAY)
    impayes.add_movement(ident, MouvementSaisie("paiement", date(2026, 4, 5), 8_000, "La famille"), TODAY)
    impayes.break_plan(ident, date(2026, 6, 15), "Deux mensualités manquées", TODAY)
    impayes.add_fact(ident, FaitSaisie("saisine_fsl", date(2026, 6, 20)), TODAY)
    impayes.add_fact(ident, FaitSaisie("accord_fsl", date(2026, 9, 1), "Aide de 500 €"), TODAY)
    impayes.plan(ident, PlanSaisie("fsl", date(2026, 9, 10), Mode.NOMBRE, 2, date(2026, 10, 5)), TODAY)
    for day, amount, who in ((date(2026, 10, 2), 50_000, "FSL"), (date(2026, 11, 4), 38_000, "La famille")):
        impayes.add_movement(ident, MouvementSaisie("paiement", day, amount, who), TODAY)
    return ident


def _page(context: UiContext, rank: int) -> tuple[QWidget, DossierImpaye]:
    workspace, *idents = _workspace()
    main, page = window_on(context, Opened(workspace), "impayes", TODAY, (1366, 768))
    page.open_record(idents[rank])  # type: ignore[attr-defined]
    settle(context)
    settle(context)
    return main, page.findChildren(DossierImpaye)[0]


def _planned(context: UiContext) -> QWidget:
    return _page(context, _PLANNED)[0]


def _lower(context: UiContext) -> QWidget:
    main, dossier = _page(context, _PLANNED)
    dossier.simulation.form.set_values({"jour": date(2026, 12, 1), "mensualite": 5_000})
    settle(context)
    dossier.area.verticalScrollBar().setValue(10_000)
    return main


def _bare(context: UiContext) -> QWidget:
    return _page(context, _BARE)[0]


def _paid(context: UiContext) -> QWidget:
    return _page(context, _SETTLED)[0]


def _sheet(context: UiContext, action: Action, rank: int) -> QWidget:
    main, dossier = _page(context, rank)
    for card in (dossier.plan, dossier.soutien):
        if action in card.buttons:
            card.buttons[action].click()
    settle(context)
    settle(context)
    return main


def _plan(context: UiContext) -> QWidget:
    return _sheet(context, PLAN, _BARE)


def _correction(context: UiContext) -> QWidget:
    return _sheet(context, MODIFIER_PLAN, _PLANNED)


def _support(context: UiContext) -> QWidget:
    return _sheet(context, SOUTIEN, _PLANNED)


def _report(context: UiContext) -> QWidget:
    main, dossier = _page(context, _BARE)
    dossier.report()
    settle(context)
    settle(context)
    return main


IMPAYES_DOSSIER_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "impaye-dossier": ((1366, 768), _planned),
    "impaye-dossier-bas": ((1366, 768), _lower),
    "impaye-dossier-nouveau": ((1366, 768), _bare),
    "impaye-dossier-solde": ((1366, 768), _paid),
    "impaye-plan": ((1366, 768), _plan),
    "impaye-plan-modifie": ((1366, 768), _correction),
    "impaye-accompagnement": ((1366, 768), _support),
    "impaye-signalement": ((1366, 768), _report),
}
