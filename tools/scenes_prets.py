"""The page Paiements et prêts over a store of invented families: payments to make, loans running and late."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from demonstration_workspace import Rows, add_rows, empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.domain.echeancier import shift_months
from caseapp.services.paiements import ListePaiements, PaiementSaisie
from caseapp.services.prets import Mode, PlanSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.prets import PretsPage
from caseapp.ui.pages.prets_actions import AJOUTER, ECHEANCIER

TODAY = date(2026, 11, 21)
_NOMS = ("Nguyễn", "O'Brien", "Aït-Ahmed", "Lefèvre", "D'Artigues", "Œuvrard", "Garcia", "Petit", "Moreau")
_PRENOMS = ("Emma", "Maël", "Inès", "Louise", "Paul", "Hélène", "Sofia", "Hugo", "Alice", "Chloé", "Nadia")
_TYPES = (
    ("EQUIP", "Équipement ménager"),
    ("PROJET", "Aide sur projet"),
    ("AVF", "Vacances en famille (AVF)"),
)
_TIERS = ("Envie Landes", "Vacaf", "Auto-école du Marsan")
_LOANS, _GIFTS = 14, 16


def _rows() -> Rows:
    people = [
        {
            "famille": f"P{n}", "matricule": f"{1904200 + 37 * n}", "nom": _NOMS[n * 5 % 9],
            "prenom": _PRENOMS[n * 7 % 11], "protection": "oui" if n == 3 else "non",
        }
        for n in range(_LOANS + _GIFTS)
    ]  # fmt: skip
    aides = []
    for n in range(_LOANS + _GIFTS):
        loan = n < _LOANS
        decided = date(2026, 2, 10) + timedelta(days=11 * n) if loan else TODAY - timedelta(days=n)
        aides.append({
            "reference": f"A{n}", "famille": f"P{n}", "type_aide": _TYPES[n % 3][0],
            "date_demande": (decided - timedelta(days=20)).isoformat(), "date_decision": decided.isoformat(),
            "decision": "accord", "montant_pret": str(300 + 60 * (n % 5)) if loan else "",
            "montant_subvention": "" if loan and n % 2 else str(150 + 35 * n),
        })  # fmt: skip
    types = [
        {"code": code, "libelle": libelle, "domaine": "logement_habitat", "formes": "subvention pret"}
        for code, libelle in _TYPES
    ]
    return {"types_aide": types, "familles": people, "aides": aides}


@cache
def _workspace() -> Workspace:
    workspace = empty_workspace()
    add_rows(workspace, _rows())
    unplanned = workspace.paiements.read_list(ListePaiements.A_PREVOIR, TODAY)
    rows = workspace.paiements.list_rows(ListePaiements.A_PREVOIR, unplanned.ids, TODAY)
    for rank, row in enumerate(rows):
        if row.forme == "pret" and row.date_decision is not None:
            _lend(workspace, rank, row.aide_id, row.montant, row.date_decision)
        elif rank % 4:
            third = {"destinataire": "tiers", "tiers": _TIERS[rank % 3]} if rank % 3 else {}
            when = TODAY + timedelta(days=rank % 7 - 3)
            saisie = PaiementSaisie(
                row.forme, row.montant, third.get("destinataire", "famille"), when, third.get("tiers")
            )
            workspace.paiements.add(row.aide_id, saisie, TODAY)
    return workspace


def _lend(workspace: Workspace, rank: int, aide_id: int, montant: int, decided: date) -> None:
    """Pay a loan, plan it, repay a part of what was due."""
    paid = decided + timedelta(days=3)
    workspace.paiements.add(aide_id, PaiementSaisie("pret", montant, "famille", paid, versement=paid), TODAY)
    if rank % 6 == 5:
        return
    first = shift_months(paid, 1).replace(day=5)
    workspace.prets.plan(aide_id, PlanSaisie(Mode.NOMBRE, 10, paid, first), TODAY)
    for one in range(3 + rank % 5 - (rank % 3 == 0)):
        due = shift_months(first, one)
        if due <= TODAY:
            workspace.prets.repay(aide_id, montant // 10, due, TODAY)


def _page(context: UiContext, *, loans: bool) -> tuple[QWidget, PretsPage]:
    main, page = window_on(context, Opened(_workspace()), "prets", TODAY, (1366, 768))
    assert isinstance(page, PretsPage)  # noqa: S101 - a scene
    if loans:
        page.tabs.setCurrentWidget(page.loans)
        page.loans.table.selectRow(1)
        page.loans.table.setFocus()
        settle(context)
    return main, page


def _payments(context: UiContext) -> QWidget:
    main, page = _page(context, loans=False)
    for row in range(3):
        page.payments.table.selectRow(row)
        page.payments.table.typed.emit(" ")
    settle(context)
    return main


def _loans(context: UiContext) -> QWidget:
    return _page(context, loans=True)[0]


def _movements(context: UiContext) -> QWidget:
    main, page = _page(context, loans=True)
    page.panel.tabs.setCurrentIndex(2)
    settle(context)
    return main


def _schedule(context: UiContext) -> QWidget:
    main, page = _page(context, loans=True)
    page.panel.buttons[ECHEANCIER].click()
    settle(context)
    settle(context)
    return main


def _payment(context: UiContext) -> QWidget:
    main, page = _page(context, loans=False)
    page.payments.kind.choose("a_prevoir")
    settle(context)
    page.panel.buttons[AJOUTER].click()
    settle(context)
    settle(context)
    return main


PRETS_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "prets-paiements": ((1366, 768), _payments),
    "prets-liste": ((1366, 768), _loans),
    "prets-mouvements": ((1366, 768), _movements),
    "prets-echeancier": ((1366, 768), _schedule),
    "prets-paiement": ((1366, 768), _payment),
}
