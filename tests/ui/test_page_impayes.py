"""The board of arrears in the main window over a real encrypted store, worked from the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from program_profile import new_workspace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from stores import NOW
from window_fakes import ScriptedPrompts

from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.labels import plain
from caseapp.models import Agent, Famille, Impaye
from caseapp.services.impayes_rows import FaitSaisie, ImpayeSaisie, Mode, PlanSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.impayes import ImpayesPage
from caseapp.ui.pages.impayes_carte import CardModel

Key = Qt.Key
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 21)
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
NAMES = ("Adam", "Blanc", "Caron", "Dupont", "Nguyễn")


class Office:
    """The main window on the page, worked with real keys."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot) -> None:
        self.workspace, self.context, self.qtbot = workspace, context, qtbot
        self.navigator = Navigator(lambda: TODAY)
        self.main = MainWindow(Opened(workspace), context, self.navigator, lambda: NOW)
        qtbot.addWidget(self.main)
        self.main.resize(1366, 768)
        with qtbot.waitActive(self.main):
            self.main.show()
            self.main.activateWindow()
        self.main.show_page("impayes")
        page = self.main.page("impayes")
        assert isinstance(page, ImpayesPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=15_000)
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QtBot.keyClick(self.main.windowHandle(), key, held)
        self.settle()

    def search(self, text: str) -> None:
        self.press(Key.Key_F, CONTROL)
        QtBot.keyClicks(QApplication.focusWidget(), text)
        self.qtbot.waitUntil(lambda: self.page.head.filters.property("actif") is bool(text), timeout=5_000)
        self.settle()

    @property
    def card(self) -> str:
        """What a screen reader says of the card under the cursor."""
        column = self.page.board.focused()
        assert column is not None
        return str(column.list.currentIndex().data(SPOKEN))

    def cards(self) -> dict[str, list[str]]:
        return {
            column.etape.value: [one.famille for one in column.list.cards.cartes]
            for column in self.page.board.columns
            if not column.isHidden()
        }


def report(workspace: Workspace, famille: int, reported: date, **more: object) -> int:
    saisie = ImpayeSaisie(
        famille, "alf", reported, "locatif", True, more.pop("bailleur", "XL Habitat"), None, 51_200, 3_800,
        21_000, 128_400, **more,
    )  # fmt: skip
    return workspace.impayes.create(saisie, TODAY)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    found = new_workspace(tmp_path)
    with found._opening.store.write("tests") as session:
        session.add_all([
            Famille(reference=f"F{n}", nom=nom, matricule=f"210430{n}", protection=nom == "Caron")
            for n, nom in enumerate(NAMES)
        ])  # fmt: skip
    mine = found.agents.add_me("Durand", "Inès", "assistant_social").id
    with found._opening.store.write("tests") as session:
        session.add(Agent(code="A9", nom="Lacoste", metier="cesf"))
        session.flush()
        other = session.query(Agent).filter_by(code="A9").one().id
    report(found, 1, date(2026, 11, 18), agent_id=mine)
    report(found, 2, date(2026, 9, 1), agent_id=mine)
    report(found, 3, date(2026, 8, 1), agent_id=other, bailleur="Clairsienne")
    planned = report(found, 4, date(2026, 5, 1), agent_id=mine)
    found.impayes.add_fact(planned, FaitSaisie("information_ccapex", date(2026, 5, 20)), TODAY)
    found.impayes.add_fact(planned, FaitSaisie("contact", date(2026, 5, 12)), TODAY)
    plan = PlanSaisie("plan_negocie", date(2026, 11, 1), Mode.NOMBRE, 36, date(2026, 12, 5))
    found.impayes.plan(planned, plan, TODAY)
    asked = report(found, 5, date(2026, 6, 15), agent_id=mine, bailleur="Clairsienne")
    found.impayes.add_fact(asked, FaitSaisie("contact", date(2026, 7, 1)), TODAY)
    yield found
    found.close()


@pytest.fixture
def office(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Office:
    return Office(workspace, context, qtbot)


def test_a_journey_over_the_board_by_keyboard(office: Office) -> None:
    page = office.page
    page.focus_cards()
    assert office.cards() == {
        "Signalés": ["Blanc", "Caron", "Adam"], "Plan attendu": ["Nguyễn"], "Plan en cours": ["Dupont"],
        "Ccapex, suspension": [],
    }  # fmt: skip
    said = plain(page.header._sentence.text())
    assert "5 dossiers ouverts" in said
    assert "Nouvelles règles au 01/01/2027" in said
    assert office.card.startswith("Blanc")  # late and mine, before what is late and another's
    office.press(Key.Key_Down)
    first = office.card
    assert first.startswith("Caron, protégée, ALF, dette 1\u202f284,00\u00a0€")
    assert "retard de" in first
    assert "Clairsienne" not in first  # the landlord of a protected family tells where it lives

    office.press(Key.Key_Right)
    assert office.card.startswith("Nguyễn")
    office.press(Key.Key_Right)
    assert "36\u00a0×\u00a035,66\u00a0€\u00a0· 1re mensualité, à jour" in office.card
    office.press(Key.Key_Right)  # no card farther: the cursor stays
    assert office.card.startswith("Dupont")
    office.press(Key.Key_Left)
    office.press(Key.Key_Left)
    office.press(Key.Key_Home)
    assert office.card.startswith("Blanc")

    office.press(Key.Key_Return)
    assert page.dossier.vue is not None
    assert page.dossier.vue.famille == "Blanc"
    assert not page.header.isVisible()
    office.press(Key.Key_Escape)
    assert page.header.isVisible()
    assert office.card.startswith("Blanc")

    office.search("nguy")
    assert office.cards()["Plan attendu"] == ["Nguyễn"]
    assert office.cards()["Signalés"] == []
    office.press(Key.Key_Down)
    assert office.card.startswith("Nguyễn")
    page.filters.field.setFocus()
    office.press(Key.Key_Escape)
    assert len(office.cards()["Signalés"]) == 3


def test_filters_then_a_write_that_moves_a_card(office: Office) -> None:
    page = office.page
    page.focus_cards()
    QtBot.keyClicks(QApplication.focusWidget(), "c")
    assert page.filters.field.hasFocus()
    QtBot.keyClicks(QApplication.focusWidget(), "lairs")
    office.qtbot.waitUntil(lambda: office.cards()["Signalés"] == [], timeout=5_000)
    office.settle()
    assert office.cards()["Plan attendu"] == ["Nguyễn"], "the landlord of a protected family finds nothing"
    assert page.head.filters.accessibleName() == "Filtres, 1 filtre en place"
    page.filters.field.clear()
    page.filters.late.click()
    office.settle()
    assert office.cards()["Signalés"] == ["Blanc", "Caron"]
    page.filters.clear()
    office.settle()
    assert sum(map(len, office.cards().values())) == 5

    page.focus_cards()
    office.press(Key.Key_Home)
    assert office.card.startswith("Blanc")
    office.workspace.impayes.add_fact(2, FaitSaisie("contact", TODAY), TODAY)
    office.navigator.data_changed.emit()
    office.settle()
    assert office.cards()["Plan attendu"] == ["Nguyễn", "Blanc"]
    assert office.card.startswith("Blanc")


def test_the_list_orders_and_holds_closed_files(office: Office) -> None:
    page = office.page
    page.head.list.click()
    office.settle()
    model = page.list.table.model()
    assert model.index(0, 0).data() == "Nguyễn"
    page.list.table.sort_by(0)
    office.settle()
    assert [model.index(n, 0).data() for n in range(model.rowCount())] == [
        "Adam", "Blanc", "Caron", "Dupont", "Nguyễn",
    ]  # fmt: skip
    with office.workspace._opening.store.write("tests") as session:
        impaye = session.get(Impaye, 2)
        impaye.issue, impaye.date_issue = "resolu", date(2026, 11, 20)
    page.filters.show()
    page.filters.etape.choose(Etape.CLOS.name)
    office.settle()
    assert [model.index(n, 0).data() for n in range(model.rowCount())] == ["Blanc"]
    assert "Résolu le 20/11/2026" in {model.index(0, n).data() for n in range(model.columnCount())}
    page.list.focus_list()
    office.press(Key.Key_Return)
    assert page.dossier.vue is not None
    assert page.dossier.vue.famille == "Blanc"

    office.navigator.impaye_requested.emit(3)  # as another page asks
    office.settle()
    assert page.dossier.ident == 3
    assert page.dossier.isVisible()


def test_an_extraction_is_previewed_then_written(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "novembre.csv"
    path.write_text(
        "Matricule;Nom;Bailleur;Aide;Dette\r\n"
        "2104300;Adam;XL Habitat;ALF;1 300,00\r\n"
        "2104303;Dupont;XL Habitat;ALF;1284\r\n"
        "9999999;Garcia;XL Habitat;ALF;12\r\n",
        encoding="utf-8",
    )
    assert isinstance(office.context.prompts, ScriptedPrompts)
    office.context.prompts.answers.append(path)
    page = office.page
    page.head.importer.click()
    office.settle()
    sheet = next(one for one in office.main.findChildren(FormSheet) if one.isVisible())
    assert sheet.form.editor("jour") is not None
    office.press(Key.Key_S, CONTROL)
    office.qtbot.waitUntil(lambda: page.flow.panel.apercu is not None, timeout=10_000)
    office.settle()
    panel = page.flow.panel
    assert panel.isVisible()
    assert "1 dette changée" in panel._sentence.text()
    assert "1 famille inconnue" in panel._sentence.text()
    assert panel.write.text() == "Importer 1 ligne"

    at = [row for row in range(panel.rows.rowCount()) if panel.rows.row_at(row).nom == "Blanc"]
    panel.table.selectRow(at[0])  # open, absent from the extraction
    panel.table.setFocus()
    office.press(Key.Key_Space)
    assert panel.write.text() == "Importer 2 lignes"
    panel.write.click()
    office.qtbot.waitUntil(lambda: panel.apercu is None, timeout=10_000)
    office.settle()
    assert "1 dette relevée, 1 dossier résolu" in page.progress._sentence.text()
    assert office.cards()["Signalés"] == ["Caron", "Adam"]

    models = [column.list.cards for column in office.page.board.columns]
    assert all(isinstance(one, CardModel) for one in models)
    said = [str(one.index(row, 0).data(SPOKEN)) for one in models for row in range(one.rowCount())]
    assert len(said) == 4
    assert all("ALF" in one for one in said)

    office.page.filters.show()
    office.settle()
    assert unnamed(office.page) == []
    assert interpreted_labels(office.page) == []
    assert missed_by_tab(office.page) == []


def test_an_empty_board_says_what_it_is_for(tmp_path: Path, context: UiContext, qtbot: QtBot) -> None:
    workspace = new_workspace(tmp_path)
    office = Office(workspace, context, qtbot)
    assert office.page.header._sentence.text() == "Aucun dossier ouvert"
    assert not office.page.board.isVisible()
    workspace.close()
