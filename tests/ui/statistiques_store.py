"""A small portfolio whose 2017 figures are counted by hand, and the page Statistiques over it."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from portfolio_format import Portfolio, write_portfolio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from stores import AUTEUR, new_store

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource
from caseapp.security.key import StoreKey
from caseapp.services.profil import Opening, ProfilService
from caseapp.services.workspace import Workspace
from caseapp.store import Store
from caseapp.ui.context import UiContext
from caseapp.ui.navigation import PageEntry
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.statistiques import StatistiquesPage
from caseapp.ui.shell import Shell
from caseapp.ui.widgets.figure_view import FigureView

TODAY = date(2017, 12, 31)
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
_ACTION = {"type": "information_collective", "date_debut": "2017-03-01", "date_fin": "2017-04-01"}
PORTFOLIO: Portfolio = {
    "agents": [
        {"code": "TS01", "nom": "Durand", "prenom": "Léa", "metier": "cesf", "secteur": "Dax"},
        {"code": "TS02", "nom": "Petit", "metier": "assistant_social", "secteur": "Côte sud"},
    ],
    "lieux": [{"code": "DAX", "libelle": "Antenne de Dax", "code_commune": "40088"}],
    "familles": [
        {"famille": "F1", "nom": "O'Brien", "prenom": "Zoé", "code_commune": "40192"},
        {"famille": "F2", "nom": "Nguyễn", "prenom": "Maël", "code_commune": "40088", "protection": "oui"},
        {"famille": "F3", "nom": "=SOMME(A1)", "prenom": "@Inès", "code_commune": "40088"},
    ],
    "interventions": [
        {"reference": "I0", "famille": "F1", "motif": "separation", "nature": "accompagnement_social",
         "agent": "TS01", "date_ouverture": "2016-06-01", "date_cloture": "2016-12-31"},
        {"reference": "I1", "famille": "F1", "motif": "separation", "nature": "information_conseil",
         "agent": "TS01", "date_ouverture": "2017-01-05", "date_cloture": "2017-03-10"},
        {"reference": "I2", "famille": "F2", "motif": "impaye_loyer", "nature": "accompagnement_social",
         "agent": "TS02", "date_ouverture": "2017-02-01"},
        {"reference": "I3", "famille": "F3", "motif": "freins_emploi", "nature": "information_conseil",
         "agent": "TS01", "date_ouverture": "2017-02-15", "date_cloture": "2017-02-20"},
        {"reference": "I4", "famille": "F1", "motif": "separation", "nature": "accompagnement_social",
         "agent": "TS01", "date_ouverture": "2017-06-01", "date_cloture": "2017-12-31"},
    ],
    "rendez_vous": [
        {"reference": "R1", "famille": "F1", "intervention": "I1", "agent": "TS01", "date": "2017-01-10",
         "type": "entretien", "mode": "physique", "lieu": "DAX", "statut": "honore"},
        {"reference": "R2", "agent": "TS01", "date": "2017-02-03", "type": "rendez_vous_des_droits",
         "mode": "telephone", "statut": "honore"},
        {"reference": "R3", "famille": "F2", "agent": "TS02", "date": "2017-02-04", "type": "entretien",
         "mode": "physique", "statut": "absent"},
    ],
    "types_aide": [{"code": "mobilier", "libelle": "Mobilier", "domaine": "logement_habitat"}],
    "aides": [
        {"reference": "A1", "famille": "F1", "type_aide": "mobilier", "date_demande": "2017-01-01",
         "date_decision": "2017-01-31", "decision": "accord", "montant_subvention": "374.00"},
        {"reference": "A2", "famille": "F2", "type_aide": "mobilier", "date_demande": "2017-03-01",
         "date_decision": "2017-04-02", "decision": "accord_partiel", "montant_pret": "1000.00",
         "montant_subvention": "50.50"},
    ],
    "impayes": [
        {"reference": "P1", "famille": "F1", "aide_logement": "apl", "date_signalement": "2017-03-01",
         "cible_locale": "oui", "issue": "resolu", "date_issue": "2017-05-01"},
        {"reference": "P2", "famille": "F2", "aide_logement": "alf", "date_signalement": "2017-04-01",
         "cible_locale": "oui"},
    ],
    "actions_collectives": [
        {"reference": "C1", "participants": "12", **_ACTION},
        {"reference": "C2", "participants": "8", **_ACTION},
    ],
}  # fmt: skip
"""In 2017: 4 interventions of 3 families, 2 honoured appointments of 3, 2 aids, 20 participants."""


class StatistiquesStores:
    """Portfolios imported once; each test opens a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key, self._made = folder, StoreKey.random(), set[str]()

    def open(self, folder: Path, name: str, source: Callable[[Path], Path] | None) -> Workspace:
        """Open a copy of the portfolio of that name, written by `source` the first time; None: no record."""
        made = self._folder / name
        if name not in self._made:
            self._made.add(name)
            workspace = self._workspace(new_store(made, self._key.raw, COMMUNES.name), made)
            if source is not None:
                result = workspace.echange.import_path(source(made / "échange"))
                assert result.written, result.problems
            workspace.close()
        shutil.copy(made / "caseapp.base", folder / "caseapp.base")
        return self._workspace(Store.open(folder / "caseapp.base", self._key.raw, COMMUNES.name), folder)

    def small(self, folder: Path) -> Workspace:
        """Open the portfolio counted by hand."""
        return self.open(folder, "petit", lambda target: write_portfolio(target, PORTFOLIO))

    def demonstration(self, folder: Path) -> Workspace:
        """Open the portfolio that the program ships."""
        return self.open(folder, "landes", lambda _target: resource("demonstration/landes-2017.zip"))

    def _workspace(self, store: Store, folder: Path) -> Workspace:
        listes = load_nomenclatures(resource("nomenclatures.toml"))
        return Workspace(Opening(store, self._key), ProfilService(folder, COMMUNES, listes), AUTEUR, COMMUNES)


class StatistiquesWindow:
    """The page in a real window, with what one does in it."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot, today: date = TODAY) -> None:
        self.context, self.qtbot, self.workspace = context, qtbot, workspace
        self.navigator = Navigator(lambda: today)
        entries = [
            PageEntry("statistiques", "Statistiques", "Pilotage", "statistiques", self._make),
            PageEntry("autre", "Autre", "Pilotage", "familles", QWidget),
        ]
        self.shell = Shell(context.theme, entries)
        qtbot.addWidget(self.shell)
        self.resize(1366, 768)
        with qtbot.waitActive(self.shell):
            self.shell.show()
            self.shell.activateWindow()

    def _make(self) -> QWidget:
        return StatistiquesPage(self.workspace, self.context, self.navigator)

    @property
    def page(self) -> StatistiquesPage:
        page = self.shell.page("statistiques")
        assert isinstance(page, StatistiquesPage)
        return page

    def resize(self, width: int, height: int) -> None:
        self.shell.resize(width, height)

    def settle(self) -> None:
        """Wait for the figures and the list asked for."""
        self.qtbot.waitUntil(
            lambda: not self.context.tasks.is_busy and not self.page.chapters.is_filling, timeout=30_000
        )
        self.qtbot.wait(5)

    def view(self, address: str) -> FigureView:
        return next(view for view in self.page.chapters.views() if view.index_of(address).isValid())

    def text(self, address: str) -> str:
        """Return a figure as written in its table."""
        return plain(str(self.view(address).index_of(address).data()))

    def click(self, address: str) -> None:
        """Click on a figure, scrolled to."""
        self.page.chapters.reveal(address, focus=False)
        view = self.view(address)
        place: QPoint = view.visualRect(view.index_of(address)).center()
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.shell.windowHandle(), key, held)

    def said(self, root: QWidget | None = None) -> str:
        """Return every sentence on screen."""
        labels = (root or self.page).findChildren(QLabel)
        return plain("\n".join(label.text() for label in labels if label.isVisible()))

    def lines(self) -> list[list[str]]:
        """Return the list beside, as written."""
        table = self.page.records.table
        assert table is not None
        model = table.model()
        return [
            [plain(str(model.index(row, column).data())) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def titles(self) -> list[str]:
        table = self.page.records.table
        assert table is not None
        return [column.title for column in table.columns]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def header(window: StatistiquesWindow) -> tuple[str, str]:
    title, sentence = window.page.header.findChildren(QLabel)[:2]
    return plain(title.text()), plain(sentence.text())


def list_title(window: StatistiquesWindow) -> str:
    return plain(window.page.records.accessibleName())


Open = Callable[[Workspace], StatistiquesWindow]
"""Opens the page on a workspace, in a window of its own."""
