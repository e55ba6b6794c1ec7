"""An arrears file in the main window over a real encrypted store, worked from the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from program_profile import new_workspace, texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from stores import NOW

from caseapp.domain.labels import plain
from caseapp.models import EtatImpaye, Famille, Impaye, Intervention, PlanApurement
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.impaye_dossier import DossierImpaye
from caseapp.ui.pages.impayes import ImpayesPage

Key = Qt.Key
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 21)


class Office:
    """The main window on the page of arrears, worked with real keys."""

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

    @property
    def dossier(self) -> DossierImpaye:
        return self.page.dossier

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=15_000)
            QApplication.processEvents()
        if QApplication.activeWindow() is None:  # offscreen, nobody does it when a list of answers goes
            self.main.activateWindow()
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        popup = QApplication.activePopupWidget()
        QtBot.keyClick(popup if popup is not None else self.main.windowHandle(), key, held)
        self.settle()

    @property
    def sheet(self) -> FormSheet:
        self.settle()
        return next(one for one in self.main.findChildren(FormSheet) if one.isVisible())

    def fill(self, **typed: str) -> None:
        for key, text in typed.items():
            self.sheet.form.editor(key).focus()
            QtBot.keyClick(QApplication.focusWidget(), Key.Key_A, CONTROL)
            QtBot.keyClicks(QApplication.focusWidget(), text)
            self.settle()

    def choose(self, key: str, wanted: str) -> None:
        self.sheet.form.editor(key).set_value(wanted)
        self.settle()

    def save(self) -> None:
        self.press(Key.Key_S, CONTROL)

    def problem(self, key: str) -> str:
        return self.sheet.form.boxes[key].problem

    def words(self) -> str:
        return texts_of(self.dossier).replace("\u00a0", " ").replace("\u202f", " ")

    def records(self, mapped: type) -> list:
        with self.workspace._opening.store.read() as session:
            return list(session.scalars(select(mapped).order_by(mapped.id)))


@pytest.fixture
def office(tmp_path: Path, context: UiContext, qtbot: QtBot) -> Iterator[Office]:
    workspace = new_workspace(tmp_path / "profil")
    workspace.agents.add_me("Durand", "Ines", "assistant_social")
    with workspace._opening.store.write("essai") as session:
        session.add_all([Famille(reference="F1", nom="Perrin"), Famille(reference="F2", nom="Garcia")])
    yield Office(workspace, context, qtbot)
    assert context.tasks.stop(), "workers use the store until they end"
    workspace.close()


def report(office: Office) -> None:
    """Report 1 284,00 euros, whose first term was not paid on 5 January."""
    office.page.add_record(None)
    office.fill(famille="Perr")
    office.press(Key.Key_Tab)
    office.choose("aide_logement", "alf")
    office.choose("tiers_payant", "oui")
    office.fill(bailleur="XL Habitat")
    office.press(Key.Key_Tab)
    office.fill(charges="38", montant_aide="210", dette="1284")
    assert "ne pourra pas" in office.sheet.form.boxes["loyer"].error_label.text()
    office.fill(loyer="512", premier_impaye="18/05/2026", date_signalement="17/05/2026")
    office.save()
    assert "avant le premier terme impay" in office.problem("date_signalement")
    office.fill(premier_impaye="05/01/2026")
    office.save()


def plan(office: Office) -> None:
    """Sign a plan of twelve months on 1 July, pay its first instalment."""
    office.press(Key.Key_L)
    office.fill(date_plan="01/07/2026", premiere="05/08/2026", nombre="37")
    office.save()
    assert "36 au plus" in office.problem("nombre")
    office.fill(nombre="12")
    said = texts_of(office.sheet).replace("\u00a0", " ")
    assert "12 mensualités de 107,00 €, du 05/08/2026 au 05/07/2027." in said
    office.save()
    assert "Plan en cours depuis le 01/07/2026 · plan négocié" in office.words()
    assert "4 mensualités manquées depuis le 05/08/2026 : il manque 428,00 €." in office.words()
    office.press(Key.Key_P)
    office.fill(montant="1284,01", jour="05/08/2026")
    office.save()
    assert "plus que la dette" in office.problem("montant")
    office.fill(montant="107")
    office.save()
    assert "3 mensualités manquées depuis le 05/09/2026 : il manque 321,00 €." in office.words()


def add_term(office: Office) -> None:
    """Add one more unpaid term, then correct it."""
    office.dossier.dette.table.setFocus()
    office.press(Key.Key_D)
    office.choose("type", "terme")
    office.fill(montant="340", jour="05/06/2026")
    office.save()
    assert "1 624,00 € dus au 21/11/2026" in office.words()
    office.dossier.dette.table.selectRow(0)
    office.press(Key.Key_Return)
    office.fill(montant="100")
    office.save()
    assert "1 384,00 € dus au 21/11/2026" in office.words()


def read_again(office: Office) -> None:
    """F5 shows what another window wrote in the meantime."""
    with office.workspace._opening.store.write("autre poste") as session:
        session.scalars(select(Impaye)).one().bailleur = "Ciliopée"
    assert "Ciliopée" not in office.words()
    office.press(Key.Key_F5)
    assert "Ciliopée" in office.words()


def type_plan(office: Office) -> None:
    """Type the instalments one by one, wrongly first."""
    office.dossier.dette.table.setFocus()
    office.press(Key.Key_L)
    office.choose("mode", "saisie")
    office.choose("mensualites", "05/12/2026 1000\n05/01/2027")
    office.save()
    assert "Ligne 2 : écrire une date et un montant" in office.problem("mensualites")
    office.choose("mensualites", "05/12/2026 1000\n05/01/2027 383")
    office.save()
    assert "font 1 383,00 €, la dette 1 384,00 €" in plain(office.problem("mensualites"))
    office.choose("mensualites", "05/12/2026 1000\n05/01/2027 384")
    office.save()
    assert "2 × 1 000,00 € · 1re mensualité" in office.words()


def correct_plan(office: Office) -> None:
    """Correct the plan just typed: it is there as it was, then its instalments are shared out again."""
    office.press(Key.Key_M)
    form = office.sheet.form
    assert [form.value(key) for key in ("montant", "date_plan", "date_effet")] == [138_400, TODAY, None]
    assert (form.value("mode"), form.value("mensualite")) == ("mensualite", 100_000)
    office.choose("mode", "saisie")
    assert form.value("mensualites") == "05/12/2026 1000,00\n05/01/2027 384,00"
    office.choose("mode", "nombre")
    office.fill(nombre="37")
    office.save()
    assert "36 au plus" in office.problem("nombre")
    office.fill(nombre="4", date_effet="01/12/2026")
    assert "4 mensualités de 346,00 €, du 05/12/2026 au 05/03/2027." in plain(texts_of(office.sheet))
    office.save()
    assert "4 × 346,00 € · 1re mensualité" in office.words()
    (made,) = office.records(PlanApurement)
    assert made.date_effet == date(2026, 12, 1)
    office.press(Key.Key_Z, CONTROL)
    assert "2 × 1 000,00 € · 1re mensualité" in office.words()
    office.press(Key.Key_M)
    office.fill(montant="1300")
    office.press(Key.Key_Escape)
    (draft,) = office.workspace.brouillons.list_rows()
    office.navigator.draft_requested.emit(draft)
    office.settle()
    assert office.sheet.form.value("montant") == 130_000
    office.fill(montant="1384")
    office.save()
    assert [(one.id, one.montant) for one in office.records(PlanApurement)] == [(made.id, 138_400)]


def keep_issue(office: Office) -> None:
    """Save the issue that the file has: its day comes with it, and nothing changes."""
    office.press(Key.Key_I)
    office.choose("issue", "sans_solution")
    assert office.sheet.form.value("date_issue") == TODAY
    office.choose("issue", "plan_en_cours")
    assert office.sheet.form.value("date_issue") == date(2026, 7, 1)
    office.save()
    assert office.records(EtatImpaye) == []
    assert "Plan en cours depuis le 01/07/2026" in office.words()


def test_a_file_from_its_report_to_its_end_by_keyboard(office: Office) -> None:
    report(office)
    assert office.dossier.dette.table.hasFocus()
    assert "dette 1 284,00 € ≥ 2 × (512,00 + 38,00 − 210,00) = 680,00 € le 17/05/2026" in office.words()
    assert "soit 170,00 € par mois au moins" in office.words()
    office.press(Key.Key_C)
    office.fill(jour="09/06/2026", commentaire="Appel")
    office.save()
    office.press(Key.Key_F)
    office.choose("nature", "saisine_fsl")
    office.fill(jour="12/06/2026")
    office.save()
    assert "09/06/2026, 23 j après le signalement" in office.words()
    assert [one.nature for one in office.dossier.vue.faits] == ["saisine_fsl", "contact"]

    plan(office)
    keep_issue(office)
    office.press(Key.Key_U)
    office.fill(date_rupture="06/10/2026", motif_rupture="Deux mensualites")
    office.save()
    assert "En cours depuis le 06/10/2026" in office.words()
    office.press(Key.Key_Z, CONTROL)
    assert "Plan en cours depuis le 01/07/2026" in office.words()
    office.press(Key.Key_R)
    office.fill(motif="Nouvel emploi", date_plan="12/10/2026", premiere="05/11/2026", nombre="2")
    office.save()
    assert "2 × 588,50 € · 1re mensualité" in office.words()
    assert "arrêté le 12/10/2026 : Nouvel emploi" in office.words()
    office.press(Key.Key_P)
    office.fill(montant="1177", jour="15/11/2026")
    office.save()
    assert "Plus rien n'est dû depuis le 15/11/2026" in office.words()
    office.press(Key.Key_I)
    office.choose("suite_logement", "maintien")
    office.save()
    assert "Résolu depuis le 15/11/2026" in office.words()
    (impaye,) = office.records(Impaye)
    assert (impaye.issue, impaye.procedure, impaye.suite_logement) == (
        "resolu", "plan_negocie", "maintien",
    )  # fmt: skip
    assert [one.issue for one in office.records(EtatImpaye)] == ["plan_en_cours"]
    assert [one.montant for one in office.records(PlanApurement)] == [128_400, 117_700]
    office.press(Key.Key_Escape)
    assert not office.dossier.isVisible()


def test_the_rest_of_a_file_its_drafts_and_what_if(office: Office) -> None:
    report(office)
    dossier = office.dossier
    assert unnamed(dossier) == []
    assert interpreted_labels(dossier) == []
    assert missed_by_tab(office.main) == []
    before = len(office.records(Impaye))
    dossier.simulation.form.editor("jour").focus()
    QtBot.keyClicks(QApplication.focusWidget(), "01/12/2026")
    office.press(Key.Key_Tab)
    QtBot.keyClicks(QApplication.focusWidget(), "30")
    office.settle()
    assert "Plan d'apurement : n'est plus attendu." in office.words()
    assert "un plan dure 36 mois au plus, soit 35,67 € par mois au moins" in office.words()
    assert len(office.records(Impaye)) == before

    dossier.dette.table.setFocus()
    office.press(Key.Key_A)
    office.choose("administratif", "nouveau")
    office.choose("social", "nouveau")
    office.fill(date_ouverture="09/06/2026")
    office.save()
    assert [one.nature for one in office.records(Intervention)] == [
        "information_conseil", "accompagnement_social",
    ]  # fmt: skip
    assert "Accompagnement social du 09/06/2026, impayé de loyer" in office.words()

    add_term(office)
    read_again(office)
    type_plan(office)
    correct_plan(office)
    dossier.dette.table.setFocus()
    office.press(Key.Key_P)
    office.fill(montant="12")
    office.press(Key.Key_Escape)
    (draft,) = office.workspace.brouillons.list_rows()
    assert draft.cle == "impaye.paiement.1"
    office.press(Key.Key_Escape)
    assert not dossier.isVisible()
    office.navigator.draft_requested.emit(draft)
    office.settle()
    assert dossier.isVisible()
    assert office.sheet.form.value("montant") == 1_200
    office.press(Key.Key_Escape)
    office.page.open_record(99)
    office.settle()
    assert "n'est plus dans la base" in office.words()
    assert "Perrin" not in office.words()
