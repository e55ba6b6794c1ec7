"""The page Statistiques on the demonstration portfolio: the year, a list open, a filter, a small window."""

from collections.abc import Callable
from datetime import date

from demonstration_workspace import AUTHOR, demonstration_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from caseapp.ui.context import UiContext
from caseapp.ui.navigation import PageEntry
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.statistiques import StatistiquesPage
from caseapp.ui.shell import Shell

YEAR_END = date(2017, 12, 31)
OPENED = "cibles.insertion.information_conseil"
TURN = 20
Act = Callable[[StatistiquesPage], object]


def window(context: UiContext, *acts: Act) -> QWidget:
    """Return the window on the page, once it is filled and each act was done."""
    navigator = Navigator(lambda: YEAR_END)
    workspace = demonstration_workspace()
    entry = PageEntry(
        "statistiques", "Statistiques", "Pilotage", "statistiques",
        lambda: StatistiquesPage(workspace, context, navigator),
    )  # fmt: skip
    shell = Shell(context.theme, (entry,))
    shell.status.show_texts("Enregistré à 14:32", "", "Hors ligne, tout fonctionne", AUTHOR)
    shell.resize(*SCREEN)
    shell.show()
    page = shell.page("statistiques")
    assert isinstance(page, StatistiquesPage)  # noqa: S101 - the only page of this window
    for act in (_nothing, *acts):
        act(page)
        _settle(context, page)
    return shell


def _settle(context: UiContext, page: StatistiquesPage) -> None:
    QTest.qWait(TURN)
    while context.tasks.is_busy or page.chapters.is_filling:
        QTest.qWait(TURN)


def _nothing(_page: StatistiquesPage) -> None:
    """Leave the page as it opens."""


def _open(address: str) -> Act:
    return lambda page: page.beside.go_to(address)


def _filter(page: StatistiquesPage) -> None:
    page.filters_button.click()
    page.filters.boxes["secteur"].setCurrentIndex(1)


def _month(page: StatistiquesPage) -> None:
    page.picker.part.setCurrentText("Mars")


SCREEN, SMALL = (1366, 768), (1024, 700)
Scene = Callable[[UiContext], QWidget]
STATISTIQUES_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "statistiques": (SCREEN, lambda context: window(context, _open(OPENED))),
    "statistiques-annee": (SCREEN, window),
    "statistiques-aides": (
        SCREEN,
        lambda context: window(context, _open("aides.domaine.temps_libre.montant")),
    ),
    "statistiques-filtre": (SCREEN, lambda context: window(context, _filter, _month)),
    "statistiques-etroit": (SMALL, lambda context: window(context, _open(OPENED))),
}
"""Name of the picture → its size in logical pixels and what makes it."""
