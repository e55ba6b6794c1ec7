"""A late deadline followed with keys: from Accueil to its file, put off, back on Accueil; family, agenda."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from program_profile import PHRASE, new_acces, texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from stores import NOW
from window_fakes import ScriptedPrompts

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.models import Agent, Famille, Impaye
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.accueil import AccueilPage
from caseapp.ui.pages.agenda import AgendaPage
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.impayes import ImpayesPage
from caseapp.ui.tables.model import TableModel
from caseapp.ui.widgets.echeances_dossier import EcheancesPanel

Key = Qt.Key
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
REPORTED, PLAN = date(2026, 5, 17), "Plan d'apurement"


class Office:
    """The main window four days after a plan was due, worked with real keys."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot) -> None:
        self.workspace, self.context, self.qtbot = workspace, context, qtbot
        found = workspace.echeances.suivies(REPORTED, domaines=[Domaine.IMPAYES])
        self.due = next(one.jour for one in found if one.echeance.regle.libelle == PLAN)
        self.today = self.due + timedelta(days=4)
        self.main = MainWindow(Opened(workspace), context, Navigator(lambda: self.today), lambda: NOW)
        qtbot.addWidget(self.main)
        self.main.resize(1366, 768)
        with qtbot.waitActive(self.main):
            self.main.show()
            self.main.activateWindow()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=15_000)
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QtBot.keyClick(self.main.windowHandle(), key, held)
        self.settle()

    def tab_to(self, wanted: Callable[[QWidget], bool]) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _ in range(150):
            focused = QApplication.focusWidget()
            if focused is not None and wanted(focused):
                return
            QtBot.keyClick(self.main.windowHandle(), Key.Key_Tab)
        raise AssertionError("never reached with Tab")

    def show(self, key: str) -> QWidget:
        self.main.show_page(key)
        self.settle()
        return self.main.page(key)

    @property
    def accueil(self) -> AccueilPage:
        page = self.show("accueil")
        assert isinstance(page, AccueilPage)
        return page

    def told(self) -> list[str]:
        """Return what Accueil says of the plan."""
        model = self.accueil.due_table.model()
        lines = [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]
        return [line[0] for line in lines if PLAN in line]

    def late(self) -> str:
        """Return what the navigation says of the arrears."""
        return self.main.navigation._buttons["impayes"].accessibleName()

    @property
    def sheet(self) -> FormSheet:
        self.settle()
        return next(one for one in self.main.findChildren(FormSheet) if one.isVisible())

    @property
    def panel(self) -> EcheancesPanel:
        return next(one for one in self.main.findChildren(EcheancesPanel) if one.isVisible())


@pytest.fixture
def office(tmp_path: Path, context: UiContext, qtbot: QtBot) -> Iterator[Office]:
    """An arrear followed by the user, whose plan is four days late."""
    workspace, _code = new_acces(tmp_path / "profil").create(PHRASE)
    with workspace._opening.store.write("essai") as session:
        agent, famille = Agent(code="TS01", nom="Durand", metier="cesf"), Famille(reference="F1", nom="Roux")
        session.add_all([agent, famille])
        session.flush()
        session.add(
            Impaye(
                reference="I1", famille_id=famille.id, agent_id=agent.id, aide_logement="apl",
                secteur="locatif", tiers_payant=True, loyer=51_200, charges=3_800, montant_aide=21_000,
                dette=128_400, date_constitution=date(2026, 4, 1), date_signalement=REPORTED,
                bailleur="XL Habitat",
            )
        )  # fmt: skip
    workspace.agents.set_me(1)
    yield Office(workspace, context, qtbot)
    assert context.tasks.stop(), "workers use the store until they end"
    workspace.close()


def test_a_late_deadline_is_put_off_from_accueil_with_the_keyboard_and_comes_back_with_ctrl_z(
    office: Office,
) -> None:
    assert office.told() == ["en retard de 4 j"]
    before = office.late()
    page = office.accueil
    page.due_table.setFocus()
    rows = page.due_table.model()
    assert isinstance(rows, TableModel)
    place = next(row for row in range(rows.rowCount()) if rows.row_at(row).objet == PLAN)
    page.due_table.selectRow(place)
    office.press(Key.Key_Return)
    assert office.main.current_key == "impayes"
    assert "en retard de 4 j" in texts_of(office.panel)
    office.tab_to(lambda one: one.accessibleName().startswith(f"Reporter : {PLAN}"))
    office.press(Key.Key_Space)
    QtBot.keyClicks(QApplication.focusWidget(), "-1")
    office.press(Key.Key_S, CONTROL)
    assert office.sheet.form.boxes["motif"].problem
    office.sheet.form.editor("motif").focus()
    QtBot.keyClicks(QApplication.focusWidget(), "le bailleur doit repondre")
    office.press(Key.Key_S, CONTROL)
    assert "Choisissez un jour après" in office.sheet.form.boxes["reportee_au"].problem
    office.sheet.form.editor("reportee_au").focus()
    QtBot.keyClick(QApplication.focusWidget(), Key.Key_A, CONTROL)
    QtBot.keyClicks(QApplication.focusWidget(), "+10")
    office.press(Key.Key_S, CONTROL)
    until = office.today + timedelta(days=10)
    assert f"reportée au {until:%d/%m/%Y} : le bailleur doit repondre" in texts_of(office.panel)
    assert office.panel.isAncestorOf(QApplication.focusWidget())
    assert office.told() == []
    assert office.late() != before
    office.press(Key.Key_Z, CONTROL)
    assert office.told() == ["en retard de 4 j"]
    office.qtbot.waitUntil(lambda: office.late() == before, timeout=10_000)


def test_what_is_seen_then_done_is_folded_and_can_be_taken_back(office: Office) -> None:
    page = office.show("impayes")
    assert isinstance(page, ImpayesPage)
    page.open_record(1)
    office.settle()
    panel = office.panel
    assert unnamed(panel) == interpreted_labels(panel) == []
    office.tab_to(lambda one: one.accessibleName().startswith(f"Vu : {PLAN}"))
    office.press(Key.Key_Space)
    assert f"vue le {office.today:%d/%m/%Y}" in texts_of(panel)
    assert office.told() == ["en retard de 4 j"]
    office.show("impayes")
    office.tab_to(lambda one: one.accessibleName().startswith(f"Fait : {PLAN}"))
    office.press(Key.Key_Space)
    assert office.told() == []
    office.show("impayes")
    office.tab_to(lambda one: one is panel.fold)
    assert "faite" in panel.fold.text()
    office.press(Key.Key_Space)
    assert panel.fold.text() == "Masquer ce qui est fait"
    office.tab_to(lambda one: one.accessibleName().startswith(f"Remettre à faire : {PLAN}"))
    office.press(Key.Key_Space)
    assert office.told() == ["en retard de 4 j"]
    assert missed_by_tab(office.main) == []


def test_a_family_leads_to_its_files_and_begins_others(office: Office) -> None:
    page = office.show("familles")
    assert isinstance(page, FamillesPage)
    page.open_famille(1)
    office.settle()
    said = texts_of(page.fiche.header.deadlines)
    assert "En retard de 4 jours" in said
    assert "le bailleur conclut un plan d'apurement" in said
    office.tab_to(lambda one: one.accessibleName() == "Ouvrir : Impayé, En retard de 4 jours")
    office.press(Key.Key_Space)
    assert office.main.current_key == "impayes"
    assert office.panel.lines
    office.show("familles")
    page.fiche.tabs.setFocus()
    while page.fiche.tabs.tabText(page.fiche.tabs.currentIndex()) != "Logement 1":
        office.press(Key.Key_Right)
    office.tab_to(lambda one: one is page.fiche.logement.table)
    office.press(Key.Key_Return)
    assert office.main.current_key == "impayes"
    office.show("familles")
    office.tab_to(lambda one: one is page.fiche.logement.buttons[Domaine.IMPAYES])
    office.press(Key.Key_Space)
    assert office.main.current_key == "impayes"
    assert office.sheet.isVisible()


def test_the_agenda_shows_what_is_due_and_writes_it_without_a_name(office: Office, tmp_path: Path) -> None:
    prompts = office.context.prompts
    assert isinstance(prompts, ScriptedPrompts)
    office.today = office.due
    page = office.show("agenda")
    assert isinstance(page, AgendaPage)
    page.show_today()
    office.settle()
    blocks = [one for one in page.view._blocks.blocks if one.date == office.due]
    assert [(one.titre, one.detail, one.discret) for one in blocks] == [("Roux", PLAN, True)]
    prompts.answers.append(tmp_path / "agenda.ics")
    page.export_button.click()
    office.settle()
    written = (tmp_path / "agenda.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert f"Échéance : {PLAN} (impayé)" in written
    assert "Roux" not in written
    assert "Habitat" not in written
    page.view.setFocus()
    office.press(Key.Key_Home)
    office.press(Key.Key_Return)
    assert office.main.current_key == "impayes"
    assert "aujourd'hui" in texts_of(office.panel)
