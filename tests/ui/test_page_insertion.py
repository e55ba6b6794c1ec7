"""The page of the RSA follow-ups in the main window over a real encrypted store, worked from the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from demandes_store import ALONE, EMMA, MAEL, DemandeStores, famille_id
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow
from typing_extensions import override

from caseapp.domain.labels import plain
from caseapp.services.suivis_rsa import (
    ContratSaisie,
    Filtre,
    FreinSaisie,
    Statut,
    SuiviRow,
    SuiviSaisie,
    SuiviVue,
)
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.pages.insertion import InsertionPage

CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> DemandeStores:
    return DemandeStores(tmp_path_factory.mktemp("insertion-page"))


@pytest.fixture
def workspace(stores: DemandeStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.open(tmp_path)
    yield workspace
    workspace.close()


class Follow(SaisieWindow):
    """The window on the page."""

    def __init__(self, workspace: Workspace, context: UiContext, qtbot: QtBot) -> None:
        super().__init__(workspace, context, qtbot)
        self.main.show_page("insertion")
        self.settle()
        page = self.main.page("insertion")
        assert isinstance(page, InsertionPage)
        self.page, self.view = page, page.view
        self.view.focus_list()
        self.settle()

    def rows(self) -> list[SuiviRow]:
        model = self.view.table.model()
        found = [model.row_at(position) for position in range(model.rowCount())]  # type: ignore[attr-defined]
        return [row for row in found if row is not None]

    def vue(self) -> SuiviVue:
        """Return the follow-up of the first row, as the store holds it."""
        return self.workspace.suivis_rsa.open_suivi(self.rows()[0].id, TODAY)

    @override
    def said(self) -> str:
        return plain(super().said())

    def save(self) -> None:
        self.press(Key.Key_S, CONTROL)
        assert self.sheets() == [], self.said()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[Follow]:
    yield Follow(workspace, context, qtbot)
    assert context.tasks.stop()


def _followed(workspace: Workspace, reference: str, begun: date) -> int:
    return workspace.suivis_rsa.designate(SuiviSaisie(famille_id(workspace, reference), begun), TODAY)


def test_a_lone_parent_is_followed_from_designation_to_end_by_keys(window: Follow) -> None:
    assert "Ici viennent les parents isolés" in window.said()
    _designate(window)
    _sign(window)
    _work_on_an_obstacle(window)
    window.press(Key.Key_Escape)
    window.press(Key.Key_F, CONTROL_SHIFT)
    window.press(Key.Key_S, CONTROL)
    assert window.sheets(), "an end has a reason"
    window.write("emploi")
    window.save()
    assert "Ici viennent les parents isolés" in window.said()
    window.press(Key.Key_Z, CONTROL)
    assert [one.famille for one in window.rows()] == ["Nguyễn Emma"]


def _designate(window: Follow) -> None:
    window.press(Key.Key_Insert)
    window.write("emma")
    window.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    window.press(Key.Key_Return)
    assert "Oui · Parent isolé : famille monoparentale (situation du 12/10/2026)." in window.said()
    assert "À vérifier · Enfant de moins de 6 ans" in window.said()
    window.press(Key.Key_Tab)
    window.write("1611")
    window.save()
    [row] = window.rows()
    assert (row.famille, row.date_designation, row.agent) == ("Nguyễn Emma", TODAY, "Inès Lacoste")
    assert "1er mois sur 24, jusqu'au 21/11/2028" in window.said()
    assert "RSA, parent isolé · accompagnement social du 21/11/2026" in window.said()
    assert "dans 25 j" in window.said(), "the contract, one month after the notice of 16/11"


def _sign(window: Follow) -> None:
    window.press(Key.Key_C, CONTROL_SHIFT)
    window.press(Key.Key_A, CONTROL)
    window.write("2011")
    window.press(Key.Key_S, CONTROL)
    assert "C'est avant la désignation, le 21/11/2026." in window.said()
    window.press(Key.Key_A, CONTROL)
    window.write("2111")
    window.save()
    assert [one.libelle for one in window.vue().contrats] == ["Contrat d'engagement"]


def _work_on_an_obstacle(window: Follow) -> None:
    window.press(Key.Key_J, CONTROL)
    window.write("mob")
    window.save()
    window.press(Key.Key_Return)
    _reach(window, "demarche-")
    window.press(Key.Key_Space)
    window.write("Passer le permis")
    window.save()
    _reach(window, "etape-", back=True)
    window.press(Key.Key_Space)
    [frein] = window.vue().freins
    assert [one.date_realisation for one in frein.demarches] == [TODAY]
    assert isinstance(QApplication.focusWidget(), QCheckBox), "the keyboard stays on the step"
    _reach(window, "frein-", back=True)
    window.press(Key.Key_Space)
    assert window.vue().freins[0].date_levee == TODAY


def _reach(window: Follow, name: str, *, back: bool = False) -> None:
    """Go by Tab, or back, to the widget whose name begins so; it is then in sight."""
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    for _ in range(24):
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName().startswith(name):
            assert not focused.visibleRegion().isEmpty()
            return
        window.press(Key.Key_Backtab if back else Key.Key_Tab, shift if back else none)
    raise AssertionError(name)


def test_sheets_refused_or_left_aside_come_back_where_they_were(window: Follow) -> None:
    first, other = (_followed(window.workspace, one, date(2026, 3, 10)) for one in (EMMA, MAEL))
    window.workspace.suivis_rsa.freins.add(other, FreinSaisie("sante", date(2026, 4, 1)), TODAY)
    _refuse_a_second(window)
    window.navigator.suivi_requested.emit(first)
    window.settle()
    window.press(Key.Key_R, CONTROL_SHIFT)
    window.press(Key.Key_Tab)
    window.write("Formation en vue")
    window.press(Key.Key_Escape)
    [draft] = (one for one in window.workspace.brouillons.list_rows() if ".reexamen." in one.cle)
    assert draft.cle == f"suivi_rsa.reexamen.{first}"
    window.navigator.suivi_requested.emit(other)
    window.settle()
    window.navigator.draft_requested.emit(draft)
    window.settle()
    assert window.view.current == first
    window.save()
    assert [one.conclusion for one in window.workspace.suivis_rsa.open_suivi(first, TODAY).reexamens] == [
        "Formation en vue"
    ]
    window.navigator.suivi_requested.emit(other)
    window.settle()
    window.press(Key.Key_Return)
    _reach(window, "demarche-")
    window.press(Key.Key_Space)
    assert window.sheet.title.text() == "Modifier le suivi RSA"
    assert "Reliez d'abord ce suivi à une intervention" in window.said()


def _refuse_a_second(window: Follow) -> None:
    """Try to follow a family twice: what was typed is kept, and nothing else is written."""
    window.navigator.suivi_wanted.emit(famille_id(window.workspace, EMMA))
    window.settle()
    assert "déjà un suivi RSA, ouvert depuis le 10/03/2026 : terminez-le d'abord." in window.said()
    window.write("0911")
    window.press(Key.Key_S, CONTROL)
    assert len(window.sheets()) == 1
    assert len(window.workspace.suivis_rsa.list_ids(Filtre(Statut.TOUS), today=TODAY)) == 2
    window.press(Key.Key_Escape)
    [draft] = window.workspace.brouillons.list_rows()
    assert draft.cle == f"suivi_rsa.nouveau.famille.{famille_id(window.workspace, EMMA)}"
    window.navigator.draft_requested.emit(draft)
    window.settle()
    assert window.sheet.form.editor("date_orientation").raw() == "09/11/2026"
    window.press(Key.Key_Escape)


def test_the_list_is_filtered_and_opens_an_ended_follow_up(window: Follow) -> None:
    suivis = window.workspace.suivis_rsa
    old = _followed(window.workspace, EMMA, date(2024, 10, 1))
    ended = _followed(window.workspace, MAEL, date(2026, 1, 10))
    fresh = _followed(window.workspace, ALONE, date(2026, 11, 2))
    suivis.contrats.add(fresh, ContratSaisie("contrat_engagement", date(2026, 11, 3)), TODAY)
    suivis.end(ended, date(2026, 6, 1), "demenagement", TODAY)
    window.navigator.data_changed.emit()
    window.settle()
    assert [row.id for row in window.rows()] == [old, fresh]
    assert "4 échéances dépassées dans 1 suivi · 2 suivis ouverts" in window.said()
    assert "26e mois sur 24, jusqu'au 01/10/2026" in window.said()
    for statut, wanted in ((Statut.AU_DELA, [old]), (Statut.SANS_CONTRAT, [old]), (Statut.TERMINES, [ended])):
        window.view.filters.statut.choose(statut.value)
        window.settle()
        assert [row.id for row in window.rows()] == wanted
    assert "Terminé le 01/06/2026, au 5e mois : déménagement" in window.said()
    offered = {one.text() for one in window.view.panel.contracts.findChildren(QPushButton)}
    assert offered == set(), "nothing is added to what has ended"
    window.view.filters.clear()
    window.settle()
    window.view.focus_list()
    window.write("zoe")
    window.qtbot.waitUntil(lambda: [row.id for row in window.rows()] == [fresh])
    window.navigator.suivi_requested.emit(ended)
    window.qtbot.waitUntil(lambda: "O'Brien Maël (protégée)" in window.said())
    window.click(window.button("Rouvrir le suivi"))
    assert suivis.open_suivi(ended, TODAY).row.est_ouvert
    assert unnamed(window.main) == []
    assert interpreted_labels(window.main) == []
    assert missed_by_tab(window.main) == []
