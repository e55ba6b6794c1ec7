"""What becomes of the requests: postponements, sessions, payments, loans, against the independent count."""

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from figure_portfolios import FigureCase, edges, figure_cases
from figure_store import fill
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import count
from portfolio_format import Portfolio, Row
from stores import new_store

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period, free_period, month_period, year_period
from caseapp.services.statistiques import StatistiquesService
from caseapp.store import Store

YEAR = year_period(2017)
COUNTED = ("aides.", "commission.", "paiements.", "prets.")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("suivi_aides"))
    yield store
    store.close()


def life_of(aid: Row, days: tuple[date, ...], sessions: list[str], seed: str) -> dict[str, list[Row]]:
    """Draw what became of an aid, each date on or near an edge of the period."""
    chance = Random(seed)  # noqa: S311 - not a secret

    def day() -> str:
        return chance.choice(days).isoformat()

    found: dict[str, list[Row]] = {"ajournements": [], "paiements": [], "mouvements_pret": []}
    for _ in range(chance.choice((0, 0, 1, 2))):
        session = chance.choice([*sessions, ""])
        found["ajournements"].append({"aide": aid["reference"], "date": day(), "seance": session})
    for _ in range(chance.choice((0, 1, 3))):
        paid, returned = sorted((day(), day()))
        state = chance.choice(({"date_versement": paid}, {"date_versement": paid, "date_retour": returned},
                               {"date_annulation": paid}, {}))  # fmt: skip
        tiers = chance.choice(({"destinataire": "famille"}, {"destinataire": "tiers", "tiers": "Vacaf"}))
        found["paiements"].append(
            {"aide": aid["reference"], "forme": chance.choice(("pret", "subvention")), "date_prevue": day(),
             "montant": chance.choice(("0.01", "50.25", "100.50")), **tiers, **state}
        )  # fmt: skip
    for _ in range(chance.choice((0, 1, 2))):
        found["mouvements_pret"].append(
            {"aide": aid["reference"], "date": day(), "montant": chance.choice(("50.25", "100.50")),
             "type": chance.choice(("remboursement", "remboursement_anticipe", "remise"))}
        )  # fmt: skip
    return found


@st.composite
def with_lives(draw: st.DrawFn) -> FigureCase:
    """Add to a portfolio the postponements, payments and movements of its aids, some of them urgent."""
    case, seed = draw(figure_cases()), draw(st.integers(0, 2**32))
    sessions = [row["code"] for row in case.portfolio["seances_commission"]]
    portfolio: Portfolio = {**case.portfolio, "ajournements": [], "paiements": [], "mouvements_pret": []}
    portfolio["aides"] = [
        row | {"urgente": ("oui", "non", "")[(seed + number) % 3]}
        for number, row in enumerate(portfolio["aides"])
    ]
    for aid in portfolio["aides"]:
        for file, rows in life_of(aid, edges(case.period), sessions, f"{seed} {aid['reference']}").items():
            portfolio[file] += rows
    return FigureCase(portfolio, case.period)


def counted(portfolio: Portfolio, period: Period) -> dict[str, object]:
    values = count(portfolio, period.start, period.end).values
    return {address: value for address, value in values.items() if address.startswith(COUNTED)}


@given(case=with_lives())
def test_the_engine_counts_as_by_hand(store: Store, case: FigureCase) -> None:
    fill(store, case.portfolio)
    figures = StatistiquesService(store).figures(case.period).values
    found = {
        address: figure.value for address, figure in figures.items() if address.startswith(COUNTED)
    }  # fmt: skip
    assert found == counted(case.portfolio, case.period)


@settings(max_examples=3)
@given(case=with_lives())
def test_each_figure_is_the_sum_of_its_list(store: Store, case: FigureCase) -> None:
    fill(store, case.portfolio)
    service = StatistiquesService(store)
    for address, figure in service.figures(case.period).values.items():
        shared = address.endswith(".part") or "delai_median" in address
        if address.startswith(COUNTED) and not shared:
            assert service.records(address, case.period).total == figure.value, address


@settings(max_examples=10)
@given(case=with_lives())
def test_balances_are_what_was_granted_less_what_was_repaid_and_remitted(
    store: Store, case: FigureCase
) -> None:
    """From the first day to the last, on the loans that were granted."""
    loans = {
        row["reference"]
        for row in case.portfolio["aides"]
        if row["decision"].startswith("accord")
        and row["date_decision"] < case.period.end.isoformat()
        and row["montant_pret"] not in {"", "0.00"}
    }
    movements = [row for row in case.portfolio["mouvements_pret"] if row["aide"] in loans]
    fill(store, {**case.portfolio, "mouvements_pret": movements})
    ever = free_period(date(2000, 1, 1), case.period.last_day)
    names = (f"prets.{name}.montant" for name in ("encours", "rembourses", "remis", "accordes"))
    left, repaid, remitted, granted = values(store, ever, *names)
    assert left + repaid + remitted == granted


def _aid(number: int, demande: str, decision: str, decidee: str, pret: str = "", **others: str) -> Row:
    return {
        "reference": f"A{number}", "famille": "F1", "type_aide": "projet", "date_demande": demande,
        "decision": decision, "date_decision": decidee, "montant_pret": pret, **others,
    }  # fmt: skip


SMALL: Portfolio = {
    "familles": [{"famille": "F1", "nom": "Durand"}],
    "types_aide": [{"code": "projet", "libelle": "Aide sur projet", "domaine": "accompagnement_social"}],
    "seances_commission": [
        {"code": f"S{number}", "instance": "CAS", "date": day}
        for number, day in ((1, "2017-11-14"), (2, "2017-11-28"), (3, "2018-01-16"))
    ],
    "aides": [
        _aid(1, "2017-11-02", "accord", "2018-01-16", pret="300.00", seance="S3", urgente="oui"),
        _aid(2, "2017-11-02", "accord", "2017-11-28", pret="200.00", seance="S2", urgente="oui"),
        _aid(3, "2017-12-04", "refus", "2018-01-16", seance="S3"),
        _aid(4, "2017-12-05", "en_attente", ""),
        _aid(5, "2017-10-02", "refus", "2017-11-14", seance="S1"),
    ],
    "ajournements": [
        {"aide": "A1", "date": "2017-11-14", "seance": "S1"},
        {"aide": "A1", "date": "2017-11-28", "seance": "S2"},
        {"aide": "A2", "date": "2017-11-14", "seance": "S1"},
    ],
    "paiements": [
        {"aide": "A2", "forme": "pret", "montant": "200.00", "destinataire": "famille",
         "date_prevue": "2017-12-01", "date_versement": "2017-12-04"},
        {"aide": "A1", "forme": "pret", "montant": "300.00", "destinataire": "tiers", "tiers": "Vacaf",
         "date_prevue": "2018-01-20"},
    ],
    "mouvements_pret": [
        {"aide": "A2", "type": "remboursement", "date": "2017-12-30", "montant": "50.00"},
        {"aide": "A2", "type": "remise", "date": "2018-01-05", "montant": "150.00"},
    ],
}  # fmt: skip


def values(store: Store, period: Period, *addresses: str) -> list[int]:
    figures = StatistiquesService(store).figures(period)
    return [int(figures[address].value or 0) for address in addresses]


def test_a_request_decided_after_the_last_day_is_not_decided_yet(store: Store) -> None:
    fill(store, SMALL)
    states = [f"aides.statut.{state}" for state in ("accord", "refus", "ajournement", "en_attente")]
    assert values(store, YEAR, *states) == [1, 1, 1, 2]
    assert values(store, month_period(2017, 11), *states) == [1, 0, 1, 0], "asked in November, as they stood"
    proof = StatistiquesService(store).records("aides.statut.ajournement", YEAR)
    state = [column.key for column in proof.columns].index("etat")
    assert [record.values[state] for record in proof.records] == ["Ajournement"]


def test_a_request_put_off_twice_is_one_aid_and_two_passages(store: Store) -> None:
    fill(store, SMALL)
    assert values(store, YEAR, "aides.ajournees", "commission.cas.ajournements") == [2, 3]
    assert values(store, YEAR, "commission.cas.demandes", "commission.cas.accords") == [5, 1]
    assert values(store, YEAR, "aides.decidees", "aides.decidees_en_30_jours") == [2, 1]
    assert values(store, YEAR, "aides.urgentes", "aides.delai_median_urgentes") == [2, 26]


def test_a_balance_is_that_of_the_last_day(store: Store) -> None:
    fill(store, SMALL)
    left = ("prets.encours.nombre", "prets.encours.montant", "prets.encours.du", "paiements.a_verser.montant")
    assert values(store, year_period(2016), *left) == [0, 0, 0, 0]
    assert values(store, month_period(2017, 11), *left) == [1, 200_00, 0, 0]
    assert values(store, YEAR, *left) == [1, 150_00, 150_00, 0]
    assert values(store, month_period(2018, 1), *left) == [1, 300_00, 0, 300_00]


def test_a_filter_bears_on_payments_and_loans_through_their_aid(store: Store) -> None:
    fill(store, SMALL)
    service = StatistiquesService(store)
    nowhere = service.figures(YEAR, Filters(communes=frozenset({"40192"})))
    assert [nowhere[f"prets.{name}.montant"].value for name in ("encours", "rembourses")] == [0, 0]
    by_place = service.figures(YEAR, Filters(lieu="DAX"))
    assert by_place["paiements.verses.montant"].value is None
