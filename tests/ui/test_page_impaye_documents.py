"""Preparation sheets asked from the window with real keys: one file, those ticked, names kept back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, unnamed
from documents_store import said
from program_profile import new_workspace, texts_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot
from test_impaye_dossier import CONTROL, TODAY, Key, Office
from window_fakes import ScriptedPrompts

from caseapp.models import Famille
from caseapp.services.impayes_rows import ImpayeSaisie
from caseapp.ui.context import UiContext
from caseapp.ui.pages.statistiques_protegees import ProtectedSheet

NAMES = ("Perrin", "Garcia", "Nguyen")


@pytest.fixture
def office(tmp_path: Path, context: UiContext, qtbot: QtBot) -> Iterator[Office]:
    workspace = new_workspace(tmp_path / "profil")
    workspace.agents.add_me("Durand", "Ines", "assistant_social")
    with workspace._opening.store.write("essai") as session:
        familles = [Famille(reference=f"F{n}", nom=name) for n, name in enumerate(NAMES)]
        familles[1].protection = True
        session.add_all(familles)
        session.flush()
        ids = [one.id for one in familles]
    for ident in ids:
        workspace.impayes.create(
            ImpayeSaisie(ident, "alf", date(2026, 5, 17), bailleur=f"Bailleur {ident}", dette=50_000), TODAY
        )
    yield Office(workspace, context, qtbot)
    assert context.tasks.stop(), "workers use the store until they end"
    workspace.close()


def answer(office: Office, path: Path) -> Path:
    assert isinstance(office.context.prompts, ScriptedPrompts)
    office.context.prompts.answers.append(path)
    return path


def focus_box(office: Office, words: str) -> None:
    """Reach a box of the sheet by Tab."""
    for _ in range(20):
        focused = office.main.focusWidget()
        if isinstance(focused, QCheckBox) and words in focused.text():
            return
        office.press(Key.Key_Tab)
    raise AssertionError(words)


def test_files_ticked_on_the_board_then_one_from_its_file(office: Office, tmp_path: Path) -> None:
    several = answer(office, tmp_path / "plusieurs.pdf")
    office.press(Key.Key_P, CONTROL)
    assert [box.text().split(" · ")[0] for box in office.sheet.findChildren(QCheckBox)] == [
        "Garcia", "Nguyen", "Perrin",
    ]  # fmt: skip
    assert (unnamed(office.sheet), interpreted_labels(office.sheet)) == ([], [])
    focus_box(office, "Nguyen")
    office.press(Key.Key_Space)
    office.fill(jour="24/11/2026")
    office.save()
    (names,) = [one for one in office.main.findChildren(ProtectedSheet) if one.isVisible()]
    assert "Ce document contient 1 famille protégée." in texts_of(names)
    office.press(Key.Key_Return)
    assert f"2 fiches écrites : {several}" in texts_of(office.page)
    words = said(several)
    assert "réunion territoriale des impayés du 24 novembre 2026" in words
    assert [name for name in NAMES if name in words] == ["Perrin"]
    assert "Bailleur 2" not in words, "the landlord of a protected family that is not named"

    office.page.open_record(1)
    office.settle()
    alone = answer(office, tmp_path / "une.pdf")
    office.qtbot.mouseClick(office.dossier.head.sheet, Qt.MouseButton.LeftButton)
    office.choose("genre", "ccapex")
    assert office.sheet.findChildren(QCheckBox) == []
    office.save()
    assert f"1 fiche écrite : {alone}" in texts_of(office.page)
    assert "Avis de la Ccapex / Proposition" in said(alone)


def test_no_file_ticked_no_path_and_no_folder_leave_the_page_as_it_was(
    office: Office, tmp_path: Path
) -> None:
    office.press(Key.Key_P, CONTROL)
    for box in office.sheet.findChildren(QCheckBox):
        box.setChecked(False)
    office.save()
    assert office.sheet.problem.text() == "Cochez au moins un dossier."
    office.press(Key.Key_Escape)
    office.page.open_record(1)
    office.settle()
    absent = answer(office, tmp_path / "absent" / "fiche.pdf")
    office.press(Key.Key_P, CONTROL)
    office.save()
    assert "ce dossier n'existe pas" in texts_of(office.page.progress)
    assert not absent.exists()
    office.context.prompts.answers.append(None)
    office.press(Key.Key_P, CONTROL)
    office.save()
    assert [one for one in office.context.prompts.asked if "Enregistrer" in one] == [
        "Enregistrer le document"
    ] * 2
    assert not office.page.progress.is_busy
