"""The yearly figures beside plain SQL written by hand, on a generated store: the same values; a ratio.

`run.py` measures the stores of the promises; this one is small enough to be built at each check.
"""

from collections.abc import Iterator

import pytest
from generate import build, unlock
from handwritten import yearly_figures
from sizes import SIZES
from timing import SEARCHES, best

from caseapp.domain.periods import year_period
from caseapp.services.profil import Opening
from caseapp.services.statistiques import StatistiquesService
from caseapp.store.engine import raw_connection
from caseapp.store.search import search_families

SIZE = SIZES["equipe"].divided(10)


@pytest.fixture(scope="module")
def opening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opening]:
    profile = tmp_path_factory.mktemp("banc") / "profil"
    build(SIZE, profile)
    opened = unlock(profile)
    yield opened
    opened.store.close()


@pytest.mark.parametrize("year", [SIZE.measured_year, SIZE.measured_year - 4])
def test_the_figures_are_those_of_plain_sql(opening: Opening, year: int) -> None:
    service = StatistiquesService(opening.store)
    figures = service.figures(year_period(year))
    with opening.store.read() as session:
        raw = raw_connection(session.connection())
        now, before = yearly_figures(raw, year)
        assert figures.values.keys() == now.keys() == before.keys()
        for address, figure in figures.values.items():
            assert (figure.value, figure.previous) == (now[address], before[address]), address
        ratio = best(lambda: service.figures(year_period(year))) / best(lambda: yearly_figures(raw, year))
    print(f"chiffres de {year} et N-1 : {ratio:.2f} fois le SQL écrit à la main")


def test_a_search_costs_the_rows_that_it_shows(opening: Opening) -> None:
    """Of texts that hundreds of families match, ten rows cost less than all."""
    with opening.store.read() as session:
        connection = session.connection()
        for text in SEARCHES:
            found = search_families(connection, text, SIZE.familles)
            if len(found) > 200:
                few = best(lambda text=text: search_families(connection, text, 10))
                every = best(lambda text=text: search_families(connection, text, SIZE.familles))
                print(f"« {text} » : 10 lignes en {few / every:.2f} fois les {len(found)}")
                assert few < every
