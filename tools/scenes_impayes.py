"""The board of arrears, its list, its filters and the preview of an extraction, over invented families."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from demonstration_workspace import add_rows, empty_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.domain.periods import add_months
from caseapp.services.impayes_rows import FaitSaisie, ImpayeSaisie, Mode, MouvementSaisie, PlanSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.pages.impayes import ImpayesPage

TODAY = date(2026, 11, 21)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _File:
    """A file reported `days` ago; its plan of `months`, with what was paid and missed, if it has one."""

    nom: str
    prenom: str
    aide: str
    dette: int
    days: int
    bailleur: str | None = "XL Habitat"
    facts: tuple[str, ...] = ()
    months: int = 0
    paid: int = 0
    missed: int = 0


_OPHLM = "Office public de l'habitat des Landes"
_FILES = (
    _File("Faure", "Karim", "alf", 112_000, 16),
    _File("Blanc", "Julie", "alf", 64_000, 11, "Bailleur privé"),
    _File("Roy", "Denis", "als", 8_800, 8, None),
    _File("O'Brien", "Maël", "apl", 96_400, 3, _OPHLM),
    _File("Nguyễn", "Emma", "apl", 128_400, 188, facts=("contact", "demande_plan")),
    _File("Picard", "Léa", "apl", 231_000, 172, None, ("contact",)),
    _File("Noël", "Paul", "alf", 93_000, 75, "Clairsienne", ("saisine_fsl",)),
    _File("Œuvrard", "Nadia", "alf", 151_200, 40, "Bailleur privé", ("contact",)),
    _File("Gaillard", "Tom", "apl", 204_000, 210, facts=("contact", "saisine_ccapex")),
    _File("Caron", "Anna", "als", 310_000, 260, None, ("saisine_ccapex", "suspension_aide")),
    _File("D'Artigues", "Paul", "apl", 128_400, 250, facts=("information_ccapex",), months=36, paid=7),
    _File("Adam", "Rose", "alf", 111_600, 380, facts=("information_ccapex",), months=18, paid=11),
    _File("Vidal", "Inès", "apl", 99_600, 160, facts=("contact",), months=24, paid=3, missed=1),
    _File("Aït-Ahmed", "Samia", "apl", 60_000, 100, facts=("information_ccapex",), months=12, paid=2),
)


@cache
def arrears_workspace(*, filled: bool = True) -> Workspace:
    """Return a store of invented families with their arrears, or with no arrear."""
    workspace = empty_workspace()
    add_rows(workspace, {
        "familles": [
            {"famille": f"P{n}", "matricule": f"{2104300 + n}", "nom": one.nom, "prenom": one.prenom,
             "date_naissance": f"19{70 + n}-03-12", "protection": "oui" if one.nom == "Picard" else "non"}
            for n, one in enumerate(_FILES)
        ],
    })  # fmt: skip
    workspace.agents.add_me("Durand", "Inès", "assistant_social")
    if filled:
        for rank, one in enumerate(_FILES, 1):
            _report(workspace, rank, one)
    return workspace


def _report(workspace: Workspace, famille: int, one: _File) -> None:
    reported, impayes, me = TODAY - one.days * _DAY, workspace.impayes, workspace.agents.me()
    saisie = ImpayeSaisie(
        famille, one.aide, reported, "locatif", True, one.bailleur, None, 51_200, 3_800, 21_000, one.dette,
        reported - 90 * _DAY, agent_id=me.id if me and famille % 2 else None,
    )  # fmt: skip
    ident = impayes.create(saisie, TODAY)
    for place, nature in enumerate(one.facts, 1):
        impayes.add_fact(ident, FaitSaisie(nature, reported + 12 * place * _DAY), TODAY)
    if one.months:
        first = add_months(date(2026, 11, 24), -one.paid - one.missed)
        signed = first - 25 * _DAY
        impayes.plan(ident, PlanSaisie("plan_negocie", signed, Mode.NOMBRE, one.months, first), TODAY)
        paid = one.paid * (one.dette // one.months)
        impayes.add_movement(ident, MouvementSaisie("paiement", TODAY - _DAY, paid, "La famille"), TODAY)


def _page(context: UiContext, *, filled: bool = True) -> tuple[MainWindow, ImpayesPage]:
    main, found = window_on(context, Opened(arrears_workspace(filled=filled)), "impayes", TODAY, (1366, 768))
    page = cast("ImpayesPage", found)
    settle(context)
    page.focus_cards()
    return main, page


def _board(context: UiContext) -> QWidget:
    return _page(context)[0]


def _list(context: UiContext) -> QWidget:
    main, page = _page(context)
    page.head.list.click()
    settle(context)
    return main


def _filters(context: UiContext) -> QWidget:
    main, page = _page(context)
    page.head.filters.setChecked(True)
    page.filters.late.click()
    QTest.qWait(300)
    settle(context)
    return main


def _empty(context: UiContext) -> QWidget:
    return _page(context, filled=False)[0]


_EXTRACTION = (
    "N° allocataire;Nom;Prénom;Date de naissance;Bailleur;Aide au logement;Dette;Téléphone",
    "2104300;Faure;Karim;12/03/1970;XL Habitat;ALF;1 120,00;0558000000",
    "2104304;Nguyen;Emma;12/03/1974;XL Habitat;APL;1 342,50;",
    "2104310;D'Artigues;Paul;12/03/1980;XL Habitat;APL;1 034,38;",
    "2104314;Garcia;Sofia;03/05/1990;XL Habitat;APL;780;",
    "2104305;Picard;Léa;12/03/1975;XL Habitat;APL;douze;",
    ";Roy;Denis;12/03/1972;Clairsienne;ALS;410,00;",
    "2104300;Faure;Karim;12/03/1970;XL Habitat;ALF;1 120,00;",
)


def _preview(context: UiContext) -> QWidget:
    main, page = _page(context)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "impayes-novembre.csv"
        path.write_text("\r\n".join(_EXTRACTION), encoding="utf-8")
        page.flow.panel.show_preview(arrears_workspace().extraction_impayes.preview(path, TODAY))
    page.flow.previewed.emit()
    return main


IMPAYES_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "impayes-tableau": ((1366, 768), _board),
    "impayes-liste": ((1366, 768), _list),
    "impayes-filtres": ((1366, 768), _filters),
    "impayes-extraction": ((1366, 768), _preview),
    "impayes-vide": ((1366, 768), _empty),
}
