"""The list behind a figure written from the window: protected names asked for, one by one."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from accessibility import missed_by_tab, unnamed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from statistiques_store import StatistiquesWindow, plain
from watchdog import Watchdog
from window_fakes import ScriptedPrompts

from caseapp.models import EntreeJournal
from caseapp.services.liste import FamilleProtegee
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.statistiques_protegees import MOST, NAMELESS, ProtectedSheet

Key = Qt.Key
INTERVENTIONS, AIDES = "cibles.total.total", "aides.total.montant"
ALL_HIDDEN = ["O'Brien", "(protégée)", "'=SOMME(A1)", "O'Brien"]


@pytest.fixture
def prompts(context: UiContext) -> ScriptedPrompts:
    assert isinstance(context.prompts, ScriptedPrompts)
    return context.prompts


def sheets(window: StatistiquesWindow) -> list[ProtectedSheet]:
    return [one for one in window.shell.findChildren(ProtectedSheet) if one.isVisible()]


def ask(window: StatistiquesWindow, address: str) -> ProtectedSheet:
    """Press the link of the list behind a figure, as someone without a mouse."""
    window.click(address)
    window.page.records.export_link.setFocus()
    window.press(Key.Key_Space)
    window.qtbot.waitUntil(lambda: len(sheets(window)) == 1)
    return sheets(window)[0]


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))


def exports(workspace: Workspace) -> list[str]:
    """Return the tables that the journal says were exported."""
    entry = EntreeJournal
    with workspace._opening.store.read() as session:
        found = select(entry.objet).where(entry.action == "export").order_by(entry.sequence)
        return list(session.scalars(found))


def test_enter_writes_the_whole_list_without_a_protected_name(
    window: StatistiquesWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    prompts.answers.append(path)
    sheet = ask(window, INTERVENTIONS)
    assert QApplication.focusWidget() is sheet.export_button
    assert sheet.export_button.text() == NAMELESS
    assert "1 famille protégée" in window.said(sheet)
    window.press(Key.Key_Return)
    window.settle()
    assert [row["Nom"] for row in read(path)] == ALL_HIDDEN
    assert [row["Prénom"] for row in read(path)] == ["Zoé", "(protégée)", "'@Inès", "Zoé"]
    assert "Nguyễn" not in path.read_text("utf-8-sig")
    assert f"Liste écrite, 4 lignes : {path}" in window.said()
    assert exports(window.workspace) == ["liste"]


def test_a_ticked_family_leaves_by_name_and_is_traced(
    window: StatistiquesWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    prompts.answers.append(path)
    sheet = ask(window, INTERVENTIONS)
    (box,) = sheet.boxes.values()
    assert (plain(box.text()), box.isChecked()) == ("Nguyễn Maël · F2", False)
    window.press(Key.Key_Tab)
    assert QApplication.focusWidget() is box
    window.press(Key.Key_Space)
    assert plain(sheet.export_button.text()) == "Exporter avec 1 nom"
    window.press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert [row["Nom"] for row in read(path)] == ["O'Brien", "Nguyễn", "'=SOMME(A1)", "O'Brien"]
    assert f"Liste écrite, 4 lignes, 1 famille protégée nommée : {path}" in window.said()
    assert exports(window.workspace) == ["liste", "familles"]


def test_a_box_unticked_again_leaves_no_name(
    window: StatistiquesWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    prompts.answers.append(path)
    ask(window, INTERVENTIONS)
    window.press(Key.Key_Tab)
    window.press(Key.Key_Space)
    window.press(Key.Key_Space)
    assert sheets(window)[0].export_button.text() == NAMELESS
    window.press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert [row["Nom"] for row in read(path)] == ALL_HIDDEN


@pytest.mark.parametrize("left_at", ["sheet", "file"])
def test_nothing_is_written_nor_traced_when_it_is_left(
    window: StatistiquesWindow, prompts: ScriptedPrompts, left_at: str
) -> None:
    ask(window, INTERVENTIONS)
    if left_at == "sheet":
        window.press(Key.Key_Escape)
    else:
        prompts.answers.append(None)
        window.press(Key.Key_Return)
    window.settle()
    assert sheets(window) == []
    assert prompts.asked == ([] if left_at == "sheet" else ["Enregistrer la liste"])
    assert exports(window.workspace) == []
    assert window.page.records.export_link.hasFocus()


def test_a_list_without_protected_family_asks_only_where(
    window: StatistiquesWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    records = window.workspace.statistiques.records(INTERVENTIONS, window.page.picker.period())
    unprotected = replace(records, records=tuple(one for one in records.records if not one.protected))
    prompts.answers.append(tmp_path / "liste.csv")
    window.page.files.export_list(unprotected)
    window.settle()
    assert len(read(tmp_path / "liste.csv")) == 3
    assert exports(window.workspace) == ["liste"]


def test_amounts_are_written_as_numbers(
    window: StatistiquesWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.answers.append(tmp_path / "aides.csv")
    ask(window, AIDES)
    window.press(Key.Key_Return)
    window.settle()
    assert [row["Subvention"] for row in read(tmp_path / "aides.csv")] == ["374,00", "50,50"]


# --- The sheet with many families ---


@pytest.fixture
def over(context: UiContext, qtbot: QtBot) -> Iterator[Callable[[int], ProtectedSheet]]:
    """Open the sheet over an empty window, for as many families."""
    behind = QWidget()
    qtbot.addWidget(behind)
    behind.resize(1024, 600)
    with qtbot.waitActive(behind):
        behind.show()
        behind.activateWindow()

    def open_sheet(count: int) -> ProtectedSheet:
        familles = [FamilleProtegee(rank, f"Nom{' très long' * 9}", f"F{rank}") for rank in range(count)]
        sheet = ProtectedSheet(behind, context.theme, familles)
        sheet.open()
        return sheet

    yield open_sheet
    behind.close()


def test_many_families_scroll_and_the_keyboard_reaches_each(
    over: Callable[[int], ProtectedSheet], qtbot: QtBot
) -> None:
    sheet = over(30)
    qtbot.waitUntil(lambda: len(sheet.boxes) == 30)
    boxes = list(sheet.boxes.values())
    qtbot.waitUntil(boxes[-1].isVisible)
    boxes[24].setFocus()
    qtbot.keyClick(boxes[24], Key.Key_Tab)
    assert boxes[25].hasFocus(), "the boxes made later come in their order"
    assert sheet.area.verticalScrollBar().maximum() > 0
    assert sheet.area.widget().minimumSizeHint().width() <= sheet.area.viewport().width()
    assert (unnamed(sheet), missed_by_tab(sheet)) == ([], [])


def test_families_beyond_the_most_are_never_named(
    over: Callable[[int], ProtectedSheet], qtbot: QtBot, watchdog: Watchdog
) -> None:
    watchdog.restart()
    sheet = over(MOST + 5)
    qtbot.waitUntil(lambda: len(sheet.boxes) == MOST)
    watchdog.check("opening the sheet")
    qtbot.wait(20)
    assert len(sheet.boxes) == MOST
    for box in sheet.boxes.values():
        box.setChecked(True)
    with qtbot.waitSignal(sheet.chosen) as chosen:
        qtbot.keyClick(sheet.export_button, Key.Key_Space)
    assert chosen.args == [frozenset(range(MOST))]
