"""Arrears, dwellings and RSA follow-ups as they stood on the last day, told from their dated facts."""

from collections.abc import Iterator

import pytest
from figure_store import fill
from portfolio_format import Portfolio, Row
from stores import new_store

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period, month_period, year_period
from caseapp.services.statistiques import StatistiquesService
from caseapp.store import Store

YEAR, NEXT = year_period(2016), year_period(2017)


def _arrear(number: int, reported: str, issue: str, since: str, **others: str) -> Row:
    return {
        "reference": f"P{number}", "famille": f"F{number}", "aide_logement": "alf", "cible_locale": "oui",
        "date_signalement": reported, "issue": issue, "date_issue": since, **others,
    }  # fmt: skip


SMALL: Portfolio = {
    "agents": [{"code": f"TS{number}", "nom": "Martin", "metier": "cesf"} for number in (1, 2)],
    "familles": [{"famille": f"F{number}", "nom": "Durand"} for number in range(1, 6)],
    "interventions": [
        {"reference": "I1", "famille": "F1", "motif": "impaye_loyer", "nature": "accompagnement_social",
         "agent": "TS1", "date_ouverture": "2016-01-01"},
    ],
    "logements": [{"reference": "LO1", "adresse": "3 rue des Pins"}],
    "impayes": [
        _arrear(1, "2016-05-02", "resolu", "2017-01-15", intervention="I1", suite_logement="maintien"),
        _arrear(2, "2016-06-01", "resolu", "2017-01-01", agent="TS2"),
        _arrear(3, "2016-12-31", "en_cours", "2017-03-01"),
    ],
    "etats_impaye": [
        {"impaye": "P2", "issue": "plan_en_cours", "date_debut": "2016-12-31", "date_fin": "2017-01-01"},
        {"impaye": "P1", "issue": "plan_en_cours", "date_debut": "2016-09-01", "date_fin": "2017-01-15"},
        {"impaye": "P3", "issue": "plan_en_cours", "date_debut": "2017-01-01", "date_fin": "2017-03-01"},
    ],
    "plans_apurement": [
        {"impaye": "P1", "procedure": "plan_negocie", "date_plan": "2016-08-25", "montant": "100.00",
         "date_effet": "2016-08-31", "date_rupture": rupture}
        for rupture in ("2017-02-28", "2017-03-01", "")
    ],
    "logements_signales": [
        {"reference": f"L{number}", "famille": f"F{number}", "origine": "direct", "logement": logement,
         "date_signalement": "2016-02-01", "date_constat": f"2016-0{number}-10"}
        for number, logement in ((3, "LO1"), (4, "LO1"), (5, ""))
    ],
    "suivis_rsa": [{"reference": "S1", "famille": "F1", "date_designation": "2016-03-01"}],
    "contrats_rsa": [{"suivi": "S1", "type": "cer", "date_signature": "2017-01-01"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StatistiquesService]:
    store: Store = new_store(tmp_path_factory.mktemp("dossiers"))
    fill(store, SMALL)
    yield StatistiquesService(store)
    store.close()


def values(service: StatistiquesService, period: Period, *addresses: str) -> list[object]:
    figures = service.figures(period)
    return [figures[address].value for address in addresses]


def test_a_file_settled_in_january_is_open_on_31_december(service: StatistiquesService) -> None:
    names = ("ouverts", "ouverts_avec_plan", "clos", "cible_locale.resolus_ou_plan")
    addresses = [f"impayes.{name}" for name in names]
    assert values(service, YEAR, *addresses) == [3, 2, 0, 2], "one has a plan since September, one for a day"
    assert values(service, month_period(2016, 5), *addresses) == [1, 0, 0, 0], "before the plan"
    assert values(service, month_period(2017, 1), *addresses) == [1, 1, 2, 0]
    assert values(service, NEXT, *addresses) == [1, 0, 2, 0], "a plan broken in March is no solution"


def test_the_list_of_what_was_open_says_what_it_was_then(service: StatistiquesService) -> None:
    proof = service.records("impayes.ouverts", YEAR)
    keys = [column.key for column in proof.columns]
    found = {
        record.values[keys.index("reference")]: record.values[keys.index("etat")] for record in proof.records
    }
    assert found == {"P1": "Plan en cours", "P2": "Plan en cours", "P3": "En cours"}


def test_a_plan_is_followed_six_months_to_the_end_of_february(service: StatistiquesService) -> None:
    names = ("suivis_6_mois", "tenus_6_mois")
    addresses = [f"impayes.plans.{name}" for name in names]
    assert values(service, month_period(2017, 2), *addresses) == [3, 2], "broken that very day: not kept"
    assert values(service, month_period(2017, 3), *addresses) == [0, 0]
    assert values(service, month_period(2017, 3), "impayes.plans.taux_tenus_6_mois") == [None]


def test_a_dwelling_reported_twice_is_visited_once(service: StatistiquesService) -> None:
    assert values(service, YEAR, "indecence.constats", "indecence.logements_visites") == [3, 2]
    proof = service.records("indecence.logements_visites", YEAR)
    keys = [column.key for column in proof.columns]
    assert [record.values[keys.index("reference")] for record in proof.records] == ["L3", "L5"]
    months = [month_period(2016, month) for month in (3, 4, 5)]
    assert [values(service, month, "indecence.logements_visites") for month in months] == [[1], [1], [1]]


def test_a_contract_of_january_was_not_signed_in_december(service: StatistiquesService) -> None:
    addresses = [f"rsa_monoparents.{name}" for name in ("presents", "sans_contrat", "contrats_signes")]
    assert values(service, YEAR, *addresses) == [1, 1, 0]
    assert values(service, NEXT, *addresses) == [1, 0, 1]


@pytest.mark.parametrize(("agent", "opened"), [("TS1", ["P1"]), ("TS2", ["P2"])])
def test_a_file_is_followed_by_its_agent_or_that_of_its_intervention(
    service: StatistiquesService, agent: str, opened: list[str]
) -> None:
    filters = Filters(agent=agent)
    assert service.figures(YEAR, filters)["impayes.ouverts"].value == len(opened)
    proof = service.records("impayes.ouverts", YEAR, filters)
    keys = [column.key for column in proof.columns]
    assert [record.values[keys.index("reference")] for record in proof.records] == opened
