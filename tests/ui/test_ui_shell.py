from collections.abc import Callable

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sample_report import STACKED, TABLE
from sample_rows import COLUMNS, ROWS

from caseapp.ui.context import UiContext
from caseapp.ui.navigation import NavigationButton, PageEntry
from caseapp.ui.shell import Shell
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.card_grid import CardGrid
from caseapp.ui.widgets.chart_view import ChartView
from caseapp.ui.widgets.figure_table import FigureTable
from caseapp.ui.widgets.page import Page

Key = Qt.Key
Left = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def families(context: UiContext) -> Page:
    page = Page("Familles", "4 familles · triées par nom")
    page.header.add_action(plain_button("Exporter", lambda: None))
    page.header.add_action(plain_button("Nouvelle famille", lambda: None, primary=True))
    table = DataTable(context, TableModel(COLUMNS, ROWS), key="familles", name="Familles")
    page.body.addWidget(table)
    page.first_focus = table
    return page


def figures(context: UiContext) -> Page:
    page = Page("Statistiques 2017", "tous secteurs", scrolling=True)
    chart = Card("Répartition", "2017")
    chart.add_action(link_button("Tout voir", lambda: None))
    chart.body.addWidget(ChartView(STACKED, context.theme))
    grid = CardGrid(context.theme, (4, 3))
    for card in (FigureTable(TABLE, context), chart):
        grid.add(card)
    page.body.addWidget(grid)
    return page


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def shell(context: UiContext, qtbot: QtBot, made: list[str]) -> Shell:
    def factory(key: str, make: Callable[[UiContext], Page]) -> Callable[[], QWidget]:
        def build() -> QWidget:
            made.append(key)
            return make(context)

        return build

    window = Shell(
        context.theme,
        (
            PageEntry("familles", "Familles", "Mon travail", "familles", factory("familles", families)),
            PageEntry(
                "chiffres", "Chiffres & taux", "Pilotage", "statistiques", factory("chiffres", figures)
            ),
            PageEntry("echanges", "Échanges", "Suivi", "echanges", factory("echanges", families)),
        ),
    )
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def button(shell: Shell, title: str) -> NavigationButton:
    found = shell.findChildren(NavigationButton)
    return next(one for one in found if one.accessibleName().startswith(title))


def press(shell: Shell, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QtBot.keyClick(shell.windowHandle(), key, held)


def test_pages_are_made_when_first_shown(shell: Shell, qtbot: QtBot, made: list[str]) -> None:
    assert made == ["familles"]
    with qtbot.waitSignal(shell.page_shown) as shown:
        qtbot.mouseClick(button(shell, "Chiffres"), Left)
    assert shown.args == ["chiffres"]
    shell.show_page("familles")
    shell.show_page("chiffres")
    assert made == ["familles", "chiffres"]
    assert shell.current_key == "chiffres"


def test_a_page_opens_with_the_focus_it_asks_for(shell: Shell, qtbot: QtBot) -> None:
    assert isinstance(QApplication.focusWidget(), DataTable)
    shell.page("familles").findChild(QPushButton).setFocus()
    qtbot.mouseClick(button(shell, "Chiffres"), Left)
    qtbot.mouseClick(button(shell, "Familles"), Left)
    assert QApplication.focusWidget() is shell.page("familles").findChild(QPushButton), "where it was left"


def test_arrows_move_between_pages(shell: Shell) -> None:
    button(shell, "Familles").setFocus()
    press(shell, Key.Key_Down)
    assert shell.current_key == "chiffres"
    assert isinstance(QApplication.focusWidget(), NavigationButton)
    press(shell, Key.Key_Down)
    assert shell.current_key == "echanges"


def test_the_search_is_everywhere(shell: Shell, qtbot: QtBot) -> None:
    press(shell, Key.Key_K, CONTROL)
    search = shell.top.search
    assert search.hasFocus()
    badge = next(label for label in search.findChildren(QLabel) if label.text() == "Ctrl K")
    assert badge.isVisible()
    press(shell, Key.Key_N)
    assert not badge.isVisible()
    with qtbot.waitSignal(shell.top.search_submitted) as submitted:
        press(shell, Key.Key_Return)
    assert submitted.args == ["n"]
    press(shell, Key.Key_Escape)
    assert search.text() == ""
    press(shell, Key.Key_Escape)
    assert isinstance(QApplication.focusWidget(), DataTable)


def test_the_lock_is_asked_by_key_and_by_click(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.lock_requested):
        press(shell, Key.Key_L, CONTROL)
    lock = next(one for one in shell.top.findChildren(QPushButton) if one.text() == "Verrouiller")
    with qtbot.waitSignal(shell.lock_requested):
        qtbot.mouseClick(lock, Left)


def test_nothing_remains_once_the_pages_are_forgotten(shell: Shell, qtbot: QtBot, made: list[str]) -> None:
    shell.status.show_texts("Enregistré à 14:32", "Sauvegarde vérifiée", "Hors ligne", "M. Durand")
    shell.top.search.setText("Nguyễn")
    shell.forget_pages()
    qtbot.wait(10)
    texts = {label.text() for label in shell.findChildren(QLabel)} | {shell.top.search.text()}
    assert not texts & {"Nguyễn", "M. Durand", "4 familles · triées par nom"}
    assert shell.findChildren(DataTable) == []
    assert shell.current_key == ""
    shell.show_page("familles")
    assert made == ["familles", "familles"]
    assert shell.windowTitle() == "Caseapp"


def test_counts_are_seen_and_heard(shell: Shell) -> None:
    families_button = button(shell, "Familles")
    shell.navigation.set_count("familles", 12)
    badge = next(label for label in families_button.findChildren(QLabel))
    assert (badge.text(), badge.isVisible()) == ("12", True)
    assert families_button.accessibleName() == "Familles, 12 à traiter"
    shell.navigation.set_count("familles", 0)
    assert badge.text() == ""
    assert families_button.accessibleName() == "Familles"


def test_the_navigation_folds_when_there_is_little_room(shell: Shell, theme: Theme) -> None:
    assert not shell.navigation.is_folded
    wide = shell.navigation.width()
    shell.resize(1199, 700)
    assert shell.navigation.is_folded
    assert shell.navigation.width() < wide / 2
    assert button(shell, "Chiffres").text() == ""
    assert button(shell, "Chiffres").toolTip() == "<qt>Chiffres &amp; taux</qt>"
    shell.resize(1366, 768)
    assert button(shell, "Chiffres").text() == "Chiffres && taux"
    theme.set_percent(150)
    assert shell.navigation.is_folded


@pytest.mark.parametrize("key", ["familles", "chiffres"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 700)])
def test_pages_fit_in_small_screens(shell: Shell, key: str, size: tuple[int, int], qtbot: QtBot) -> None:
    shell.resize(*size)
    shell.show_page(key)
    qtbot.wait(20)
    assert (shell.width(), shell.height()) == size
    assert shell.minimumSizeHint().width() <= size[0]
    for one in shell.findChildren(QPushButton):
        if one.isVisible():
            right = one.mapTo(shell, QPoint(one.width(), one.height()))
            assert right.x() <= size[0], one.text()
            assert one.width() >= one.minimumSizeHint().width(), one.text()


@pytest.mark.parametrize("key", ["familles", "chiffres"])
@pytest.mark.parametrize("width", [1366, 1024])
def test_every_page_can_be_used_without_mouse_or_screen(shell: Shell, key: str, width: int) -> None:
    shell.resize(width, 700)
    shell.show_page(key)
    shell.navigation.set_count("familles", 3)
    assert unnamed(shell) == []
    assert missed_by_tab(shell) == []
    assert interpreted_labels(shell) == []


def test_the_checker_finds_what_is_missing(shell: Shell, qtbot: QtBot) -> None:
    page = shell.page("familles")
    nameless, unreachable = QLineEdit(), QLineEdit()
    unreachable.setAccessibleName("Hors d'atteinte")
    rich = QLabel("<b>gras</b>")
    for widget in (nameless, unreachable, rich):
        page.layout().addWidget(widget)
    qtbot.waitUntil(rich.isVisible)
    assert unnamed(shell) == ["QLineEdit#"]
    assert interpreted_labels(shell) == ["QLabel#"]
    trap = page.findChild(DataTable)
    trap.setTabKeyNavigation(True)
    assert missed_by_tab(shell) != []


def test_pages_have_a_name_for_screen_readers(shell: Shell) -> None:
    interface = QAccessible.queryAccessibleInterface(shell.page("familles"))
    assert interface.text(QAccessible.Text.Name) == "Familles"


def test_header_changes_with_what_is_shown(shell: Shell) -> None:
    page = shell.page("familles")
    assert isinstance(page, Page)
    page.header.set_title("Familles <suivies>")
    page.header.set_sentence("12 familles")
    texts = [label.text() for label in page.header.findChildren(QLabel)]
    assert texts == ["Familles <suivies>", "12 familles"]
