"""The page Règles et délais: what is shipped, the rules of 2027, a file brought in, one refused."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from demonstration_workspace import empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.paths import resource
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.regles import ReglesPage

TODAY = date(2026, 11, 21)
SCREEN = (1366, 768)


@cache
def _workspace() -> Workspace:
    return empty_workspace()


def _window(context: UiContext, workspace: Workspace, act: Callable[[ReglesPage], object]) -> QWidget:
    """Return the window on the page, once what it reads has come and `act` was done."""
    main, page = window_on(context, Opened(workspace), "regles", TODAY, SCREEN)
    assert isinstance(page, ReglesPage)  # noqa: S101 - the scene draws this page
    act(page)
    settle(context)
    return main


def _former(context: UiContext) -> QWidget:
    return _window(context, _workspace(), lambda page: page.rules.selectRow(7))


def _next(context: UiContext) -> QWidget:
    def act(page: ReglesPage) -> None:
        page.sets.selectRow(1)
        page.rules.selectRow(3)

    return _window(context, _workspace(), act)


def _local(context: UiContext) -> QWidget:
    return _window(context, _workspace(), lambda page: page.sets.selectRow(2))


def _brought(context: UiContext) -> QWidget:
    return _with_file(context, 'version = "2026-11-21"', 'version = "2027-02"')


def _refused(context: UiContext) -> QWidget:
    return _with_file(context, 'delai = "2 mois"', 'delais = "2 mois"')


def _with_file(context: UiContext, old: str, new: str) -> QWidget:
    """Bring in the shipped rules of 2027 with one change."""
    text = (resource("regles") / "impayes-2027.toml").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "regles-caf.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

        def act(page: ReglesPage) -> None:
            page.sets.selectRow(1)
            page.bring_in((path,))
            settle(context)
            settle(context)

        return _window(context, empty_workspace(), act)


REGLES_SCENES = {
    "regles": (SCREEN, _former),
    "regles-2027": (SCREEN, _next),
    "regles-locales": (SCREEN, _local),
    "regles-remplacees": (SCREEN, _brought),
    "regles-refusees": (SCREEN, _refused),
}
