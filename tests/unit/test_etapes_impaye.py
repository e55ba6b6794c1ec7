"""The stage of an arrear: the last of what opens a stage and what ends it counts."""

from datetime import date

import pytest

from caseapp.domain.etapes_impaye import Etape, etape

FACTS = {
    "signalement": date(2026, 1, 5),
    "information_ccapex": date(2026, 1, 20),
    "contact": date(2026, 2, 1),
    "plan": date(2026, 3, 1),
    "saisine_ccapex": date(2026, 4, 1),
    "decision_ccapex": date(2026, 5, 1),
    "suspension_aide": date(2026, 6, 1),
    "reprise_aide": date(2026, 7, 1),
    "assignation": date(2026, 8, 1),
    "protocole": date(2026, 9, 1),
}


@pytest.mark.parametrize(
    ("names", "planned", "expected"),
    [
        ("signalement", False, Etape.SIGNALE),
        ("signalement information_ccapex", False, Etape.SIGNALE),
        ("signalement contact", False, Etape.PLAN_ATTENDU),
        ("signalement contact plan", True, Etape.PLAN_EN_COURS),
        ("signalement contact plan plan_rompu", False, Etape.PLAN_ATTENDU),
        ("signalement plan saisine_ccapex", True, Etape.CCAPEX),
        ("signalement contact saisine_ccapex decision_ccapex", False, Etape.PLAN_ATTENDU),
        ("signalement decision_ccapex suspension_aide", False, Etape.CCAPEX),
        ("signalement plan suspension_aide reprise_aide", True, Etape.PLAN_EN_COURS),
        ("signalement plan suspension_aide assignation", True, Etape.JUDICIAIRE),
        ("signalement assignation protocole", False, Etape.PLAN_ATTENDU),
        ("signalement contact plan issue", True, Etape.CLOS),
    ],
)
def test_stage(names: str, planned: bool, expected: Etape) -> None:
    faits = {name: (FACTS.get(name, date(2026, 10, 1)),) for name in names.split()}
    assert etape(faits, {}, plan_en_cours=planned) is expected
