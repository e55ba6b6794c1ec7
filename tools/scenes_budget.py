"""The page Budget des aides over four years of invented aids, one line exceeded; a sum opened on its aids."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from demonstration_workspace import Rows, add_rows, empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.paiements import ListePaiements, PaiementSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.budget import BudgetPage

TODAY = date(2026, 11, 21)
YEARS = range(2023, 2027)
_NAMES = (("Nguyễn", "Emma"), ("O'Brien", "Maël"), ("Aït-Ahmed", "Inès"), ("Œuvrard", "Zoé"))
_TYPES = (
    ("AVF", "Vacances en famille (AVF)", "temps_libre", "subvention"),
    ("AVE", "Vacances enfants (AVE)", "temps_libre", "subvention"),
    ("EQUIP", "Équipement ménager", "logement_habitat", "subvention pret"),
    ("PROJET", "Aide sur projet", "accompagnement_social", "subvention"),
    ("SECOURS", "Secours exceptionnel", "accompagnement_social", "subvention"),
)
_LINES = (
    ("VF", "Vacances en famille", "temps_libre", 3_400, "6562110"),
    ("VE", "Vacances des enfants", "temps_libre", 4_200, "6562120"),
    ("EQ", "Équipement : subventions", "logement_habitat", 1_500, "6562210"),
    ("EP", "Équipement : prêts", "logement_habitat", 2_600, "2741000"),
    ("PR", "Aides sur projet", "accompagnement_social", 1_800, "6562310"),
)
_PAYS = {"AVF": ("VF", ""), "AVE": ("VE", ""), "EQUIP": ("EQ", "EP"), "PROJET": ("PR", "")}


def _rules(year: int) -> Rows:
    return {
        "reglements": [{"code": str(year), "annee": str(year), "caf": "Caf des Landes"}],
        "lignes_budget": [
            {"code": f"{year}-{code}", "annee": str(year), "libelle": label, "domaine": domain,
             "montant": str(amount + 300 * (year - 2023)), "compte": account}
            for code, label, domain, amount, account in _LINES
        ],
        "aides_reglement": [
            {"code": f"{year}-{code}", "reglement": str(year), "type_aide": code, "formes": formes,
             "ligne": f"{year}-{_PAYS[code][0]}" if code in _PAYS else "",
             "ligne_pret": f"{year}-{_PAYS[code][1]}" if _PAYS.get(code, ("", ""))[1] else ""}
            for code, _, _, formes in _TYPES
        ],
    }  # fmt: skip


def _aides(year: int) -> list[dict[str, str]]:
    found = []
    for n in range(46):
        code = _TYPES[n % 5][0]
        decided = date(year, 1 + n % 11, 3 + n % 20)
        amount = 180 + 37 * (n % 9) + 40 * (year - 2023)
        waits, refused = year == TODAY.year and n % 9 == 8, n % 13 == 12
        loan = code == "EQUIP" and n % 2 == 0
        given = "" if waits or refused else str(amount)
        found.append({
            "reference": f"B{year}-{n}", "famille": f"B{n % 4}", "type_aide": code,
            "date_demande": date(year, 1, 2).isoformat(), "montant_demande": str(amount + 60 * (n % 2)),
            "date_decision": "" if waits else decided.isoformat(),
            "decision": "" if waits else "refus" if refused else "accord",
            "montant_pret": given if loan else "", "montant_subvention": "" if loan else given,
        })  # fmt: skip
    return found


@cache
def _workspace() -> Workspace:
    workspace = empty_workspace()
    add_rows(workspace, {
        "types_aide": [
            {"code": code, "libelle": label, "domaine": domain, "formes": formes}
            for code, label, domain, formes in _TYPES
        ],
        "familles": [
            {"famille": f"B{n}", "nom": name, "prenom": first, "matricule": f"19300{n:02}",
             "protection": "oui" if n == 1 else "non"}
            for n, (name, first) in enumerate(_NAMES)
        ],
    })  # fmt: skip
    for year in YEARS:
        add_rows(workspace, _rules(year))
        add_rows(workspace, {"aides": _aides(year)})
    unplanned = workspace.paiements.read_list(ListePaiements.A_PREVOIR, TODAY, date(YEARS[0], 1, 1))
    rows = workspace.paiements.list_rows(ListePaiements.A_PREVOIR, unplanned.ids, TODAY)
    for row in (one for rank, one in enumerate(rows) if rank % 4):
        day = row.date_decision or TODAY
        saisie = PaiementSaisie(row.forme, row.montant, "famille", day, versement=day)
        workspace.paiements.add(row.aide_id, saisie, TODAY)
    return workspace


def _page(context: UiContext, *, size: tuple[int, int] = (1366, 768)) -> tuple[QWidget, BudgetPage]:
    main, page = window_on(context, Opened(_workspace()), "budget", TODAY, size)
    if not isinstance(page, BudgetPage):
        raise TypeError(page)
    return main, page


def budget(context: UiContext) -> QWidget:
    """Show a year and the three before."""
    return _page(context)[0]


def budget_aides(context: UiContext) -> QWidget:
    """Open the sum of the exceeded line on its aids."""
    main, page = _page(context)
    line = next(one for one in page.view.lignes if one is not None and one.depasse and one.id is not None)
    opened = next(one for one in page.sums if one.ligne.id == line.id and one.colonne.value == "Accordé")
    page.open_sum(opened)
    settle(context)
    return main


def budget_ligne(context: UiContext) -> QWidget:
    """Open the sheet of a line."""
    main, page = _page(context)
    page.view.setCurrentIndex(page.view.model().index(1, 1))
    page.edit_link.click()
    settle(context)
    return main


def budget_vide(context: UiContext) -> QWidget:
    """Show a store without any line."""
    return window_on(context, Opened(empty_workspace()), "budget", TODAY, (1366, 768))[0]


_Make = Callable[[UiContext], QWidget]
BUDGET_SCENES: dict[str, tuple[tuple[int, int], _Make]] = {
    one.__name__.replace("_", "-"): ((1366, 768), partial(one))
    for one in (budget, budget_aides, budget_ligne, budget_vide)
}
