"""The phone line in the main window, by real keys and clicks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from familles_store import EMMA, FamilleStores, famille_id
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow, opened_store
from shiboken6 import isValid

from caseapp.domain.periods import year_period
from caseapp.errors import StoreError
from caseapp.services.appels import Journee
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.plateforme import PlateformePage


@pytest.fixture(scope="module")
def familles(tmp_path_factory: pytest.TempPathFactory) -> FamilleStores:
    return FamilleStores(tmp_path_factory.mktemp("plateforme"))


@pytest.fixture
def workspace(familles: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = opened_store(familles, tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    window = SaisieWindow(workspace, context, qtbot)
    window.main.show_page("plateforme")
    window.settle()
    yield window
    assert context.tasks.stop()


def page(window: SaisieWindow) -> PlateformePage:
    found = window.main.page("plateforme")
    assert isinstance(found, PlateformePage)
    return found


def day(window: SaisieWindow) -> Journee:
    return window.workspace.appels.read_day(TODAY)


def test_two_clicks_note_a_call_and_what_came_of_it(window: SaisieWindow) -> None:
    window.click(page(window).answered)
    window.click(page(window).suites["reponse"])
    [row] = day(window).appels
    assert (row.decroche, row.suite, row.date) == (True, "reponse", TODAY)
    assert row.heure is not None
    assert window.clicks == 2
    assert "1 appel reçu · 1 traité · taux de décroché 100" in window.said()
    figures = window.workspace.statistiques.figures(year_period(2026))
    assert figures["plateforme.contacts_traites"].value == 1


def test_two_keys_do_the_same(window: SaisieWindow) -> None:
    window.press(Key.Key_M)
    window.press(Key.Key_D)
    window.press(Key.Key_O)
    first, second = day(window).appels
    assert first.a_rappeler, "the missed one comes first, and the letter was about the last one noted"
    assert (second.decroche, second.suite) == (True, "orientation")
    window.press(Key.Key_O)
    assert day(window).appels[1].suite is None, "said again, it is taken back"


def test_calls_noted_in_a_hurry_are_all_kept(window: SaisieWindow, qtbot: QtBot) -> None:
    for _ in range(8):
        qtbot.keyClick(window.main.windowHandle(), Key.Key_D)
    window.settle()
    assert len(day(window).appels) == 8


def test_a_missed_call_is_called_back(window: SaisieWindow) -> None:
    window.press(Key.Key_M)
    assert "1 à rappeler" in window.said()
    window.press(Key.Key_P)
    assert day(window).a_rappeler == 0
    assert "à rappeler" not in window.said().lower().replace("ceux à rappeler", "")


def test_an_appointment_asked_for_is_linked_to_its_call(window: SaisieWindow, workspace: Workspace) -> None:
    window.press(Key.Key_D)
    window.press(Key.Key_R)
    assert window.sheet.form.value("statut") == "propose"
    window.write("nguyen em")
    window.press(Key.Key_Return)
    window.sheet.form.editor("date").focus()
    window.write("+5")
    window.press(Key.Key_Return, CONTROL)
    [made] = window.kept()
    [row] = day(window).appels
    assert (row.rendez_vous_id, row.suite, row.famille_id) == (
        made.id, "rendez_vous", famille_id(workspace, EMMA),
    )  # fmt: skip
    assert (made.statut, (made.date - TODAY).days) == ("propose", 5)


def test_enter_completes_a_call(window: SaisieWindow, workspace: Workspace) -> None:
    window.press(Key.Key_M)
    page(window).table.setFocus()
    window.press(Key.Key_Return)
    assert window.sheet.form.value("decroche") == "non"
    window.write("nguyen em")
    window.press(Key.Key_Return)
    window.sheet.form.editor("note").focus()
    window.write("Rappeler demain.")
    window.press(Key.Key_S, CONTROL)
    [row] = day(window).appels
    assert row.famille_id == famille_id(workspace, EMMA)
    fiche = workspace.familles.open_fiche(row.famille_id, TODAY)
    assert "Rappeler demain." in [fait.detail for fait in fiche.fil]


def test_a_draft_that_cannot_be_dropped_does_not_undo_a_saving(
    window: SaisieWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A base busy just after the saving: the sheet closes, or the user would save twice."""

    def busy(_cle: str) -> None:
        raise StoreError("La base est occupée.")

    monkeypatch.setattr(workspace.brouillons, "drop", busy)
    window.press(Key.Key_M)
    page(window).table.setFocus()
    window.press(Key.Key_Return)
    sheet = window.sheet
    window.write("nguyen em")
    window.press(Key.Key_Return)
    window.press(Key.Key_S, CONTROL)
    window.settle()
    assert day(window).appels[0].famille_id == famille_id(workspace, EMMA)
    assert not isValid(sheet) or not sheet.isVisible()


def test_a_call_left_half_written_is_taken_up_again(window: SaisieWindow, workspace: Workspace) -> None:
    window.press(Key.Key_M)
    page(window).table.setFocus()
    window.press(Key.Key_Return)
    window.sheet.form.editor("note").focus()
    window.write("Rappeler")
    window.press(Key.Key_Escape)
    [draft] = workspace.brouillons.list_rows()
    window.main.show_page("familles")
    window.navigator.draft_requested.emit(draft)
    window.settle()
    assert window.sheet.form.value("note") == "Rappeler"


def test_a_call_noted_by_mistake_is_taken_away_and_comes_back(window: SaisieWindow) -> None:
    window.press(Key.Key_D)
    page(window).table.setFocus()
    window.press(Key.Key_Delete)
    assert day(window).appels == ()
    window.press(Key.Key_Z, CONTROL)
    assert len(day(window).appels) == 1


def test_letters_typed_in_the_search_note_nothing(window: SaisieWindow) -> None:
    window.press(Key.Key_K, CONTROL)
    assert QApplication.focusWidget() is window.main.top.search
    for letter in (Key.Key_D, Key.Key_M):
        window.press(letter)
    assert window.main.top.search.text() == "dm"
    assert day(window).appels == ()


def test_the_page_can_be_used_without_mouse_or_screen(window: SaisieWindow) -> None:
    window.press(Key.Key_M)
    assert unnamed(window.main) == []
    assert missed_by_tab(window.main) == []
    assert interpreted_labels(window.main) == []
