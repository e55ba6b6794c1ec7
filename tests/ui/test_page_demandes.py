"""The page of the requests in the main window over a real encrypted store, worked from the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from demandes_store import EMMA, MAEL, DemandeStores, aide_id, famille_id, made, pieces_of, type_id
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow
from sqlalchemy import select
from typing_extensions import override

from caseapp.domain.labels import plain
from caseapp.models import Aide, RendezVous
from caseapp.services.demandes_lignes import DemandeRow, DemandeSaisie, Statut
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.demandes import DemandesPage
from caseapp.ui.pages.demandes_liste import CLASSER, DELEGUER, LETTRE, PAIEMENTS, ROUVRIR, SEANCE

SHIFT = Qt.KeyboardModifier.ShiftModifier
ASKED = date(2026, 11, 16)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> DemandeStores:
    return DemandeStores(tmp_path_factory.mktemp("demandes-page"))


@pytest.fixture
def workspace(stores: DemandeStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.open(tmp_path)
    workspace.demandes.create(
        DemandeSaisie(
            famille_id(workspace, EMMA), type_id(workspace, "equipement"), ASKED, 48000, urgente=True
        ),
        TODAY,
    )
    yield workspace
    workspace.close()


class Requests(SaisieWindow):
    """The window on the page."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot) -> None:
        super().__init__(workspace, context, qtbot)
        self.main.show_page("aides")
        self.settle()
        page = self.main.page("aides")
        assert isinstance(page, DemandesPage)
        self.page, self.view = page, page.view
        self.view.focus_list()
        self.settle()

    def rows(self) -> list[DemandeRow]:
        model = self.view.table.model()
        found = [model.row_at(position) for position in range(model.rowCount())]  # type: ignore[attr-defined]
        return [row for row in found if row is not None]

    @override
    def said(self) -> str:
        return plain(super().said())

    def offered(self) -> set[str]:
        return {key for key, button in self.view.buttons.items() if button.isVisible()}


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Requests]:
    yield Requests(workspace, context, qtbot)
    assert context.tasks.stop()


def test_a_document_is_ticked_with_space_and_the_keyboard_stays_on_it(window: Requests) -> None:
    [aide] = made(window.workspace)
    assert window.view.current == aide.id
    assert "Urgente, à décider le 19/11/2026 au plus tard, en retard de 2 jours · 2 pièces" in window.said()
    assert "Pièces : 0 sur 3" in window.said()
    window.press(Key.Key_Return)
    window.press(Key.Key_Space)
    assert pieces_of(window.workspace, aide.id)["Devis"] == TODAY
    box = QApplication.focusWidget()
    assert isinstance(box, QCheckBox)
    assert (box.accessibleName(), box.isChecked()) == ("Devis, obligatoire", True)
    assert "reçue le 21/11/2026" in window.said()
    window.press(Key.Key_Tab)
    window.press(Key.Key_Space)
    assert "· complète" in window.said()
    window.press(Key.Key_Z, CONTROL)
    assert pieces_of(window.workspace, aide.id)["Relevé d'identité bancaire"] is None
    assert "1 pièce à recevoir" in window.said()


def test_a_request_that_leaves_the_list_gives_the_keyboard_back_to_it(window: Requests) -> None:
    asked = DemandeSaisie(
        famille_id(window.workspace, MAEL), type_id(window.workspace, "equipement"), TODAY, 20000
    )
    window.workspace.demandes.create(asked, TODAY)
    window.view.filters.statut.choose(Statut.A_COMPLETER.value)
    window.settle()
    first, second = made(window.workspace)
    assert window.view.current == first.id
    window.press(Key.Key_Return)
    window.press(Key.Key_Space)
    window.press(Key.Key_Tab)
    window.press(Key.Key_Space)
    assert [row.id for row in window.rows()] == [second.id]
    assert window.view.table.hasFocus()
    assert "O'Brien Maël (protégée)" in window.said()


def test_the_list_is_filtered_while_one_types(window: Requests) -> None:
    assert [row.famille for row in window.rows()] == ["Nguyễn Emma", "O'Brien Maël", "O'Brien Maël",
                                                      "Nguyễn Emma", "Nguyễn Emma"]  # fmt: skip
    window.write("obrien")
    window.qtbot.waitUntil(lambda: window.view.table.model().rowCount() == 2)
    assert window.view.filters.field.text() == "obrien"
    window.view.filters.statut.choose(Statut.ORDRE_DU_JOUR.value)
    window.settle()
    [row] = window.rows()
    assert (row.protegee, row.seance) == (True, date(2026, 11, 24))
    assert "O'Brien Maël (protégée)" in window.said()
    assert "1 demande · à l'ordre du jour" in window.said()
    window.view.filters.statut.choose(Statut.REFUSEES.value)
    window.view.filters.annee.choose("2025")
    window.settle()
    assert "Aucune demande ne correspond" in window.said()
    window.click(window.button("Voir toutes les demandes"))
    window.qtbot.waitUntil(lambda: window.view.table.model().rowCount() == 5)
    window.click(window.view.filters.mine)
    mine = {made(window.workspace)[0].id, aide_id(window.workspace, "A4")}
    assert {row.id for row in window.rows()} == mine


def test_what_can_be_done_follows_where_the_request_stands(window: Requests) -> None:
    assert window.offered() == {"modifier", DELEGUER, CLASSER}
    for reference, expected in (
        ("A4", {"modifier", SEANCE, CLASSER}), ("A1", {PAIEMENTS, LETTRE}), ("A3", {LETTRE}),
    ):  # fmt: skip
        window.navigator.aide_requested.emit(aide_id(window.workspace, reference))
        window.settle()
        assert window.offered() == expected
    window.navigator.aide_requested.emit(aide_id(window.workspace, "A4"))
    window.settle()
    window.click(window.view.buttons[SEANCE])
    assert window.main.current_key == "commissions"


def test_a_delegated_decision_is_taken_by_keyboard(window: Requests) -> None:
    window.press(Key.Key_D, CONTROL | SHIFT)
    form = window.sheet.form
    assert form.value("subvention") == 48000
    hint = form.boxes["subvention"].error_label
    window.qtbot.waitUntil(lambda: "dépassée de 80,00" in hint.text())
    window.press(Key.Key_Right)
    window.press(Key.Key_Tab)
    window.write("300")
    window.press(Key.Key_S, CONTROL)
    assert window.sheets() == []
    [aide] = made(window.workspace)
    assert (aide.decision, aide.montant_subvention, aide.decideur, aide.date_decision) == (
        "accord_partiel", 30000, "delegation", TODAY,
    )  # fmt: skip
    assert "accord partiel le 21/11/2026, 300,00" in window.said()


def test_a_delegated_decision_that_is_refused_stays_typed(window: Requests) -> None:
    window.press(Key.Key_D, CONTROL | SHIFT)
    window.press(Key.Key_Tab)
    window.write("900")
    window.press(Key.Key_S, CONTROL)
    form = window.sheet.form
    assert form.boxes["motif_decision"].problem.startswith("C'est 420,00")
    assert form.value("subvention") == 90000
    window.press(Key.Key_Escape)
    [draft] = window.workspace.brouillons.list_rows()
    window.navigator.draft_requested.emit(draft)
    window.settle()
    assert window.sheet.form.value("subvention") == 90000


def test_a_request_is_given_up_then_opened_again(window: Requests) -> None:
    window.click(window.view.buttons[CLASSER])
    window.write("La famille a trouve ailleurs")
    window.press(Key.Key_S, CONTROL)
    assert window.offered() == {ROUVRIR}
    assert "La famille a trouve ailleurs" in window.said()
    window.click(window.view.buttons[ROUVRIR])
    [aide] = made(window.workspace)
    assert (aide.decision, aide.date_decision) == ("en_attente", None)
    assert DELEGUER in window.offered()


def test_a_request_is_corrected_and_a_document_added(window: Requests) -> None:
    with window.workspace._opening.store.write("essai") as session:
        meeting = session.scalars(select(RendezVous)).one()
        session.get_one(Aide, made(window.workspace)[0].id).rendez_vous_id = meeting.id
        meeting.statut = "annule"
    window.press(Key.Key_E, CONTROL)
    window.write("520")
    window.press(Key.Key_S, CONTROL)
    [aide] = made(window.workspace)
    assert (aide.montant_demande, aide.rendez_vous_id) == (52000, meeting.id), "a link is not lost"
    window.click(window.button("Demander une pièce"))
    window.write("Attestation")
    window.press(Key.Key_S, CONTROL)
    assert "Pièces : 0 sur 4" in window.said()
    assert unnamed(window.main) == []
    assert interpreted_labels(window.main) == []
    assert missed_by_tab(window.main) == []


def test_a_request_opened_from_elsewhere_shows_through_the_filters(window: Requests) -> None:
    window.view.filters.statut.choose(Statut.ACCORDEES.value)
    window.settle()
    wanted = aide_id(window.workspace, "A3")
    window.navigator.aide_requested.emit(wanted)
    window.settle()
    assert window.view.current == wanted
    assert window.view.filters.statut.key() is None
    assert "Refus" in window.said()
    window.view.panel.famille_requested.emit(famille_id(window.workspace, MAEL))
    window.settle()
    assert window.main.current_key == "familles"
