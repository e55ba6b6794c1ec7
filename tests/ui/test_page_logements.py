"""The page of the reported dwellings in the main window over a real encrypted store, from the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from logements_store import (
    EMMA,
    MAEL,
    PAUL,
    PINS,
    QUAI,
    ZOE,
    LogementStores,
    famille,
    intervention,
    reported,
    stays,
    withheld,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow
from sqlalchemy import select
from typing_extensions import override

from caseapp.domain.labels import plain
from caseapp.models import Agent, LogementSignale
from caseapp.services.logements_rows import Etape, SignalementRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.choice_editors import SegmentsEditor
from caseapp.ui.pages.logements import LogementsPage
from caseapp.ui.pages.logements_actions import CONSERVER, LEVER, PROLONGER, ROUVRIR
from caseapp.ui.pages.logements_words import extension_room


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> LogementStores:
    return LogementStores(tmp_path_factory.mktemp("logements-page"))


@pytest.fixture
def workspace(stores: LogementStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.open(tmp_path)
    yield workspace
    workspace.close()


class Dwellings(SaisieWindow):
    """The window on the page."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot) -> None:
        super().__init__(workspace, context, qtbot)
        self.main.show_page("logements")
        self.settle()
        page = self.main.page("logements")
        assert isinstance(page, LogementsPage)
        self.page, self.view = page, page.view
        self.view.focus_list()
        self.settle()

    def rows(self) -> list[SignalementRow]:
        model = self.view.table.model()
        return [model.row_at(position) for position in range(model.rowCount())]  # type: ignore[attr-defined]

    @override
    def said(self) -> str:
        return plain(super().said())

    def fill(self, key: str, text: str) -> None:
        """Put the keyboard in a field of the sheet, and type over what it holds."""
        self.sheet.form.editor(key).focus()
        self.press(Key.Key_A, CONTROL)
        self.write(text)

    def choose(self, key: str, number: int) -> None:
        """Choose the nth segment of a field from the keyboard."""
        editor = self.sheet.form.editor(key)
        assert isinstance(editor, SegmentsEditor)
        editor.focus()
        for _ in range(number):
            self.press(Key.Key_Right)
        self.press(Key.Key_Space)

    def save(self) -> None:
        self.press(Key.Key_S, CONTROL)
        self.settle()
        assert self.sheets() == [], self.said()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Dwellings]:
    yield Dwellings(workspace, context, qtbot)
    assert context.tasks.stop()


def test_a_dwelling_is_followed_from_its_report_to_its_release(window: Dwellings) -> None:
    assert "Ici viennent les logements signalés" in window.said()
    window.press(Key.Key_Insert)
    window.write("emma")
    window.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    window.press(Key.Key_Return)
    window.qtbot.waitUntil(lambda: "12 rue des Pins" in window.sheet.form.editor("logement").raw())
    window.fill("date_signalement", "15012025")
    window.save()
    assert [(row.famille, row.adresse, row.etape) for row in window.rows()] == [
        ("Nguyễn Emma", "12 rue des Pins, Dax", Etape.A_VISITER)
    ]
    assert "Visite à prévoir" in window.said()
    assert len(stays(window.workspace, EMMA)) == 2

    window.press(Key.Key_C)
    window.fill("date_constat", "14012025")
    window.choose("resultat", 1)
    window.press(Key.Key_S, CONTROL)
    assert "C'est avant le signalement, le 15/01/2025." in window.said()
    window.fill("date_constat", "10022025")
    window.save()
    assert "Visité : non décent" in window.said()
    assert [row.etape for row in window.rows()] == [Etape.VISITE]

    window.press(Key.Key_A)
    window.fill("date_conservation", "31052025")
    window.fill("montant_conserve", "210,50")
    window.save()
    assert "18e mois sur 18, jusqu'au 30/11/2026" in window.said()
    assert "17 mois entiers × 210,50 € = 3 578,50 € au 21/11/2026." in window.said()
    assert [one.date_conservation for one in [window.page.panel.vue.dates]] == [date(2025, 5, 31)]

    window.press(Key.Key_P)
    assert "Encore 2 prolongations possibles, de 6 mois au plus." in window.said()
    window.sheet.form.editor("motif").focus()
    window.press(Key.Key_Down)
    window.save()
    assert "18e mois sur 24, jusqu'au 31/05/2027" in window.said()
    assert "Prolongée de 6 mois : travaux engagés, pas encore achevés" in window.said()

    window.press(Key.Key_L)
    window.choose("travaux", 0)
    window.save()
    assert window.rows() == []
    assert "Ici viennent" in window.said()
    window.press(Key.Key_Z, CONTROL)
    assert [row.etape for row in window.rows()] == [Etape.CONSERVEE]


def test_a_third_extension_is_refused_in_place(
    workspace: Workspace, context: UiContext, qtbot: QtBot
) -> None:
    ident = withheld(workspace, date(2024, 5, 31))
    for day in (date(2025, 11, 2), date(2026, 5, 2)):
        workspace.logements.prolonger(ident, day, "travaux_en_cours", 6, TODAY)
    window = Dwellings(workspace, context, qtbot)
    assert "Aucune autre prolongation n'est possible." in window.said()
    window.press(Key.Key_P)
    window.sheet.form.editor("motif").focus()
    window.press(Key.Key_Down)
    window.press(Key.Key_S, CONTROL)
    assert (
        "Deux prolongations ont déjà été accordées : les règles n'en permettent pas d'autre." in window.said()
    )
    window.press(Key.Key_Escape)
    [draft] = workspace.brouillons.list_rows()
    assert draft.cle == f"logement.prolongation.{ident}"
    assert window.page.take_up(draft)
    window.settle()
    assert window.sheet.title.text() == "Prolonger la conservation"
    assert context.tasks.stop()


def test_the_apl_is_warned_of_before_the_aid_is_withheld(
    workspace: Workspace, context: UiContext, qtbot: QtBot
) -> None:
    ident = withheld(workspace, date(2025, 5, 15), who=MAEL, where=QUAI)
    window = Dwellings(workspace, context, qtbot)
    assert "Cette famille reçoit l'APL : la conservation ne vise que l'ALF et l'ALS" in window.said()
    assert "Adresse masquée" in window.said()
    assert "Adour" not in window.said()
    window.click(window.button("Voir l'adresse"))
    assert "1 quai de l'Adour, Dax" in window.said()
    window.click(window.button("Retirer"))
    assert [row.etape for row in window.rows()] == [Etape.VISITE], "the aid was withheld by mistake"
    window.press(Key.Key_Z, CONTROL)
    assert [row.etape for row in window.rows()] == [Etape.CONSERVEE]
    workspace.logements.perdre(ident, TODAY, TODAY)
    window.navigator.data_changed.emit()
    window.settle()
    assert window.rows() == []
    window.navigator.signalement_requested.emit(ident)
    window.settle()
    assert (window.view.current, window.view.filters.filtre().etape) == (ident, Etape.CLOS)
    assert not window.view.buttons[CONSERVER].isVisible()
    window.click(window.view.buttons[ROUVRIR])
    assert [row.id for row in window.rows()] == []
    assert workspace.logements.open_vue(ident, TODAY).row.etape is Etape.CONSERVEE


def test_a_report_keeps_its_agent_who_left_when_it_is_corrected(
    workspace: Workspace, context: UiContext, qtbot: QtBot
) -> None:
    """An agent no longer in activity is offered to the file that has it, as its intervention's is not."""
    ident = reported(workspace)
    with workspace._opening.store.write("agent") as session:
        roux = session.scalars(select(Agent).where(Agent.code == "TS02")).one()
        session.get_one(LogementSignale, ident).agent_id, roux.actif = roux.id, False
    window = Dwellings(workspace, context, qtbot)
    for own in (roux.id, None):
        window.press(Key.Key_E, CONTROL)
        window.fill("date_visite", "01122026")
        window.save()
        with workspace._opening.store.write("agent") as session:
            record = session.get_one(LogementSignale, ident)
            assert (record.agent_id, record.date_visite) == (own, date(2026, 12, 1))
            record.agent_id, record.intervention_id = None, intervention(workspace, "I1")
        window.navigator.data_changed.emit()
        window.settle()
    assert context.tasks.stop()


def test_the_room_for_extensions_is_said_of_the_day(workspace: Workspace) -> None:
    """Once the withholding has ended, none can be decided any more."""
    vue = workspace.logements.open_vue(withheld(workspace, date(2025, 5, 20)), TODAY)
    assert extension_room(vue, date(2026, 11, 20)).startswith("Encore 2 prolongations possibles")
    assert extension_room(vue, TODAY) == (
        "Une prolongation décidée le 20/11/2026 au plus tard peut encore être notée."
    )


def test_several_families_live_in_one_dwelling(
    workspace: Workspace, context: UiContext, qtbot: QtBot
) -> None:
    first, second = reported(workspace), reported(workspace, PAUL, PINS)
    window = Dwellings(workspace, context, qtbot)
    window.page.open_record(first)
    window.settle()
    assert "D'Artigues Paul" in window.said()
    window.press(Key.Key_O)
    window.write("zoe")
    window.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    window.press(Key.Key_Return)
    window.fill("date_entree", "01032026")
    window.save()
    assert stays(workspace, ZOE) == [(window.page.panel.vue.logement.id, date(2026, 3, 1), None)]
    assert "Œuvrard Zoé" in window.said()
    window.click(window.button("Corriger"))
    assert "Ce logement est celui de plusieurs familles" in window.said()
    window.fill("bailleur", "Habitat du Marsan")
    window.save()
    assert "bailleur : Habitat du Marsan" in window.said()
    window.view.focus_list()
    window.press(Key.Key_Return)
    other = window.page.panel.widget().findChild(type(window.button("Ouvrir")), f"autre-{second}")
    other.setFocus()
    window.press(Key.Key_Space)
    assert window.view.current == second
    assert context.tasks.stop()


def test_the_list_is_filtered_and_a_known_address_is_told(
    workspace: Workspace, context: UiContext, qtbot: QtBot
) -> None:
    reported(workspace)
    withheld(workspace, date(2026, 10, 15), who=PAUL)
    window = Dwellings(workspace, context, qtbot)
    assert "1 échéance dépassée · 2 signalements ouverts" in window.said()
    window.press(Key.Key_F, CONTROL)
    window.write("artigues")
    window.qtbot.waitUntil(lambda: len(window.rows()) == 1)
    window.press(Key.Key_Down)
    assert QApplication.focusWidget() is window.view.table
    window.press(Key.Key_Up)
    assert QApplication.focusWidget() is window.view.filters.field
    window.press(Key.Key_Return)
    window.press(Key.Key_Escape)
    assert len(window.rows()) == 2
    window.click(window.view.filters.late)
    assert [row.famille for row in window.rows()] == ["Nguyễn Emma"]
    window.press(Key.Key_Insert)
    window.fill("adresse", "12 rue des pins")
    assert "Déjà connu à cette adresse : « 12 rue des Pins, Dax · XL Habitat" in window.said()
    window.press(Key.Key_Escape)
    assert [draft.cle for draft in workspace.brouillons.list_rows()] == ["logement.signaler"]
    assert context.tasks.stop()


def test_everything_is_named_and_reached_by_tab(
    workspace: Workspace, context: UiContext, qtbot: QtBot
) -> None:
    ident = withheld(workspace, date(2025, 5, 15))
    workspace.logements.prolonger(ident, date(2026, 11, 2), "travaux_en_cours", 6, TODAY)
    reported(workspace, PAUL, PINS)
    window = Dwellings(workspace, context, qtbot)
    window.page.open_record(ident)
    window.settle()
    assert window.view.buttons[PROLONGER].isVisible()
    assert window.view.buttons[LEVER].isVisible()
    assert unnamed(window.page) == []
    assert missed_by_tab(window.main) == []
    assert interpreted_labels(window.page) == []
    window.navigator.signalement_wanted.emit(famille(workspace, EMMA))
    window.settle()
    assert "Nguyễn Emma a déjà 1 dossier ouvert : signalement du 15/05/2025." in window.said()
    assert unnamed(window.sheet) == []
    window.press(Key.Key_Escape)
    assert context.tasks.stop()
