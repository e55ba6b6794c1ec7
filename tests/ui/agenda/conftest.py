from collections.abc import Iterator
from pathlib import Path

import pytest
from agenda_window import NOW, TODAY, AgendaWindow, week
from familles_store import FamilleStores
from pytestqt.qtbot import QtBot

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.agenda import AgendaPage


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> FamilleStores:
    return FamilleStores(tmp_path_factory.mktemp("agenda"))


@pytest.fixture
def workspace(stores: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    opened = week(stores, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[AgendaWindow]:
    yield AgendaWindow(workspace, context, Navigator(lambda: TODAY), qtbot)
    assert context.tasks.stop(), "workers use the store until they end"


@pytest.fixture
def page(window: AgendaWindow) -> AgendaPage:
    shown = window.show(lambda *given: AgendaPage(*given, now=lambda: NOW))
    assert isinstance(shown, AgendaPage)
    return shown
