"""The page of the requests for an aid, its sheets, and the aids of a family, over invented families."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from demonstration_workspace import Rows, add_rows, empty_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.pages.demandes import DemandesPage
from caseapp.ui.pages.demandes_liste import DELEGUER, MODIFIER
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.familles_tabs import AIDES, TABS

TODAY = date(2026, 11, 20)
_PEOPLE = (
    ("Nguyễn", "Emma"), ("O'Brien", "Maël"), ("Aït-Ahmed", "Inès"), ("Lefèvre", "Louise"),
    ("Garcia", "Sofia"), ("Petit", "Hugo"), ("Moreau", "Alice"), ("Roux", "Chloé"),
    ("Masson", "Nadia"), ("D'Artigues", "Paul"),
)  # fmt: skip
_AIDES = (
    ("equipement", "Équipement ménager et mobilier", "logement_habitat", "subvention pret"),
    ("projet", "Aide sur projet", "accompagnement_social", "subvention"),
    ("avs", "Vacances accompagnées (AVS)", "temps_libre", "subvention"),
    ("garde", "Garde d'enfants en horaires décalés", "accompagnement_social", "subvention"),
)
_DECISIONS = ("", "", "", "accord", "accord_partiel", "refus", "", "sans_suite", "accord", "")


def _uuid(number: int) -> str:
    return f"{number:032}"


def _reglement() -> Rows:
    return {
        "types_aide": [
            {"code": code, "libelle": label, "domaine": domain, "formes": forms}
            for code, label, domain, forms in _AIDES
        ],
        "reglements": [{"code": "R2026", "annee": "2026", "caf": "Caf des Landes"}],
        "aides_reglement": [
            {"code": f"{code}26", "reglement": "R2026", "type_aide": code, "formes": forms,
             "qf_plafond": "700", "plafond": "600"}
            for code, _label, _domain, forms in _AIDES
        ],
        "pieces_reglement": [
            {"identifiant": _uuid(rank), "aide_reglement": "equipement26", "libelle": label,
             "obligatoire": "oui" if rank < 3 else "non", "rang": f"{rank}"}
            for rank, label in enumerate(("Devis", "Relevé d'identité bancaire", "Courrier de la famille"), 1)
        ],
    }  # fmt: skip


def _requests() -> list[dict[str, str]]:
    aides = []
    for n in range(34):
        family, decision = n % 10, _DECISIONS[n * 3 % 10]
        asked = TODAY - timedelta(days=2 + 4 * n)
        kind = _AIDES[n % 4][0]
        aides.append({
            "reference": f"A{n}", "famille": f"F{family}", "type_aide": kind, "motif": "perte_emploi",
            "demandeur": "travailleur_social", "agent": "TS01", "date_demande": asked.isoformat(),
            "montant_demande": f"{240 + 35 * n}", "decision": decision or "en_attente",
            "date_decision": (asked + timedelta(days=1)).isoformat() if decision else "",
            "montant_subvention": f"{200 + 20 * n}" if decision.startswith("accord") else "",
            "urgente": "oui" if n in {0, 1, 2} else "non", "seance": "S1" if n in {4, 6, 9} else "",
            "quotient_familial": f"{380 + 61 * family}", "mois_qf": "2026-10-01", "objet": "Lave-linge, lits",
            "cout": f"{540 + 35 * n}", "reste_a_charge": "100", "decideur": "delegation" if decision else "",
            "motif_refus": "qf_superieur" if decision == "refus" else "",
            "expose": "Séparée depuis mars, un emploi à mi-temps retrouvé. Le lave-linge est hors d'usage.",
        })  # fmt: skip
    return aides


def _rows() -> Rows:
    families = [
        {"famille": f"F{n}", "matricule": "" if n == 6 else f"{1904200 + 37 * n}", "nom": nom,
         "prenom": prenom, "code_commune": "40088", "protection": "oui" if n == 1 else "non"}
        for n, (nom, prenom) in enumerate(_PEOPLE)
    ]  # fmt: skip
    situations = [
        {"famille": f"F{n}", "date_effet": "2026-10-01",
         "composition": "monoparentale" if n % 3 else "couple_avec_enfants", "nombre_enfants": f"{n % 4}",
         "quotient_familial": f"{380 + 61 * n}"}
        for n in range(len(_PEOPLE))
    ]  # fmt: skip
    return {
        "agents": [{"code": "TS01", "nom": "Lacoste", "prenom": "Inès", "metier": "cesf"}],
        "familles": families, "situations": situations,
        "interventions": [
            {"reference": f"I{n}", "famille": f"F{n}", "motif": "separation", "agent": "TS01",
             "nature": "accompagnement_social", "date_ouverture": "2026-03-14", "date_contrat": "2026-04-02"}
            for n in range(10)
        ],
        **_reglement(),
        "seances_commission": [{"code": "S1", "instance": "Commission des aides", "date": "2026-11-24"}],
        "aides": _requests(),
        "pieces_aide": [
            {"identifiant": _uuid(100 + 10 * n + rank), "aide": f"A{n}", "libelle": label,
             "obligatoire": "oui" if rank < 2 else "non",
             "date_reception": "2026-11-19" if (n + rank) % 3 else ""}
            for n in range(0, 34, 4)
            for rank, label in enumerate(("Devis", "Relevé d'identité bancaire", "Courrier de la famille"))
        ],
        "cofinancements": [
            {"identifiant": _uuid(900), "aide": "A0", "financeur": "CCAS de Dax", "montant": "100",
             "etat": "sollicite"},
        ],
    }  # fmt: skip


@cache
def _workspace() -> Workspace:
    workspace = empty_workspace()
    add_rows(workspace, _rows())
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    return workspace


def window(context: UiContext, workspace: Workspace, act: Callable[[DemandesPage], object]) -> QWidget:
    """Return the window on the page, once what it reads has come and `act` was done."""
    main, page = window_on(context, Opened(workspace), "aides", TODAY, SCREEN)
    assert isinstance(page, DemandesPage)  # noqa: S101 - the scene draws this page
    settle(context)
    act(page)
    settle(context)
    QTest.qWait(350)
    settle(context)
    return main


def _choose(rank: int) -> Callable[[DemandesPage], None]:
    return lambda page: page.view.table.selectRow(rank)


def _click(rank: int, key: str) -> Callable[[DemandesPage], None]:
    def act(page: DemandesPage) -> None:
        page.view.table.selectRow(rank)
        QTest.qWait(200)
        page.view.buttons[key].click()
        QTest.qWait(400)

    return act


def _new(context: UiContext) -> QWidget:
    main = window(context, _workspace(), lambda _: None)
    main.window()
    assert isinstance(main, MainWindow)  # noqa: S101
    main._demandes.open(1)  # noqa: SLF001 - as Ctrl+D does
    settle(context)
    QTest.qWait(100)
    return main


def _family(context: UiContext) -> QWidget:
    main, page = window_on(context, Opened(_workspace()), "familles", TODAY, SCREEN)
    assert isinstance(page, FamillesPage)  # noqa: S101
    page.open_famille(1)
    settle(context)
    page.fiche.tabs.setCurrentIndex(next(n for n, tab in enumerate(TABS) if tab.title == AIDES))
    settle(context)
    page.fiche.aides.focus()
    return main


SCREEN, SMALL = (1366, 768), (1024, 700)
Scene = Callable[[UiContext], QWidget]
DEMANDES_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "demandes": (SCREEN, lambda context: window(context, _workspace(), _choose(0))),
    "demandes-decidee": (SCREEN, lambda context: window(context, _workspace(), _choose(1))),
    "demandes-etroit": (SMALL, lambda context: window(context, _workspace(), _choose(0))),
    "demandes-vide": (SCREEN, lambda context: window(context, empty_workspace(), lambda _: None)),
    "demandes-nouvelle": (SCREEN, _new),
    "demandes-modifier": (SCREEN, lambda context: window(context, _workspace(), _click(0, MODIFIER))),
    "demandes-deleguer": (SCREEN, lambda context: window(context, _workspace(), _click(0, DELEGUER))),
    "demandes-famille": (SCREEN, _family),
}  # fmt: skip
"""Name of the picture → its size in logical pixels and what makes it."""
