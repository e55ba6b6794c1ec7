"""The quick entry in the main window, by real keys and clicks, counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, unnamed
from familles_store import EMMA, MAEL, FamilleStores, famille_id
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from saisie_window import ALT, CONTROL, TODAY, Key, SaisieWindow, opened_store

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.saisie.droits_sheet import DroitsSheet
from caseapp.ui.tables.data_table import DataTable

MOST_STROKES, MOST_CLICKS = 8, 2
NOTE = "Plan du bailleur, 36 fois 35,67."


@pytest.fixture(scope="module")
def familles(tmp_path_factory: pytest.TempPathFactory) -> FamilleStores:
    return FamilleStores(tmp_path_factory.mktemp("saisie"))


@pytest.fixture
def workspace(familles: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = opened_store(familles, tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    window = SaisieWindow(workspace, context, qtbot)
    window.main.show_page("familles")
    window.settle()
    yield window
    assert context.tasks.stop()


@pytest.mark.parametrize(
    ("letter", "type_", "mode"),
    [
        (None, "entretien", "physique"),
        (Key.Key_A, "entretien", "telephone"),
        (Key.Key_V, "visite_domicile", "physique"),
        (Key.Key_D, "rendez_vous_des_droits", "physique"),
    ],
    ids=["entretien", "appel", "visite", "droits"],
)
def test_a_contact_with_a_known_family_takes_few_keys(
    window: SaisieWindow, workspace: Workspace, letter: Key | None, type_: str, mode: str
) -> None:
    window.press(Key.Key_N, CONTROL)
    window.write("nguyen em")
    window.press(Key.Key_Return)
    if letter is not None:
        window.press(letter, ALT)
    window.write(NOTE)
    window.press(Key.Key_Return, CONTROL)
    [one] = window.kept()
    assert (one.type, one.mode, one.statut, one.date) == (type_, mode, "honore", TODAY)
    assert one.famille_id == famille_id(workspace, EMMA)
    assert one.intervention_id is not None, "the open intervention was proposed"
    assert window.notes() == [NOTE]
    assert window.strokes <= MOST_STROKES


def test_tab_takes_the_family_too(window: SaisieWindow, workspace: Workspace) -> None:
    window.press(Key.Key_N, CONTROL)
    window.write("1004233")
    window.press(Key.Key_Tab)
    window.write(NOTE)
    window.press(Key.Key_S, CONTROL)
    assert [one.famille_id for one in window.kept()] == [famille_id(workspace, EMMA)]
    assert window.notes() == [NOTE]
    assert window.sheets() == []


def test_someone_anonymous_takes_two_clicks(window: SaisieWindow) -> None:
    window.click(window.button("Saisie rapide"))
    window.click(window.button("Compter un anonyme"))
    [one] = window.kept()
    assert (one.famille_id, one.statut, one.date, one.mode) == (None, "honore", TODAY, "physique")
    assert window.sheets() == []
    assert window.clicks <= MOST_CLICKS


def test_the_page_under_the_sheet_lives_on_when_the_sheet_is_gone(window: SaisieWindow) -> None:
    window.main.show_page("accueil")
    window.press(Key.Key_N, CONTROL)
    window.write("nguyen em")
    window.press(Key.Key_Return)
    for _ in range(4):
        window.press(Key.Key_Tab)
    window.press(Key.Key_S, CONTROL)
    for table in window.main.findChildren(DataTable):
        table.show_column(0, shown=True)  # a table whose Python side is gone raises here
    assert len(window.kept()) == 1


def test_ctrl_n_answers_while_a_field_is_typed_in_and_not_over_a_sheet(window: SaisieWindow) -> None:
    window.press(Key.Key_K, CONTROL)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    window.press(Key.Key_N, CONTROL)
    assert len(window.sheets()) == 1
    window.press(Key.Key_N, CONTROL)
    assert len(window.sheets()) == 1


def test_the_next_entry_keeps_the_day_and_the_place(window: SaisieWindow, workspace: Workspace) -> None:
    window.press(Key.Key_N, CONTROL)
    form = window.sheet.form
    lieu = workspace.choix.lieux()[0].key
    form.editor("date").focus()
    QApplication.focusWidget().selectAll()  # type: ignore[attr-defined]
    window.write("20/11")
    form.editor("lieu").focus()
    window.write("antenne")
    for name in ("nguyen em", "perrin"):
        form.editor("famille").focus()
        window.write(name)
        window.press(Key.Key_Return)
        window.press(Key.Key_Return, CONTROL)
    assert len(window.sheets()) == 1, "the sheet stays for the next one"
    assert [(str(one.date), str(one.lieu_id)) for one in window.kept()] == [("2026-11-20", lieu)] * 2
    assert form.editor("famille").widget.hasFocus()


def test_a_family_on_screen_is_proposed_with_what_must_be_known(
    window: SaisieWindow, workspace: Workspace
) -> None:
    window.main.open_famille(famille_id(workspace, MAEL))
    window.settle()
    window.press(Key.Key_N, CONTROL)
    assert window.sheet.form.value("famille") == str(famille_id(workspace, MAEL))
    assert "Famille protégée" in window.said()
    window.write(NOTE)
    window.press(Key.Key_Return, CONTROL)
    assert [one.famille_id for one in window.kept()] == [famille_id(workspace, MAEL)]


def test_the_last_entry_is_duplicated(window: SaisieWindow, workspace: Workspace) -> None:
    window.press(Key.Key_N, CONTROL)
    window.write("nguyen em")
    window.press(Key.Key_Return)
    window.press(Key.Key_V, ALT)
    window.press(Key.Key_S, CONTROL)
    window.press(Key.Key_N, CONTROL)
    window.press(Key.Key_D, CONTROL)
    window.write(NOTE)
    window.press(Key.Key_S, CONTROL)
    first, second = window.kept()
    assert (second.type, second.famille_id, second.intervention_id) == (
        first.type, first.famille_id, first.intervention_id,
    )  # fmt: skip
    assert first.intervention_id is not None
    assert window.notes() == [NOTE]


def test_a_day_to_come_is_proposed_not_held(window: SaisieWindow) -> None:
    window.press(Key.Key_N, CONTROL)
    form = window.sheet.form
    form.editor("date").focus()
    QApplication.focusWidget().selectAll()  # type: ignore[attr-defined]
    window.write("+7")
    assert form.value("statut") == "propose"
    QApplication.focusWidget().selectAll()  # type: ignore[attr-defined]
    window.write("-1")
    assert form.value("statut") == "honore"


def test_each_kind_asks_only_what_it_needs(window: SaisieWindow) -> None:
    window.press(Key.Key_N, CONTROL)
    boxes = window.sheet.form.boxes
    for letter, hidden in (
        (Key.Key_A, {"mode", "lieu"}),
        (Key.Key_N, {"famille", "intervention", "niveau", "note"}),
        (Key.Key_E, set()),
    ):
        window.press(letter, ALT)
        assert {key for key, box in boxes.items() if box.isHidden()} == hidden
    assert window.sheet.form.editor("famille").widget.isVisible()


def test_a_refusal_is_said_under_its_field_and_nothing_is_lost(window: SaisieWindow) -> None:
    window.press(Key.Key_N, CONTROL)
    window.sheet.form.editor("note").focus()
    window.write(NOTE)
    window.press(Key.Key_S, CONTROL)
    assert window.kept() == []
    assert window.sheet.form.boxes["famille"].problem
    assert window.sheet.form.value("note") == NOTE


def test_what_was_typed_comes_back_with_its_intervention(window: SaisieWindow) -> None:
    window.press(Key.Key_N, CONTROL)
    window.write("nguyen em")
    window.press(Key.Key_Return)
    window.write(NOTE)
    window.sheet.form.editor("intervention").focus()
    window.press(Key.Key_Delete)
    assert window.sheet.form.value("intervention") is None
    window.press(Key.Key_Escape)
    assert window.sheets() == []
    window.press(Key.Key_N, CONTROL)
    form = window.sheet.form
    assert form.value("note") == NOTE
    assert form.value("intervention") is None, "none had been chosen"
    assert "Brouillon du" in window.said()


def test_a_draft_listed_elsewhere_opens_its_sheet(window: SaisieWindow, workspace: Workspace) -> None:
    window.navigator.entry_requested.emit(famille_id(workspace, EMMA))
    window.settle()
    window.write(NOTE)
    window.press(Key.Key_Escape)
    [draft] = workspace.brouillons.list_rows()
    window.navigator.draft_requested.emit(draft)
    window.settle()
    assert window.sheet.form.value("note") == NOTE
    assert window.sheet.form.value("famille") == str(famille_id(workspace, EMMA))


def test_who_the_user_is_is_asked_once(
    familles: FamilleStores, tmp_path: Path, context: UiContext, qtbot: QtBot
) -> None:
    workspace = familles.open(tmp_path)
    window = SaisieWindow(workspace, context, qtbot)
    window.press(Key.Key_N, CONTROL)
    assert "Qui êtes-vous ?" in window.said()
    window.write("durand")
    window.press(Key.Key_S, CONTROL)
    me = workspace.agents.me()
    assert me is not None
    assert me.code == "TS01"
    assert "famille" in window.sheet.form.boxes, "the entry follows"
    window.press(Key.Key_Escape)
    window.press(Key.Key_N, CONTROL)
    assert "famille" in window.sheet.form.boxes
    assert context.tasks.stop()
    workspace.close()


def test_somebody_new_adds_themselves(
    familles: FamilleStores, tmp_path: Path, context: UiContext, qtbot: QtBot
) -> None:
    workspace = familles.open(tmp_path)
    window = SaisieWindow(workspace, context, qtbot)
    window.press(Key.Key_N, CONTROL)
    window.press(Key.Key_S, CONTROL)
    assert window.sheet.form.boxes["agent"].problem
    for key, text in (("nom", "Lacoste"), ("prenom", "Lea")):
        window.sheet.form.editor(key).focus()
        window.write(text)
    window.press(Key.Key_S, CONTROL)
    assert window.sheet.form.boxes["metier"].problem
    window.write("conseillere")
    window.press(Key.Key_S, CONTROL)
    me = workspace.agents.me()
    assert me is not None
    assert (me.label, me.metier) == ("Lea Lacoste", "cesf")
    assert context.tasks.stop()
    workspace.close()


def test_rights_follow_a_rights_appointment(window: SaisieWindow) -> None:
    window.press(Key.Key_N, CONTROL)
    window.write("nguyen em")
    window.press(Key.Key_Return)
    window.press(Key.Key_D, ALT)
    window.press(Key.Key_S, CONTROL)
    [sheet] = window.main.findChildren(DroitsSheet)
    assert sheet.isVisible()
    assert sheet.table.hasFocus()


def test_the_sheet_can_be_used_without_mouse_or_screen(window: SaisieWindow) -> None:
    window.press(Key.Key_N, CONTROL)
    assert unnamed(window.sheet) == []
    assert interpreted_labels(window.sheet) == []
    reached = set()
    for _ in range(30):
        window.press(Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    fields = {widget for box in window.sheet.form.boxes.values() for widget in box.editor.dressed()}
    missed = {
        one.accessibleName() for one in fields - reached if one.isEnabled() and one.focusPolicy().value & 1
    }
    assert missed == set()
