"""The page Offres de contact over a store of invented families, at a day when some offers are late."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from demonstration_workspace import Rows, add_rows, empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.campagne import Campagne
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.offres import OffresPage

TODAY = date(2026, 11, 21)
_NOMS = ("Nguyễn", "O'Brien", "Aït-Ahmed", "Lefèvre", "D'Artigues", "Œuvrard", "Garcia", "Petit", "Moreau")
_PRENOMS = ("Emma", "Maël", "Inès", "Louise", "Paul", "Hélène", "Sofia", "Hugo", "Alice", "Chloé", "Nadia")
_MOTIFS = ("separation", "separation", "impaye_loyer", "naissance_multiple", "separation", "deces_conjoint")
_ESSAIS = (
    (), (("telephone", "infructueux"),), (), (("telephone", "infructueux"), ("telephone", "message")),
    (("telephone", "joint"),), (),
)  # fmt: skip


def _rows() -> Rows:
    people = [
        {
            "famille": f"P{n}", "matricule": f"{1904200 + 37 * n}", "nom": _NOMS[n * 5 % 9],
            "prenom": _PRENOMS[n * 7 % 11], "telephone": f"06123456{n:02}", "code_commune": "40088",
            "courriel": f"famille{n}@exemple.fr", "protection": "oui" if n == 3 else "non",
            "date_naissance": f"19{70 + n}-05-02",
        }
        for n in range(24)
    ]  # fmt: skip
    offers, attempts = [], []
    for n in range(22):
        motif, day = _MOTIFS[n % 6], TODAY - timedelta(days=3 + n)
        offers.append({
            "reference": f"O{n}", "famille": f"P{n}", "motif": motif, "date_offre": day.isoformat(),
            "campagne": "Séparations novembre" if motif == "separation" else "",
            "reponse": "acceptee" if n % 7 == 6 else "refusee" if n % 11 == 10 else "",
            "date_reponse": TODAY.isoformat() if n % 7 == 6 or n % 11 == 10 else "",
        })  # fmt: skip
        for rank, (canal, resultat) in enumerate(_ESSAIS[n % 6]):
            when = day + timedelta(days=1 + rank)
            attempts.append({
                "offre": f"O{n}", "date": when.isoformat(), "canal": canal, "resultat": resultat,
            })  # fmt: skip
    return {
        "agents": [{"code": "TS01", "nom": "Lacoste", "prenom": "Inès", "metier": "cesf"}],
        "familles": people, "offres_contact": offers, "tentatives_contact": attempts,
    }  # fmt: skip


@cache
def _workspace() -> Workspace:
    workspace = empty_workspace()
    add_rows(workspace, _rows())
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    workspace.offres.set_service_phone("05 58 00 00 00")
    return workspace


def window(context: UiContext, workspace: Workspace, act: Callable[[OffresPage], object]) -> QWidget:
    """Return the window on the page, once what it reads has come and `act` was done."""
    main, page = window_on(context, Opened(workspace), "offres", TODAY, SCREEN)
    assert isinstance(page, OffresPage)  # noqa: S101 - the scene draws this page
    settle(context)
    act(page)
    settle(context)
    return main


def _nothing(_page: OffresPage) -> None:
    """Leave the page as it opens."""


def _choose(rank: int) -> Callable[[OffresPage], None]:
    return lambda page: page.view.table.selectRow(rank)


def _preview(page: OffresPage) -> None:
    lines = (
        "N° allocataire;Nom;Prénom;Date de naissance;Téléphone;Date de séparation;Secteur",
        "1904200;Nguyen;Emma;02/05/1970;;12/11/2026;Dax",
        "1905051;Moreau;Louise;;;10/11/2026;Dax",
        ";Obrien;Hugo;02/05/1972;;11/11/2026;Dax",
        "1908800;Lavigne;Zoé;14/07/1991;612345678;10/11/2026;Tarnos",
        "1908801;Bernès;Malo;03/03/1986;698765432;09/11/2026;Tarnos",
        "1908801;Bernès;Malo;03/03/1986;698765432;09/11/2026;Tarnos",
        ";Martin;Paul;31/02/1990;;09/11/2026;Dax",
    )
    with tempfile.TemporaryDirectory(prefix="caseapp-images-") as folder:
        path = Path(folder) / "separations-novembre.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        preview = _workspace().campagnes.preview(path, Campagne("Novembre", "separation", TODAY), TODAY)
    page.flow.panel.show_preview(preview)
    page.flow.previewed.emit()


SCREEN, SMALL = (1366, 768), (1024, 700)
Scene = Callable[[UiContext], QWidget]
OFFRES_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "offres": (SCREEN, lambda context: window(context, _workspace(), _choose(1))),
    "offres-protegee": (SCREEN, lambda context: window(context, _workspace(), _choose(16))),
    "offres-etroit": (SMALL, lambda context: window(context, _workspace(), _choose(2))),
    "offres-vide": (SCREEN, lambda context: window(context, empty_workspace(), _nothing)),
    "offres-campagne": (SCREEN, lambda context: window(context, _workspace(), _preview)),
    "offres-nouvelle": (SCREEN, lambda c: window(c, _workspace(), lambda page: page.add_campaign())),
    "offres-acceptee": (
        SCREEN, lambda c: window(c, _workspace(), lambda page: page.view.answers.buttons["a"].click())
    ),
}  # fmt: skip
"""Name of the picture → its size in logical pixels and what makes it."""
