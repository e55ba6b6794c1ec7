"""The financial aids outside their pages: Accueil, the counts of the navigation, Ctrl+K, the family."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from budget_store import add_all, aide, basis, budget_workspace, granted, paid
from familles_window import plain
from pytestqt.qtbot import QtBot
from saisie_window import CONTROL, TODAY, Key, SaisieWindow

from caseapp.models import EcheancePret, PlanPret, SeanceCommission
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.page_list import AIDES, PRETS
from caseapp.ui.pages.accueil import AccueilPage
from caseapp.ui.pages.familles import FamillesPage


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Give an urgent request three days late, a loan late, a payment late, a session whose list closes."""
    workspace = budget_workspace(tmp_path, basis())
    add_all(
        workspace._opening.store,
        [
            aide(1, date_demande=date(2026, 11, 12), urgente=True, objet="Chauffe-eau"),
            granted(2, 2, montant_pret=20_000),
            paid(2, 20_000, forme="pret"),
            PlanPret(id=1, aide_id=2, date_effet=date(2026, 3, 20)),
            EcheancePret(plan_id=1, numero=1, date_echeance=date(2026, 11, 16), montant=20_000),
            granted(3, montant_subvention=10_000),
            paid(3, 10_000, date_prevue=date(2026, 11, 20), date_versement=None),
            SeanceCommission(id=2, code="S2", instance="CAS", date=date(2026, 12, 8), date_limite=TODAY),
        ],
    )
    yield workspace
    workspace.close()


@pytest.fixture
def window(workspace: Workspace, context: UiContext, qtbot: QtBot) -> Iterator[SaisieWindow]:
    window = SaisieWindow(workspace, context, qtbot)
    yield window
    assert context.tasks.stop()


def counted(window: SaisieWindow) -> dict[str, str]:
    """Return what the navigation says that is late, by page."""
    buttons = window.main.navigation._buttons.items()
    said = {key: one.accessibleName().rpartition(", ")[2] for key, one in buttons}
    return {key: count for key, count in said.items() if count.endswith("à traiter")}


def test_each_line_of_accueil_opens_its_record(window: SaisieWindow) -> None:
    window.main.show_page("accueil")
    window.settle()
    page = window.main.page("accueil")
    assert isinstance(page, AccueilPage)
    opened = list[tuple[str, int]]()
    for key in ("aide", "pret", "seance"):
        signal = getattr(window.navigator, f"{key}_requested")
        signal.connect(lambda ident, key=key: opened.append((key, ident)))
    for row in range(page.due_table.model().rowCount()):
        window.main.show_page("accueil")
        window.settle()
        page.due_table.setFocus()
        page.due_table.selectRow(row)
        window.press(Key.Key_Return)
    assert opened == [("pret", 2), ("aide", 1), ("pret", 3), ("seance", 2)]
    assert window.main.current_key == "commissions"


def test_the_navigation_counts_what_is_late_and_counts_again(
    window: SaisieWindow, workspace: Workspace
) -> None:
    late = {AIDES: "1 à traiter", PRETS: "2 à traiter"}
    assert counted(window) == late
    add_all(workspace._opening.store, [aide(9, date_demande=date(2026, 11, 2), urgente=True)])
    window.navigator.data_changed.emit()
    window.settle()
    assert counted(window) == late | {AIDES: "2 à traiter"}


def test_an_aid_is_opened_from_the_search_of_everything(window: SaisieWindow) -> None:
    opened = list[str]()
    page = window.main.page("aides")
    page.open_record = lambda ident: opened.append(f"aide {ident}")  # type: ignore[method-assign,attr-defined]
    window.press(Key.Key_K, CONTROL)
    window.write("chauffe")
    window.press(Key.Key_Down)
    window.press(Key.Key_Return)
    assert window.main.current_key == "aides"
    assert opened == ["aide 1"]
    assert window.main.top.search.text() == ""


def test_the_head_of_the_family_says_what_is_late(window: SaisieWindow) -> None:
    window.main.open_famille(1)
    window.settle()
    page = window.main.page("familles")
    assert isinstance(page, FamillesPage)
    said = plain(page.fiche.header.notices.accessibleName())
    assert said == (
        "Demande urgente en retard : elle était à décider le 17/11/2026 au plus tard. "
        "Prêt en retard de 200,00 € depuis le 16/11/2026."
    )
    assert page.fiche.header.notices.isVisible()
    window.main.open_famille(2)
    window.settle()
    assert not page.fiche.header.notices.isVisible()
