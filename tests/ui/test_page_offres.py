"""Offres de contact in the main window over a real encrypted store, worked from the keyboard day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from program_profile import button, new_workspace, texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from stores import NOW
from window_fakes import ScriptedPrompts

from caseapp.models import Agent, EntreeJournal, Famille, OffreContact, RendezVous, TentativeContact
from caseapp.services.campagne import Decision
from caseapp.services.offres import OffreRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.offres import OffresPage

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
START = date(2026, 11, 2)
PEOPLE = ("Nguyễn", "O'Brien", "Perrin", "Œuvrard", "Garcia")


class Day:
    """The day of the office, which moves."""

    def __init__(self) -> None:
        self.today = START

    def __call__(self) -> date:
        return self.today


class Office:
    """The main window on the page, worked with real keys."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot, day: Day) -> None:
        self.workspace, self.context, self.qtbot, self.day = workspace, context, qtbot, day
        self.navigator = Navigator(day)
        self.main = MainWindow(Opened(workspace), context, self.navigator, lambda: NOW)
        qtbot.addWidget(self.main)
        self.main.resize(1366, 768)
        with qtbot.waitActive(self.main):
            self.main.show()
            self.main.activateWindow()
        self.main.show_page("offres")
        page = self.main.page("offres")
        assert isinstance(page, OffresPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=15_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=15_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QtBot.keyClick(self.main.windowHandle(), key, held)
        self.settle()

    def type(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QtBot.keyClicks(QApplication.focusWidget(), text)

    def choose_separation(self) -> None:
        """Go down the list of motifs to the third."""
        for _ in range(3):
            self.press(Key.Key_Down)

    def go_to(self, day: date) -> None:
        self.day.today = day
        self.main.show_page("familles")
        self.main.show_page("offres")
        self.press(Key.Key_F5)

    def rows(self) -> list[OffreRow]:
        model = self.page.view.table.model()
        found = [model.row_at(position) for position in range(model.rowCount())]
        return [row for row in found if row is not None]

    def badge(self) -> str:
        return self.main.navigation._buttons["offres"].accessibleName()

    @property
    def sheet(self) -> FormSheet:
        return next(one for one in self.main.findChildren(FormSheet) if one.isVisible())

    def shown(self) -> str:
        vue = self.page.view.panel.vue
        return vue.nom if vue else ""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = new_workspace(tmp_path / "profil")
    with workspace._opening.store.write("essai") as session:
        session.add(Agent(code="TS1", nom="Lacoste", prenom="Inès", metier="cesf", actif=True))
        for rank, nom in enumerate(PEOPLE):
            session.add(
                Famille(
                    reference=f"F{rank}", nom=nom, prenom="Emma", telephone=f"061234567{rank}",
                    courriel="emma@exemple.fr", protection=nom == "Garcia" or None,
                    ne_pas_appeler=nom == "Perrin" or None,
                )
            )  # fmt: skip
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    yield workspace
    workspace.close()


@pytest.fixture
def office(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Office]:
    with workspace._opening.store.read() as session:
        familles = session.scalars(select(Famille.id).order_by(Famille.id)).all()
    for famille in familles:
        workspace.offres.create(famille, "separation", START, "Séparations")
    yield Office(workspace, context, qtbot, Day())
    assert context.tasks.stop(), "workers use the store until they end"


@pytest.fixture
def empty(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Office]:
    yield Office(workspace, context, qtbot, Day())
    assert context.tasks.stop(), "workers use the store until they end"


def records(office: Office, mapped: type) -> list:
    with office.workspace._opening.store.read() as session:
        return list(session.scalars(select(mapped).order_by(mapped.id)).all())


# --- Working the list ---


def test_five_offers_are_worked_by_keyboard_to_the_end_of_the_path(office: Office) -> None:
    assert office.page.view.table.hasFocus()
    assert [row.position.action for row in office.rows()] == [
        "Envoyer la présentation" if row.famille.startswith("Perrin") else "Appeler la famille"
        for row in office.rows()
    ]
    rounds = 0
    while office.rows():
        rounds += 1
        first = office.rows()[0].position.echeance
        assert first is not None
        office.go_to(first)
        office.press(Key.Key_Home)
        for _ in [row for row in office.rows() if row.position.echeance == first]:
            office.page.view.table.selectRow(0)
            office.settle()
            action = office.rows()[0].position.action or ""
            letter = {"Appeler": Key.Key_I, "Rappeler": Key.Key_M, "Envoyer": Key.Key_E, "Clore": Key.Key_S}
            office.press(letter[action.split()[0]])
        assert rounds < 12
    assert {one.reponse for one in records(office, OffreContact)} == {"sans_reponse"}
    tried = records(office, TentativeContact)
    called = [one for one in tried if one.canal == "telephone"]
    assert (len(called), len(tried) - len(called)) == (4 * 3, 5), "Perrin was written to, never called"
    assert {one.agent_id for one in tried} == {office.workspace.agents.me().id}
    assert "Ici viennent les offres" in texts_of(office.page)
    office.qtbot.waitUntil(lambda: office.badge() == "Offres de contact")


def test_after_each_answer_the_next_offer_is_there(office: Office) -> None:
    office.go_to(date(2026, 11, 7))
    assert "5 offres ouvertes, 5 en retard" in texts_of(office.page)
    assert office.badge() == "Offres de contact, 5 à traiter"
    office.press(Key.Key_Down)  # after Perrin, who is not to be called
    seen = [office.shown()]
    for key in (Key.Key_I, Key.Key_M, Key.Key_J):
        office.press(key)
        seen.append(office.shown())
    assert len(set(seen)) == 4
    assert office.page.view.table.hasFocus()
    assert "2 en retard" in texts_of(office.page)
    office.qtbot.waitUntil(lambda: office.badge() == "Offres de contact, 2 à traiter")
    assert [one.resultat for one in records(office, TentativeContact)] == ["infructueux", "message", "joint"]


def test_accepting_asks_for_the_appointment_only(office: Office) -> None:
    who = office.shown()
    office.press(Key.Key_A)
    office.qtbot.waitUntil(lambda: bool(office.main.findChildren(FormSheet)))
    office.type("+7")
    office.press(Key.Key_Tab)
    office.type("9h30")
    office.press(Key.Key_S, CONTROL)
    (meeting,) = records(office, RendezVous)
    assert (meeting.date, meeting.statut, meeting.duree) == (START + timedelta(days=7), "propose", 45)
    accepted = next(one for one in records(office, OffreContact) if one.reponse == "acceptee")
    assert accepted.rendez_vous_id == meeting.id
    assert len(office.rows()) == 4
    assert office.shown() not in {"", who}
    assert "20\u00a0% acceptées en 2026" in texts_of(office.page)


@pytest.mark.parametrize(
    ("key", "title"),
    [("offre", "Nouvelle offre de contact"), ("offre_acceptee.1", "Offre acceptée : le rendez-vous"),
     ("telephone_service", "Numéro du service")],
)  # fmt: skip
def test_a_draft_of_the_page_is_taken_up_from_elsewhere(office: Office, key: str, title: str) -> None:
    office.workspace.brouillons.keep(key, "Offre", {"jour": "05/11/2026", "numero": "05 58"})
    office.main.show_page("accueil")
    office.navigator.draft_requested.emit(office.workspace.brouillons.list_rows()[0])
    office.qtbot.waitUntil(lambda: bool(office.main.findChildren(FormSheet)))
    (sheet,) = office.main.findChildren(FormSheet)
    assert title in texts_of(sheet)
    assert office.main.current_key == "offres"


def test_refusing_then_undoing_brings_the_offer_back(office: Office) -> None:
    office.press(Key.Key_R)
    assert len(office.rows()) == 4
    assert "Refus noté" in texts_of(office.page)
    assert office.workspace.historique.undo().libelle == "Offre refusée"
    office.navigator.data_changed.emit()
    office.settle()
    assert len(office.rows()) == 5


def test_the_message_is_copied_with_its_fields_filled(office: Office) -> None:
    office.workspace.offres.set_service_phone("05 58 00 00 00")
    office.press(Key.Key_E)
    text = QApplication.clipboard().text()
    assert text.startswith("Votre Caf vous propose un rendez-vous\n\nBonjour Emma,")
    assert "05 58 00 00 00" in text
    assert "Inès Lacoste" in text
    assert "{" not in text
    assert "Le texte est copié" in texts_of(office.page)


def test_a_family_not_to_be_called_offers_no_call(office: Office) -> None:
    position = next(n for n, row in enumerate(office.rows()) if row.famille.startswith("Perrin"))
    office.page.view.table.selectRow(position)
    office.settle()
    buttons = office.page.view.answers.buttons
    assert [buttons[letter].isEnabled() for letter in "imtejars"] == [False] * 3 + [True] * 5
    assert "Ne pas appeler." in texts_of(office.page.view.panel)
    assert "Premier appel (non permis)" in office.page.view.panel.path.accessibleName()
    office.press(Key.Key_I)
    assert records(office, TentativeContact) == []


def test_the_phone_of_a_protected_family_is_shown_when_asked_and_traced(office: Office) -> None:
    panel = office.page.view.panel
    position = next(n for n, row in enumerate(office.rows()) if row.protection)
    office.page.view.table.selectRow(position)
    office.settle()
    assert "0612345674" not in texts_of(office.page).replace(" ", "")
    assert panel.phone.text() == "Téléphone masqué"
    panel.reveal.setFocus()
    office.press(Key.Key_Space)
    assert panel.phone.text() == "06 12 34 56 74"
    with office.workspace._opening.store.read() as session:
        consulted = select(EntreeJournal.champs).where(EntreeJournal.action == "consultation")
        traced = session.scalars(consulted).all()
    assert len(traced) == 1
    assert "telephone" in traced[0]
    office.page.view.table.selectRow(0 if position else 1)
    office.settle()
    office.page.view.table.selectRow(position)
    office.settle()
    assert panel.phone.text() == "Téléphone masqué"


def test_a_second_key_pressed_too_soon_is_not_counted_twice(office: Office) -> None:
    table = office.page.view.table
    for _ in range(3):
        QtBot.keyClick(table, Key.Key_I)
    office.settle()
    tried = records(office, TentativeContact)
    assert len({one.offre_id for one in tried}) == len(tried)


def test_filters_and_their_way_back(office: Office) -> None:
    office.press(Key.Key_E)
    office.page.mine.click()
    office.settle()
    assert len(office.rows()) == 1
    office.page.late.click()
    office.settle()
    assert "Aucune offre ouverte ne correspond" in texts_of(office.page)
    QtBot.mouseClick(button(office.page, "Voir toutes les offres"), Qt.MouseButton.LeftButton)
    office.settle()
    assert len(office.rows()) == 5
    office.page.campagne.choose("Séparations")
    office.settle()
    assert len(office.rows()) == 5


def test_everything_has_a_name_and_is_reached_by_tab(office: Office) -> None:
    assert unnamed(office.page) == []
    assert missed_by_tab(office.page) == []
    assert interpreted_labels(office.page) == []


# --- Campaigns ---


def extraction(folder: Path) -> Path:
    path = folder / "extraction.csv"
    path.write_text(
        "Nom;Prénom;Téléphone\nNguyen;Emma;0612345670\nLavigne;Zoé;0698765432\nBernès;Malo;\n=1+1;x;\n",
        encoding="utf-8",
    )
    return path


def test_an_empty_page_leads_to_a_campaign_seen_decided_and_imported(empty: Office, tmp_path: Path) -> None:
    assert isinstance(empty.context.prompts, ScriptedPrompts)
    empty.context.prompts.answers = [extraction(tmp_path)]
    QtBot.mouseClick(button(empty.page, "Importer une extraction"), Qt.MouseButton.LeftButton)
    empty.type("Novembre")
    empty.press(Key.Key_Tab)
    empty.choose_separation()
    empty.press(Key.Key_S, CONTROL)
    empty.qtbot.waitUntil(empty.page.flow.panel.isVisible, timeout=15_000)
    panel = empty.page.flow.panel
    assert panel.write.text() == "Importer 3 offres"
    assert "1 à corriger dans le fichier" in texts_of(empty.page)
    assert records(empty, OffreContact) == []
    assert panel.table.hasFocus()
    line = panel.rows.row_at(panel.table.currentIndex().row()).ligne
    before = panel.choices[line]
    empty.press(Key.Key_Space)
    assert panel.choices[line] is not before
    while panel.choices[line] is not Decision.LAISSER:
        empty.press(Key.Key_Space)
    assert panel.write.text() == "Importer 2 offres"
    panel.write.setFocus()
    with empty.qtbot.waitSignal(empty.navigator.data_changed, timeout=15_000):
        empty.press(Key.Key_Space)
    empty.settle()
    assert "Campagne « Novembre » : 2 offres écrites" in texts_of(empty.page)
    assert {one.campagne for one in records(empty, OffreContact)} == {"Novembre"}
    assert len(empty.rows()) == 2
    assert panel.preview is None, "nothing of the file is kept"


def test_leaving_the_preview_writes_nothing(empty: Office, tmp_path: Path) -> None:
    assert isinstance(empty.context.prompts, ScriptedPrompts)
    empty.context.prompts.answers = [extraction(tmp_path)]
    QtBot.mouseClick(button(empty.page, "Nouvelle campagne"), Qt.MouseButton.LeftButton)
    empty.type("Novembre")
    empty.press(Key.Key_Tab)
    empty.choose_separation()
    empty.press(Key.Key_S, CONTROL)
    empty.qtbot.waitUntil(empty.page.flow.panel.isVisible, timeout=15_000)
    QtBot.mouseClick(button(empty.page, "Ne rien importer"), Qt.MouseButton.LeftButton)
    empty.settle()
    assert records(empty, OffreContact) == []
    assert empty.page.view.isVisible()


def test_a_file_that_cannot_be_read_is_told_in_place(empty: Office, tmp_path: Path) -> None:
    bad = tmp_path / "vide.csv"
    bad.write_bytes(b"")
    assert isinstance(empty.context.prompts, ScriptedPrompts)
    empty.context.prompts.answers = [bad]
    QtBot.mouseClick(button(empty.page, "Nouvelle campagne"), Qt.MouseButton.LeftButton)
    empty.press(Key.Key_S, CONTROL)
    assert empty.sheet.isVisible(), "a name and a motif are needed"
    empty.type("Novembre")
    empty.press(Key.Key_Tab)
    empty.choose_separation()
    empty.press(Key.Key_S, CONTROL)
    empty.qtbot.waitUntil(lambda: "le fichier est vide" in texts_of(empty.page), timeout=15_000)


def test_one_offer_is_added_from_the_page(empty: Office) -> None:
    QtBot.mouseClick(button(empty.page, "Nouvelle offre"), Qt.MouseButton.LeftButton)
    empty.settle()
    empty.type("perrin")
    empty.qtbot.wait(400)
    empty.settle()
    empty.press(Key.Key_Return)
    empty.press(Key.Key_Tab)
    empty.choose_separation()
    empty.press(Key.Key_S, CONTROL)
    (offer,) = records(empty, OffreContact)
    assert (offer.motif, offer.date_offre) == ("separation", START)
    assert [row.famille for row in empty.rows()] == ["Perrin Emma"]
