"""The engine against the independent count: every address, on portfolios that Hypothesis makes."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from figure_filters import filtered_figures
from figure_portfolios import PERIODS, FigureCase, figure_cases
from figure_store import disable_codes, fill
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import count
from portfolio_format import HEADERS, Portfolio, write_whole
from portfolios import DISABLED, portfolios
from stores import AUTEUR, new_store
from tally import Value

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period, month_period, year_period
from caseapp.services.echange import EchangeService
from caseapp.services.statistiques import StatistiquesService
from caseapp.store import Store

EXAMPLES = settings().max_examples
"""40 in every run, 1 500 with the long profile."""
FILTERS = (
    Filters(agent="TS1"),
    Filters(secteur="Dax"),
    Filters(lieu="L-é 1"),
    Filters(communes=frozenset({"40192"})),
    Filters(communes=frozenset({"40192", "40088"})),
    Filters(communes=frozenset()),
    Filters(motif="separation"),
    Filters(motif="energie"),
)
CANNOT_BE_FILTERED = re.compile(r"commission\..*\.seances|impayes\.taux\..*")
FOLLOWS = {
    "agent": (
        "cibles.total.total",
        "familles.total",
        "rendez_vous.total",
        "aides.total.montant",
        "permanences.tenues",
    ),
    "secteur": ("cibles.total.total", "rendez_vous.total", "aides.total.montant", "permanences.tenues"),
    "lieu": ("rendez_vous.total", "permanences.tenues", "actions_collectives.nombre"),
    "communes": ("cibles.total.total", "rendez_vous.total", "aides.total.montant", "impayes.signales.total"),
    "motif": ("cibles.total.total", "familles.total", "offres.motif.energie.envoyees"),
}
"""For each filter, figures that it must not leave unknown."""

_months = st.builds(month_period, st.integers(2014, 2019), st.integers(1, 12))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give one store for the module, some codes disabled before the records that bear them."""
    store = new_store(tmp_path_factory.mktemp("chiffres"))
    disable_codes(store, DISABLED, date(2014, 12, 31))
    yield store
    store.close()


def differences(
    found: Mapping[str, Value], expected: Mapping[str, Value]
) -> dict[str, tuple[object, object]]:
    """Return what is found and expected where they differ, an absent address included."""
    return {
        address: (found.get(address, "absent"), expected.get(address, "absent"))
        for address in found.keys() | expected.keys()
        if found.get(address, "absent") != expected.get(address, "absent")
    }


def assert_same(store: Store, portfolio: Portfolio, period: Period) -> None:
    """Compare addresses, values, those of N-1, and the bases of what has a value."""
    figures = StatistiquesService(store).figures(period).values
    tally, before = count(portfolio, period.start, period.end), period.previous()
    tally_before = count(portfolio, before.start, before.end)
    assert not differences({address: figure.value for address, figure in figures.items()}, tally.values)
    assert not differences(
        {address: figure.previous for address, figure in figures.items()}, tally_before.values
    )
    bases = {
        address: int(base or 0) for address, base in tally.bases.items() if tally.values[address] is not None
    }
    assert not differences({address: figures[address].base for address in bases}, bases)


@pytest.mark.long
@settings(max_examples=4 * EXAMPLES)
@given(case=figure_cases())
def test_dense_portfolios_on_the_edges_of_a_period(store: Store, case: FigureCase) -> None:
    fill(store, case.portfolio)
    assert_same(store, case.portfolio, case.period)


def test_an_instance_spelt_two_ways_describes_a_family_once(store: Store) -> None:
    rows = {
        "familles": [{"famille": "F1", "nom": "Durand"}],
        "situations": [
            {"famille": "F1", "date_effet": "2017-02-01", "composition": "personne_seule"},
            {"famille": "F1", "date_effet": "2017-06-01", "composition": "monoparentale"},
        ],
        "types_aide": [{"code": "projet", "libelle": "Aide sur projet", "domaine": "temps_libre"}],
        "seances_commission": [
            {"code": "S1", "instance": "Commission d'aides", "date": "2017-03-01"},
            {"code": "S2", "instance": "COMMISSION D'AIDES", "date": "2017-09-01"},
        ],
        "aides": [
            {"reference": f"A{number}", "famille": "F1", "type_aide": "projet", "date_demande": "2017-02-01",
             "seance": f"S{number}", "date_decision": f"2017-09-0{number}", "decision": "accord"}
            for number in (1, 2)
        ],
    }  # fmt: skip
    portfolio = {
        file: [dict.fromkeys(HEADERS[file], "") | row for row in rows.get(file, [])] for file in HEADERS
    }
    fill(store, portfolio)
    assert_same(store, portfolio, year_period(2017))


@given(portfolio=portfolios(), period=st.sampled_from(PERIODS) | _months)
def test_portfolios_of_any_kind(store: Store, portfolio: Portfolio, period: Period) -> None:
    fill(store, portfolio)
    assert_same(store, portfolio, period)


@settings(max_examples=EXAMPLES // 2)
@given(case=figure_cases())
def test_portfolios_that_come_through_the_importer(store: Store, case: FigureCase) -> None:
    fill(store, {})
    with TemporaryDirectory() as folder:
        path = write_whole(Path(folder) / "échange", case.portfolio)
        result = EchangeService(store, AUTEUR).import_path(path)
    assert result.written, result.problems
    assert sum(file.nouvelles for file in result.files) == sum(map(len, case.portfolio.values()))
    assert_same(store, case.portfolio, case.period)


@settings(max_examples=2 * EXAMPLES)
@given(case=figure_cases(), filters=st.sampled_from(FILTERS))
def test_a_filter_counts_what_it_keeps_or_says_that_it_cannot(
    store: Store, case: FigureCase, filters: Filters
) -> None:
    fill(store, case.portfolio)
    figures = StatistiquesService(store).figures(case.period, filters).values
    expected = filtered_figures(case.portfolio, filters, case.period)
    known = {address: figure.value for address, figure in figures.items() if figure.value is not None}
    assert not differences(known, {address: expected.get(address, 0) for address in known})
    assert expected.keys() <= figures.keys()
    assert not [address for address in known if CANNOT_BE_FILTERED.fullmatch(address)]
    assert not set(FOLLOWS[filters.active[0]]) - known.keys()
