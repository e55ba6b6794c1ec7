"""The words of the history for the records of the financial aids."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from budget_store import add_all, aide, basis, budget_workspace
from profiles import communes

from caseapp.domain.labels import plain
from caseapp.models import PlanPret
from caseapp.services.historique_mots import Words
from caseapp.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = budget_workspace(tmp_path, basis())
    add_all(workspace._opening.store, [aide(1), PlanPret(id=1, aide_id=1, date_effet=date(2026, 3, 20))])
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    ("objet", "champ", "value", "said"),
    [
        ("paiements", "aide_id", 1, "demande du 15/01/2026"),
        ("paiements", "forme", "pret", "Prêt sans intérêt"),
        ("paiements", "montant", 12_345, "123,45 €"),
        ("echeances_pret", "plan_id", 1, "échéancier du 20/03/2026"),
        ("aides_reglement", "ligne_id", 11, "Temps libre"),
        ("aides_reglement", "reglement_id", 1, "2026"),
        ("aides_reglement", "taux", 7_550, "75,5 %"),
        ("aides", "seance_id", 1, "10/03/2026"),
        ("aides", "seance_id", 99, "n° 99"),
        ("instances_commission", "semaines", "1 3", "1re et 3e du mois"),
        ("instances_commission", "jour", 1, "mardi"),
        ("instances_commission", "heure", time(14), "14 h"),
        ("horaires", "semaines", "paires", "semaines paires"),
    ],
)
def test_a_value_is_said_in_words(
    workspace: Workspace, objet: str, champ: str, value: object, said: str
) -> None:
    with workspace._opening.store.read() as session:
        assert plain(Words(session, communes()).value(objet, champ, value)) == said


def test_a_payment_is_named_by_its_form_and_a_session_by_its_instance(workspace: Workspace) -> None:
    with workspace._opening.store.read() as session:
        words = Words(session, communes())
        assert words.name("paiements", {"forme": "subvention", "montant": 100}) == "Subvention"
        assert words.name("seances_commission", {"instance": "CAS", "date": date(2026, 3, 10)}) == (
            "CAS du 10/03/2026"
        )
