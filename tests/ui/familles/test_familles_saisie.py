"""Families written in the window: duplicates shown first, refusals in place, drafts taken up."""

from datetime import date

from accessibility import unnamed
from familles_sheets import Control, Key, choose, click, closed, known, save, sheet, type_in
from familles_store import EMMA, MAEL, TODAY, consultations, famille_id
from familles_window import is_open, press, sentence, texts, write
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.services.workspace import Workspace
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.familles_doublons import CREATE, CREATE_ALL_THE_SAME, NOBODY, LikelyPanel

# --- Creating ---


def test_a_family_is_created_by_keyboard_and_its_fiche_opens(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    page.list.search("etcheverry maite")
    qtbot.waitUntil(lambda: "Aucune famille trouvée" in sentence(page))
    click(page, "Créer la famille « etcheverry maite »".replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
    new = sheet(page, qtbot)
    assert unnamed(new) == []
    assert (new.form.value("nom"), new.form.value("prenom")) == ("Etcheverry", "Maite")
    qtbot.waitUntil(lambda: NOBODY in texts(new))
    assert new.save_button.text() == CREATE
    write("Etchebarne")
    type_in(new, "date_naissance", "080391")
    type_in(new, "matricule", "12 34")
    assert "7 chiffres attendus" in texts(new)
    choose(new, "code_commune", "dax", qtbot)
    type_in(new, "consigne", "Appeler le matin.")
    save(page)
    closed(page, qtbot)
    qtbot.waitUntil(lambda: is_open(page, "Etchebarne Maite"))
    kept = known(workspace, "etchebarne")
    assert (kept.date_naissance, kept.matricule, kept.code_commune) == (date(1991, 3, 8), "1234", "40088")
    assert "Appeler le matin." in texts(page.fiche.header)


def test_likely_duplicates_come_before_creating(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    before = len(workspace.familles.list_ids())
    click(page, "Nouvelle famille")
    new = sheet(page, qtbot)
    write("nguyen")
    type_in(new, "prenom", "emma")
    qtbot.waitUntil(lambda: "1 famille lui ressemble" in texts(new))
    assert "Nguyễn Emma · 1004233 · Dax · 02/05/1988" in texts(new)
    assert "même nom et même prénom" in texts(new)
    assert new.save_button.text() == CREATE_ALL_THE_SAME
    click(page, "Ouvrir Nguyễn Emma · 1004233 · Dax · 02/05/1988")
    closed(page, qtbot)
    qtbot.waitUntil(lambda: is_open(page, "Nguyễn Emma"))
    assert len(workspace.familles.list_ids()) == before


def test_creating_stays_possible_once_the_duplicates_are_set_aside(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    click(page, "Nouvelle famille")
    new = sheet(page, qtbot)
    write("Nguyen")
    type_in(new, "prenom", "Emma")
    qtbot.waitUntil(lambda: new.save_button.text() == CREATE_ALL_THE_SAME)
    save(page)
    closed(page, qtbot)
    assert len(workspace.familles.search("nguyen emma")) == 2


def test_a_duplicate_is_never_created_before_it_was_shown(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    before = workspace.familles.list_ids()
    click(page, "Nouvelle famille")
    new = sheet(page, qtbot)
    panel = new.findChild(LikelyPanel)
    assert isinstance(panel, LikelyPanel)
    panel._latest.ask(lambda: None, lambda _: None, lambda _: None)
    new.form.blockSignals(True)  # as when the answer is slower than the save
    write("Nguyen")
    type_in(new, "prenom", "Emma")
    save(page)
    qtbot.waitUntil(lambda: "regardez-les avant de créer" in texts(new))
    new.form.blockSignals(False)
    assert workspace.familles.list_ids() == before


def test_a_protected_family_that_resembles_is_shown_without_its_commune(
    page: FamillesPage, qtbot: QtBot
) -> None:
    click(page, "Nouvelle famille")
    new = sheet(page, qtbot)
    write("O'Brien")
    type_in(new, "matricule", "1004234")
    qtbot.waitUntil(lambda: "O'Brien Maël · 1004234 · protégée" in texts(new))
    assert "Tarnos" not in texts(new)
    assert "0698765432" not in texts(new).replace(" ", "")


# --- Changing ---


def test_a_family_is_changed_by_keyboard_and_refusals_stand_under_their_field(
    emma: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    press(emma, Key.Key_E, Control)
    form = sheet(emma, qtbot)
    assert form.form.value("matricule") == "1004233"
    type_in(form, "matricule", "1004235")
    type_in(form, "prenom", "Emma-Lou")
    save(emma)
    qtbot.waitUntil(lambda: form.form.boxes["matricule"].problem != "")
    assert "Perrin Adam" in form.form.boxes["matricule"].problem
    assert "Perrin Adam" in texts(form)
    type_in(form, "matricule", "1004239")
    save(emma)
    closed(emma, qtbot)
    qtbot.waitUntil(lambda: is_open(emma, "Nguyễn Emma-Lou"))
    assert known(workspace, "emma lou").matricule == "1004239"


def test_changing_a_protected_family_shows_its_contact_and_is_traced(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    mael = famille_id(workspace, MAEL)
    page.open_famille(mael)
    qtbot.waitUntil(lambda: is_open(page, "O'Brien Maël"))
    click(page, "Modifier")
    form = sheet(page, qtbot)
    assert form.form.value("telephone") == "0698765432"
    assert consultations(workspace)[-1] == (mael, "adresse telephone courriel code_commune")
    press(page, Key.Key_Escape)
    closed(page, qtbot)
    assert "0698765432" not in texts(page).replace(" ", "")


# --- Household ---


def test_people_join_and_leave_the_household_by_keyboard(
    emma: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    click(emma, "Ajouter une personne au foyer")
    form = sheet(emma, qtbot)
    write("Leo")
    type_in(form, "lien", "enf")
    type_in(form, "date_naissance", "14/03/2022")
    press(emma, Key.Key_S, Control)
    closed(emma, qtbot)
    qtbot.waitUntil(lambda: "Enfant, 4 ans (14/03/2022)" in texts(emma))
    click(emma, "Modifier Leo")
    form = sheet(emma, qtbot)
    type_in(form, "prenom", "Leon")
    save(emma)
    closed(emma, qtbot)
    qtbot.waitUntil(lambda: "Leon" in texts(emma))
    click(emma, "Retirer Leon")
    qtbot.waitUntil(lambda: "Personne retirée du foyer." in texts(emma))
    qtbot.waitUntil(lambda: "Personne n'est noté" in texts(emma))
    click(emma, "Annuler (Ctrl+Z)")
    qtbot.waitUntil(lambda: "Leon" in texts(emma))
    assert not emma.told.isVisible()
    assert workspace.historique.steps().annulables[-1].libelle == "Personne du foyer modifiée"


# --- Situation ---


def effects(workspace: Workspace) -> dict[date | None, int | None]:
    rows = workspace.situations.list_rows(famille_id(workspace, EMMA))
    return {one.date_effet: one.quotient_familial for one in rows}


def test_a_change_of_situation_begins_today_and_keeps_the_former_one(
    emma: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    before = effects(workspace)
    click(emma, "Corriger ou changer")
    form = sheet(emma, qtbot)
    write("L")
    assert form.form.value("sens") == "changement"
    assert form.form.boxes["laquelle"].isHidden()
    assert (form.form.value("date_effet"), form.form.value("composition")) == (TODAY, "monoparentale")
    type_in(form, "quotient_familial", "350")
    save(emma)
    closed(emma, qtbot)
    assert effects(workspace) == before | {TODAY: 35_000}
    qtbot.waitUntil(lambda: "350 € (novembre 2026)" in texts(emma))


def test_a_correction_changes_the_situation_chosen_and_refuses_a_day_taken(
    emma: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    click(emma, "Corriger ou changer")
    form = sheet(emma, qtbot)
    write("C")
    assert form.form.value("date_effet") == date(2026, 10, 1)
    form.form.editor("laquelle").focus()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert form.form.value("date_effet") == date(2024, 1, 1)
    assert form.form.value("composition") == "couple_avec_enfants"
    type_in(form, "date_effet", "01/10/2026")
    save(emma)
    qtbot.waitUntil(lambda: "commence déjà" in form.form.boxes["date_effet"].problem)
    type_in(form, "date_effet", "01/02/2024")
    type_in(form, "quotient_familial", "800")
    save(emma)
    closed(emma, qtbot)
    assert effects(workspace) == {
        date(2026, 10, 1): 41_200, date(2027, 1, 1): 50_000, date(2024, 2, 1): 80_000,
    }  # fmt: skip


def test_what_happened_must_be_said(emma: FamillesPage, workspace: Workspace, qtbot: QtBot) -> None:
    before = effects(workspace)
    click(emma, "Corriger ou changer")
    form = sheet(emma, qtbot)
    type_in(form, "quotient_familial", "1")
    save(emma)
    assert form.form.boxes["sens"].problem != ""
    assert effects(workspace) == before


# --- Drafts ---


def test_what_was_left_is_taken_up_where_it_was(
    emma: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    click(emma, "Ajouter une personne au foyer")
    sheet(emma, qtbot)
    write("Mila")
    press(emma, Key.Key_Escape)
    closed(emma, qtbot)
    qtbot.waitUntil(lambda: len(workspace.brouillons.list_rows()) == 1)
    (draft,) = workspace.brouillons.list_rows()
    emma.close_fiche()
    assert emma.entries.take_up(draft)
    form = sheet(emma, qtbot)
    assert form.form.value("prenom") == "Mila"
    qtbot.waitUntil(lambda: is_open(emma, "Nguyễn Emma"))


def test_the_drafts_of_others_are_left_to_them(page: FamillesPage, workspace: Workspace) -> None:
    workspace.brouillons.keep("saisie.famille.12", "Saisie", {}, 12)
    (draft,) = workspace.brouillons.list_rows()
    assert not page.entries.take_up(draft)
