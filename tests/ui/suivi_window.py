"""What the tests of the follow-up look at on the Fiche of Emma."""

from familles_store import EMMA, famille_id
from familles_window import plain
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from caseapp.services.interventions_lignes import InterventionRow
from caseapp.services.workspace import Workspace
from caseapp.ui.pages.familles import FamillesPage

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def rows(workspace: Workspace) -> dict[str, InterventionRow]:
    found = workspace.interventions.read(famille_id(workspace, EMMA)).interventions
    return {f"{one.motif}.{one.nature}": one for one in found}


def facts(page: FamillesPage) -> list[str]:
    model = page.fiche.timeline.model()
    return [plain(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]


def inside(page: FamillesPage, key: str) -> QWidget:
    found = page.fiche.interventions.findChild(QWidget, key)
    assert found is not None, key
    return found


def show_interventions(page: FamillesPage, row: int) -> None:
    page.fiche.tabs.setCurrentIndex(1)
    page.fiche.interventions.table.selectRow(row)
    page.fiche.interventions.table.setFocus()


def row_at(page: FamillesPage, number: int) -> InterventionRow:
    model = page.fiche.interventions.table.model()
    row: InterventionRow = model.row_at(number)  # type: ignore[attr-defined]
    return row
