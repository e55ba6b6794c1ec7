from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import missed_by_tab, unnamed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from statistiques_store import StatistiquesStores
from watchdog import Watchdog

from caseapp.domain.filters import Perimetre
from caseapp.services.perimetre import Choice, Choices
from caseapp.services.workspace import Workspace
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.filter_panel import FilterPanel

NOTHING = Choices((), (), (), (), (), ())


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> StatistiquesStores:
    return StatistiquesStores(tmp_path_factory.mktemp("filtres"))


@pytest.fixture
def workspace(stores: StatistiquesStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.small(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def panel(workspace: Workspace, theme: Theme, qtbot: QtBot) -> Iterator[FilterPanel]:
    window, panel = QWidget(), FilterPanel(theme)
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(panel)
    panel.set_choices(workspace.perimetre.choices())
    window.resize(1100, 140)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield panel  # noqa: PT022 - the window lasts as long as this frame


@pytest.fixture
def told(panel: FilterPanel) -> list[Perimetre]:
    found: list[Perimetre] = []
    panel.perimetre_changed.connect(found.append)
    return found


def offered(panel: FilterPanel, key: str) -> list[str]:
    box = panel.boxes[key]
    return [box.itemText(number) for number in range(box.count())]


def test_it_offers_what_the_store_holds(panel: FilterPanel) -> None:
    assert offered(panel, "agent") == ["Tous", "TS01 · Durand Léa", "TS02 · Petit"]
    assert offered(panel, "secteur") == ["Tous", "Côte sud", "Dax"]
    assert offered(panel, "lieu") == ["Tous", "Antenne de Dax"]
    assert offered(panel, "commune") == ["Toutes", "Dax", "Mont-de-Marsan"]
    assert panel.perimetre() == Perimetre()
    assert unnamed(panel) == []
    assert missed_by_tab(panel.window()) == []


def test_keys_choose_and_the_link_clears(
    panel: FilterPanel, told: list[Perimetre], workspace: Workspace
) -> None:
    assert not panel.clear_link.isEnabled()
    QTest.keyClick(panel.boxes["agent"], Qt.Key.Key_Down)
    QTest.keyClicks(panel.boxes["commune"], "Dax")
    assert told == [Perimetre(agent="TS01"), Perimetre(agent="TS01", commune="40088")]
    assert panel.count == 2
    assert workspace.perimetre.filters(told[-1]).label == "agent TS01 · Durand Léa, commune Dax"
    panel.clear_link.click()
    assert told[-1] == Perimetre()
    assert panel.count == 0
    panel.clear()
    assert len(told) == 3, "nothing to clear, nothing told"


def test_new_choices_keep_what_is_chosen(
    panel: FilterPanel, told: list[Perimetre], workspace: Workspace
) -> None:
    panel.boxes["motif"].choose("energie")
    panel.set_choices(workspace.perimetre.choices())
    assert panel.perimetre() == Perimetre(motif="energie")
    assert len(told) == 1


def test_a_choice_that_has_gone_is_given_up_and_told(panel: FilterPanel, told: list[Perimetre]) -> None:
    panel.boxes["agent"].choose("TS02")
    panel.set_choices(NOTHING)
    assert told[-1] == Perimetre()
    assert not panel.boxes["agent"].isEnabled()


def test_showing_a_choice_tells_nothing(panel: FilterPanel, told: list[Perimetre]) -> None:
    panel.choose(Perimetre(secteur="Dax", motif="inconnu"))
    assert panel.perimetre() == Perimetre(secteur="Dax")
    assert told == []
    assert panel.clear_link.isEnabled()


def test_fields_stand_under_one_another_where_it_is_narrow(panel: FilterPanel, theme: Theme) -> None:
    def rows() -> int:
        return len({box.parentWidget().y() for box in panel.boxes.values()})

    assert rows() == 1
    panel.window().resize(700, 200)
    QTest.qWait(10)
    assert rows() == 2
    theme.set_percent(200)
    QTest.qWait(10)
    assert rows() == 3
    for label in panel.findChildren(QLabel):
        assert label.wordWrap() or label.width() >= label.sizeHint().width() - 1, label.text()


def test_every_commune_of_france_is_offered_without_blocking(panel: FilterPanel, watchdog: Watchdog) -> None:
    communes = tuple(Choice(f"{number:05}", f"Commune {number:05}") for number in range(35_000))
    watchdog.restart()
    QTest.qWait(20)
    panel.set_choices(Choices((), (), (), communes, (), ()))
    QTest.qWait(20)
    panel.boxes["commune"].choose("34567")
    QTest.qWait(20)
    watchdog.check("offering 35 000 communes")
    assert panel.perimetre() == Perimetre(commune="34567")
