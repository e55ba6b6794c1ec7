"""The first page, over the demonstration portfolio."""

from collections.abc import Callable
from datetime import date

from demonstration_workspace import demonstration_workspace, empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.ui.context import UiContext
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.program import DEMONSTRATION_DAY

_WIDE, _NARROW = (1366, 768), (1000, 768)


def _day(context: UiContext, size: tuple[int, int]) -> MainWindow:
    main, _ = window_on(context, Opened(demonstration_workspace()), "accueil", DEMONSTRATION_DAY, size)
    return main


def _empty(context: UiContext) -> QWidget:
    main, _ = window_on(context, Opened(empty_workspace()), "accueil", date(2026, 11, 21), _WIDE)
    return main


def _large(context: UiContext) -> QWidget:
    """Write twice as large, on a laptop's screen."""
    context.theme.set_percent(200)
    return _day(context, _WIDE)


def _shortcuts(context: UiContext) -> QWidget:
    main = _day(context, _WIDE)
    main.show_shortcuts()
    return main


def _found(context: UiContext) -> QWidget:
    main = _day(context, _WIDE)
    main.top.search.setFocus()
    main.top.search.setText("mar")
    settle(context)
    return main


SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "accueil": (_WIDE, lambda context: _day(context, _WIDE)),
    "accueil-etroit": (_NARROW, lambda context: _day(context, _NARROW)),
    "accueil-vide": (_WIDE, _empty),
    "accueil-200": (_WIDE, _large),
    "raccourcis": (_WIDE, _shortcuts),
    "recherche": (_WIDE, _found),
}
