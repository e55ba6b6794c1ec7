"""The page of the RSA follow-ups and its sheets, over invented families."""

from collections.abc import Callable
from datetime import date
from functools import cache

from demonstration_workspace import Rows, add_rows, empty_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.suivis_rsa import ContratSaisie, FreinSaisie, PartageSaisie, SuiviSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.insertion import InsertionPage
from caseapp.ui.pages.insertion_cartes import CONTRAT, FIN, FREIN, PARTAGE, REEXAMEN

TODAY = date(2026, 11, 20)
_PEOPLE = (
    ("Nguyễn", "Emma"), ("O'Brien", "Maël"), ("Aït-Ahmed", "Inès"), ("Lefèvre", "Louise"),
    ("Garcia", "Sofia"), ("Petit", "Rose"), ("Moreau", "Alice"), ("Roux", "Chloé"),
    ("Masson", "Nadia"), ("D'Artigues", "Paul"),
)  # fmt: skip
_BEGUN = (
    date(2024, 10, 28), date(2025, 3, 10), date(2026, 10, 12), date(2025, 11, 3), date(2026, 2, 9),
    date(2026, 9, 21), date(2025, 6, 2), date(2026, 5, 18), date(2024, 12, 9), date(2026, 1, 15),
)  # fmt: skip
_FREINS = ("garde_enfant", "mobilite", "sante", "numerique", "formation")


def _rows() -> Rows:
    return {
        "agents": [{"code": "TS01", "nom": "Lacoste", "prenom": "Inès", "metier": "cesf"}],
        "partenaires": [{"code": "FT", "nom": "France Travail"}, {"code": "PMI", "nom": "PMI de Dax"}],
        "familles": [
            {"famille": f"F{n}", "matricule": f"{1904200 + 37 * n}", "nom": nom, "prenom": prenom,
             "code_commune": "40088", "protection": "oui" if n == 1 else "non"}
            for n, (nom, prenom) in enumerate(_PEOPLE)
        ],
        "situations": [
            {"famille": f"F{n}", "date_effet": "2024-09-01", "nombre_enfants": f"{1 + n % 3}",
             "composition": "monoparentale" if n != 4 else "couple_avec_enfants", "minima_sociaux": "oui",
             "naissance_dernier_enfant": f"{2021 + n % 4}-0{1 + n % 9}-17"}
            for n in range(10)
        ],
    }  # fmt: skip


@cache
def _workspace() -> Workspace:
    workspace = empty_workspace()
    add_rows(workspace, _rows())
    me = workspace.agents.list_rows()[0].id
    workspace.agents.set_me(me)
    for n, begun in enumerate(_BEGUN):
        _follow(workspace, n, begun, me)
    suivis = workspace.suivis_rsa
    suivis.end(10, date(2026, 11, 10), "emploi", TODAY)
    return workspace


def _follow(workspace: Workspace, n: int, begun: date, me: int) -> None:
    suivis = workspace.suivis_rsa
    ident = suivis.designate(SuiviSaisie(n + 1, begun, begun, me, None, ouvrir=True), TODAY)
    if n % 4 != 2:
        signed = begun.replace(day=28)
        contrat = ContratSaisie(
            "cer" if begun < date(2025, 1, 1) else "contrat_engagement", signed,
            signed.replace(year=signed.year + 1), "Préparer le retour à l'emploi, garde du plus jeune.",
        )  # fmt: skip
        suivis.contrats.add(ident, contrat, TODAY)
    if n in {1, 3}:
        said = "Formation d'aide-soignante à la rentrée, permis en cours."
        suivis.contrats.add_reexamen(ident, date(2026, 4, 8), said, TODAY)
    for rank, frein in enumerate(_FREINS[: 1 + n % 3]):
        lifted = TODAY if rank == 1 else None
        made = suivis.freins.add(ident, FreinSaisie(frein, begun, lifted, "depuis la séparation"), TODAY)
        if rank == 0:
            add = suivis.freins.add_demarche
            add(made, "Demander une place en crèche", date(2026, 12, 4), None, TODAY)
            add(made, "Demander le complément de mode de garde", None, TODAY, TODAY)
    if n % 2:
        partner = next(one for one in workspace.choix.partenaires() if one.label == "France Travail")
        shared = PartageSaisie("accompagnement_global", begun, int(partner.key), conseiller="Mme Vidal")
        suivis.partages.add(ident, shared, TODAY)


def window(context: UiContext, workspace: Workspace, act: Callable[[InsertionPage], object]) -> QWidget:
    """Return the window on the page, once what it reads has come and `act` was done."""
    main, page = window_on(context, Opened(workspace), "insertion", TODAY, SCREEN)
    assert isinstance(page, InsertionPage)  # noqa: S101 - the scene draws this page
    settle(context)
    act(page)
    settle(context)
    QTest.qWait(350)
    settle(context)
    return main


def _choose(rank: int, *, down: bool = False) -> Callable[[InsertionPage], None]:
    def act(page: InsertionPage) -> None:
        page.view.table.selectRow(rank)
        QTest.qWait(800)
        bar = page.view.panel.verticalScrollBar()
        bar.setValue(bar.maximum() if down else 0)

    return act


def _ask(rank: int, form: str) -> Callable[[InsertionPage], None]:
    def act(page: InsertionPage) -> None:
        page.view.table.selectRow(rank)
        shown = page.view.panel
        while shown.vue is None or shown.vue.row.id != page.view.current:
            QTest.qWait(20)
        shown.asked.sheet.emit(form, None)
        while not page.window().findChildren(FormSheet):
            QTest.qWait(20)

    return act


def _new(page: InsertionPage) -> None:
    page.add_record(10)
    QTest.qWait(400)


SCREEN, SMALL = (1366, 768), (1024, 700)
Scene = Callable[[UiContext], QWidget]


def _scene(act: Callable[[InsertionPage], object]) -> Scene:
    return lambda context: window(context, _workspace(), act)


INSERTION_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "insertion": (SCREEN, _scene(_choose(0))),
    "insertion-bas": (SCREEN, _scene(_choose(3, down=True))),
    "insertion-etroit": (SMALL, _scene(_choose(0))),
    "insertion-vide": (SCREEN, lambda context: window(context, empty_workspace(), lambda _: None)),
    "insertion-nouveau": (SCREEN, _scene(_new)),
    "insertion-contrat": (SCREEN, _scene(_ask(1, CONTRAT))),
    "insertion-reexamen": (SCREEN, _scene(_ask(1, REEXAMEN))),
    "insertion-frein": (SCREEN, _scene(_ask(1, FREIN))),
    "insertion-partage": (SCREEN, _scene(_ask(1, PARTAGE))),
    "insertion-fin": (SCREEN, _scene(_ask(1, FIN))),
}
"""Name of the picture → its size in logical pixels and what makes it."""
