"""The page Statistiques on the demonstration portfolio: the year, a list open, a filter, a small window."""

from collections.abc import Callable
from datetime import date

from demonstration_workspace import demonstration_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.statistiques import StatistiquesPage

YEAR_END = date(2017, 12, 31)
OPENED = "cibles.insertion.information_conseil"
Act = Callable[[StatistiquesPage], object]


def window(context: UiContext, *acts: Act) -> QWidget:
    """Return the window on the page, once it is filled and each act was done."""
    main, page = window_on(context, Opened(demonstration_workspace()), "statistiques", YEAR_END, SCREEN)
    assert isinstance(page, StatistiquesPage)  # noqa: S101 - the scene draws this page
    for act in (_nothing, *acts):
        act(page)
        settle(context)
        while page.chapters.is_filling:
            settle(context)
    return main


def _nothing(_page: StatistiquesPage) -> None:
    """Leave the page as it opens."""


def _open(address: str) -> Act:
    return lambda page: page.beside.go_to(address)


def _show(address: str) -> Act:
    return lambda page: page.chapters.reveal(address, focus=True)


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
    "statistiques-impayes": (SCREEN, lambda context: window(context, _open("impayes.plans.tenus_6_mois"))),
    "statistiques-rsa": (SCREEN, lambda context: window(context, _show("rsa_monoparents.freins.mobilite"))),
    "statistiques-logements": (SCREEN, lambda context: window(context, _open("indecence.logements_visites"))),
    "statistiques-aides": (
        SCREEN,
        lambda context: window(context, _open("aides.domaine.temps_libre.montant")),
    ),
    "statistiques-demandes": (SCREEN, lambda context: window(context, _open("aides.statut.en_attente"))),
    "statistiques-prets": (SCREEN, lambda context: window(context, _show("prets.accordes.nombre"))),
    "statistiques-vacances": (
        SCREEN,
        lambda context: window(context, _show("aides.type.amelioration_habitat.prets")),
    ),
    "statistiques-filtre": (SCREEN, lambda context: window(context, _filter, _month)),
    "statistiques-etroit": (SMALL, lambda context: window(context, _open(OPENED))),
}
"""Name of the picture → its size in logical pixels and what makes it."""
