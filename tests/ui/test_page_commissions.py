"""Commissions in the main window over a real encrypted store: a whole session worked from the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from commission_store import NEXT, SITTING, CommissionFinder, fill
from program_profile import new_workspace, texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from stores import NOW

from caseapp.models import Aide
from caseapp.services.commission_rows import Cloture, DecisionSaisie, SeanceSaisie
from caseapp.services.commissions_sceau import check_seal
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.commissions import CommissionsPage
from caseapp.ui.pages.commissions_columns import AgendaModel
from caseapp.ui.pages.commissions_decider import ALL_DECIDED

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Office:
    """The main window on the page, worked with real keys, on the day of the first session."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot) -> None:
        self.workspace, self.context, self.qtbot = workspace, context, qtbot
        self.find = CommissionFinder(workspace._opening.store)
        self.main = MainWindow(Opened(workspace), context, Navigator(lambda: SITTING), lambda: NOW)
        qtbot.addWidget(self.main)
        self.main.resize(1366, 768)
        with qtbot.waitActive(self.main):
            self.main.show()
            self.main.activateWindow()
        self.main.show_page("commissions")
        page = self.main.page("commissions")
        assert isinstance(page, CommissionsPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=15_000)
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QtBot.keyClick(self.main.windowHandle(), key, held)
        self.settle()

    def type(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QtBot.keyClicks(QApplication.focusWidget(), text)

    def choose_reason(self, key: Qt.Key) -> None:
        """Answer the menu of the reasons of a refusal."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        QtBot.keyClick(QApplication.activePopupWidget(), key)
        self.settle()

    @property
    def model(self) -> AgendaModel:
        return self.page.session.model

    @property
    def here(self) -> str:
        line = self.page.session.table.current_line()
        return line.reference if line else ""

    @property
    def said(self) -> str:
        return self.page.session.notice.text()

    @property
    def sheet(self) -> FormSheet:
        return next(one for one in self.main.findChildren(FormSheet) if one.isVisible())

    def row(self, reference: str) -> list[str]:
        at = next(n for n, one in enumerate(self.model.lines) if one.reference == reference)
        return [self.model.cell_at(at, section).text for section in range(4, 8)]

    def aide(self, reference: str) -> Aide:
        return self.find.read(reference)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = new_workspace(tmp_path / "profil")
    fill(workspace._opening.store)
    yield workspace
    workspace.close()


@pytest.fixture
def office(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Office]:
    yield Office(workspace, context, qtbot)
    assert context.tasks.stop(), "workers use the store until they end"


@pytest.fixture
def sitting(office: Office) -> Office:
    """Return the office on the session of the day, its agenda made: A4, A1, A2, A3."""
    office.workspace.commissions.fill_agenda(office.find.seance("S1"))
    office.press(Key.Key_F5)
    office.press(Key.Key_Return)
    assert office.page.shown_seance == office.find.seance("S1")
    return office


def compose_agenda(office: Office) -> None:
    """Open the session of the day and put every complete request on its agenda."""
    assert office.page.list.table.hasFocus()
    office.press(Key.Key_Return)
    assert "Aucune demande à l'ordre du jour." in texts_of(office.page)
    office.page.session.agenda_wanted.emit()
    office.settle()
    assert office.page.composer.fill.hasFocus()
    assert "4 demandes complètes" in office.page.composer.fill.text()
    office.press(Key.Key_Space)
    assert [one.reference for one in office.model.lines] == ["A4", "A1", "A2", "A3"]


def close_session(office: Office) -> None:
    """Close it, what is put off going to the next one of its instance."""
    office.workspace.calendrier.save_session(None, SeanceSaisie("Fonds logement", date(2026, 12, 1)))
    office.page.close_button.setFocus()
    office.press(Key.Key_Space)
    office.press(Key.Key_S, CONTROL)
    seance = office.find.head("S1")
    assert seance.close_le is not None
    with office.workspace._opening.store.read() as session:
        assert check_seal(session, seance)
    assert office.aide("A2").seance_id == office.find.seance("S2"), "put off to the next session"
    assert not office.page.close_button.isVisible()
    assert [one.decision for one in office.model.lines] == [
        "accord",
        "accord_partiel",
        "ajournement",
        "refus",
    ]


def test_a_whole_session_by_keyboard(office: Office) -> None:
    compose_agenda(office)
    office.press(Key.Key_A)
    assert office.row("A4") == ["350,00", "Accord", "350,00", "0,00"]
    assert office.aide("A4").decision == "accord"
    office.press(Key.Key_Return)
    assert office.here == "A1"
    office.press(Key.Key_P)
    office.type("200")
    office.press(Key.Key_Tab)
    office.type("100,50")
    office.press(Key.Key_Return)
    assert office.row("A1") == ["480,00", "Accord partiel", "200,00", "100,50"]
    office.press(Key.Key_Return)
    office.press(Key.Key_J)
    office.press(Key.Key_M)
    office.type("Autre devis")
    office.press(Key.Key_S, CONTROL)
    assert office.aide("A2").motif_decision == "Autre devis"
    office.press(Key.Key_Return)
    assert office.here == "A3"
    office.press(Key.Key_R)
    office.choose_reason(Key.Key_2)
    assert office.row("A3")[1] == "Refus"
    assert office.aide("A3").motif_refus == "qf_superieur"
    office.press(Key.Key_Return)
    assert office.said == ALL_DECIDED
    assert office.page.session.totals.words["famille"] == "Décidé : 2 accords, 1 refus, 1 ajournement"
    close_session(office)


def test_a_line_of_the_budget_is_not_exceeded_unawares(sitting: Office) -> None:
    sitting.page.session.table.go_to(3)
    sitting.press(Key.Key_A)
    assert sitting.said.startswith("Cette décision dépasse la ligne Temps libre de 250,00")
    assert sitting.aide("A3").decision is None
    sitting.press(Key.Key_Escape)
    assert (sitting.said, sitting.here) == ("", "A3")
    sitting.press(Key.Key_A)
    sitting.press(Key.Key_Return)
    assert sitting.aide("A3").montant_subvention == 75_000
    assert "dépassée de 250,00" in sitting.page.session.budget.words[0]
    sitting.press(Key.Key_P)
    fields = sitting.page.session.decider.amounts.fields
    assert [field.isVisible() for field in fields.values()] == [True, False], "this aid is no loan"
    sitting.press(Key.Key_Escape)
    assert sitting.page.session.table.hasFocus()


def test_enter_on_another_line_confirms_nothing(sitting: Office) -> None:
    sitting.page.session.table.go_to(3)
    sitting.press(Key.Key_A)
    assert "dépasse la ligne Temps libre" in sitting.said
    sitting.press(Key.Key_Up)
    assert (sitting.said, sitting.here) == ("", "A2")
    sitting.press(Key.Key_Return)
    assert sitting.aide("A3").decision is None


def test_a_refused_decision_does_not_hide_the_next_one_of_its_line(sitting: Office) -> None:
    sitting.press(Key.Key_P)
    sitting.type("400")
    with sitting.workspace._opening.store.write_draft() as session:
        session.connection()  # the store is held: the first one, more than asked, cannot be refused yet
        for key in (Key.Key_Return, Key.Key_J):
            QtBot.keyClick(sitting.main.windowHandle(), key)
    sitting.settle()
    assert sitting.aide("A4").decision == "ajournement"
    assert sitting.row("A4") == ["350,00", "Ajournement", "", ""]
    assert not any(one.isVisible() for one in sitting.main.findChildren(FormSheet))


def test_an_amount_that_cannot_be_stays_to_be_corrected(sitting: Office) -> None:
    amounts = sitting.page.session.decider.amounts
    sitting.press(Key.Key_P)
    for typed, sentence in (
        ("douze", "montant illisible"), ("-5", "pas être négatif"), ("0", "Un accord a un montant"),
    ):  # fmt: skip
        sitting.type(typed)
        sitting.press(Key.Key_Return)
        assert sentence in sitting.said
        assert amounts.fields["subvention"].hasFocus()
        assert sitting.row("A4")[1] == "A · P · R · J"
        amounts.fields["subvention"].selectAll()
    sitting.type("400")
    sitting.press(Key.Key_Return)
    assert "50,00\u00a0€ de plus que demandé" in sitting.said
    sitting.type("Livraison comprise")
    sitting.press(Key.Key_S, CONTROL)
    kept = sitting.aide("A4")
    assert (kept.decision, kept.montant_subvention, kept.motif_decision) == (
        "accord", 40_000, "Livraison comprise",
    )  # fmt: skip
    assert sitting.row("A4")[1] == "Accord"


def test_a_decision_is_taken_back_and_undone(sitting: Office) -> None:
    sitting.press(Key.Key_A)
    sitting.press(Key.Key_Delete)
    assert sitting.aide("A4").decision == "en_attente"
    sitting.press(Key.Key_Z, CONTROL)
    assert sitting.aide("A4").decision == "accord"
    assert sitting.row("A4")[1] == "Accord", "the page shows what was undone"
    assert sitting.here == "A4"


def test_a_sealed_decision_is_rectified_and_shown_so(sitting: Office) -> None:
    office, commissions = sitting, sitting.workspace.commissions
    commissions.decide(office.find.aide("A4"), DecisionSaisie("accord", None, 35_000))
    commissions.close(office.find.seance("S1"), Cloture(reste="retirer"), SITTING)
    office.press(Key.Key_F5)
    office.press(Key.Key_A)
    assert office.row("A4") == ["350,00", "Accord", "350,00", "0,00"]
    office.press(Key.Key_Return)
    form = office.sheet.form
    form.set_values({"decision": "accord_partiel", "subvention": 20_000})
    form.editor("motif").set_value("Montant mal recopié")
    office.press(Key.Key_S, CONTROL)
    assert office.row("A4") == ["350,00", "Partiel rectifié", "200,00", "0,00"]
    assert "Accord, 350,00\u00a0€ en subvention → Accord partiel, 200,00\u00a0€ en subvention" in texts_of(
        office.page
    )
    office.press(Key.Key_Z, CONTROL)
    assert office.aide("A4").montant_subvention == 20_000


def test_an_incomplete_request_is_forced_and_tab_goes_round(sitting: Office) -> None:
    sitting.page.session.agenda_wanted.emit()
    sitting.settle()
    sitting.page.composer.table.setFocus()
    sitting.press(Key.Key_Return)
    sitting.press(Key.Key_Escape)
    assert [one.reference for one in sitting.model.lines][-1] == "A5"
    sitting.page.session.table.go_to(4)
    assert "Demande incomplète" in texts_of(sitting.page)
    assert unnamed(sitting.main) == []
    assert interpreted_labels(sitting.main) == []
    assert not (missed_by_tab(sitting.main) and missed_by_tab(sitting.main)), "a page may grow at first"


def test_requests_forced_in_a_row_all_enter(office: Office) -> None:
    office.press(Key.Key_Return)
    office.page.session.agenda_wanted.emit()
    office.settle()
    office.page.composer.table.setFocus()
    with office.workspace._opening.store.write_draft() as session:
        session.connection()  # the store is held: none is written before the last one is asked
        for key in (Key.Key_Return, Key.Key_Down) * 3:
            QtBot.keyClick(office.main.windowHandle(), key)
    office.settle()
    assert {one.reference for one in office.model.lines} == {"A4", "A1", "A2"}


def test_a_year_is_proposed_and_a_session_removed(office: Office) -> None:
    (instance,) = office.workspace.calendrier.instances()
    office.page.buttons.calendar_wanted.emit(instance, 2026)
    office.settle()
    assert "Férié : Fête nationale. Choisissez un autre jour, ou laissez vide." in texts_of(office.sheet)
    office.press(Key.Key_S, CONTROL)
    held = {one.date: one for one in office.workspace.commissions.list_seances(2026)}
    assert len(held) == 23
    assert date(2026, 7, 14) not in held
    office.page.list.removed.emit(held[NEXT])
    office.settle()
    assert NEXT not in {one.date for one in office.workspace.commissions.list_seances(2026)}
    office.page.buttons.session_wanted.emit()
    office.settle()
    office.sheet.form.editor("lieu").set_raw("Salle des Pins")
    office.press(Key.Key_Escape)
    (draft,) = office.workspace.brouillons.list_rows()
    office.main.show_page("accueil")
    office.main._navigator.draft_requested.emit(draft)
    office.settle()
    assert office.page.isVisible()
    assert office.sheet.form.value("lieu") == "Salle des Pins"
