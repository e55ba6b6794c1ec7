"""The page Règlement intérieur over the shipped example of 2017."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from demonstration_workspace import empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.paths import resource
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.reglement import ReglementPage

TODAY = date(2017, 3, 15)
SCREEN = (1366, 768)
_LANDES = "landes-2017-exemple.toml"


@cache
def _workspace() -> Workspace:
    workspace = empty_workspace()
    service = workspace.reglements
    service.apply(service.preview(resource("reglements") / _LANDES).catalogue, TODAY)
    return workspace


def _window(context: UiContext, today: date, act: Callable[[ReglementPage], object]) -> QWidget:
    """Return the window on the page, once what it reads has come and `act` was done."""
    main, page = window_on(context, Opened(_workspace()), "reglement", today, SCREEN)
    assert isinstance(page, ReglementPage)  # noqa: S101 - the scene draws this page
    act(page)
    settle(context)
    return main


def _year(context: UiContext) -> QWidget:
    return _window(context, TODAY, lambda page: page.table.selectRow(3))


def _past(context: UiContext) -> QWidget:
    return _window(context, date(2018, 1, 8), lambda page: page.years.setCurrentText("2017"))


def _nothing(context: UiContext) -> QWidget:
    return _window(context, date(2018, 1, 8), lambda _page: None)


def _sheet(context: UiContext) -> QWidget:
    def act(page: ReglementPage) -> None:
        page.table.selectRow(7)
        page.table.activated_row.emit(None)

    return _window(context, TODAY, act)


def _preview(context: UiContext) -> QWidget:
    path: Path = resource("reglements") / "vacances-2025-exemple.toml"
    return _window(context, TODAY, lambda page: page.files.preview(path, 2017))


REGLEMENT_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "reglement": (SCREEN, _year),
    "reglement-passe": (SCREEN, _past),
    "reglement-vide": (SCREEN, _nothing),
    "reglement-aide": (SCREEN, _sheet),
    "reglement-import": (SCREEN, _preview),
}
