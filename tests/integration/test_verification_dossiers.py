"""Files of arrears, dwellings and RSA whose facts do not hold together: each is told in one sentence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from stores import AUTEUR, new_store

from caseapp.domain.labels import plain
from caseapp.models import (
    EtatImpaye,
    Famille,
    Impaye,
    JeuRegles,
    LogementSignale,
    MensualitePlan,
    PlanApurement,
    ProlongationConservation,
    SuiteEcheance,
)
from caseapp.models.base import Base
from caseapp.paths import resource
from caseapp.services.verification_dossiers import CHECKS
from caseapp.store import Store

ADDED = datetime(2026, 11, 21, tzinfo=UTC).replace(tzinfo=None)
SIGNED, FIRST = date(2026, 2, 1), date(2026, 3, 5)


def whole() -> list[Base]:
    """Return an arrear with two past issues, a plan of two instalments, a dwelling with aid withheld."""
    rules = (resource("regles") / "impayes-2016.toml").read_text(encoding="utf-8")
    return [
        Famille(id=1, reference="F1", nom="Nguyễn"),
        Impaye(
            id=1, reference="I1", famille_id=1, aide_logement="apl", date_signalement=date(2025, 6, 1),
            issue="en_cours", date_issue=date(2026, 5, 1),
        ),
        EtatImpaye(
            impaye_id=1, issue="resolu", date_debut=date(2025, 9, 1), date_fin=date(2025, 12, 1)
        ),
        EtatImpaye(impaye_id=1, issue="en_cours", date_debut=date(2025, 12, 1), date_fin=date(2026, 5, 1)),
        PlanApurement(
            id=1, impaye_id=1, procedure="plan_negocie", date_plan=SIGNED, date_effet=FIRST, montant=10_001
        ),
        MensualitePlan(plan_id=1, numero=1, date_echeance=FIRST, montant=5_000),
        MensualitePlan(plan_id=1, numero=2, date_echeance=date(2026, 4, 5), montant=5_001),
        LogementSignale(
            id=1, reference="L1", famille_id=1, origine="direct", date_signalement=SIGNED,
            date_conservation=FIRST,
        ),
        ProlongationConservation(signalement_id=1, date=FIRST, mois=6),
        JeuRegles(code="impayes-2016", version="essai", contenu=rules, ajoute_le=ADDED),
        SuiteEcheance(impaye_id=1, regle="plan", depuis=SIGNED, etat="vue", date=FIRST),
        SuiteEcheance(impaye_id=1, regle="suivi", depuis=SIGNED, etat="faite", date=FIRST),
    ]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    _add(store, *whole())
    yield store
    store.close()


def _add(store: Store, *records: Base) -> None:
    with store.write(AUTEUR) as session:
        for one in records:
            session.add(one)
            session.flush()


def problems(store: Store) -> list[str]:
    with store.read() as session:
        return [plain(one) for check in CHECKS for one in check(session)]


def test_files_that_hold_together_have_no_problem(store: Store) -> None:
    assert problems(store) == []


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            lambda: MensualitePlan(plan_id=1, numero=3, date_echeance=date(2026, 5, 5), montant=1),
            "Impayé I1, plan du 01/02/2026 : ses mensualités font 100,02 €, le plan 100,01 €.",
        ),
        (
            lambda: EtatImpaye(
                impaye_id=1, issue="resolu", date_debut=date(2026, 4, 30), date_fin=date(2026, 5, 2)
            ),
            "Impayé I1 : deux de ses issues se chevauchent.",
        ),
        (
            lambda: ProlongationConservation(signalement_id=1, date=SIGNED, mois=6),
            "Logement L1 : prolongation du 01/02/2026 d'une aide qui n'était pas conservée.",
        ),
        (
            lambda: SuiteEcheance(impaye_id=1, regle="disparue", depuis=SIGNED, etat="vue", date=FIRST),
            "La règle « disparue » n'existe plus : les notes prises sur ses échéances (1) sont sans effet.",
        ),
        (
            lambda: SuiteEcheance(
                impaye_id=1, regle="plan", depuis=SIGNED, etat="reportee", date=FIRST, reportee_au=FIRST,
                motif="essai",
            ),
            "1 échéance reportée à un jour passé.",
        ),
    ],
    ids=["plan", "issues", "prolongation", "regle", "report"],
)  # fmt: skip
def test_each_fault_is_told_in_one_sentence(store: Store, record, said: str) -> None:  # type: ignore[no-untyped-def]
    _add(store, record())
    assert problems(store) == [said]


def test_instalments_out_of_order_are_told(store: Store) -> None:
    plan = PlanApurement(id=2, impaye_id=1, procedure="fsl", date_plan=FIRST, date_effet=FIRST, montant=200)
    _add(
        store, plan,
        MensualitePlan(plan_id=2, numero=1, date_echeance=date(2026, 5, 5), montant=100),
        MensualitePlan(plan_id=2, numero=2, date_echeance=date(2026, 4, 5), montant=100),
    )  # fmt: skip
    assert problems(store) == ["Impayé I1, plan du 05/03/2026 : ses mensualités ne se suivent pas."]


def test_rules_that_cannot_be_read_any_more_are_told_with_the_line(store: Store) -> None:
    _add(
        store, JeuRegles(code="essai", version="1", contenu='code = "essai"\ninconnu = 1\n', ajoute_le=ADDED)
    )
    (said,) = problems(store)
    assert said.startswith("Règles « essai », version 1 : illisibles, ")
    assert "ligne 2" in said
