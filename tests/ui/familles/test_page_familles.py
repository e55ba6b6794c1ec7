from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from familles_store import EMMA, MAEL, FamilleStores, consultations, famille_id
from familles_window import SIDE_BY_SIDE, FamillesWindow, Show, is_open, press, sentence, texts, write
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from watchdog import Watchdog
from window_fakes import MemoryPreferences

from caseapp.services.familles import FamilleService
from caseapp.services.workspace import Workspace
from caseapp.store import Trace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.familles_search import FamilleSearch
from caseapp.ui.shell import Shell

Key = Qt.Key
Left = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def show(context: UiContext, navigator: Navigator, qtbot: QtBot) -> Iterator[Show]:
    window = FamillesWindow(context, navigator, qtbot)
    yield window.show
    window.close()


@pytest.fixture
def page(show: Show, workspace: Workspace) -> FamillesPage:
    return show(workspace)


def column(page: FamillesPage, number: int) -> list[str]:
    model = page.list.table.model()
    return [model.index(row, number).data() for row in range(min(model.rowCount(), 30))]


def test_the_list_opens_on_the_search_with_everyone_by_name(page: FamillesPage) -> None:
    assert QApplication.focusWidget() is page.list.field
    assert sentence(page) == "254 familles · triées par nom"
    names = column(page, 0)
    assert names[0] == "Garcia"
    assert all(before <= after for before, after in pairwise(names))


def test_results_come_as_one_types(page: FamillesPage, qtbot: QtBot) -> None:
    write("emma nguyen")
    assert page.list.field.text() == "emma nguyen"
    qtbot.waitUntil(lambda: sentence(page) == "1 famille trouvée pour « emma nguyen »")
    assert [column(page, number)[0] for number in range(7)] == [
        "Nguyễn", "Emma", "1004233", "Dax", "06 12 34 56 78", "02/05/1988", "1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1004233", "Nguyễn"), ("06 12 34 56 78", "Nguyễn"), ("NGUYEN", "Nguyễn"), ("obrien", "O'Brien"),
        ("o'brien", "O'Brien"), ("oeuvrard", "Œuvrard"), ("adam dax", "Perrin"),
    ],
)  # fmt: skip
def test_people_are_found_however_they_are_written(
    page: FamillesPage, typed: str, name: str, qtbot: QtBot
) -> None:
    write(typed)
    qtbot.waitUntil(lambda: typed in sentence(page))
    assert column(page, 0) == [name]


def test_a_protected_family_is_marked_and_masked(page: FamillesPage, qtbot: QtBot) -> None:
    page.search("1004234")
    qtbot.waitUntil(lambda: column(page, 0) == ["O'Brien"])
    model = page.list.table.model()
    assert model.cell_at(0, 0).mark == "protégée"
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Nom : O'Brien, protégée"
    assert (column(page, 3), column(page, 4)) == (["masquée"], ["masqué"])
    page.list.table.selectRow(0)
    page.list.table.copy_selection()
    copied = QGuiApplication.clipboard().text()
    assert "0698765432" not in copied.replace(" ", "")
    assert "Tarnos" not in copied


def test_nothing_found_says_how_to_widen(page: FamillesPage, qtbot: QtBot) -> None:
    write("zzz")
    qtbot.waitUntil(lambda: "Aucune famille ne correspond" in texts(page))
    assert "Aucune famille ne correspond à « zzz »." in texts(page)
    widen = next(one for one in page.findChildren(QPushButton) if one.text() == "Voir toutes les familles")
    qtbot.mouseClick(widen, Left)
    qtbot.waitUntil(lambda: sentence(page).startswith("254"))
    assert (page.list.field.text(), page.list.field.hasFocus()) == ("", True)


def test_an_empty_store_leads_to_the_import(
    show: Show, stores: FamilleStores, navigator: Navigator, tmp_path: Path, qtbot: QtBot
) -> None:
    empty = stores.open_empty(tmp_path / "vide")
    page = show(empty)
    assert sentence(page) == "Aucune famille"
    assert "Importez un dossier d'échange" in texts(page)
    button = next(one for one in page.findChildren(QPushButton) if one.text().startswith("Importer"))
    with qtbot.waitSignal(navigator.page_requested) as asked:
        qtbot.mouseClick(button, Left)
    assert asked.args == ["echanges"]
    assert unnamed(page) == missed_by_tab(page.window()) == []
    empty.close()


def test_arrows_go_from_the_search_to_the_table_and_back(page: FamillesPage) -> None:
    table = page.list.table
    press(page, Key.Key_Down)
    assert table.hasFocus()
    assert table.currentIndex().row() == 0
    press(page, Key.Key_Down)
    assert table.currentIndex().row() == 1
    press(page, Key.Key_Up)
    assert table.hasFocus()
    press(page, Key.Key_Up)
    assert page.list.field.hasFocus()


def test_letters_typed_over_the_table_go_to_the_search(page: FamillesPage, qtbot: QtBot) -> None:
    write("gar")
    qtbot.waitUntil(lambda: "gar" in sentence(page))
    press(page, Key.Key_Down)
    press(page, Key.Key_C)
    assert page.list.field.hasFocus()
    write("ia 00")
    assert page.list.field.text() == "garcia 00"
    qtbot.waitUntil(lambda: "garcia 00" in sentence(page))


def test_control_f_and_escape_serve_the_search(page: FamillesPage, qtbot: QtBot) -> None:
    write("garcia")
    qtbot.waitUntil(lambda: sentence(page).startswith("250"))
    press(page, Key.Key_Down)
    press(page, Key.Key_F, CONTROL)
    assert page.list.field.hasFocus()
    assert page.list.field.selectedText() == "garcia"
    press(page, Key.Key_Escape)
    assert page.list.field.text() == ""
    qtbot.waitUntil(lambda: sentence(page).startswith("254"))


def test_enter_opens_the_only_one_found_even_before_the_answer(page: FamillesPage, qtbot: QtBot) -> None:
    write("1004233")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(page, "Nguyễn Emma"))


def test_enter_among_several_goes_to_the_first(page: FamillesPage, qtbot: QtBot) -> None:
    write("garcia")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.table.hasFocus() and sentence(page).startswith("250"))
    assert page.list.table.currentIndex().row() == 0
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(page, "Garcia Ana000"))


def test_typing_again_cancels_the_opening_asked_before(
    page: FamillesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, search = Event(), FamilleService.search
    monkeypatch.setattr(FamilleService, "search", lambda *asked: search(*asked) if answered.wait(10) else ())
    write("1004233")
    press(page, Key.Key_Return)
    write("9")
    answered.set()
    qtbot.waitUntil(lambda: "10042339" in sentence(page))
    qtbot.wait(50)
    assert not page.fiche.isVisible()


def test_a_double_click_opens_and_escape_finds_the_list_as_it_was(page: FamillesPage, qtbot: QtBot) -> None:
    write("garcia")
    qtbot.waitUntil(lambda: sentence(page).startswith("250"))
    table = page.list.table
    table.selectRow(120)
    scrolled = table.verticalScrollBar().value()
    centre = table.visualRect(table.model().index(120, 0)).center()
    qtbot.mouseClick(table.viewport(), Left, pos=centre)
    qtbot.mouseDClick(table.viewport(), Left, pos=centre)
    qtbot.waitUntil(lambda: is_open(page, "Garcia Ana120"))
    assert not page.header.isVisible()
    press(page, Key.Key_Escape)
    assert page.list.isVisible()
    assert page.header.isVisible()
    assert table.hasFocus()
    assert (table.currentIndex().row(), table.verticalScrollBar().value()) == (120, scrolled)
    assert page.list.field.text() == "garcia"


def test_the_search_of_the_top_bar_comes_here_without_taking_the_keyboard(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    page.open_famille(famille_id(workspace, EMMA))
    qtbot.waitUntil(lambda: is_open(page, "Nguyễn Emma"))
    shell = page.window()
    assert isinstance(shell, Shell)
    shell.top.search.setFocus()
    page.search("perrin")
    qtbot.waitUntil(lambda: column(page, 0) == ["Perrin"])
    assert page.list.isVisible()
    assert shell.top.search.hasFocus()


def test_an_answer_that_is_no_longer_wanted_is_ignored(
    workspace: Workspace, context: UiContext, page: FamillesPage, qtbot: QtBot
) -> None:
    search = FamilleSearch(workspace.familles, context.tasks, page)
    answers: list[str] = []
    search.found.connect(lambda text, _ids: answers.append(text))
    search.ask("g")
    search.ask("garc")
    assert search.is_pending
    qtbot.waitUntil(lambda: not search.is_pending)
    assert answers == ["garc"]


def test_a_search_that_fails_is_said_over_the_list(page: FamillesPage, qtbot: QtBot) -> None:
    page.list._search.failed.emit("La base est occupée.")
    assert "La base est occupée." in texts(page)
    press(page, Key.Key_F5)
    qtbot.waitUntil(lambda: "La base est occupée." not in texts(page))


def test_columns_are_remembered(
    page: FamillesPage, show: Show, workspace: Workspace, preferences: MemoryPreferences
) -> None:
    page.list.table.horizontalHeader().moveSection(2, 0)
    page.list.table.show_column(5, shown=False)
    page.list.table.save_layout()
    assert preferences.kept["tableau.familles"].startswith("matricule:")
    again = show(workspace).list.table
    assert again.horizontalHeader().visualIndex(2) == 0
    assert again.isColumnHidden(5)


def test_the_list_is_read_again_when_the_store_has_changed(
    page: FamillesPage, navigator: Navigator, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    page.list.table.selectRow(250)
    kept = page.list.table.model().index(250, 2).data()
    (tmp_path / "échange").mkdir()
    (tmp_path / "échange" / "familles.csv").write_text("famille;nom\nN1;Aaron\n", encoding="utf-8")
    assert workspace.echange.import_path(tmp_path / "échange").written
    page.hide()
    navigator.data_changed.emit()
    qtbot.wait(150)
    assert sentence(page).startswith("254"), "a hidden page waits"
    page.show()
    qtbot.waitUntil(lambda: sentence(page).startswith("255"))
    assert page.list.table.currentIndex().row() == 251
    assert page.list.table.model().index(251, 2).data() == kept, "the same family, one row lower"


def test_a_page_forgotten_while_it_searches_is_left_alone(
    page: FamillesPage, workspace: Workspace, context: UiContext, qtbot: QtBot
) -> None:
    shell = page.window()
    assert isinstance(shell, Shell)
    page.search("garcia")
    page.open_famille(famille_id(workspace, EMMA))
    qtbot.wait(1)
    shell.forget_pages()
    qtbot.waitUntil(lambda: not context.tasks.is_busy)
    qtbot.wait(20)
    assert shell.findChildren(FamillesPage) == []


def test_a_family_that_has_gone_is_said(page: FamillesPage, qtbot: QtBot) -> None:
    page.open_famille(99_999)
    qtbot.waitUntil(lambda: "Cette famille n'est plus dans la base." in texts(page))
    assert page.list.isVisible()


def test_each_opening_leaves_a_trace(page: FamillesPage, workspace: Workspace, qtbot: QtBot) -> None:
    opened = famille_id(workspace, MAEL)
    page.open_famille(opened)
    qtbot.waitUntil(lambda: is_open(page, "O'Brien Maël"))
    assert consultations(workspace) == [(opened, "")]


@pytest.mark.parametrize("size", [SIDE_BY_SIDE, (1024, 700), (900, 560)])
def test_the_list_is_used_without_mouse_or_screen(page: FamillesPage, size: tuple[int, int]) -> None:
    shell = page.window()
    shell.resize(*size)
    assert (shell.width(), shell.height()) == size
    assert unnamed(shell) == missed_by_tab(shell) == interpreted_labels(shell) == []
    field = page.list.field
    assert field.mapTo(shell, QPoint(field.width(), 0)).x() <= size[0]


def test_a_search_that_finds_too_many_shows_the_first_by_name(
    page: FamillesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("familles_search", "familles_list"):
        monkeypatch.setattr(f"caseapp.ui.pages.{module}.SHOWN_AT_MOST", 3)
    page.list.search("g")
    qtbot.waitUntil(lambda: "Plus de 3 familles" in sentence(page))
    assert page.list.table.model().rowCount() == 3


def test_typing_is_never_blocked(page: FamillesPage, qtbot: QtBot, watchdog: Watchdog) -> None:
    watchdog.restart()
    for letter in "garcia ana 1":
        qtbot.keyClicks(page.list.field, letter)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: "garcia ana 1" in sentence(page))
    watchdog.check("typing a search")


def test_the_enter_of_the_keypad_is_enter(page: FamillesPage, qtbot: QtBot) -> None:
    keypad = Qt.KeyboardModifier.KeypadModifier
    press(page, Key.Key_Enter, keypad)
    assert page.list.table.hasFocus()
    press(page, Key.Key_Enter, keypad)
    qtbot.waitUntil(lambda: is_open(page, "Garcia Ana000"))


def test_an_opening_that_waits_is_told(page: FamillesPage, workspace: Workspace, qtbot: QtBot) -> None:
    opened = famille_id(workspace, EMMA)
    with workspace._opening.store.write("import") as session:
        session.trace(Trace("import", "familles", opened, opened))
        page.open_famille(opened)
        qtbot.waitUntil(lambda: "Ouverture de la fiche…" in texts(page))
        assert page.list.isVisible()
    qtbot.waitUntil(lambda: is_open(page, "Nguyễn Emma"))
    press(page, Key.Key_Escape)
    assert "Ouverture" not in texts(page)
