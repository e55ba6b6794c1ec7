"""The main window for a picture: on a page, over a store, at a given day."""

from datetime import date, datetime

from demonstration_workspace import AUTHOR
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from caseapp.ui.context import UiContext
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator

STEP = 20
"""Milliseconds between two looks at what still runs."""


def window_on(
    context: UiContext, opened: Opened, key: str, today: date, size: tuple[int, int]
) -> tuple[MainWindow, QWidget]:
    """Return the window and its page, once what the page reads has come."""
    hour = datetime(today.year, today.month, today.day, 14, 32).astimezone()
    main = MainWindow(opened, context, Navigator(lambda: today), lambda: hour)
    main.status.show_texts("Enregistré à 14:32", "", "Hors ligne, tout fonctionne", AUTHOR)
    main.resize(*size)
    main.show()
    main.activateWindow()
    main.show_page(key)
    settle(context)
    return main, main.page(key)


def settle(context: UiContext) -> None:
    """Wait until no worker runs."""
    QTest.qWait(STEP)
    while context.tasks.is_busy:
        QTest.qWait(STEP)
