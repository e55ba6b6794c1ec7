"""The page Permanences, by keys and mouse, on a real encrypted store."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from agenda_window import TUE, AgendaWindow, Key, focused, plain, texts, week
from familles_store import EMMA, MAEL, FamilleStores, famille_id
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from window_fakes import ScriptedPrompts

from caseapp.models import Famille
from caseapp.services.agenda_rows import PermanenceRow, RendezVousSaisie
from caseapp.services.permanences import Feuille
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.permanences import PermanencesPage
from caseapp.ui.pages.permanences_files import draw, on_paper

NOW = datetime(2026, 11, 24, 10, 12).astimezone()


@pytest.fixture
def workspace(stores: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    opened = week(stores, tmp_path)
    with opened._opening.store.write("tests") as session:
        mael = session.scalars(select(Famille).where(Famille.reference == MAEL)).one()
        mael.ne_pas_appeler, mael.consigne = True, "Son frère habite 3 rue du Bois."
        mael.adresse = "7 impasse Cachée"
    row = permanence(opened)
    for hour, reference in ((time(10), EMMA), (time(11), MAEL)):
        famille = famille_id(opened, reference)
        opened.permanences.add(
            row, RendezVousSaisie(date=TUE, type="entretien", heure=hour, famille_id=famille)
        )
    yield opened
    opened.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[AgendaWindow]:
    yield AgendaWindow(workspace, context, Navigator(lambda: TUE), qtbot)
    assert context.tasks.stop(), "workers use the store until they end"


@pytest.fixture
def page(window: AgendaWindow) -> PermanencesPage:
    shown = window.show(lambda *given: PermanencesPage(*given, now=lambda: NOW))
    assert isinstance(shown, PermanencesPage)
    return shown


def permanence(workspace: Workspace) -> PermanenceRow:
    (row,) = workspace.permanences.between(TUE, TUE)
    return row


def feuille(workspace: Workspace) -> Feuille:
    return workspace.permanences.sheet(permanence(workspace))


def lines(page: PermanencesPage) -> list[str]:
    model = page.panel.table.model()
    return [
        " ".join(plain(model.index(row, column).data()) for column in (0, 1, 3)).strip()
        for row in range(model.rowCount())
    ]


def choose(button: QPushButton, label: str) -> None:
    """Open the menu of a button and take one of its lines with the mouse: two clicks."""
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    (place,) = [menu.actionGeometry(action).center() for action in menu.actions() if action.text() == label]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    button.window().activateWindow()


def test_the_sheet_of_today_opens_with_who_comes_and_what_is_free(page: PermanencesPage) -> None:
    assert lines(page) == [
        "9 h 30 libre", "10 h Nguyễn Emma attendu", "10 h 30 libre", "11 h O'Brien Maël · protégée attendu",
        "11 h 30 libre", "12 h libre",
    ]  # fmt: skip
    assert "mardi 24 novembre, 9 h 30 – 12 h 30 · 2 attendus, 4 places" in texts(page)
    assert "sans réseau" in texts(page.header)
    assert "0698765432" not in texts(page)
    assert focused() is page.places.places


def test_an_anonymous_contact_takes_two_clicks_and_is_counted(
    page: PermanencesPage, window: AgendaWindow
) -> None:
    choose(page.panel.anonymous, "Entretien")
    window.settle()
    assert "10 h 12 Sans famille honoré" in lines(page)
    assert "Personnes reçues : 1" in texts(page)
    choose(page.panel.anonymous, "À compléter au bureau")
    window.settle()
    assert "Personnes reçues : 2" in texts(page)
    (row,) = [one for one in window.workspace.agenda.to_complete(TUE) if one.a_completer]
    assert row.permanence_id == permanence(window.workspace).id


def test_keys_mark_who_came_and_the_cursor_stays(page: PermanencesPage, window: AgendaWindow) -> None:
    page.panel.table.setFocus()
    window.press(Key.Key_Down)
    window.press(Key.Key_H)
    assert "10 h Nguyễn Emma honoré" in lines(page)
    assert "Personnes reçues : 1" in texts(page)
    assert page.panel.table.currentIndex().row() == 1
    window.press(Key.Key_A)
    assert "10 h Nguyễn Emma absent" in lines(page)
    assert "Personnes reçues : 0" in texts(page)
    window.press(Key.Key_N)
    assert "10 h libre" in lines(page)
    assert "1 créneau libéré : Nguyễn Emma (annulé)" in texts(page)


def test_enter_on_a_free_slot_adds_there(page: PermanencesPage, window: AgendaWindow) -> None:
    page.panel.table.setFocus()
    window.press(Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    window.press(Key.Key_Return)
    sheet = window.open_sheet()
    assert (sheet.form.value("date"), sheet.form.value("heure")) == (TUE, time(9, 30))
    window.save()
    assert lines(page)[0] == "9 h 30 Sans famille attendu"
    assert feuille(window.workspace).permanence.libres == 3


def test_enter_on_someone_opens_their_appointment_with_its_notices(
    page: PermanencesPage, window: AgendaWindow
) -> None:
    page.panel.table.setFocus()
    page.panel.table.selectRow(3)
    window.press(Key.Key_Return)
    sheet = window.open_sheet()
    assert "Dossier protégé. Ne pas appeler." in texts(sheet)
    assert "0698765432" not in texts(sheet)
    window.press(Key.Key_Escape)
    assert window.sheet() is None


def test_the_number_received_is_typed(page: PermanencesPage, window: AgendaWindow) -> None:
    window.click(page.panel.count_button)
    sheet = window.open_sheet()
    window.fill(sheet, "personnes", "14")
    window.save()
    assert "Personnes reçues : 14" in texts(page)


def test_a_place_and_its_calendar_are_entered_from_the_keyboard(
    page: PermanencesPage, window: AgendaWindow
) -> None:
    window.click(page.places.new_button)
    QTest.keyClicks(focused(), "Mairie de Soustons")
    window.save()
    assert page.places.place is not None
    assert page.places.place.libelle == "Mairie de Soustons"
    choose(page.places.calendars, "Ajouter un horaire")
    sheet = window.open_sheet()
    window.qtbot.waitUntil(page.window().isActiveWindow)
    sheet.form.editor("jour").focus()
    QTest.keyClicks(focused(), "jeu")
    window.fill(sheet, "heure_debut", "14h")
    window.fill(sheet, "heure_fin", "13h")
    window.save()
    assert "finir après" in sheet.form.boxes["heure_fin"].problem
    window.fill(sheet, "heure_fin", "16h")
    window.save()
    place = page.places.place
    assert [plain(one.libelle) for one in place.horaires] == ["jeudi, 14 h – 16 h"]
    assert lines(page)[0] == "14 h libre"
    assert "jeudi 26 novembre" in texts(page)


def test_the_anonymous_contact_waits_for_the_day(page: PermanencesPage, window: AgendaWindow) -> None:
    assert page.panel.anonymous.isEnabled()
    (row,) = window.workspace.permanences.between(date(2026, 12, 1), date(2026, 12, 1))
    page.open_permanence(row)
    window.settle()
    assert "mardi 1er décembre" in texts(page)
    assert not page.panel.anonymous.isEnabled()


def test_the_sheet_taken_away_names_without_phone_nor_address(
    page: PermanencesPage, window: AgendaWindow, tmp_path: Path, context: UiContext
) -> None:
    path = tmp_path / "feuille.pdf"
    prompts = context.prompts
    assert isinstance(prompts, ScriptedPrompts)
    prompts.answers.append(path)
    choose(page.panel.paper, "Enregistrer en PDF")
    window.settle()
    (sheet,) = PdfReader(path).pages
    text = sheet.extract_text()
    for word in ("Permanence de Tarnos", "mardi 24 novembre 2026", "Nguyễn Emma", "O'Brien Maël", "libre",
                 "Protégée. Ne pas appeler. Consigne au dossier."):  # fmt: skip
        assert word in plain(text)
    assert not any(word in text for word in ("069876", "061234", "Bois", "Cach", "Tarnos (", "1004234"))


def test_the_sheet_is_printed_as_one_page(
    page: PermanencesPage, window: AgendaWindow, tmp_path: Path, context: UiContext
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "imprimee.pdf"))
    assert draw(on_paper(feuille(window.workspace)), printer, context)
    (sheet,) = PdfReader(tmp_path / "imprimee.pdf").pages
    assert round(float(sheet.mediabox.width)) == 595
    assert len(sheet.get_contents().get_data()) > 2_000


def test_everything_is_named_reached_by_tab_and_plain(page: PermanencesPage) -> None:
    assert unnamed(page.window()) == []
    assert missed_by_tab(page.window()) == []
    assert interpreted_labels(page.window()) == []


def test_an_empty_store_says_what_places_are_for(
    stores: FamilleStores, context: UiContext, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = stores.open_empty(tmp_path)
    window = AgendaWindow(workspace, context, Navigator(lambda: TUE), qtbot)
    page = window.show(lambda *given: PermanencesPage(*given, now=lambda: NOW))
    assert "Ici viennent les lieux où vous recevez" in texts(page)
    assert context.tasks.stop()
    workspace.close()
