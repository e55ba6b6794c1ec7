"""The page of the reported dwellings and its sheets, over the demonstration portfolio."""

from collections.abc import Callable

from demonstration_workspace import demonstration_workspace, empty_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.demonstration_jour import DAY
from caseapp.services.logements_rows import Etape
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.logements import LogementsPage
from caseapp.ui.pages.logements_actions import CONSTAT, PROLONGER

_SHEET = 150
"""Milliseconds for a sheet to be laid out."""
SCREEN, SMALL = (1366, 768), (1024, 700)
Act = Callable[[LogementsPage], object]


def _page(context: UiContext, workspace: Workspace, *acts: Act) -> QWidget:
    main, page = window_on(context, Opened(workspace), "logements", DAY, SCREEN)
    assert isinstance(page, LogementsPage)  # noqa: S101
    page.view.focus_list()
    for act in acts:
        act(page)
        settle(context)
        QTest.qWait(_SHEET)
        settle(context)
    return main


def _stage(etape: Etape) -> Act:
    return lambda page: page.view.filters.stages[etape].click()


def _down(page: LogementsPage) -> None:
    bar = page.panel.verticalScrollBar()
    bar.setValue(bar.maximum())


def _demonstration(*acts: Act) -> Callable[[UiContext], QWidget]:
    return lambda context: _page(context, demonstration_workspace(), *acts)


_WITHHELD = _stage(Etape.CONSERVEE)
Scene = Callable[[UiContext], QWidget]
LOGEMENTS_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "logements": (SCREEN, _demonstration()),
    "logements-conservee": (SCREEN, _demonstration(_WITHHELD)),
    "logements-bas": (SCREEN, _demonstration(_WITHHELD, _down)),
    "logements-etroit": (SMALL, _demonstration(_WITHHELD)),
    "logements-signaler": (SCREEN, _demonstration(lambda page: page.desk.open())),
    "logements-constat": (SCREEN, _demonstration(lambda page: page.view.buttons[CONSTAT].click())),
    "logements-prolonger": (
        SCREEN,
        _demonstration(_WITHHELD, lambda page: page.view.buttons[PROLONGER].click()),
    ),
    "logements-vide": (SCREEN, lambda context: _page(context, empty_workspace())),
}
"""Name of the picture → its size in logical pixels and what makes it."""
