"""The page Agenda, by keys and mouse, on a real encrypted store."""

from datetime import date, time
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from agenda_window import (
    FRI,
    MON,
    NOW,
    THU,
    TUE,
    WED,
    AgendaWindow,
    Key,
    described,
    meet,
    statuts,
    texts,
)
from familles_store import EMMA, famille_id
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from watchdog import Watchdog
from window_fakes import ScriptedPrompts

from caseapp.models import Agent, RendezVous
from caseapp.models.base import new_reference
from caseapp.services.agenda_rows import RendezVousSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.pages.agenda import AgendaPage
from caseapp.ui.pages.agenda_view import HEAD


def sentence(page: AgendaPage) -> str:
    return texts(page.header)


def test_the_week_opens_with_its_delay_and_says_each_block(page: AgendaPage, window: AgendaWindow) -> None:
    assert "Semaine du 23 au 27 novembre · délai moyen : 4 jours, médian : 4" in sentence(page)
    assert "promesse : 7, tenue à 100 %" in sentence(page)
    page.view.setFocus()
    window.press(Key.Key_Home)
    assert described(page).startswith(
        "lundi 23 novembre, 9 h, 1 h, Nguyễn Emma, Entretien, Inès Lacoste, proposé"
    )


def test_arrows_go_from_block_to_block_and_across_days(page: AgendaPage, window: AgendaWindow) -> None:
    page.view.setFocus()
    window.press(Key.Key_Home)
    said = []
    for _ in range(5):
        said.append(described(page).split(",")[0])
        window.press(Key.Key_Right)
    assert said == [
        "lundi 23 novembre", "mardi 24 novembre", "mercredi 25 novembre", "vendredi 27 novembre",
        "vendredi 27 novembre",
    ]  # fmt: skip
    window.press(Key.Key_Left)
    window.press(Key.Key_Down)
    assert "mercredi 25 novembre, 11 h" in described(page)
    window.press(Key.Key_Up)
    assert "O'Brien Maël · protégée" in described(page)
    assert "0698765432" not in described(page)


@pytest.mark.parametrize(
    ("key", "statut"),
    [(Key.Key_A, "absent"), (Key.Key_Delete, "annule"), (Key.Key_H, "honore"), (Key.Key_N, "annule")],
    ids=["a", "delete", "h", "n"],
)
def test_one_key_marks_and_the_cursor_stays(
    page: AgendaPage, window: AgendaWindow, key: Qt.Key, statut: str
) -> None:
    page.view.setFocus()
    window.press(Key.Key_Home)
    window.press(key)
    assert statuts(window.workspace, MON) == [statut]
    assert described(page).startswith("lundi 23 novembre")
    window.press(Key.Key_P)
    assert statuts(window.workspace, MON) == ["propose"]


def test_marking_what_is_to_come_is_refused_in_place(page: AgendaPage, window: AgendaWindow) -> None:
    page.view.setFocus()
    window.press(Key.Key_End)
    window.press(Key.Key_H)
    assert statuts(window.workspace, FRI) == ["propose"]
    assert "n'a pas encore eu lieu" in texts(page)


def test_arrows_go_from_the_day_to_the_week(page: AgendaPage, window: AgendaWindow) -> None:
    page.week_button.setFocus()
    window.press(Key.Key_Left)
    assert page.day_button.isChecked()
    assert "Mercredi 25 novembre" in sentence(page)
    window.press(Key.Key_Right)
    assert "Semaine du 23 au 27 novembre" in sentence(page)


def test_page_keys_turn_the_weeks_and_today_comes_back(page: AgendaPage, window: AgendaWindow) -> None:
    page.view.setFocus()
    window.press(Key.Key_PageDown)
    assert "Semaine du 30 novembre au 4 décembre" in sentence(page)
    window.press(Key.Key_PageUp)
    window.press(Key.Key_PageUp)
    assert "Semaine du 16 au 20 novembre" in sentence(page)
    window.click(page.today_button)
    assert "Semaine du 23 au 27 novembre" in sentence(page)
    window.click(page.day_button)
    assert "Mercredi 25 novembre" in sentence(page)
    window.click(page.following)
    assert "Jeudi 26 novembre" in sentence(page)


def test_saturday_is_shown_when_something_is_there(page: AgendaPage, window: AgendaWindow) -> None:
    assert len(page.view.layout_now().days) == 5
    meet(window.workspace, date(2026, 11, 28), time(9))
    page.refresh()
    window.settle()
    assert len(page.view.layout_now().days) == 6
    assert "Semaine du 23 au 28 novembre" in sentence(page)


def test_hours_reach_what_is_early_or_late(page: AgendaPage, window: AgendaWindow) -> None:
    layout = page.view.layout_now()
    assert (layout.first, layout.last) == (8, 19)
    meet(window.workspace, THU, time(6, 30))
    meet(window.workspace, THU, time(20, 30), duree=90)
    page.refresh()
    window.settle()
    layout = page.view.layout_now()
    assert (layout.first, layout.last) == (6, 22)


def test_what_overlaps_stands_side_by_side_and_never_over_one_another(
    page: AgendaPage, window: AgendaWindow
) -> None:
    for minutes in (0, 10, 20):
        meet(window.workspace, THU, time(9, minutes), duree=45, confirme=True)
    page.refresh()
    window.settle()
    layout = page.view.layout_now()
    rects = list(layout.rects.values())
    assert not any(one.intersects(other) for number, one in enumerate(rects) for other in rects[number + 1 :])
    assert len(rects) == 8


def test_too_many_at_once_are_counted_and_lead_to_their_day(page: AgendaPage, window: AgendaWindow) -> None:
    for minutes in range(20):
        meet(window.workspace, THU, time(9, minutes), duree=45, confirme=True)
    page.refresh()
    window.settle()
    ((rect, count, day),) = page.view.layout_now().more
    shown = len(page.view.layout_now().rects)
    assert (day, shown + count) == (THU, 20 + 5)
    place = rect.center() + QPoint(0, page._context.theme.px(HEAD) - page.view.verticalScrollBar().value())
    window.click(page.view.viewport(), place)
    assert page.day_button.isChecked()
    assert "Jeudi 26 novembre" in sentence(page)
    assert len(page.view.layout_now().rects) == 20


def choose(page: AgendaPage, label: str) -> None:
    """Open the menu and take a line of it with the mouse."""
    menu = page.team.choices
    menu.popup(page.team.mapToGlobal(page.team.rect().bottomLeft()))
    (place,) = [menu.actionGeometry(action).center() for action in menu.actions() if action.text() == label]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    menu.hide()
    page.window().activateWindow()


def test_the_team_is_shown_when_asked(page: AgendaPage, window: AgendaWindow) -> None:
    durand = next(one for one in window.workspace.agents.list_rows() if one.nom == "Durand")
    window.workspace.agenda.add(RendezVousSaisie(date=TUE, type="bilan", heure=time(14), agent_id=durand.id))
    page.refresh()
    window.settle()
    mine = page.view.model().rowCount()
    choose(page, "Toute l'équipe")
    window.settle()
    assert page.view.model().rowCount() == mine + 1
    assert page.team.text() == "Équipe"
    choose(page, durand.label)
    window.settle()
    blocks = [page.view.model().index(n, 0).data() for n in range(page.view.model().rowCount())]
    assert page.team.text() == "Équipe (1)"
    assert blocks == ["Permanence de Tarnos", "Sans famille"]


def test_what_is_past_and_unmarked_is_honoured_from_the_side(page: AgendaPage, window: AgendaWindow) -> None:
    assert "1 rendez-vous passé sans suite" in texts(page.to_complete)
    buttons = {one.text(): one for one in page.to_complete.findChildren(QPushButton)}
    window.click(buttons["honoré ?"])
    assert statuts(window.workspace, MON) == ["honore"]
    assert "Rien n'attend." in texts(page.to_complete)


def test_the_next_permanence_stands_beside_and_opens(page: AgendaPage, window: AgendaWindow) -> None:
    said = texts(page.next_permanence)
    assert "Permanence de Tarnos" in said
    assert "mardi 1er décembre, 9 h 30 – 12 h 30" in said
    opened: list[object] = []
    page._navigator.permanence_requested.connect(opened.append)
    window.click(page.next_permanence.open_button)
    assert [getattr(row, "date", None) for row in opened] == [date(2026, 12, 1)]


def test_the_calendar_written_names_nobody(page: AgendaPage, window: AgendaWindow, tmp_path: Path) -> None:
    path = tmp_path / "semaine.ics"
    prompts = page._context.prompts
    assert isinstance(prompts, ScriptedPrompts)
    prompts.answers.append(path)
    window.click(page.export_button)
    text = path.read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 4
    assert not any(word in text for word in ("Nguy", "Emma", "Brien", "1004233"))
    assert "4 rendez-vous sans aucun nom" in texts(page.progress)


def test_everything_is_named_reached_by_tab_and_plain(page: AgendaPage) -> None:
    assert unnamed(page.window()) == []
    assert missed_by_tab(page.window()) == []
    assert interpreted_labels(page.window()) == []


def test_a_large_team_week_keeps_the_window_free(
    workspace: Workspace, window: AgendaWindow, watchdog: Watchdog
) -> None:
    fill_team(workspace, agents=50)
    page = window.show(lambda *given: AgendaPage(*given, now=lambda: NOW))
    assert isinstance(page, AgendaPage)
    watchdog.restart()
    choose(page, "Toute l'équipe")
    window.settle()
    page.view.setFocus()
    window.qtbot.waitUntil(page.view.hasFocus)
    window.press(Key.Key_Home)
    window.press(Key.Key_Right)
    window.press(Key.Key_PageDown)
    window.press(Key.Key_PageUp)
    watchdog.check("reading and walking the week of a large team")
    assert page.view.model().rowCount() > 1_000


def fill_team(workspace: Workspace, agents: int) -> None:
    """Give fifty agents five appointments a day of the week, in one write."""
    emma = famille_id(workspace, EMMA)
    with workspace._opening.store.write("tests") as session:
        team = [Agent(code=f"E{number}", nom=f"Agent{number}", metier="cesf") for number in range(agents)]
        session.add_all(team)
        session.flush()
        for agent in team:
            for day in (MON, TUE, WED, THU, FRI):
                for hour in range(9, 14):
                    session.add(
                        RendezVous(
                            reference=new_reference("RV"), agent_id=agent.id, type="entretien",
                            statut="propose", date=day, heure=time(hour, agent.id % 60), duree=45,
                            famille_id=emma, date_demande=date(2026, 11, 20),
                        )
                    )  # fmt: skip
