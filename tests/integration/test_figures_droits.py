"""The rights looked at, which no exchange file holds: the engine against the independent count."""

from collections.abc import Iterator
from datetime import date

import pytest
from figure_portfolios import FigureCase, figure_cases
from figure_store import fill
from hypothesis import given
from hypothesis import strategies as st
from oracle import DROITS, ETATS_DROIT, count
from portfolio_format import Portfolio
from stores import new_store

from caseapp.domain.filters import Filters
from caseapp.domain.periods import year_period
from caseapp.services.statistiques import StatistiquesService
from caseapp.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("droits"))
    yield store
    store.close()


@st.composite
def with_rights(draw: st.DrawFn) -> tuple[FigureCase, Portfolio]:
    """Add to a portfolio rights looked at in its appointments, of any type and statut."""
    case = draw(figure_cases())
    days = st.sampled_from(
        [case.period.start.isoformat(), case.period.last_day.isoformat(), case.period.end.isoformat()]
    )
    rows = []
    for appointment in case.portfolio["rendez_vous"]:
        for droit in draw(st.lists(st.sampled_from(DROITS[:4]), unique=True, max_size=3)):
            etat = draw(st.sampled_from(ETATS_DROIT))
            rows.append(
                {"rendez_vous": appointment["reference"], "droit": droit, "etat": etat,
                 "date_etat": draw(days)}
            )  # fmt: skip
    return case, {**case.portfolio, "droits_examines": rows}


@given(made=with_rights())
def test_the_rights_are_counted_as_by_hand(store: Store, made: tuple[FigureCase, Portfolio]) -> None:
    case, portfolio = made
    fill(store, portfolio)
    figures = StatistiquesService(store).figures(case.period).values
    expected = count(portfolio, case.period.start, case.period.end).values
    addresses = {address for address in expected if address.startswith("droits.")}
    assert {address for address in figures if address.startswith("droits.")} == addresses
    assert {address: figures[address].value for address in addresses} == {
        address: expected[address] for address in addresses
    }


SMALL: Portfolio = {
    "agents": [{"code": "TS1", "nom": "Durand", "metier": "cesf"},
               {"code": "TS2", "nom": "Martin", "metier": "cesf"}],
    "familles": [{"famille": "F1", "nom": "Durand"}],
    "rendez_vous": [
        {"reference": f"R{number}", "famille": "F1", "agent": agent, "date": "2017-03-01",
         "type": type_, "statut": statut}
        for number, (agent, type_, statut) in enumerate((
            ("TS1", "rendez_vous_des_droits", "honore"), ("TS2", "rendez_vous_des_droits", "honore"),
            ("TS1", "rendez_vous_des_droits", "absent"), ("TS1", "entretien", "honore"),
        ))
    ],
    "droits_examines": [
        {"rendez_vous": f"R{place}", "droit": droit, "etat": etat, "date_etat": day}
        for place, droit, etat, day in (
            (0, "rsa", "obtenu", "2017-05-04"), (0, "vacances", "demande", "2017-03-01"),
            (1, "rsa", "obtenu", "2017-03-01"), (1, "vacances", "obtenu", "2018-01-01"),
            (2, "rsa", "obtenu", "2017-03-01"), (3, "rsa", "obtenu", "2017-03-01"),
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "obtained", "part"), [(Filters(), 2, 3), (Filters(agent="TS1"), 1, 2)], ids=["tous", "TS1"]
)
def test_each_number_shows_its_list(store: Store, filters: Filters, obtained: int, part: int) -> None:
    fill(store, SMALL)
    service, year = StatistiquesService(store), year_period(2017)
    figures = service.figures(year, filters)
    assert figures["droits.etat.obtenu"].value == obtained
    assert figures["droits.droit.rsa.obtenus"].value == obtained
    assert figures["droits.total"].value == part
    proof = service.records("droits.droit.rsa.obtenus", year, filters)
    places = [column.key for column in proof.columns]
    shown = [record.values[places.index("date")] for record in proof.records]
    assert shown == [date(2017, 3, 1), date(2017, 5, 4)][-obtained:]
    assert {record.values[places.index("droit")] for record in proof.records} == {"RSA"}
