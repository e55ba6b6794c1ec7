"""The follow-up on the Fiche, by the keyboard, on a real encrypted store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from familles_store import EMMA, LONELY, TODAY, FamilleStores, famille_id
from familles_window import FamillesWindow, is_open, plain, texts
from forms_window import focused, press, press_window, type_keys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from suivi_window import SPOKEN, facts, inside, row_at, rows, show_interventions

from caseapp.services.brouillons import BrouillonRow
from caseapp.services.notes import NoteSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.forms.completion_editor import CompletionEditor
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles import FamillesPage

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HOSTILE = "<b>gras</b> & <img src=x>"


@pytest.fixture
def workspace(stores: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    opened = stores.open(tmp_path)
    opened.agents.set_me(opened.agents.list_rows()[0].id)
    yield opened
    opened.close()


@pytest.fixture
def page(
    context: UiContext, navigator: Navigator, workspace: Workspace, qtbot: QtBot
) -> Iterator[FamillesPage]:
    window = FamillesWindow(context, navigator, qtbot)
    page = window.show(workspace)
    page.open_famille(famille_id(workspace, EMMA))
    qtbot.waitUntil(lambda: is_open(page, "Nguyễn Emma"))
    yield page
    window.close()


@pytest.fixture
def sheet(page: FamillesPage, qtbot: QtBot) -> Callable[[str], FormSheet]:
    """Wait for the sheet of a title to be open, and give it."""

    def find(title: str) -> FormSheet:
        def opened() -> list[FormSheet]:
            sheets = page.window().findChildren(FormSheet)
            return [one for one in sheets if one.isVisible() and one.title.text() == title]

        qtbot.waitUntil(lambda: bool(opened()))
        return opened()[0]

    return find


@pytest.fixture
def save(page: FamillesPage, qtbot: QtBot) -> Callable[[], None]:
    """Save the sheet with Ctrl+S, and wait until it has gone and the page has read again."""

    def save() -> None:
        press(Key.Key_S, CONTROL)
        qtbot.waitUntil(lambda: not [one for one in page.window().findChildren(FormSheet) if one.isVisible()])
        qtbot.waitUntil(lambda: not page._tasks.is_busy)

    return save


def test_an_intervention_is_opened_in_three_keys_beside_its_motif(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet],
    save: Callable[[], None], qtbot: QtBot,
) -> None:  # fmt: skip
    press_window(page, Key.Key_I, CONTROL)  # 1
    opened = sheet("Nouvelle intervention")
    type_keys("energ")
    motif = opened.form.editor("motif")
    assert isinstance(motif, CompletionEditor)
    qtbot.waitUntil(motif.popup.isVisible)
    qtbot.keyClick(motif.popup, Key.Key_Return)  # 2
    assert motif.line.text() == "Logement · Énergie"
    save()  # 3
    made = rows(workspace)["energie.information_conseil"]
    assert (made.date_ouverture, made.agent, made.is_open) == (TODAY, "Durand", True)
    current = page.fiche.interventions.current
    assert current is not None
    assert current.id == made.id, "the one just opened is shown"
    assert "Énergie" in texts(page.fiche.interventions.panel)


def test_a_motif_is_asked_for_in_its_place(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet]
) -> None:
    before = rows(workspace)
    press_window(page, Key.Key_I, CONTROL)
    opened = sheet("Nouvelle intervention")
    press(Key.Key_S, CONTROL)
    assert opened.form.boxes["motif"].error_label.text() == "À remplir pour enregistrer."
    press(Key.Key_Escape)
    assert rows(workspace) == before


def test_objectives_are_added_in_a_row_and_shown_beside_the_timeline(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet],
    save: Callable[[], None], qtbot: QtBot,
) -> None:  # fmt: skip
    show_interventions(page, 0)
    press_window(page, Key.Key_J, CONTROL)
    opened = sheet("Nouvel objectif")
    type_keys("Ouvrir les droits " + HOSTILE)
    press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: opened.form.raw()["libelle"] == "")
    type_keys("Garde du cadet")
    press(Key.Key_Tab)
    press(Key.Key_A)  # À venir, then Atteint, then Abandonné
    press(Key.Key_A)
    save()
    states = [(one.libelle, one.etat) for one in rows(workspace)["separation.information_conseil"].objectifs]
    assert states == [(f"Ouvrir les droits {HOSTILE}", "En cours"), ("Garde du cadet", "Abandonné")]
    page.fiche.tabs.setCurrentIndex(0)
    assert f"en cours\nOuvrir les droits {HOSTILE}\nabandonné\nGarde du cadet" in texts(page.fiche.objectifs)
    assert interpreted_labels(page) == []


def test_a_note_is_written_as_typed_and_opened_from_the_timeline(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet],
    save: Callable[[], None], qtbot: QtBot,
) -> None:  # fmt: skip
    press_window(page, Key.Key_M, CONTROL)
    opened = sheet("Note")
    type_keys(HOSTILE)
    hint = opened.form.boxes["niveau"].error_label
    assert "un responsable voit des nombres" in hint.text()
    press(Key.Key_Tab)
    press(Key.Key_P)
    assert hint.text().startswith("Vous seul la lisez")
    save()
    assert facts(page)[0].endswith(f"Note personnelle — {HOSTILE}")
    page.fiche.timeline.setFocus()
    press(Key.Key_Home)
    press(Key.Key_Return)
    again = sheet("Modifier la note")
    assert again.form.raw()["texte"] == HOSTILE
    type_keys(" suite")
    save()
    assert facts(page)[0].endswith(f"{HOSTILE} suite")


def test_a_note_is_removed_from_its_sheet_and_comes_back_with_undo(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet], qtbot: QtBot
) -> None:
    emma = famille_id(workspace, EMMA)
    workspace.notes.add(emma, NoteSaisie("À retirer"))
    page.refresh()
    qtbot.waitUntil(lambda: facts(page)[0].endswith("À retirer"))
    page.fiche.timeline.setFocus()
    press(Key.Key_Home)
    press(Key.Key_Return)
    opened = sheet("Modifier la note")
    link = next(one for one in opened.findChildren(QPushButton) if one.text() == "Retirer cette note")
    link.setFocus()
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: "Note" not in facts(page)[0])
    assert workspace.historique.undo().libelle == "Note retirée"


def test_a_note_left_is_kept_as_a_draft_and_taken_up_again(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet], qtbot: QtBot
) -> None:
    press_window(page, Key.Key_M, CONTROL)
    sheet("Note")
    type_keys("Moitie de note")
    press(Key.Key_Escape)
    key = f"note.famille.{famille_id(workspace, EMMA)}"
    qtbot.waitUntil(lambda: workspace.brouillons.find(key) is not None)
    press_window(page, Key.Key_M, CONTROL)
    assert sheet("Note").form.raw()["texte"] == "Moitie de note"


@pytest.mark.parametrize("form", ["intervention", "note", "orientation"])
def test_a_draft_listed_elsewhere_is_taken_up_on_the_fiche(
    page: FamillesPage, workspace: Workspace, form: str, qtbot: QtBot
) -> None:
    emma = famille_id(workspace, EMMA)
    field = {"intervention": "motif", "note": "texte", "orientation": "objet"}[form]
    workspace.brouillons.keep(f"{form}.famille.{emma}", "Brouillon", {field: "commence"}, emma)
    (draft,) = workspace.brouillons.list_rows()
    page.close_fiche()
    assert page.take_up(draft)

    def taken_up() -> bool:
        sheets = page.window().findChildren(FormSheet)
        return any(one.isVisible() and one.form.raw()[field] == "commence" for one in sheets)

    qtbot.waitUntil(taken_up)
    other = BrouillonRow("agenda.rendez_vous", "Rendez-vous", emma, {}, draft.modifie_le)
    assert not page.take_up(other)


def test_a_step_is_ticked_with_the_space_bar_and_keeps_the_keyboard(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet],
    save: Callable[[], None], qtbot: QtBot,
) -> None:  # fmt: skip
    show_interventions(page, 0)
    inside(page, "ajouter-demarche").setFocus()
    press(Key.Key_Space)
    sheet("Nouvelle démarche")
    type_keys("Appeler le bailleur")
    save()
    (step,) = rows(workspace)["separation.information_conseil"].demarches
    assert focused().objectName() == "ajouter-demarche"
    inside(page, f"fait-{step.id}").setFocus()
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: "faite le 21/11/2026" in texts(page.fiche.interventions.panel))
    assert rows(workspace)["separation.information_conseil"].demarches[0].date_realisation == TODAY
    qtbot.waitUntil(lambda: focused().objectName() == f"fait-{step.id}")


def test_an_information_conseil_turns_then_the_accompagnement_is_closed(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet],
    save: Callable[[], None], qtbot: QtBot,
) -> None:  # fmt: skip
    show_interventions(page, 0)
    press_window(page, Key.Key_P, CONTROL | SHIFT)
    sheet("Passer en accompagnement")
    save()
    made = rows(workspace)["separation.accompagnement_social"]
    assert made.suite_de_id == rows(workspace)["separation.information_conseil"].id
    qtbot.waitUntil(lambda: "Suite de l'information-conseil ouverte le 14/03/2026." in texts(page))
    press_window(page, Key.Key_C, CONTROL | SHIFT)
    closing = sheet("Clôturer l'intervention")
    type_keys("ob")
    assert closing.form.raw()["issue"] == "objectifs_atteints"
    closing.form.editor("date_cloture").focus()
    type_keys("01/01/2026")
    press(Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "avant l'ouverture" in closing.form.boxes["date_cloture"].error_label.text())
    closing.form.editor("date_cloture").focus()
    type_keys("21/11/2026")
    save()
    closed = rows(workspace)["separation.accompagnement_social"]
    assert (closed.date_cloture, closed.issue_libelle) == (TODAY, "Objectifs atteints")
    page.fiche.tabs.setCurrentIndex(0)
    said = "\n".join(facts(page))
    assert "Information-conseil : clôture — séparation" in said
    assert "Accompagnement social : ouverture — séparation, suite d'une information-conseil" in said


def test_a_partner_unknown_is_added_with_the_orientation(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet],
    save: Callable[[], None], qtbot: QtBot,
) -> None:  # fmt: skip
    show_interventions(page, 0)
    inside(page, "ajouter-orientation").setFocus()
    press(Key.Key_Space)
    opened = sheet("Nouvelle orientation")
    type_keys("Adil des Landes")
    editor = opened.form.editor("partenaire")
    assert isinstance(editor, CompletionEditor)
    qtbot.waitUntil(editor.popup.isVisible)
    qtbot.keyClick(editor.popup, Key.Key_Return)
    assert opened.form.raw()["partenaire"].endswith("Ajouter « Adil des Landes »")
    save()
    assert [one.label for one in workspace.choix.partenaires()] == ["Adil des Landes"]
    assert "Adil des Landes" in texts(page.fiche.interventions.panel)


def test_the_history_says_what_changed_and_puts_it_back(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet],
    save: Callable[[], None], qtbot: QtBot,
) -> None:  # fmt: skip
    show_interventions(page, 0)
    press_window(page, Key.Key_B, CONTROL | SHIFT)
    sheet("Contrat de projet et bilan")
    type_keys("20/11/2026")
    save()
    page.fiche.tabs.setCurrentIndex(6)
    timeline = page.fiche.history.timeline

    def told() -> list[str]:
        model = timeline.model()
        return [plain(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]

    change = "Contrat de projet signé le : non renseigné → 20/11/2026"
    qtbot.waitUntil(lambda: any(change in one for one in told()))
    place = next(number for number, one in enumerate(told()) if change in one)
    assert f"Durand : Contrat et bilan modifiés — Intervention : Séparation\n{change}" in told()[place]
    assert any("Fiche consultée" in one for one in told())
    timeline.setFocus()
    press(Key.Key_Home)
    for _ in range(place):
        press(Key.Key_Down)
    assert page.fiche.history.restore.isEnabled()
    page.fiche.history.restore.setFocus()
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: any("Rétabli : avant contrat et bilan modifiés" in one for one in told()))
    assert rows(workspace)["separation.information_conseil"].date_contrat is None


def test_an_appointment_of_the_timeline_asks_for_its_sheet(
    page: FamillesPage, navigator: Navigator, qtbot: QtBot
) -> None:
    page.fiche.timeline.setFocus()
    press(Key.Key_Home)
    assert "Entretien" in facts(page)[0]
    with qtbot.waitSignal(navigator.rendez_vous_requested):
        press(Key.Key_Return)
    press(Key.Key_Down)
    press(Key.Key_Return)
    current = page.fiche.interventions.current
    assert current is not None
    assert current.motif == "impaye_loyer"
    assert page.fiche.interventions.table.isVisible()


def test_a_refusal_without_a_sheet_is_said_and_forgotten(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    first = rows(workspace)["separation.information_conseil"]
    workspace.interventions.turn_into_accompagnement(first.id, TODAY, TODAY)
    page.refresh()
    qtbot.waitUntil(lambda: page.fiche.interventions.table.model().rowCount() == 3)
    show_interventions(page, 1)
    wanted = next(n for n in range(3) if row_at(page, n).id == first.id)
    show_interventions(page, wanted)
    inside(page, "rouvrir").setFocus()
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: "poursuivie en accompagnement" in texts(page))
    page.refresh()
    qtbot.waitUntil(lambda: "poursuivie en accompagnement" not in texts(page))


def test_a_family_without_intervention_is_offered_one(
    page: FamillesPage, workspace: Workspace, sheet: Callable[[str], FormSheet], qtbot: QtBot
) -> None:
    page.open_famille(famille_id(workspace, LONELY))
    qtbot.waitUntil(lambda: is_open(page, "Œuvrard"))
    page.fiche.tabs.setCurrentIndex(1)
    assert "ouvrez-en une dès le premier conseil donné" in texts(page)
    button = next(
        one
        for one in page.fiche.interventions.findChildren(QPushButton)
        if one.text() == "Nouvelle intervention"
    )
    button.setFocus()
    press(Key.Key_Space)
    sheet("Nouvelle intervention")


@pytest.mark.parametrize(("size", "percent"), [((1366, 768), 100), ((1024, 700), 150)])
@pytest.mark.parametrize("tab", [1, 6])
def test_the_follow_up_is_used_without_mouse_or_screen(
    page: FamillesPage, context: UiContext, size: tuple[int, int], percent: int, tab: int, qtbot: QtBot
) -> None:
    window = page.window()
    context.theme.set_percent(percent)
    window.resize(*size)
    show_interventions(page, 0)
    page.fiche.tabs.setCurrentIndex(tab)
    qtbot.waitUntil(lambda: not page._tasks.is_busy)
    qtbot.wait(20)
    assert (window.width(), window.height()) == size
    assert unnamed(window) == missed_by_tab(window) == interpreted_labels(window) == []
    for label in page.fiche.interventions.panel.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.height() >= label.heightForWidth(label.width()), f"cut: {label.text()}"
