"""The documents of a session written from the window, with real keys: named or not, letters, models."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from accessibility import missed_by_tab, unnamed
from agenda_window import AgendaWindow, focused, texts
from commission_store import CommissionFinder
from documents_store import PROTECTED, exports, leaks, said
from documents_window import DocumentsPage, DocumentsStores, show_documents
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from watchdog import Watchdog
from window_fakes import ScriptedPrompts

from caseapp.services.workspace import Workspace
from caseapp.store import Store
from caseapp.ui.context import UiContext
from caseapp.ui.forms.sheet_frame import SheetFrame
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.commissions import CommissionsPage
from caseapp.ui.pages.demandes import DemandesPage
from caseapp.ui.pages.demandes_liste import LETTRE
from caseapp.ui.pages.lettres_apercu import LetterPreview
from caseapp.ui.pages.lettres_choix import LettersSheet
from caseapp.ui.pages.lettres_modeles import ModelsSheet
from caseapp.ui.pages.statistiques_protegees import ProtectedSheet

TODAY = date(2026, 11, 26)
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DocumentsStores:
    return DocumentsStores(tmp_path_factory.mktemp("documents"))


@pytest.fixture
def workspace(made: DocumentsStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = made.open(tmp_path / "profil")
    yield workspace
    workspace.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[AgendaWindow]:
    yield AgendaWindow(workspace, context, Navigator(lambda: TODAY), qtbot)
    assert context.tasks.stop(), "workers use the store until they end"


@pytest.fixture
def page(window: AgendaWindow) -> DocumentsPage:
    return show_documents(window)


@pytest.fixture
def prompts(context: UiContext) -> ScriptedPrompts:
    assert isinstance(context.prompts, ScriptedPrompts)
    return context.prompts


def store_of(workspace: Workspace) -> Store:
    return workspace._opening.store


Sheet = TypeVar("Sheet", bound=SheetFrame)


def sheet_of(page: QWidget, kind: type[Sheet]) -> Sheet:
    (found,) = [one for one in page.window().findChildren(kind) if one.isVisible()]
    return found


def press(window: AgendaWindow, button: QWidget) -> None:
    """Press a button as someone without a mouse."""
    button.setFocus()
    window.press(Key.Key_Space)


def test_members_file_without_then_with_a_ticked_name(
    window: AgendaWindow, page: DocumentsPage, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    first, second = tmp_path / "un.pdf", tmp_path / "deux.pdf"
    prompts.answers += [first, second]
    press(window, page.documents.members_button)
    assert "Ce document contient 1 famille protégée." in texts(sheet_of(page, ProtectedSheet))
    window.press(Key.Key_Return)
    assert f"Document écrit : {first}" in texts(page)
    assert [one for one in PROTECTED if one in said(first)] == []
    press(window, page.documents.members_button)
    window.press(Key.Key_Tab)
    window.press(Key.Key_Space)
    window.press(Key.Key_S, CONTROL)
    assert f"Document écrit, 1 famille protégée nommée : {second}" in texts(page)
    assert "Garcia Sofia" in said(second)
    assert exports(store_of(window.workspace))[-1] == ("familles", "")


def test_the_anonymous_file_is_proposed_without_texts(
    window: AgendaWindow, page: DocumentsPage, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "anonyme.pdf"
    prompts.answers.append(path)
    press(window, page.documents.anonymous_button)
    sheet = window.open_sheet()
    assert "Ces textes peuvent nommer quelqu'un" in texts(sheet)
    assert (unnamed(sheet), missed_by_tab(sheet)) == ([], [])
    window.save()
    assert leaks(path) == []
    assert "Demande 4" in said(path)


def test_minutes_that_cannot_be_written_say_why_in_the_page(
    window: AgendaWindow, page: DocumentsPage, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.answers.append(tmp_path / "absent" / "pv.pdf")
    press(window, page.documents.minutes_button)
    window.press(Key.Key_Return)
    assert "ce dossier n'existe pas" in texts(page)
    prompts.answers.append(tmp_path / "pv.pdf")
    press(window, page.documents.minutes_button)
    window.press(Key.Key_Return)
    assert "Séance close le" in said(tmp_path / "pv.pdf")


def test_letters_of_the_session_are_written_in_a_row(
    window: AgendaWindow, page: DocumentsPage, prompts: ScriptedPrompts, tmp_path: Path, watchdog: Watchdog
) -> None:
    folder = tmp_path / "lettres"
    folder.mkdir()
    prompts.answers.append(folder)
    watchdog.restart()
    press(window, page.documents.letters_button)
    watchdog.check("opening the letters")
    sheet = sheet_of(page, LettersSheet)
    labels = [box.accessibleName() for box in sheet.boxes.values()]
    assert [box.isChecked() for box in sheet.boxes.values()] == [True, False, True, True]
    assert labels[1] == (
        "A2 · Garcia Sofia (protégée) · Accord partiel. "
        "Famille protégée : la lettre portera son nom et son adresse."
    )
    assert "un passage entre crochets à adapter" in texts(sheet)
    assert focused() is sheet.write_button
    window.press(Key.Key_Return)
    assert sorted(path.name for path in folder.iterdir()) == [
        "lettre A1 accord.docx", "lettre A1 accord.pdf", "lettre A3 refus.docx", "lettre A3 refus.pdf",
        "lettre A4 ajournement.docx", "lettre A4 ajournement.pdf",
    ]  # fmt: skip
    assert f"3 lettres écrites dans {folder}" in texts(page)
    find = CommissionFinder(store_of(window.workspace))
    assert find.read("A1").date_notification == TODAY
    assert find.read("A2").date_notification is None


@pytest.mark.parametrize("agreed", [False, True])
def test_nothing_is_replaced_unasked(
    window: AgendaWindow, page: DocumentsPage, prompts: ScriptedPrompts, tmp_path: Path, agreed: bool
) -> None:
    finished = tmp_path / "lettre A1 accord.pdf"
    finished.write_bytes(b"relue")
    prompts.answers += [tmp_path, agreed]
    press(window, page.documents.letters_button)
    sheet_of(page, LettersSheet).write_button.setFocus()
    window.press(Key.Key_Return)
    assert prompts.asked[-1].startswith("1 lettre de ce dossier porte déjà le même nom.")
    assert (finished.read_bytes() == b"relue") is not agreed
    assert (tmp_path / "lettre A3 refus.docx").exists() is agreed


def test_tick_all_leaves_alone_those_that_are_ticked_one_by_one(
    window: AgendaWindow, page: DocumentsPage
) -> None:
    press(window, page.documents.letters_button)
    sheet = sheet_of(page, LettersSheet)
    press(window, sheet.none_link)
    assert not any(box.isChecked() for box in sheet.boxes.values())
    assert not sheet.write_button.isEnabled()
    assert (unnamed(sheet), missed_by_tab(sheet)) == ([], [])
    press(window, sheet.all_link)
    assert [box.isChecked() for box in sheet.boxes.values()] == [True, False, True, True]
    assert sheet.write_button.text() == "Écrire 3 lettres"


def test_a_model_is_changed_previewed_and_put_back_by_keys(window: AgendaWindow, page: DocumentsPage) -> None:
    press(window, page.documents.letters_button)
    letters = sheet_of(page, LettersSheet)
    press(window, letters.models_link)
    models = sheet_of(page, ModelsSheet)
    assert (unnamed(models), missed_by_tab(models)) == ([], [])
    press(window, models.edit_buttons["accord"])
    sheet = window.open_sheet()
    window.fill(sheet, "corps", "Bonjour {prenm},")
    window.save()
    assert "Le champ {prenm} n'existe pas. Champs possibles : {nom}" in texts(sheet)
    window.fill(sheet, "corps", "Bonjour {prenom},")
    preview_button = next(one for one in sheet.findChildren(QPushButton) if one.text() == "Aperçu")
    press(window, preview_button)
    assert "Bonjour Louise," in texts(sheet_of(page, LetterPreview))
    window.press(Key.Key_Escape)
    window.save()
    assert "Texte de la Caf" in texts(models)
    assert next(row for row in window.workspace.lettres.models()).modele.corps == "Bonjour {prenom},"
    press(window, models.restore_buttons["accord"])
    assert not any(row.modifie for row in window.workspace.lettres.models())
    assert "Texte de la Caf" not in texts(models)
    models.close_button.setFocus()
    window.press(Key.Key_Return)
    assert sheet_of(page, LettersSheet) is letters
    assert focused() is letters.models_link


def test_a_model_left_half_written_is_taken_up_again(window: AgendaWindow, page: DocumentsPage) -> None:
    models = page.documents.letters.models.open()
    window.settle()
    press(window, models.edit_buttons["refus"])
    window.fill(window.open_sheet(), "corps", "Reprise : {motif_refus}")
    for _ in range(2):
        window.press(Key.Key_Escape)
    (draft,) = window.workspace.brouillons.list_rows()
    assert page.documents.take_up(draft.cle)
    assert window.open_sheet().form.value("corps") == "Reprise : {motif_refus}"
    assert "Lettre : Refus" in texts(window.open_sheet())
    assert not page.documents.take_up("cloture.1")


def test_letters_of_a_session_still_open_are_ticked_on_purpose(
    made: DocumentsStores, context: UiContext, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = made.open(tmp_path / "ouverte", closed=False)
    window = AgendaWindow(workspace, context, Navigator(lambda: TODAY), qtbot)
    page = show_documents(window)
    press(window, page.documents.letters_button)
    sheet = sheet_of(page, LettersSheet)
    assert "Séance non close : ces décisions peuvent encore changer." in texts(sheet)
    assert not any(box.isChecked() for box in sheet.boxes.values())
    press(window, sheet.all_link)
    assert sheet.write_button.text() == "Écrire 3 lettres"
    window.press(Key.Key_Escape)
    assert context.tasks.stop(), "workers use the store until they end"
    workspace.close()


def test_the_page_of_commissions_writes_the_minutes_of_the_session_it_shows(
    window: AgendaWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "procès-verbal.pdf"
    prompts.answers.append(path)
    page = window.show(CommissionsPage)
    assert isinstance(page, CommissionsPage)
    page.open_record(CommissionFinder(store_of(window.workspace)).seance("S1"))
    window.settle()
    press(window, page.documents.minutes_button)
    window.press(Key.Key_Return)
    assert "Ensemble 4 2 480,00 € 820,00 € 160,00 € 980,00 €" in said(path)
    assert f"Document écrit : {path}" in texts(page)


def test_the_letter_of_one_request_is_written_from_the_list_of_requests(
    window: AgendaWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.answers.append(tmp_path)
    page = window.show(DemandesPage)
    assert isinstance(page, DemandesPage)
    page.open_record(CommissionFinder(store_of(window.workspace)).aide("A3"))
    window.settle()
    press(window, page.view.buttons[LETTRE])
    window.press(Key.Key_Return)
    assert sorted(one.name for one in tmp_path.glob("lettre*")) == [
        "lettre A3 refus.docx", "lettre A3 refus.pdf",
    ]  # fmt: skip
    assert "1 lettre écrite dans" in texts(page)


def test_without_a_session_nothing_can_be_asked(page: DocumentsPage) -> None:
    page.documents.show_seance(None)
    assert not any(button.isEnabled() for button in page.documents.buttons)


def test_three_hundred_letters_open_without_a_visible_wait(
    window: AgendaWindow, page: DocumentsPage, watchdog: Watchdog
) -> None:
    row = window.workspace.lettres.of_session(page.documents._seance_id or 0)[0]
    many = tuple(replace(row, aide_id=number, reference=f"A{number}") for number in range(300))
    sheet = LettersSheet(page.window(), window.context, lambda _code: many)
    watchdog.restart()
    sheet.open()
    window.qtbot.waitUntil(lambda: len(sheet.boxes) == 300)
    QTest.qWait(20)
    watchdog.check("opening three hundred letters")
    assert sheet.write_button.text() == "Écrire 300 lettres"
    watchdog.restart()
    sheet.none_link.click()
    window.settle()
    window.qtbot.waitUntil(lambda: watchdog.turns > 3)
    watchdog.check("unticking three hundred letters")
    assert sheet.write_button.text() == "Écrire"
