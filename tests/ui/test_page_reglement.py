"""The règlement in the main window: a year begun, its aids typed, copied, imported, by real keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from familles_store import FamilleStores
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow, opened_store
from window_fakes import ScriptedPrompts

from caseapp.domain.regle import Regle, Tranche
from caseapp.domain.reglement_fichier import load_catalogue
from caseapp.paths import resource
from caseapp.services.perimetre import Choice
from caseapp.services.reglements import ChoixAide
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import Form
from caseapp.ui.pages.reglement import GONE, ReglementPage
from caseapp.ui.pages.reglement_apercu import Effect, effects
from caseapp.ui.pages.reglement_champs import aid_of, aid_rows, aid_values, prepare

LANDES = resource("reglements") / "landes-2017-exemple.toml"
YEAR = TODAY.year


@pytest.fixture(scope="module")
def familles(tmp_path_factory: pytest.TempPathFactory) -> FamilleStores:
    return FamilleStores(tmp_path_factory.mktemp("reglement"))


@pytest.fixture
def workspace(familles: FamilleStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = opened_store(familles, tmp_path)
    yield workspace
    workspace.close()


def take_example(workspace: Workspace, annee: int) -> None:
    service = workspace.reglements
    service.apply(service.preview(LANDES, annee).catalogue, TODAY, past=True)


@pytest.fixture
def empty(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    """The page of a store without any règlement."""
    window = SaisieWindow(workspace, context, qtbot)
    window.main.show_page("reglement")
    window.settle()
    yield window
    assert context.tasks.stop()


@pytest.fixture
def filled(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    """The page over the example of the Landes, taken for this year."""
    take_example(workspace, YEAR)
    window = SaisieWindow(workspace, context, qtbot)
    window.main.show_page("reglement")
    window.settle()
    yield window
    assert context.tasks.stop()


def page(window: SaisieWindow) -> ReglementPage:
    found = window.main.page("reglement")
    assert isinstance(found, ReglementPage)
    return found


def regle(window: SaisieWindow, code: str, annee: int = YEAR) -> Regle | None:
    vue = window.workspace.reglements.ouvrir(annee)
    return None if vue is None else next((one.regle for one in vue.aides if one.regle.code == code), None)


def words(widget: QWidget | None) -> str:
    text = widget.text() if isinstance(widget, QPushButton) else ""
    return f"{text} {widget.accessibleName() if widget else ''}"


def tab_to(window: SaisieWindow, beginning: str) -> None:
    """Press Tab until the keyboard is on what is called so."""
    for _ in range(80):
        if beginning in words(QApplication.focusWidget()):
            window.settle()
            return
        QTest.keyClick(window.main.windowHandle(), Key.Key_Tab)
    raise AssertionError(f"Tab never reached « {beginning} »")


def replace_text(window: SaisieWindow, text: str) -> None:
    """Type over what the field holds."""
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    window.write(text)


def choose_row(window: SaisieWindow, name: str) -> None:
    table = page(window).table
    table.setFocus()
    while table.currentIndex().siblingAtColumn(0).data() != name:
        before = table.currentIndex().row()
        window.press(Key.Key_Down)
        if table.currentIndex().row() == before:
            window.press(Key.Key_Home)


def test_a_year_begins_with_a_shipped_example_then_takes_an_aid_typed(empty: SaisieWindow) -> None:
    """Everything by the keyboard: the example, its preview, an aid with its bands and documents."""
    tab_to(empty, "Partir de l'exemple : Caf des Landes")
    empty.press(Key.Key_Space)
    assert "jamais proposée avant" in page(empty).files.card.table.model().index(0, 2).data()
    empty.press(Key.Key_Space)
    vue = empty.workspace.reglements.ouvrir(YEAR)
    assert vue is not None
    assert len(vue.aides) == 8
    assert page(empty).table.hasFocus()

    empty.press(Key.Key_Insert)
    tab_to(empty, "Nom de l'aide")
    empty.write("Secours d'urgence")
    empty.press(Key.Key_Tab)
    empty.write("acc")
    empty.press(Key.Key_Tab)
    empty.press(Key.Key_Space)
    for name, text in (
        ("Plafond de QF", "600"), ("Saison, du", "1/6"), ("Plafond de l'aide", "200"),
        ("Tranche 1, QF", "300"), ("Tranche 1, part", "80"), ("Tranche 2, QF", "600"),
        ("Tranche 2, part", "33,33"),
    ):  # fmt: skip
        tab_to(empty, name)
        replace_text(empty, text)
    tab_to(empty, "Pièces à fournir")
    empty.write("Devis")
    empty.press(Key.Key_Return)
    empty.write("Attestation (facultatif)")
    empty.press(Key.Key_S, CONTROL)
    assert "Écrivez aussi la fin de la saison." in empty.said()
    assert empty.sheets(), "nothing typed is lost"
    replace_text(empty, "30/9")
    empty.press(Key.Key_S, CONTROL)
    assert not empty.sheets()
    found = regle(empty, "secours_d_urgence")
    assert found is not None
    assert (found.libelle, found.domaine) == ("Secours d'urgence", "accompagnement_social")
    assert (found.qf_plafond, found.plafond) == (60_000, 20_000)
    assert (found.saison_debut, found.saison_fin) == ("06-01", "09-30")
    assert found.tranches == (Tranche(30_000, 8_000), Tranche(60_000, 3_333))
    assert found.pieces == (("Devis", True), ("Attestation", False))


def test_what_is_refused_is_said_under_its_field_and_kept(filled: SaisieWindow) -> None:
    choose_row(filled, "Vacances familles autonomes")
    before = regle(filled, "vacances_autonomes")
    filled.press(Key.Key_Return)
    tab_to(filled, "Tranche 2, QF")
    replace_text(filled, "300")
    filled.press(Key.Key_S, CONTROL)
    box = filled.sheet.form.boxes["tranche2_qf"]
    assert box.error_label.text() == "Rangez les tranches du plus petit QF au plus grand."
    assert QApplication.focusWidget() is box.editor.widget
    assert regle(filled, "vacances_autonomes") == before
    replace_text(filled, "400")
    filled.press(Key.Key_S, CONTROL)
    after = regle(filled, "vacances_autonomes")
    assert after is not None
    assert [one.qf_max for one in after.tranches] == [35_400, 40_000, 70_000, 90_000]
    assert before is not None
    assert after.pieces == before.pieces
    assert after.precisions == before.precisions


@pytest.mark.parametrize("name", ["landes-2017-exemple", "vacances-2025-exemple"])
def test_the_form_of_an_aid_says_all_of_it(name: str, context: UiContext, qtbot: QtBot) -> None:
    """What is read from the form as it was filled is the aid itself."""
    catalogue = load_catalogue(LANDES.with_name(f"{name}.toml"))
    lines = tuple(Choice(one.code, one.libelle) for one in catalogue.lignes)
    deciders = (Choice("commission", "Commission"), Choice("delegation", "Délégation"))
    choix = ChoixAide((), (), (Choice("enfant", "Enfant"),), deciders, lines)
    for one in catalogue.aides:
        form = Form(aid_rows(choix, one), context, lambda: TODAY)
        qtbot.addWidget(form)
        prepare(form)
        form.set_values(aid_values(one))
        values = form.values()
        assert values is not None
        assert aid_of(values, one) == one


def test_an_aid_removed_comes_back_with_ctrl_z(filled: SaisieWindow) -> None:
    choose_row(filled, "Aide sur projet")
    before = regle(filled, "aide_sur_projet")
    filled.press(Key.Key_Delete)
    assert regle(filled, "aide_sur_projet") is None
    filled.press(Key.Key_Z, CONTROL)
    assert regle(filled, "aide_sur_projet") == before


def test_a_past_year_is_changed_after_its_warning(filled: SaisieWindow) -> None:
    take_example(filled.workspace, YEAR - 1)
    filled.navigator.data_changed.emit()
    filled.settle()
    tab_to(filled, "Année du règlement")
    filled.press(Key.Key_Down)
    assert "Cette année est passée" in filled.said()
    choose_row(filled, "Aide sur projet")
    filled.press(Key.Key_Delete)
    assert regle(filled, "aide_sur_projet", YEAR - 1) is not None
    filled.press(Key.Key_Return)
    assert not filled.sheets()
    assert "Modifier quand même" in words(QApplication.focusWidget())
    filled.press(Key.Key_Space)
    filled.press(Key.Key_Delete)
    assert regle(filled, "aide_sur_projet", YEAR - 1) is None
    assert regle(filled, "aide_sur_projet") is not None
    assert "Cette année est passée" in filled.said(), "the warning stays"


def test_a_year_is_copied_to_the_next_and_shown(filled: SaisieWindow) -> None:
    tab_to(filled, f"Copier vers {YEAR + 1}")
    filled.press(Key.Key_Space)
    assert page(filled).years.currentText() == str(YEAR + 1)
    found, former = regle(filled, "bafa", YEAR + 1), regle(filled, "bafa")
    assert found is not None
    assert former is not None
    assert (found.plafond, found.ligne) == (former.plafond, f"TEMPS-LIBRE-{YEAR + 1}")
    assert f"copié vers {YEAR + 1}" in filled.said()
    assert not page(filled).copy_button.text().endswith(str(YEAR + 1))


def test_a_reglement_is_exported_then_imported(
    filled: SaisieWindow, context: UiContext, tmp_path: Path
) -> None:
    prompts = context.prompts
    assert isinstance(prompts, ScriptedPrompts)
    path = tmp_path / "export.toml"
    prompts.answers += [path, path, path, None]
    tab_to(filled, "Exporter")
    filled.press(Key.Key_Space)
    assert load_catalogue(path).annee == YEAR
    tab_to(filled, "Importer")
    filled.press(Key.Key_Space)
    assert "rien ne changera" in filled.said()
    filled.press(Key.Key_Escape)
    assert page(filled).table.hasFocus()
    text = path.read_text(encoding="utf-8").replace("plafond = 1500\n", "plafond = 1600\n")
    path.write_text(text, encoding="utf-8")
    tab_to(filled, "Importer")
    filled.press(Key.Key_Space)
    assert "7 aides inchangées" in filled.said()
    filled.press(Key.Key_Space)
    found = regle(filled, "equipement_menager")
    assert found is not None
    assert found.plafond == 160_000
    path.write_text(text.replace('qf_plafond = "aucun"\n', ""), encoding="utf-8")
    prompts.answers.insert(0, path)
    tab_to(filled, "Importer")
    filled.press(Key.Key_Space)
    assert "il manque le plafond de QF de « Aide à la formation Bafa »" in filled.said()


def test_a_sheet_left_is_taken_up_from_its_draft(filled: SaisieWindow) -> None:
    choose_row(filled, "Aide sur projet")
    filled.press(Key.Key_Return)
    replace_text(filled, "Projet de la famille")
    filled.press(Key.Key_Escape)
    [draft] = filled.workspace.brouillons.list_rows()
    assert draft.libelle == f"Aide du règlement {YEAR}"
    filled.main.show_page("accueil")
    filled.settle()
    filled.navigator.draft_requested.emit(draft)
    filled.settle()
    assert filled.main.current_key == "reglement"
    assert filled.sheet.form.value("libelle") == "Projet de la famille"
    filled.press(Key.Key_S, CONTROL)
    found = regle(filled, "aide_sur_projet")
    assert found is not None
    assert found.libelle == "Projet de la famille"


def test_a_draft_of_an_aid_removed_since_is_kept_and_said(filled: SaisieWindow) -> None:
    choose_row(filled, "Aide sur projet")
    filled.press(Key.Key_Return)
    replace_text(filled, "Projet de la famille")
    filled.press(Key.Key_Escape)
    [draft] = filled.workspace.brouillons.list_rows()
    page(filled).table.setFocus()
    filled.press(Key.Key_Delete)
    assert regle(filled, "aide_sur_projet") is None
    filled.navigator.draft_requested.emit(draft)
    filled.settle()
    assert GONE in filled.said()
    assert filled.workspace.brouillons.list_rows() == (draft,)


def test_a_file_that_only_changes_the_source_is_said_and_imported(
    filled: SaisieWindow, tmp_path: Path
) -> None:
    path = tmp_path / "caf.toml"
    filled.workspace.reglements.export(YEAR, path)
    text = path.read_text(encoding="utf-8").replace("Caf des Landes (exemple à vérifier)", "Caf des Landes")
    path.write_text(text, encoding="utf-8")
    page(filled).files.preview(path)
    filled.settle()
    apercu = page(filled).files.card.apercu
    assert apercu is not None
    assert list(effects(apercu)) == [Effect("Modifiée", "Caf et source", "Caf des Landes")]
    filled.press(Key.Key_Space)
    vue = filled.workspace.reglements.ouvrir(YEAR)
    assert vue is not None
    assert vue.caf == "Caf des Landes"


def test_everything_is_named_and_reached_by_tab(filled: SaisieWindow) -> None:
    assert unnamed(filled.main) == []
    assert interpreted_labels(filled.main) == []
    assert missed_by_tab(filled.main) == []
    page(filled).files.preview(LANDES, YEAR + 1)
    filled.settle()
    assert unnamed(page(filled)) == []
    assert missed_by_tab(filled.main) == []
