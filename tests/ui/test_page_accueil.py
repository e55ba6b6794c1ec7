"""The first page: each line and each figure opens what it speaks of."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from program_profile import CANARY, texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from running_program import Running

from caseapp.models import RendezVous
from caseapp.services.saisie import Genre, Saisie
from caseapp.ui.pages.accueil import AccueilPage
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.statistiques import StatistiquesPage

Settle = Callable[[], None]
Key = Qt.Key


@pytest.fixture
def settle(running: Running) -> Settle:
    def wait() -> None:
        running.qtbot.wait(5)
        running.qtbot.waitUntil(lambda: not running.program.context.tasks.is_busy, timeout=20_000)
        running.qtbot.wait(5)

    return wait


@pytest.fixture
def page(running: Running, settle: Settle) -> AccueilPage:
    """Return the page after two meetings of mine this year, and one of a colleague's."""
    work, today = running.workspace, running.main._navigator.today()
    work.agents.add_me("Dupouy", None, "cesf")
    work.saisie.record(Saisie(Genre.ENTRETIEN, today, famille_id=2), today)
    work.agents.add_me("Lacoste", "Lea", "cesf")
    for famille in (1, 2):
        work.saisie.record(Saisie(Genre.ENTRETIEN, today, famille_id=famille), today)
    running.main._navigator.data_changed.emit()
    running.main.show_page("accueil")
    settle()
    shown = running.main.page("accueil")
    assert isinstance(shown, AccueilPage)
    return shown


def test_a_figure_opens_the_records_that_it_counts(
    running: Running, page: AccueilPage, settle: Settle
) -> None:
    card = page.figures["rendez_vous.total"]
    assert card.value.text() == "2"
    running.qtbot.mouseClick(card.value, Qt.MouseButton.LeftButton)
    settle()
    figures = running.main.page("statistiques")
    assert isinstance(figures, StatistiquesPage)
    assert running.main.current_key == "statistiques"
    running.qtbot.waitUntil(lambda: figures.records.records is not None, timeout=10_000)
    listed = figures.records.records
    assert listed is not None
    assert (listed.address, len(listed.records)) == ("rendez_vous.total", 2)
    assert "Lacoste" in texts_of(figures.header)


def test_what_is_missing_lists_its_records_and_enter_opens_the_family(
    running: Running, page: AccueilPage, settle: Settle
) -> None:
    today = running.main._navigator.today()
    me = running.workspace.agents.me()
    assert me is not None
    day = max(date(today.year, today.month, 1), today - timedelta(days=1))
    with running.workspace._opening.store.write("tests") as session:
        session.add(
            RendezVous(
                reference="R9", famille_id=1, agent_id=me.id, date=day, type="entretien", statut="honore",
                a_completer=True,
            )
        )  # fmt: skip
    page.refresh()
    settle()
    (line,) = [one for one in page.missing.findChildren(QPushButton) if one.isVisible()]
    running.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert page.due_table.model().rowCount() == 1
    running.press(Key.Key_Return)
    settle()
    familles = running.main.page("familles")
    assert isinstance(familles, FamillesPage)
    running.qtbot.waitUntil(familles.fiche.isVisible)
    assert CANARY in familles.fiche.accessibleName()
