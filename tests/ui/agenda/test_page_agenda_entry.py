"""The sheets of appointments, by keys and mouse, on a real encrypted store."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from agenda_window import (
    MON,
    NOW,
    THU,
    TODAY,
    TUE,
    WED,
    AgendaWindow,
    Key,
    described,
    focused,
    plain,
    statuts,
    texts,
)
from familles_store import EMMA, FamilleStores, famille_id
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.forms.completion_editor import CompletionEditor
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.agenda import AgendaPage
from caseapp.ui.pages.agenda_view import HEAD


def test_a_click_on_an_empty_hour_asks_for_an_appointment_there(
    page: AgendaPage, window: AgendaWindow
) -> None:
    layout = page.view.layout_now()
    column = layout.column(3)
    place = QPoint(column.center().x(), layout.y(time(15, 30)) + 2 + page._context.theme.px(HEAD))
    window.click(page.view.viewport(), place)
    sheet = window.open_sheet()
    assert (sheet.form.value("date"), sheet.form.value("heure")) == (THU, time(15, 30))
    window.save()
    (row,) = window.workspace.agenda.period(THU, THU, None).rendez_vous
    assert (row.heure, row.duree, row.type, row.date_demande) == (time(15, 30), 45, "entretien", TODAY)
    assert window.sheet() is None


def test_an_overlap_is_told_under_the_hour_and_kept_once_ticked(
    page: AgendaPage, window: AgendaWindow
) -> None:
    window.click(page.new_button)
    sheet = window.open_sheet()
    assert not sheet.form.boxes["confirme"].isVisible()
    window.fill(sheet, "heure", "9h30")
    assert "déjà un rendez-vous à 9 h" in plain(sheet.form.boxes["heure"].problem)
    assert sheet.form.boxes["confirme"].isVisible()
    window.save()
    assert len(statuts(window.workspace, WED)) == 2
    assert "déjà un rendez-vous" in sheet.form.boxes["heure"].problem
    box = sheet.form.editor("confirme").widget
    box.setFocus()
    QTest.keyClick(focused(), Key.Key_Space)
    window.save()
    assert len(statuts(window.workspace, WED)) == 3


def test_a_request_after_the_appointment_is_refused_under_the_date(
    page: AgendaPage, window: AgendaWindow
) -> None:
    window.click(page.new_button)
    sheet = window.open_sheet()
    window.fill(sheet, "date_demande", "30/11/2026")
    window.save()
    assert "avant sa demande" in sheet.form.boxes["date"].problem
    assert len(statuts(window.workspace, WED)) == 2


def test_a_family_chosen_offers_its_interventions(page: AgendaPage, window: AgendaWindow) -> None:
    window.click(page.new_button)
    sheet = window.open_sheet()
    assert not sheet.form.boxes["intervention"].isVisible()
    family = sheet.form.editor("famille")
    assert isinstance(family, CompletionEditor)
    QTest.keyClicks(focused(), "nguyen")
    window.qtbot.waitUntil(family.popup.isVisible)
    window.settle()
    QTest.keyClick(family.popup, Key.Key_Tab)
    window.settle()
    assert sheet.form.value("famille") == str(famille_id(window.workspace, EMMA))
    assert sheet.form.boxes["intervention"].isVisible()
    window.save()
    rows = window.workspace.agenda.period(WED, WED, None).rendez_vous
    assert "Nguyễn Emma" in [row.famille for row in rows]


def test_enter_opens_and_what_is_changed_is_saved_with_its_note(
    page: AgendaPage, window: AgendaWindow
) -> None:
    page.view.setFocus()
    window.press(Key.Key_Home)
    window.press(Key.Key_Return)
    sheet = window.open_sheet()
    assert sheet.form.value("famille") == str(famille_id(window.workspace, EMMA))
    window.fill(sheet, "heure", "10h15")
    window.fill(sheet, "note", "Plan du bailleur.")
    window.save()
    (row,) = window.workspace.agenda.period(MON, MON, None).rendez_vous
    assert row.heure == time(10, 15)
    assert window.workspace.agenda.note(row.id) == "Plan du bailleur."
    assert "10 h 15" in described(page)


def test_putting_off_asks_for_the_day_and_keeps_the_old_one(page: AgendaPage, window: AgendaWindow) -> None:
    page.view.setFocus()
    window.press(Key.Key_Home)
    window.press(Key.Key_R)
    sheet = window.open_sheet()
    window.fill(sheet, "date", "jeu")
    window.save()
    assert statuts(window.workspace, MON) == ["reporte"]
    (row,) = window.workspace.agenda.period(THU, THU, None).rendez_vous
    assert (row.heure, row.famille) == (time(9), "Nguyễn Emma")
    assert "reporté" in described(page)


def test_nobody_known_shows_everybodys_and_says_who_to_be(
    stores: FamilleStores, context: UiContext, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = stores.open(tmp_path)
    window = AgendaWindow(workspace, context, Navigator(lambda: date(2026, 11, 12)), qtbot)
    page = window.show(lambda *given: AgendaPage(*given, now=lambda: datetime(2026, 11, 12).astimezone()))
    assert isinstance(page, AgendaPage)
    assert page.view.model().rowCount() == 1
    window.click(page.new_button)
    sheet = window.open_sheet()
    window.save()
    assert "qui vous êtes" in texts(sheet)
    assert context.tasks.stop()
    workspace.close()


@pytest.fixture
def main(window: AgendaWindow, qtbot: QtBot) -> MainWindow:
    shown = MainWindow(Opened(window.workspace), window.context, window.navigator, lambda: NOW)
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    window.settle()
    return shown


def sheets(main: MainWindow) -> list[FormSheet]:
    return [one for one in main.findChildren(FormSheet) if one.isVisible()]


def test_another_page_asks_for_an_appointment_and_a_draft_is_taken_up(
    main: MainWindow, window: AgendaWindow
) -> None:
    key = window.workspace.agenda.period(MON, MON, None).rendez_vous[0].id
    window.navigator.rendez_vous_requested.emit(key)
    window.settle()
    (sheet,) = sheets(main)
    window.fill(sheet, "note", "Rappeler le bailleur.")
    window.press(Key.Key_Escape)
    assert sheets(main) == []
    (draft,) = window.workspace.brouillons.list_rows()
    window.navigator.draft_requested.emit(draft)
    window.settle()
    (sheet,) = sheets(main)
    assert sheet.form.value("note") == "Rappeler le bailleur."
    window.save()
    assert window.workspace.agenda.note(key) == "Rappeler le bailleur."
    assert window.workspace.brouillons.list_rows() == ()


def test_a_permanence_of_the_agenda_opens_on_its_page(main: MainWindow, window: AgendaWindow) -> None:
    main.show_page("agenda")
    window.settle()
    page = main.page("agenda")
    assert isinstance(page, AgendaPage)
    page.view.setFocus()
    window.press(Key.Key_Home)
    window.press(Key.Key_Right)
    window.press(Key.Key_Return)
    assert main.current_key == "permanences"
    assert "mardi 24 novembre, 9 h 30" in texts(main.page("permanences"))


def test_a_draft_of_a_permanence_leads_to_its_sheet(main: MainWindow, window: AgendaWindow) -> None:
    (row,) = window.workspace.permanences.between(TUE, TUE)
    window.workspace.brouillons.keep(f"permanence.{row.lieu_id}.{TUE}", "Rendez-vous", {"note": "a"})
    window.workspace.brouillons.keep("lieu", "Lieu", {"libelle": "Soustons"})
    drafts = {draft.cle: draft for draft in window.workspace.brouillons.list_rows()}
    window.navigator.draft_requested.emit(drafts["lieu"])
    window.settle()
    assert main.current_key == "permanences"
    window.navigator.draft_requested.emit(drafts[f"permanence.{row.lieu_id}.{TUE}"])
    window.settle()
    assert "mardi 24 novembre, 9 h 30" in texts(main.page("permanences"))
