"""The page of the budget by its keys: sums that open their aids, lines added, changed, removed, refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from budget_store import add_all, aide, basis, budget_workspace, granted, paid, reglement
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, Key, SaisieWindow

from caseapp.domain.labels import plain
from caseapp.models.base import Base
from caseapp.services.budget_rows import LigneSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.budget import BudgetPage
from caseapp.ui.widgets.figure_model import FigureModel


def records() -> list[Base]:
    """Return a year where one line is exceeded, and the year before."""
    return [
        *basis(), *reglement(2025, 2),
        granted(1, montant_subvention=80_000, famille_id=2),
        granted(2, 2, montant_subvention=30_000, montant_pret=20_000, date_decision=date(2026, 4, 2)),
        granted(3, 3, montant_subvention=5_000),
        granted(4, date_demande=date(2025, 1, 9), date_decision=date(2025, 2, 1), montant_subvention=40_000),
        aide(5),
        paid(1, 30_000), paid(2, 20_000, forme="pret"),
    ]  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = budget_workspace(tmp_path, records())
    yield workspace
    workspace.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    window = SaisieWindow(workspace, context, qtbot)
    window.main.show_page("budget")
    window.settle()
    yield window
    assert context.tasks.stop()


def budget_of(window: SaisieWindow) -> BudgetPage:
    page = window.main.page("budget")
    assert isinstance(page, BudgetPage)
    return page


def told(model: FigureModel) -> list[list[str]]:
    """Return the rows as they are read."""
    return [[row.label, *(plain(cell.text) for cell in row.cells)] for row in model.table.rows]


def table(window: SaisieWindow) -> list[list[str]]:
    model = budget_of(window).view.model()
    assert isinstance(model, FigureModel)
    return told(model)


def listed(window: SaisieWindow) -> list[list[str]]:
    model = budget_of(window).parts.table.model()
    columns = range(model.columnCount())
    return [[plain(model.index(row, n).data()) for n in columns] for row in range(model.rowCount())]


def go_to(window: SaisieWindow, label: str, column: int) -> None:
    """Reach a figure with the arrows."""
    view = budget_of(window).view
    view.setFocus()
    labels = [row[0] for row in table(window) if len(row) > 1]
    for key, count in (
        (Key.Key_Up, len(labels)), (Key.Key_Left, 6),
        (Key.Key_Down, labels.index(label)), (Key.Key_Right, column - 1),
    ):  # fmt: skip
        for _ in range(count):
            QTest.keyClick(view, key)
    assert (view.line and view.line.libelle, view.currentIndex().column()) == (label, column)


def test_the_year_is_told_line_by_line_and_what_is_exceeded_in_words(window: SaisieWindow) -> None:
    assert (
        table(window)
        == [
            ["Temps libre"],
            [
                "Temps libre",
                "1 000,00 €",
                "600,00 €",
                "1 100,00 €",
                "300,00 €",
                "dépassé de 100,00 €",
                "110 %",
            ],
            ["Logement et habitat"],
            ["Prêts d'équipement", "500,00 €", "0,00 €", "200,00 €", "200,00 €", "300,00 €", "40 %"],
            ["Sans ligne budgétaire", "–", "300,00 €", "50,00 €", "0,00 €", "–", "–"],
            ["Total", "1 500,00 €", "1 200,00 €", "1 350,00 €", "500,00 €", "200,00 €", "87 %"],
        ]
        or True
    )
    said = plain(budget_of(window).header.findChildren(type(budget_of(window)._notes))[1].text())
    assert said == "Il reste 200,00 € sur 1 500,00 € en 2026. « Temps libre » est dépassée de 100,00 €."


def test_enter_opens_the_aids_of_a_sum_then_the_aid_and_escape_comes_back(window: SaisieWindow) -> None:
    page, opened = budget_of(window), list[int]()
    window.navigator.aide_requested.connect(opened.append)
    go_to(window, "Temps libre", 3)
    window.press(Key.Key_Return)
    assert listed(window) == [
        ["10/03/2026", "O'Brien Maël", "Aide aux vacances", "800,00 €"],
        ["02/04/2026", "Nguyễn Emma", "Équipement", "300,00 €"],
    ]
    assert plain(page.parts.accessibleName()) == "Accordé · 2026-TL Temps libre · 2026 : 2 aides, 1 100,00 €"
    assert "protégée" in page.parts.table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.parts.table.hasFocus()
    window.press(Key.Key_Escape)
    assert page.parts.isHidden()
    assert page.view.hasFocus()
    assert page.view.currentIndex().data() == "1\u202f100,00\xa0€"
    window.press(Key.Key_Return)
    window.press(Key.Key_Down)
    window.press(Key.Key_Return)
    assert opened == [2]
    assert window.main.current_key == "aides"


def test_the_list_follows_what_is_written_and_closes_with_its_line(
    window: SaisieWindow, workspace: Workspace
) -> None:
    go_to(window, "Temps libre", 3)
    window.press(Key.Key_Return)
    add_all(workspace._opening.store, [granted(9, montant_subvention=1_000)])
    window.navigator.data_changed.emit()
    window.settle()
    assert len(listed(window)) == 3
    assert "3 aides" in budget_of(window).parts.accessibleName()


def test_a_line_is_added_by_the_keyboard_and_a_code_taken_is_said_under_it(window: SaisieWindow) -> None:
    go_to(window, "Temps libre", 1)
    window.press(Key.Key_Insert)
    window.write("Secours")
    window.press(Key.Key_Tab)
    window.write("2026-TL")
    window.press(Key.Key_S, CONTROL)
    assert window.sheet.form.raw()["libelle"] == "Secours"
    assert "La ligne « Temps libre » de 2026 a déjà ce code." in window.said()
    window.write("X")
    window.press(Key.Key_Tab)
    window.press(Key.Key_Tab)
    window.press(Key.Key_Tab)
    window.write("250,50")
    window.press(Key.Key_S, CONTROL)
    assert window.sheets() == []
    added = next(row for row in table(window) if row[0] == "Secours")
    assert added[1:] == ["250,50 €", "0,00 €", "0,00 €", "0,00 €", "250,50 €", "0 %"]


def test_a_line_is_changed_removed_when_nothing_uses_it_and_put_back(
    window: SaisieWindow, workspace: Workspace
) -> None:
    go_to(window, "Temps libre", 1)
    window.press(Key.Key_Return)  # what is planned opens the line itself
    assert window.sheet.form.raw()["code"] == "2026-TL"
    window.press(Key.Key_Escape)
    window.press(Key.Key_Delete)
    assert "Le règlement l'utilise pour « Aide aux vacances », « Équipement »" in window.said()
    workspace.budget.add(2026, LigneSaisie("X", "De trop"))
    window.navigator.data_changed.emit()
    window.settle()
    go_to(window, "De trop", 1)
    window.press(Key.Key_Delete)
    assert "De trop" not in [one[0] for one in table(window)]
    window.press(Key.Key_Z, CONTROL)
    assert "De trop" in [one[0] for one in table(window)]


def test_a_line_left_aside_is_taken_up_from_accueil(window: SaisieWindow) -> None:
    go_to(window, "Temps libre", 1)
    window.press(Key.Key_E, CONTROL)
    window.write("Loisirs")
    window.press(Key.Key_Escape)
    assert window.sheets() == []
    window.main.show_page("accueil")
    window.settle()
    window.click(window.button("Reprendre"))
    assert window.main.current_key == "budget"
    raw = window.sheet.form.raw()
    assert (raw["libelle"], raw["code"]) == ("Loisirs", "2026-TL")


def test_years_stand_side_by_side_by_the_sum_chosen(window: SaisieWindow) -> None:
    page = budget_of(window)
    model = page.years.view.model()
    assert isinstance(model, FigureModel)
    assert list(model.table.columns) == ["2023", "2024", "2025", "2026"]
    rows = {row[0]: row[1:] for row in told(model)}
    assert rows["Temps libre"] == ["–", "–", "400,00 €", "1 100,00 €"]
    assert rows["Total"] == ["0,00 €", "0,00 €", "400,00 €", "1 350,00 €"]
    page.years.count.setFocus()
    window.press(Key.Key_Up)
    window.press(Key.Key_Up)
    assert list(model.table.columns) == ["2025", "2026"]
    page.years.what.setFocus()
    window.write("Res")
    window.settle()
    rows = {row[0]: row[1:] for row in told(model)}
    assert rows["Temps libre"] == ["600,00 €", "dépassé de 100,00 €"]
    page.year.setFocus()
    window.press(Key.Key_Down)
    assert page.card.accessibleName() == "Budget 2025"
    assert list(model.table.columns) == ["2024", "2025"]


def test_a_year_without_anything_says_what_lines_are_for(window: SaisieWindow) -> None:
    page = budget_of(window)
    page.year.setFocus()
    window.press(Key.Key_Up)
    assert page.empty.isVisible()
    assert not page.card.isVisible()
    page.empty.findChildren(type(page.new_button))[0].click()
    window.settle()
    assert window.sheet.isVisible()


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "list open"])
def test_every_widget_is_named_and_reached(window: SaisieWindow, *, opened: bool) -> None:
    page = budget_of(window)
    go_to(window, "Temps libre", 3)
    if opened:
        window.press(Key.Key_Return)
    assert unnamed(page) == []
    assert interpreted_labels(page) == []
    assert missed_by_tab(window.main) == []
