"""Paiements et prêts in the main window over a real encrypted store, worked from the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from program_profile import button, new_workspace, texts_of
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from stores import NOW

from caseapp.models import Aide, Famille, MouvementPret, Paiement, PlanPret, TypeAide
from caseapp.services.paiements import PaiementSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.prets import PretsPage
from caseapp.ui.pages.prets_actions import AJOUTER, RETIRER, RETOUR

Key = Qt.Key
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TODAY, DECIDED = date(2026, 11, 21), date(2026, 3, 10)
GIFTS = ("Garcia", "Nguyễn", "O'Brien")


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
        self.main.show_page("prets")
        page = self.main.page("prets")
        assert isinstance(page, PretsPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=15_000)
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QtBot.keyClick(self.main.windowHandle(), key, held)
        self.settle()

    def write(self, text: str) -> None:
        QtBot.keyClicks(QApplication.focusWidget(), text)

    @property
    def sheet(self) -> FormSheet:
        self.settle()
        return next(one for one in self.main.findChildren(FormSheet) if one.isVisible())

    def fill(self, key: str, text: str) -> None:
        self.sheet.form.editor(key).focus()
        QtBot.keyClick(QApplication.focusWidget(), Key.Key_A, CONTROL)
        self.write(text)
        self.settle()

    def save(self) -> None:
        self.press(Key.Key_S, CONTROL)

    def show_loans(self) -> None:
        self.page.tabs.tabBar().setFocus()
        self.press(Key.Key_Right)
        self.page.loans.table.setFocus()
        self.settle()

    def words(self) -> str:
        return texts_of(self.page).replace("\u00a0", " ").replace("\u202f", " ")

    def records(self, mapped: type) -> list:
        with self.workspace._opening.store.read() as session:
            return list(session.scalars(select(mapped).order_by(mapped.id)))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three gifts planned on 18, 19 and 20 November, a loan paid, a refused request."""
    workspace = new_workspace(tmp_path / "profil")
    with workspace._opening.store.write("essai") as session:
        kind = TypeAide(code="EQUIP", libelle="Équipement ménager", domaine="logement_habitat")
        familles = [
            Famille(reference=f"F{n}", nom=nom, protection=nom == "Garcia" or None)
            for n, nom in enumerate((*GIFTS, "Œuvrard", "Perrin"))
        ]
        session.add_all([kind, *familles])
        session.flush()
        for n, famille in enumerate(familles):
            granted = n < 4
            session.add(
                Aide(
                    reference=f"A{n}", famille_id=famille.id, type_aide_id=kind.id, date_demande=DECIDED,
                    date_decision=DECIDED, decision="accord" if granted else "refus",
                    montant_subvention=40_000 if n < 3 else None, montant_pret=60_000 if n == 3 else None,
                )
            )  # fmt: skip
    for n in range(3):
        saisie = PaiementSaisie("subvention", 40_000, "famille", date(2026, 11, 20 + n))
        workspace.paiements.add(n + 1, saisie, TODAY)
    lent = PaiementSaisie("pret", 60_000, "famille", DECIDED, versement=DECIDED)
    workspace.paiements.add(4, lent, TODAY)
    yield workspace
    workspace.close()


@pytest.fixture
def office(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Office]:
    yield Office(workspace, context, qtbot)
    assert context.tasks.stop(), "workers use the store until they end"


def test_payments_are_ticked_and_paid_together_then_one_comes_back(office: Office) -> None:
    payments = office.page.payments
    assert payments.table.hasFocus()
    assert "3 paiements : 1 200,00 € · 1 en retard (400,00 €)" in office.words()
    for key in (Key.Key_Space, Key.Key_Down, Key.Key_Space):
        office.press(key)
    assert "2 cochés : 800,00 €" in office.words()
    office.press(Key.Key_V)
    assert "Verser 2 paiements : 800,00" in texts_of(office.sheet).replace("\u00a0", " ")
    office.fill("jour", "22/11/2026")
    office.save()
    assert "pas encore passée" in office.sheet.form.boxes["jour"].problem
    office.fill("jour", "20/11/2026")
    office.save()
    paid = [one for one in office.records(Paiement) if one.date_versement == date(2026, 11, 20)]
    assert len(paid) == 2
    assert "1 paiement : 400,00 €" in office.words()
    assert payments.table.hasFocus()
    payments.kind.choose("verses")
    office.settle()
    payments.table.selectRow(0)
    office.settle()
    office.page.panel.payments.selectRow(0)
    office.page.panel.buttons[RETOUR].click()
    office.fill("motif", "Compte clos")
    office.save()
    assert [one.motif for one in office.records(Paiement) if one.date_retour] == ["Compte clos"]
    assert "400,00 € revenus" in office.words()


def test_rows_are_ticked_by_mouse_then_planned_for_the_family(office: Office) -> None:
    for number in (1, 2, 3):
        office.workspace.paiements.cancel(number, TODAY, "Autre date", TODAY)
    payments = office.page.payments
    payments.kind.choose("a_prevoir")
    office.settle()
    QtBot.mouseClick(button(payments, "Tout cocher"), Qt.MouseButton.LeftButton)
    office.settle()
    assert "3 cochés : 1 200,00 €" in office.words()
    first = payments.table.visualRect(payments.model.index(0, 0)).center()
    QtBot.mouseClick(payments.table.viewport(), Qt.MouseButton.LeftButton, NONE, first)
    office.settle()
    assert "2 cochés : 800,00 €" in office.words()
    office.press(Key.Key_V)
    office.fill("jour", "01/12/2026")
    office.save()
    planned = [one for one in office.records(Paiement) if one.date_prevue == date(2026, 12, 1)]
    assert [one.montant for one in planned] == [40_000, 40_000]
    assert "1 forme d'aide à prévoir : 400,00 €" in office.words()


def test_a_loan_is_planned_repaid_delayed_and_settled_by_keyboard(office: Office) -> None:
    office.show_loans()
    assert "1 prêt : 600,00 € accordés · solde 600,00 € · dû à la Caf 600,00 €" in office.words()
    assert "Aucun échéancier n'est en vigueur." in office.words()
    office.press(Key.Key_E)
    office.write("0")
    office.save()
    assert "de 1 à 600 mois" in office.sheet.form.boxes["nombre"].problem
    office.fill("nombre", "6")
    office.fill("date_effet", "10/03/2026")
    office.fill("premiere", "05/07/2026")
    said = texts_of(office.sheet).replace("\u00a0", " ")
    assert "6 échéances de 100,00 €, du 05/07/2026 au 05/12/2026." in said
    office.save()
    assert "En retard de 500,00 € depuis le 05/07/2026 (139 j)." in office.words()
    office.press(Key.Key_R)
    office.fill("montant", "600,01")
    office.save()
    assert "dépasse le solde dû" in office.sheet.form.boxes["montant"].problem
    office.fill("montant", "450")
    office.save()
    assert "En retard de 50,00 € depuis le 05/11/2026 (16 j)." in office.words()
    office.press(Key.Key_E)
    office.sheet.form.editor("mode").set_value("mois")
    office.fill("mois", "2")
    office.save()
    assert "remplir" in office.sheet.form.boxes["motif"].problem
    office.fill("motif", "Perte d'emploi")
    office.save()
    assert [one.motif for one in office.records(PlanPret)] == [None, "Perte d'emploi"]
    assert "En retard de" not in office.words()
    office.press(Key.Key_S)
    office.save()
    assert [(one.type, one.montant) for one in office.records(MouvementPret)] == [
        ("remboursement", 45_000), ("remboursement_anticipe", 15_000),
    ]  # fmt: skip
    assert "Aucun prêt dans cette liste" in office.words()


def test_balances_are_seen_at_any_date(office: Office) -> None:
    office.workspace.prets.repay(4, 20_000, date(2026, 6, 1), TODAY)
    office.show_loans()
    office.press(Key.Key_F5)
    assert "Au 21/11/2026, 400,00 € dus à la Caf" in office.words()
    line = office.page.day.line
    line.setFocus()
    line.selectAll()
    office.write("31/05/2026")
    office.press(Key.Key_Return)
    assert "Au 31/05/2026, 600,00 € dus à la Caf" in office.words()
    line.selectAll()
    office.write("demain matin")
    office.press(Key.Key_Return)
    assert line.text() == "31/05/2026", "what cannot be read changes nothing"
    line.clear()
    office.press(Key.Key_Return)
    assert "Au 21/11/2026, 400,00 €" in office.words()


def test_a_family_is_looked_for_in_both_lists(office: Office) -> None:
    office.press(Key.Key_F, CONTROL)
    office.write("nguyen")
    office.settle()
    assert "1 paiement : 400,00 €" in office.words()
    assert "3 paiements à verser" in office.words(), "the sentence of the page is of all"
    assert office.page.loans.model.rowCount() == 0
    office.press(Key.Key_Return)
    assert office.page.payments.table.hasFocus()
    office.page.search.setText("nguyen perrin")
    office.settle()
    QtBot.mouseClick(button(office.page.payments, "Voir toutes les familles"), Qt.MouseButton.LeftButton)
    office.settle()
    assert office.page.payments.model.rowCount() == 3
    office.page.search.setText("oeuvr")
    office.settle()
    assert (office.page.payments.model.rowCount(), office.page.loans.model.rowCount()) == (0, 1)


def test_what_is_granted_is_planned_then_a_movement_is_taken_back(office: Office) -> None:
    office.workspace.paiements.cancel(1, TODAY, "RIB erroné", TODAY)
    moved = office.workspace.prets.repay(4, 20_000, date(2026, 6, 1), TODAY)
    office.page.payments.kind.choose("a_prevoir")
    office.settle()
    office.page.payments.table.setFocus()
    office.press(Key.Key_P)
    office.sheet.form.editor("destinataire").set_value("tiers")
    office.save()
    assert "remplir" in office.sheet.form.boxes["tiers"].problem
    office.fill("tiers", "Envie Landes")
    office.save()
    planned = office.records(Paiement)[-1]
    assert (planned.aide_id, planned.montant, planned.tiers) == (1, 40_000, "Envie Landes")
    office.navigator.pret_requested.emit(4)
    office.settle()
    office.page.panel.tabs.setCurrentIndex(2)
    office.page.panel.movements.selectRow(0)
    office.page.panel.buttons[RETIRER].click()
    office.settle()
    assert moved not in [one.id for one in office.records(MouvementPret)]


def test_any_aid_can_be_opened_whatever_its_state(office: Office) -> None:
    office.main.show_page("accueil")
    office.navigator.pret_requested.emit(5)
    office.settle()
    assert "Refus du 10/03/2026" in texts_of(office.page.panel)
    assert not office.page.panel.buttons[AJOUTER].isEnabled()
    assert office.page.payments.table.currentIndex() == QModelIndex()
    office.navigator.data_changed.emit()
    office.settle()
    assert "Refus du 10/03/2026" in texts_of(office.page.panel), "it stays"
    office.navigator.pret_requested.emit(4)
    office.settle()
    assert office.page.tabs.currentWidget() is office.page.loans
    assert "Œuvrard" in texts_of(office.page.panel)
    office.navigator.pret_requested.emit(999)
    office.settle()
    assert "n'est plus dans la base" in texts_of(office.page)
    assert unnamed(office.main) == [], "nothing is chosen"


@pytest.mark.parametrize(
    ("key", "title"),
    [("prets.echeancier.4", "Échéancier du prêt"), ("prets.annulation.2.2", "Annuler le paiement")],
)  # fmt: skip
def test_a_draft_of_the_page_is_taken_up_from_elsewhere(office: Office, key: str, title: str) -> None:
    office.workspace.brouillons.keep(key, "Prêt", {"motif": "Perte d'emploi"})
    office.main.show_page("accueil")
    office.navigator.draft_requested.emit(office.workspace.brouillons.list_rows()[0])
    office.qtbot.waitUntil(lambda: bool(office.main.findChildren(FormSheet)))
    assert title in texts_of(office.sheet)
    assert office.main.current_key == "prets"


def test_the_page_is_named_and_reached_by_tab(office: Office) -> None:
    office.show_loans()
    office.workspace.prets.repay(4, 20_000, date(2026, 6, 1), TODAY)
    office.press(Key.Key_F5)
    for rank in range(3):
        office.page.panel.tabs.setCurrentIndex(rank)
        assert unnamed(office.main) == []
        assert interpreted_labels(office.main) == []
        assert missed_by_tab(office.main) == []
