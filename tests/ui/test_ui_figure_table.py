import pytest
from accessibility import interpreted_labels, unnamed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sample_report import TABLE

from caseapp.reports.palette import LIGHT
from caseapp.reports.report import Table
from caseapp.ui.context import UiContext
from caseapp.ui.widgets.figure_model import FigureModel
from caseapp.ui.widgets.figure_table import FigureTable
from caseapp.ui.widgets.figure_view import FigureView

Key = Qt.Key
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def figures(context: UiContext, qtbot: QtBot) -> FigureTable:
    figures = FigureTable(TABLE, context)
    qtbot.addWidget(figures)
    figures.resize(640, 260)
    with qtbot.waitExposed(figures):
        figures.show()
    figures.activateWindow()
    return figures


def centre(figures: FigureTable, row: int, column: int) -> QPoint:
    return figures.view.visualRect(figures.view.model().index(row, column)).center()


def test_model_is_clean(qtmodeltester: ModelTester) -> None:
    model = FigureModel(TABLE)
    qtmodeltester.check(model)
    model.set_table(Table("vide", "Vide", "Cible", (), ()))
    qtmodeltester.check(model)


def test_a_click_on_a_figure_opens_its_address(figures: FigureTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(figures.figure_opened) as opened:
        qtbot.mouseClick(figures.view.viewport(), Left, pos=centre(figures, 0, 1))
    assert opened.args == ["cibles.parentalite.information_conseil"]


@pytest.mark.parametrize("column", [0, 4], ids=["titre", "n.d."])
def test_a_click_elsewhere_opens_nothing(figures: FigureTable, qtbot: QtBot, column: int) -> None:
    with qtbot.assertNotEmitted(figures.figure_opened):
        qtbot.mouseClick(figures.view.viewport(), Left, pos=centre(figures, 1, column))


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_keys_move_between_figures_and_open(figures: FigureTable, qtbot: QtBot, key: Qt.Key) -> None:
    view = figures.view
    view.setFocus()
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 1)
    for move in (Key.Key_Left, Key.Key_Down, Key.Key_Right, Key.Key_Down):
        qtbot.keyClick(view, move)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (2, 2), "titles are stepped over"
    with qtbot.waitSignal(figures.figure_opened) as opened:
        qtbot.keyClick(view, key)
    assert opened.args == ["cibles.total.total"]


def test_typing_does_not_move_between_figures(figures: FigureTable, qtbot: QtBot) -> None:
    figures.view.setFocus()
    qtbot.keyClicks(figures.view, "8")
    assert figures.view.currentIndex().row() == 0


def test_copy_gives_the_whole_table_as_numbers(figures: FigureTable, qtbot: QtBot) -> None:
    figures.view.setFocus()
    qtbot.keyClick(figures.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Cible\tInformation-conseil\tTotal\tPart\tÉvolution",
        "Parentalité\t479\t656\t38,5 %\tn.d.",
        "Logement <b>& habitat</b>\t141\t149\t38,5 %\tn.d.",
        "Total compté\t814\t1705\t38,5 %\tn.d.",
    ]


def test_a_screen_reader_hears_row_column_and_what_opens(figures: FigureTable) -> None:
    model = figures.view.model()
    figure, unknown = model.index(0, 1), model.index(0, 4)
    assert figure.data(Qt.ItemDataRole.AccessibleTextRole) == "Parentalité, Information-conseil : 479"
    assert "ouvre la liste" in figure.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert unknown.data(Qt.ItemDataRole.AccessibleDescriptionRole) is None
    assert unnamed(figures) == []
    grid = QAccessible.queryAccessibleInterface(figures.view)
    assert grid.text(QAccessible.Text.Name) == "Interventions par cible"
    assert grid.role() == QAccessible.Role.Table


def test_the_tooltip_is_the_address(figures: FigureTable) -> None:
    tip = figures.view.model().index(2, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>cibles.total.total</qt>"


def test_texts_are_shown_as_typed(figures: FigureTable) -> None:
    assert interpreted_labels(figures) == []
    notes = [label.text() for label in figures.findChildren(QLabel) if label.property("role") == "note"]
    assert notes == ["\n".join(TABLE.notes)]


def test_the_grid_is_as_tall_as_its_rows(figures: FigureTable, context: UiContext) -> None:
    view = figures.view
    assert view.height() == view.horizontalHeader().height() + sum(view.rowHeight(n) for n in range(3))
    assert not view.verticalScrollBar().isVisible()
    assert not view.horizontalScrollBar().isVisible()
    context.theme.set_percent(200)
    assert view.rowHeight(0) == 60


def test_long_titles_take_two_lines_rather_than_scroll(figures: FigureTable) -> None:
    figures.resize(500, 400)
    view = figures.view
    assert view.rowHeight(1) > view.rowHeight(0)
    assert view.columnWidth(0) >= 150


def test_the_labels_come_back_once_there_is_room_for_them_and_the_figure(
    context: UiContext, qtbot: QtBot
) -> None:
    view = FigureView(context, FigureModel(TABLE))
    qtbot.addWidget(view)
    view.resize(200, 200)
    view.show()
    view.setCurrentIndex(view.model().index(0, 2))
    bar = view.horizontalScrollBar()
    assert bar.value() > 0, "the figure is shown, its label is not"
    view.resize(340, 200)
    assert bar.maximum() > 0
    assert bar.value() == 0
    assert view.visualRect(view.currentIndex()).right() < view.viewport().width()


def test_the_opened_figure_is_outlined_until_another_is(figures: FigureTable) -> None:
    def outlined(row: int, column: int) -> bool:
        rect = figures.view.visualRect(figures.view.model().index(row, column))
        image = figures.view.viewport().grab().toImage()
        return image.pixelColor(rect.left() + 1, rect.center().y()).name().upper() == LIGHT.accent

    assert not outlined(1, 2)
    figures.show_opened("cibles.logement.total")
    assert outlined(1, 2)
    figures.show_opened("")
    assert not outlined(1, 2)


def test_hover_underlines_and_points(figures: FigureTable, qtbot: QtBot) -> None:
    viewport = figures.view.viewport()

    window = figures.window()
    for column, shape in ((4, Qt.CursorShape.ArrowCursor), (2, Qt.CursorShape.PointingHandCursor)):
        QTest.mouseMove(window.windowHandle(), viewport.mapTo(window, centre(figures, 1, column)))
        qtbot.waitUntil(lambda wanted=shape: viewport.cursor().shape() == wanted)  # type: ignore[misc]


def test_other_figures_replace_all_of_the_former(figures: FigureTable) -> None:
    other = Table("aides", "Aides", "Domaine", ("Nombre",), TABLE.rows[:1], ("Une note.",))
    figures.set_table(other)
    assert figures.view.accessibleName() == "Aides"
    assert figures.view.model().columnCount() == 2
    texts = {label.text() for label in figures.findChildren(QLabel) if label.isVisibleTo(figures)}
    assert {"Aides", "Une note."} <= texts
    assert "au moins un jour" not in texts
    assert "Interventions actives." not in "".join(texts)
