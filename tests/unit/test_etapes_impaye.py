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
    ("names", "expected"),
    [
        ("signalement", Etape.SIGNALE),
        ("signalement information_ccapex", Etape.SIGNALE),
        ("signalement contact", Etape.PLAN_ATTENDU),
        ("signalement contact plan", Etape.PLAN_EN_COURS),
        ("signalement contact plan plan_rompu", Etape.PLAN_ATTENDU),
        ("signalement plan saisine_ccapex", Etape.CCAPEX),
        ("signalement contact saisine_ccapex decision_ccapex", Etape.PLAN_ATTENDU),
        ("signalement decision_ccapex suspension_aide", Etape.CCAPEX),
        ("signalement plan suspension_aide reprise_aide", Etape.PLAN_EN_COURS),
        ("signalement plan suspension_aide assignation", Etape.JUDICIAIRE),
        ("signalement assignation protocole", Etape.PLAN_ATTENDU),
        ("signalement contact plan issue", Etape.CLOS),
    ],
)
def test_stage(names: str, expected: Etape) -> None:
    faits = {name: (FACTS.get(name, date(2026, 10, 1)),) for name in names.split()}
    assert etape(faits, {}) is expected


def test_a_plan_made_the_day_another_is_broken_takes_its_place() -> None:
    broken = date(2026, 6, 1)
    faits = {"signalement": (date(2026, 1, 5),), "plan": (date(2026, 3, 1), broken), "plan_rompu": (broken,)}
    assert etape(faits, {}) is Etape.PLAN_EN_COURS
    assert etape({**faits, "plan": (date(2026, 3, 1),)}, {}) is Etape.PLAN_ATTENDU
