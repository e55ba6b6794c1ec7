"""The rights of an appointment, noted by real keys and clicks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, unnamed
from familles_store import EMMA, FamilleStores, famille_id
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow, opened_store

from caseapp.services.droits import DroitRow
from caseapp.services.saisie import Genre, Saisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.saisie.droits_sheet import DroitsSheet


@pytest.fixture(scope="module")
def familles(tmp_path_factory: pytest.TempPathFactory) -> FamilleStores:
    return FamilleStores(tmp_path_factory.mktemp("droits"))


@pytest.fixture
def workspace(familles: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = opened_store(familles, tmp_path)
    yield workspace
    workspace.close()


class Rights:
    """The sheet of a rights appointment of Emma, open."""

    def __init__(self, workspace: Workspace, window: SaisieWindow) -> None:
        self.workspace, self.window = workspace, window
        famille = famille_id(workspace, EMMA)
        self.ident = workspace.saisie.record(Saisie(Genre.DROITS, TODAY, famille), TODAY).rendez_vous_id
        self.open()

    def open(self) -> None:
        self.window.navigator.droits_requested.emit(self.ident)
        self.window.settle()

    @property
    def sheets(self) -> list[DroitsSheet]:
        return [one for one in self.window.main.findChildren(DroitsSheet) if one.isVisible()]

    @property
    def sheet(self) -> DroitsSheet:
        [sheet] = self.sheets
        return sheet

    def rows(self) -> tuple[DroitRow, ...]:
        return self.workspace.droits.read(self.ident).droits

    def states(self) -> list[str]:
        return [row.etat or "" for row in self.rows()]


@pytest.fixture
def rights(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Rights]:
    yield Rights(workspace, SaisieWindow(workspace, context, qtbot))
    assert context.tasks.stop()


def test_one_key_notes_each_state_and_the_arrows_move(rights: Rights) -> None:
    for letter in (Key.Key_V, Key.Key_P, Key.Key_D, Key.Key_O, Key.Key_R, Key.Key_S):
        rights.window.press(letter)
        rights.window.press(Key.Key_Down)
    assert rights.states()[:7] == ["verse", "possible", "demande", "obtenu", "refuse", "sans_objet", ""]
    assert {row.date_etat for row in rights.rows()[:6]} == {TODAY}
    rights.window.press(Key.Key_Up)
    rights.window.press(Key.Key_Delete)
    assert rights.states()[5] == ""


def test_keys_pressed_faster_than_they_are_kept_are_all_kept(rights: Rights, qtbot: QtBot) -> None:
    for _ in range(20):
        for letter in (Key.Key_V, Key.Key_Down):
            qtbot.keyClick(rights.window.main.windowHandle(), letter)
    rights.window.settle()
    assert rights.states()[:20] == ["verse"] * 20


def test_an_amount_is_typed_on_its_line(rights: Rights) -> None:
    rights.window.press(Key.Key_D)
    rights.window.press(Key.Key_1)
    assert rights.sheet.form.editor("montant").widget.hasFocus()
    rights.window.write("99,80")
    rights.window.press(Key.Key_Return)
    assert rights.rows()[0].montant == 19_980
    assert rights.sheet.table.hasFocus(), "the keyboard goes on down the list"
    rights.window.press(Key.Key_O)
    assert (rights.rows()[0].etat, rights.rows()[0].montant) == ("obtenu", 19_980)


def test_an_amount_waits_for_a_state(rights: Rights) -> None:
    rights.window.press(Key.Key_5)
    rights.window.press(Key.Key_Return)
    assert rights.sheet.form.boxes["montant"].problem == "Notez d'abord l'état du droit."
    assert rights.rows()[0].montant is None


def test_a_right_goes_on_later_with_its_date(rights: Rights) -> None:
    rights.window.press(Key.Key_D)
    rights.window.press(Key.Key_Escape)
    assert rights.sheets == []
    rights.open()
    date = rights.sheet.form.editor("date")
    date.focus()
    QApplication.focusWidget().selectAll()  # type: ignore[attr-defined]
    rights.window.write("20/11")
    rights.sheet.table.setFocus()
    rights.window.press(Key.Key_O)
    assert (rights.rows()[0].etat, str(rights.rows()[0].date_etat)) == ("obtenu", "2026-11-20")


def test_the_mouse_notes_too(rights: Rights) -> None:
    rights.window.click(rights.window.button("Refusé"))
    assert rights.states()[0] == "refuse"
    rights.window.click(rights.window.button("Terminer"))
    assert rights.sheets == []


def test_what_was_noted_is_undone(rights: Rights) -> None:
    rights.window.press(Key.Key_V)
    rights.window.press(Key.Key_S, CONTROL)
    assert rights.sheets == []
    rights.window.press(Key.Key_Z, CONTROL)
    assert rights.states()[0] == ""


def test_a_refusal_is_said_and_the_sheet_stays(rights: Rights) -> None:
    date = rights.sheet.form.editor("date")
    date.focus()
    QApplication.focusWidget().selectAll()  # type: ignore[attr-defined]
    rights.window.write("+7")
    rights.sheet.table.setFocus()
    rights.window.press(Key.Key_V)
    assert "ne peut pas être à venir" in rights.window.said()
    assert rights.states()[0] == ""


def test_the_fiche_tells_the_rights_and_opens_their_list(rights: Rights) -> None:
    rights.window.press(Key.Key_D)
    rights.window.press(Key.Key_Escape)
    rights.window.main.open_famille(famille_id(rights.workspace, EMMA))
    rights.window.settle()
    page = rights.window.main.page("familles")
    assert isinstance(page, FamillesPage)
    facts = rights.workspace.familles.open_fiche(famille_id(rights.workspace, EMMA), TODAY).fil
    told = next(fact for fact in facts if fact.titre == "Droits examinés")
    page.fiche.timeline.opened.emit(told)
    rights.window.settle()
    assert rights.sheet.table.hasFocus()


def test_the_list_can_be_used_without_mouse_or_screen(rights: Rights) -> None:
    assert unnamed(rights.sheet) == []
    assert interpreted_labels(rights.sheet) == []
