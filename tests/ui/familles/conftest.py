from collections.abc import Iterator
from pathlib import Path

import pytest
from familles_store import EMMA, TODAY, FamilleStores, famille_id
from familles_window import FamillesWindow, is_open
from pytestqt.qtbot import QtBot

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles import FamillesPage


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> FamilleStores:
    return FamilleStores(tmp_path_factory.mktemp("familles"))


@pytest.fixture
def workspace(stores: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    opened = stores.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def navigator() -> Navigator:
    return Navigator(lambda: TODAY)


@pytest.fixture
def page(
    context: UiContext, navigator: Navigator, workspace: Workspace, qtbot: QtBot
) -> Iterator[FamillesPage]:
    window = FamillesWindow(context, navigator, qtbot)
    yield window.show(workspace)
    window.close()


@pytest.fixture
def emma(page: FamillesPage, workspace: Workspace, qtbot: QtBot) -> FamillesPage:
    """Return the page on the Fiche of Emma."""
    page.open_famille(famille_id(workspace, EMMA))
    qtbot.waitUntil(lambda: is_open(page, "Nguyễn Emma"))
    return page
