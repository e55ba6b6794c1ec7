from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest
from accessibility import unnamed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QToolTip
from pytestqt.qtbot import QtBot
from sample_rows import COLUMNS, ROWS, Source
from window_fakes import MemoryPreferences

from caseapp.ui.context import UiContext
from caseapp.ui.tables.column_layout import Place, read_places, write_places
from caseapp.ui.tables.data_table import COPY_LIMIT, DataTable
from caseapp.ui.tables.model import RowModel, TableModel
from caseapp.ui.tables.paged_model import PagedTableModel
from caseapp.ui.tables.table_menu import table_menu
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.empty_state import EmptyState

Key = Qt.Key
Left = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
NOTHING_HELD = Qt.KeyboardModifier.NoModifier
MakeTable = Callable[[RowModel[Any]], DataTable]


@pytest.fixture
def make_table(context: UiContext, qtbot: QtBot) -> MakeTable:
    def make(model: RowModel[Any]) -> DataTable:
        table = DataTable(context, model, key="essai", name="Familles")
        qtbot.addWidget(table)
        table.resize(700, 300)
        with qtbot.waitExposed(table):
            table.show()
        table.activateWindow()
        table.setFocus()
        qtbot.waitUntil(table.hasFocus)
        return table

    return make


def press(
    table: DataTable, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QtBot.keyClick(table, key, modifier)


def cell_centre(table: DataTable, row: int, column: int) -> QPoint:
    return table.visualRect(table.model().index(row, column)).center()


def header_centre(table: DataTable, column: int) -> QPoint:
    header = table.horizontalHeader()
    return QPoint(
        header.sectionViewportPosition(column) + header.sectionSize(column) // 2, header.height() // 2
    )


def test_enter_and_double_click_open_the_row(make_table: MakeTable, qtbot: QtBot) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    with qtbot.waitSignal(table.activated_row) as opened:
        press(table, Key.Key_Down)
        press(table, Key.Key_Return)
    assert opened.args == [ROWS[1]]
    with qtbot.waitSignal(table.activated_row) as opened:
        qtbot.mouseClick(table.viewport(), Left, pos=cell_centre(table, 2, 0))
        qtbot.mouseDClick(table.viewport(), Left, pos=cell_centre(table, 2, 0))
    assert opened.args == [ROWS[2]]


def test_focus_enters_on_the_first_row_and_arrows_tell_the_current_one(
    make_table: MakeTable, qtbot: QtBot
) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    assert table.currentIndex().row() == 0
    with qtbot.waitSignal(table.current_row_changed) as moved:
        press(table, Key.Key_Down)
    assert moved.args == [ROWS[1]]


def test_copy_gives_tabs_and_plain_numbers(make_table: MakeTable, qtbot: QtBot) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    press(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(table.copied) as copied:
        press(table, Key.Key_C, CONTROL)
    assert copied.args == [2, 2]
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Œuvrard Hélène\t4200 €\tLogement\tnote de 1",
        "Aït-Ahmed Inès\t12000 €\t\tnote de 2",
    ]


def test_copy_follows_the_columns_as_shown(make_table: MakeTable) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    table.horizontalHeader().moveSection(0, 2)
    table.show_column(3, shown=False)
    table.copy_selection()
    assert QGuiApplication.clipboard().text() == "4200 €\tLogement\tŒuvrard Hélène"


def test_a_very_long_list_is_as_quick_as_a_short_one(
    make_table: MakeTable, context: UiContext, qtbot: QtBot
) -> None:
    source = Source()
    table = make_table(PagedTableModel(COLUMNS, source.fetch, range(500_000)))
    acts: dict[str, Callable[[], object]] = {
        "all": lambda: press(table, Key.Key_A, CONTROL),
        "last": lambda: press(table, Key.Key_End, CONTROL),
        "up": lambda: press(table, Key.Key_Up),
        "size": lambda: context.theme.set_percent(110),
    }
    for name, act in acts.items():
        start = perf_counter()
        act()
        table.grab()
        assert perf_counter() - start < 1, f"{name}: seconds when Qt walks through the rows"
    assert table.currentIndex().row() == 499_998
    assert len(source.calls) < 10


def test_the_beginning_of_a_long_selection_is_copied(make_table: MakeTable, qtbot: QtBot) -> None:
    source = Source()
    table = make_table(PagedTableModel(COLUMNS, source.fetch, range(100_000)))
    press(table, Key.Key_A, CONTROL)
    with qtbot.waitSignal(table.copied) as copied:
        press(table, Key.Key_C, CONTROL)
    assert copied.args == [COPY_LIMIT, 100_000]
    assert QGuiApplication.clipboard().text().count("\n") == COPY_LIMIT - 1
    assert len(source.calls) == COPY_LIMIT // 100


def test_typing_over_the_list_is_given_to_the_page(make_table: MakeTable, qtbot: QtBot) -> None:
    source = Source()
    table = make_table(PagedTableModel(COLUMNS, source.fetch, range(100_000)))
    with qtbot.waitSignal(table.typed) as typed:
        qtbot.keyClicks(table, "n")
    assert typed.args == ["n"]
    assert len(source.calls) == 1


def test_header_click_sorts_rows_in_memory_and_turns_round(make_table: MakeTable, qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, ROWS)
    table = make_table(model)
    header = table.horizontalHeader()
    asked = []
    table.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Left, pos=header_centre(table, 1))
    assert asked == [("montant", False), ("montant", True)]
    assert model.index(0, 0).data() == "Aït-Ahmed Inès"
    assert header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
    qtbot.mouseClick(header.viewport(), Left, pos=header_centre(table, 2))
    assert len(asked) == 2
    assert header.sortIndicatorSection() == 1, "a column without an order changes nothing"


def test_header_click_of_a_paged_list_only_asks(make_table: MakeTable, qtbot: QtBot) -> None:
    model = PagedTableModel(COLUMNS, Source().fetch, range(3))
    table = make_table(model)
    with qtbot.waitSignal(table.sort_requested) as asked:
        qtbot.mouseClick(table.horizontalHeader().viewport(), Left, pos=header_centre(table, 0))
    assert asked.args == ["nom", False]
    assert model.index(0, 0).data() == "Famille 0"


def test_menu_sorts_and_chooses_columns_from_the_keyboard(make_table: MakeTable) -> None:
    model = TableModel(COLUMNS, ROWS)
    table = make_table(model)
    menu = table_menu(table)
    actions = {action.text(): action for action in menu.actions()}
    actions["Trier par « Famille »"].trigger()
    assert model.index(0, 0).data() == "Aït-Ahmed Inès"
    columns = actions["Colonnes"].menu()
    assert isinstance(columns, QMenu)
    for action in columns.actions():
        action.trigger()
    hidden = [table.isColumnHidden(n) for n in range(4)]
    assert hidden == [True, True, True, False], "the last column stays"


def test_layout_is_remembered_at_any_size_of_text(
    make_table: MakeTable, preferences: MemoryPreferences, context: UiContext
) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    header = table.horizontalHeader()
    header.resizeSection(0, 222)
    header.moveSection(0, 1)
    table.show_column(2, shown=False)
    table.save_layout()
    assert preferences.kept == {"tableau.essai": "montant:110,nom:222,cible:120:-,note:120"}
    context.theme.set_percent(200)
    again = make_table(TableModel(COLUMNS, ROWS))
    assert again.columnWidth(0) == 444
    assert again.horizontalHeader().visualIndex(0) == 1
    assert again.isColumnHidden(2)


def test_layout_is_saved_by_itself(
    make_table: MakeTable, preferences: MemoryPreferences, qtbot: QtBot
) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    assert preferences.kept == {}
    table.horizontalHeader().resizeSection(1, 140)
    qtbot.waitUntil(lambda: "tableau.essai" in preferences.kept, timeout=3000)
    assert "montant:140" in preferences.kept["tableau.essai"]


@pytest.mark.parametrize(
    "kept", ["", "???", "nom", "nom:", "nom:x,montant:²", "absente:50", "nom:99999999999:-,nom:1"]
)
def test_a_damaged_layout_is_survived(
    kept: str, make_table: MakeTable, preferences: MemoryPreferences
) -> None:
    preferences.put("tableau.essai", kept)
    table = make_table(TableModel(COLUMNS, ROWS))
    assert all(0 < table.columnWidth(n) <= 1200 for n in range(4) if not table.isColumnHidden(n))


def test_places_are_read_as_written() -> None:
    places = (Place("a", 120), Place("b", 40, shown=False))
    assert read_places(write_places(places), ["b", "a"]) == places


def test_stretched_column_takes_the_room_left_but_never_less_than_its_width(make_table: MakeTable) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    table.resize(350, 300)
    assert table.columnWidth(3) == 120


def test_columns_give_what_a_narrow_list_lacks_and_take_it_back(
    make_table: MakeTable, preferences: MemoryPreferences
) -> None:
    name, *others = COLUMNS
    table = make_table(TableModel((replace(name, least=70), *others), ROWS))
    header = table.horizontalHeader()
    table.resize(460, 300)
    assert header.length() == table.viewport().width()
    assert [table.columnWidth(n) for n in (1, 2, 3)] == [110, 120, 120]
    table.resize(300, 300)
    assert table.columnWidth(0) == 150, "too narrow a list scrolls"
    table.resize(430, 300)
    table.show_column(2, shown=False)
    table.show_column(2, shown=True)
    table.save_layout()
    assert preferences.kept == {"tableau.essai": "nom:150,montant:110,cible:120,note:120"}
    table.resize(700, 300)
    assert table.columnWidth(0) == 150


def test_tooltip_shows_only_what_is_cut_and_as_it_was_typed(make_table: MakeTable, qtbot: QtBot) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    table.setColumnWidth(0, 60)
    assert table.tooltip_at(cell_centre(table, 2, 0)) == "<qt>O'Brien &lt;b&gt;Maël&lt;/b&gt;</qt>"
    table.setColumnWidth(0, 300)
    assert table.tooltip_at(cell_centre(table, 2, 0)) == ""
    assert table.tooltip_at(QPoint(5, 290)) == ""
    assert not QToolTip.isVisible()


def test_rows_grow_with_the_text(make_table: MakeTable, context: UiContext) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    assert table.rowHeight(0) == 30
    context.theme.set_percent(200)
    assert table.rowHeight(0) == 60
    context.theme.set_percent(80)
    assert table.rowHeight(0) == 24


def test_hovered_row_is_drawn_differently(make_table: MakeTable, qtbot: QtBot) -> None:
    table = make_table(TableModel(COLUMNS, ROWS))
    still = table.viewport().grab().toImage()

    window = table.windowHandle()  # the move of a widget would go to whatever window lies under the mouse
    for row in (0, 2):  # a move to where the mouse was left would be none
        QTest.mouseMove(window, table.viewport().mapTo(table, cell_centre(table, row, 1)))
    qtbot.waitUntil(lambda: table._delegate.hovered_row == 2)
    hovered = table.viewport().grab().toImage()
    row, other = cell_centre(table, 2, 3), cell_centre(table, 3, 3)
    assert hovered.pixelColor(row.x() + 60, row.y()) != still.pixelColor(row.x() + 60, row.y())
    assert hovered.pixelColor(other.x() + 60, other.y()) == still.pixelColor(other.x() + 60, other.y())


def test_empty_list_says_what_it_is_for(context: UiContext, qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, ())
    begun: list[str] = []
    empty = EmptyState("Aucune famille.", "Importer", lambda: begun.append("oui"))
    panel = TablePanel(DataTable(context, model, key="essai", name="Familles"), empty)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.currentWidget() is empty
    assert unnamed(panel) == []
    qtbot.mouseClick(empty.findChild(QPushButton), Left)
    assert begun == ["oui"]
    panel.currentWidget().setFocus()  # as the pages do with their list
    qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Space)
    assert begun == ["oui", "oui"]
    model.set_rows(ROWS)
    assert isinstance(panel.currentWidget(), DataTable)
    other = EmptyState("Rien ne correspond.")
    panel.set_empty(other)
    assert isinstance(panel.currentWidget(), DataTable)
    model.set_rows(())
    assert panel.currentWidget() is other
