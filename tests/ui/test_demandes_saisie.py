"""A request for an aid, from the family or from anywhere, by real keys, counted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, unnamed
from demandes_store import (
    ALONE,
    EMMA,
    DemandeStores,
    famille_id,
    funders_of,
    made,
    pieces_of,
    type_id,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow

from caseapp.services.demandes_lignes import DemandeSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.familles_tabs import AIDES, TABS

MOST_STROKES = 15
_AIDES_TAB = next(number for number, tab in enumerate(TABS) if tab.title == AIDES)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> DemandeStores:
    return DemandeStores(tmp_path_factory.mktemp("demandes-ui"))


@pytest.fixture
def workspace(stores: DemandeStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.open(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    window = SaisieWindow(workspace, context, qtbot)
    window.main.show_page("familles")
    window.settle()
    yield window
    assert context.tasks.stop()


def on_the_fiche(window: SaisieWindow, reference: str = EMMA) -> FamillesPage:
    window.main.open_famille(famille_id(window.workspace, reference))
    window.settle()
    page = window.main.page("familles")
    assert isinstance(page, FamillesPage)
    return page


def go_to(window: SaisieWindow, key: str) -> None:
    """Press Tab up to a field of the sheet."""
    wanted = set(window.sheet.form.editor(key).dressed())
    for _ in range(60):
        if QApplication.focusWidget() in wanted:
            window.settle()
            return
        QTest.keyClick(window.main.windowHandle(), Key.Key_Tab)
        QApplication.processEvents()
    raise AssertionError(f"Tab never reaches {key}")


def test_a_plain_request_of_a_known_family_takes_few_keys(window: SaisieWindow) -> None:
    on_the_fiche(window)
    window.strokes = 0
    window.press(Key.Key_D, CONTROL)
    window.write("equip")
    window.press(Key.Key_Return)
    window.press(Key.Key_Tab)
    window.write("480")
    window.press(Key.Key_Tab)
    window.press(Key.Key_P)  # perte d'emploi
    window.press(Key.Key_S, CONTROL)
    assert window.sheets() == []
    assert window.strokes <= MOST_STROKES
    [aide] = made(window.workspace)
    assert (aide.famille_id, aide.type_aide_id, aide.montant_demande, aide.motif, aide.date_demande) == (
        famille_id(window.workspace, EMMA), type_id(window.workspace, "equipement"), 48000, "perte_emploi",
        TODAY,
    )  # fmt: skip
    assert (aide.quotient_familial, aide.mois_qf) == (41200, date(2026, 10, 1)), "proposed, not typed"
    assert aide.intervention_id is not None
    assert set(pieces_of(window.workspace, aide.id).values()) == {None}
    window.press(Key.Key_Z, CONTROL)
    assert made(window.workspace) == []


def test_the_tab_of_the_family_lists_its_requests_and_opens_them(window: SaisieWindow) -> None:
    page = on_the_fiche(window)
    page.fiche.tabs.setCurrentIndex(_AIDES_TAB)
    window.settle()
    assert "2 demandes" in window.said()
    assert "290,00" in window.said()
    page.fiche.aides.focus()
    window.press(Key.Key_Return)
    assert window.main.current_key == "aides"
    assert "Accord partiel" in window.said()
    assert "le 20/02/2026, 200,00" in window.said()


def test_a_first_request_begins_from_the_empty_tab(window: SaisieWindow) -> None:
    page = on_the_fiche(window, ALONE)
    page.fiche.tabs.setCurrentIndex(_AIDES_TAB)
    window.settle()
    window.click(window.button("Nouvelle demande"))
    assert "n'a pas de numéro d'allocataire" in window.said()
    window.write("projet")
    window.press(Key.Key_Return)
    go_to(window, "urgente")
    window.press(Key.Key_Space)
    assert "27/11/2026 au plus tard : 5 jours ouvrés" in window.said()
    window.press(Key.Key_S, CONTROL)
    [aide] = made(window.workspace)
    assert (aide.urgente, aide.montant_demande) == (True, None)
    assert page.fiche.tabs.currentIndex() == _AIDES_TAB, "the Fiche stays where it was"


def test_from_anywhere_the_family_is_searched_and_its_situation_proposed(window: SaisieWindow) -> None:
    window.main.show_page("statistiques")
    window.settle()
    window.press(Key.Key_D, CONTROL)
    window.write("nguyen")
    window.press(Key.Key_Return)
    window.settle()
    assert "2 enfants, QF 412" in window.said()
    assert "1 aide sur 12 mois, 200,00" in window.said()
    assert window.sheet.form.value("quotient_familial") == 41200
    go_to(window, "aide")
    window.write("vacances")
    window.press(Key.Key_Return)
    go_to(window, "date_demande")
    window.write("01/10/2026")
    window.settle()
    assert "QF 871,50" in window.said(), "what was known on the day of the request"
    assert window.sheet.form.value("quotient_familial") == 87150
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    window.write("+0")
    window.press(Key.Key_S, CONTROL)
    [aide] = made(window.workspace)
    assert aide.type_aide_id == type_id(window.workspace, "avs")


def test_documents_funders_and_what_the_family_pays(window: SaisieWindow) -> None:
    on_the_fiche(window)
    window.press(Key.Key_D, CONTROL)
    window.write("equip")
    window.press(Key.Key_Return)
    window.settle()
    go_to(window, "montant_demande")
    window.write("480")
    go_to(window, "cout")
    window.write("900")
    go_to(window, "financeur_1")
    assert window.sheet.form.boxes["financeur_2"].isHidden()
    window.write("CCAS de Dax")
    go_to(window, "montant_1")
    window.write("100")
    assert window.sheet.form.value("reste_a_charge") == 32000
    go_to(window, "reste_a_charge")
    window.write("70")
    assert "à trouver" in window.said()
    go_to(window, "piece_1")
    assert "Pièce reçue : Devis" in QApplication.focusWidget().accessibleName()
    window.press(Key.Key_Space)
    window.press(Key.Key_S, CONTROL)
    [aide] = made(window.workspace)
    assert (aide.cout, aide.reste_a_charge) == (90000, 7000), "a sum that differs is said, not refused"
    assert funders_of(window.workspace, aide.id) == [("CCAS de Dax", 10000, "sollicite")]
    assert pieces_of(window.workspace, aide.id)["Devis"] == TODAY


def test_a_partner_who_asks_must_be_named(window: SaisieWindow) -> None:
    on_the_fiche(window)
    window.press(Key.Key_D, CONTROL)
    window.write("projet")
    window.press(Key.Key_Return)
    go_to(window, "demandeur")
    window.press(Key.Key_P)
    window.press(Key.Key_S, CONTROL)
    form = window.sheet.form
    assert form.boxes["partenaire"].problem == "Dites quel partenaire fait la demande."
    window.write("Mission locale")
    window.press(Key.Key_Return)
    window.press(Key.Key_S, CONTROL)
    [aide] = made(window.workspace)
    assert aide.partenaire_id is not None


def test_what_is_refused_is_said_under_its_field_and_nothing_is_lost(window: SaisieWindow) -> None:
    on_the_fiche(window)
    window.press(Key.Key_D, CONTROL)
    window.write("equip")
    window.press(Key.Key_Return)
    go_to(window, "date_demande")
    window.write("31/12/2026")
    go_to(window, "quantite")
    window.write("0")
    window.press(Key.Key_S, CONTROL)
    form = window.sheet.form
    assert form.boxes["quantite"].problem == "Au moins 1."
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    window.write("2")
    window.press(Key.Key_S, CONTROL)
    assert form.boxes["date_demande"].problem == "Cette date n'est pas encore passée."
    assert form.value("quantite") == 2
    assert made(window.workspace) == []


def test_the_reglement_and_a_duplicate_are_told_while_typing(window: SaisieWindow) -> None:
    first = DemandeSaisie(
        famille_id(window.workspace, EMMA), type_id(window.workspace, "equipement"), TODAY, 30000
    )
    window.workspace.demandes.create(first, TODAY)
    on_the_fiche(window)
    window.press(Key.Key_D, CONTROL)
    window.write("equip")
    window.press(Key.Key_Return)
    hint = window.sheet.form.boxes["aide"].error_label
    window.qtbot.waitUntil(lambda: "attend déjà (21/11/2026, 300,00" in hint.text())
    go_to(window, "montant_demande")
    window.write("9000")
    window.qtbot.waitUntil(lambda: "800,00" in hint.text())
    assert unnamed(window.sheet) == []
    assert interpreted_labels(window.sheet) == []


def test_a_request_left_aside_is_taken_up_again(window: SaisieWindow) -> None:
    window.press(Key.Key_D, CONTROL)
    window.write("nguyen")
    window.press(Key.Key_Return)
    window.settle()
    go_to(window, "aide")
    window.write("equip")
    window.press(Key.Key_Return)
    go_to(window, "intervention")
    window.press(Key.Key_Delete)
    go_to(window, "piece_1")
    window.press(Key.Key_Space)
    window.press(Key.Key_Escape)
    [draft] = window.workspace.brouillons.list_rows()
    assert (draft.cle, draft.famille_id) == ("demande", famille_id(window.workspace, EMMA))
    window.navigator.draft_requested.emit(draft)
    window.settle()
    form = window.sheet.form
    assert form.value("intervention") is None, "what was emptied stays empty"
    window.press(Key.Key_S, CONTROL)
    [aide] = made(window.workspace)
    assert pieces_of(window.workspace, aide.id)["Devis"] == TODAY
    assert window.workspace.brouillons.list_rows() == ()
