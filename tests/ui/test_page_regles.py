"""The rules in the main window: read by keys, replaced by a file, refused, undone, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from familles_store import FamilleStores
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, Key, SaisieWindow, opened_store
from window_fakes import ScriptedPrompts

from caseapp.paths import resource
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.regles import ReglesPage

APRES = (resource("regles") / "impayes-2027.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def familles(tmp_path_factory: pytest.TempPathFactory) -> FamilleStores:
    return FamilleStores(tmp_path_factory.mktemp("regles"))


@pytest.fixture
def workspace(familles: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = opened_store(familles, tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    window = SaisieWindow(workspace, context, qtbot)
    window.main.show_page("regles")
    window.settle()
    yield window
    assert context.tasks.stop()


def page(window: SaisieWindow) -> ReglesPage:
    found = window.main.page("regles")
    assert isinstance(found, ReglesPage)
    return found


def press_button(window: SaisieWindow, beginning: str) -> None:
    """Tab to a button, then press it with the space bar."""
    for _ in range(60):
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and focused.text().startswith(beginning):
            window.press(Key.Key_Space)
            window.settle()
            return
        QTest.keyClick(window.main.windowHandle(), Key.Key_Tab)
    raise AssertionError(f"Tab never reached « {beginning} »")


def answer(context: UiContext, *paths: Path | None) -> None:
    assert isinstance(context.prompts, ScriptedPrompts)
    context.prompts.answers.extend(paths)


def written(folder: Path, old: str, new: str) -> Path:
    assert old in APRES
    path = folder / "regles-caf.toml"
    path.write_text(APRES.replace(old, new, 1), encoding="utf-8")
    return path


def test_keys_are_in_the_list_at_once_and_the_rule_chosen_stays_in_sight(window: SaisieWindow) -> None:
    assert QApplication.focusWidget() is page(window).sets
    rules = page(window).rules
    rules.setFocus()
    for _ in range(9):
        window.press(Key.Key_Down)
    window.settle()
    shown = rules.visualRect(rules.currentIndex())
    assert rules.currentIndex().row() == 9
    assert rules.viewport().rect().contains(shown.center())


def test_the_rules_in_force_are_read_with_what_is_not_sure(window: SaisieWindow) -> None:
    """Arrow keys alone: the sets, then the rules of one."""
    page(window).sets.setFocus()
    assert "l'article 5 du décret 2026-84 n'a pas été lu" not in window.said()
    window.press(Key.Key_Down)
    assert "l'article 5 du décret 2026-84 n'a pas été lu" in window.said()
    assert "Impayés constitués à partir du 1er janvier 2027" in window.said()
    assert "dette de plus de 450,00" in window.said()
    page(window).rules.setFocus()
    window.press(Key.Key_Down)
    assert "La Caf saisit la Ccapex, qui décide du maintien de l'aide." in window.said()
    assert "1 mois après le signalement." in window.said()
    assert "Le délai de saisine n'a pas été trouvé : celui d'un mois est un repère." in window.said()


def test_a_file_replaces_rules_until_it_is_undone_or_taken_back(
    window: SaisieWindow, context: UiContext, tmp_path: Path
) -> None:
    page(window).sets.setFocus()
    window.press(Key.Key_Down)
    answer(context, written(tmp_path, 'version = "2026-11-21"', 'version = "caf-1"'))
    press_button(window, "Remplacer par un fichier")
    assert "En vigueur : Impayés constitués à partir du 1er janvier 2027" in window.said()
    assert "caf-1, fichier ajouté le 21/11/2026" in window.said()
    window.press(Key.Key_Z, CONTROL)
    assert "2026-11-21, livré avec le programme" in window.said()
    window.press(Key.Key_Y, CONTROL)
    assert "caf-1, fichier ajouté le 21/11/2026" in window.said()
    press_button(window, "Revenir aux règles livrées")
    assert "2026-11-21, livré avec le programme" in window.said()
    assert QApplication.focusWidget() is page(window).sets


def test_a_bad_file_is_refused_with_its_line_and_nothing_changes(
    window: SaisieWindow, context: UiContext, tmp_path: Path
) -> None:
    answer(context, None, written(tmp_path, 'delai = "2 mois"', 'delais = "2 mois"'))
    press_button(window, "Remplacer par un fichier")
    assert "regles-caf.toml" not in window.said()
    press_button(window, "Remplacer par un fichier")
    line = APRES[: APRES.index('delai = "2 mois"')].count("\n") + 1
    refusal = f"« regles-caf.toml », ligne {line} : règle « signalement » : clé inconnue « delais »."
    assert refusal in window.said()
    assert {one.ajoute_le for one in window.workspace.regles.list_rows()} == {None}


def test_the_example_of_a_local_set_counts_once_it_is_switched_on(window: SaisieWindow) -> None:
    page(window).sets.setFocus()
    window.press(Key.Key_Down)
    window.press(Key.Key_Down)
    assert "Pas appliqué" in window.said()
    assert "Ce jeu local n'est pas appliqué" in window.said()
    press_button(window, "Appliquer")
    assert "Pas appliqué" not in window.said()
    assert "livré avec le programme, appliqué le 21/11/2026" in window.said()
    assert not page(window).restore_button.isVisible()
    press_button(window, "Ne plus appliquer")
    assert "Pas appliqué" in window.said()
    assert "mis de côté" in window.said()


def test_a_copy_is_written(window: SaisieWindow, context: UiContext, tmp_path: Path) -> None:
    page(window).sets.setFocus()
    window.press(Key.Key_Down)
    answer(context, tmp_path / "copie.toml")
    press_button(window, "Enregistrer une copie")
    assert (tmp_path / "copie.toml").read_text(encoding="utf-8") == APRES
    assert "copie.toml" in window.said()


def test_the_page_speaks_and_tab_reaches_everything(window: SaisieWindow) -> None:
    assert unnamed(page(window)) == []
    assert missed_by_tab(window.main) == []
    assert interpreted_labels(window.main) == []
