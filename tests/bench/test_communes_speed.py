from collections.abc import Callable
from time import perf_counter

import pytest

from caseapp.domain.communes import CommuneDirectory
from caseapp.paths import resource

RESOURCE = resource("communes.tsv.gz")


def best_milliseconds(action: Callable[[], object]) -> float:
    durations = []
    for _ in range(7):
        start = perf_counter()
        action()
        durations.append(perf_counter() - start)
    return min(durations) * 1000


@pytest.fixture(scope="module")
def directory() -> CommuneDirectory:
    loaded = CommuneDirectory.load(RESOURCE)
    loaded.search("dax")
    return loaded


def test_loading_takes_less_than_150_ms() -> None:
    assert best_milliseconds(lambda: CommuneDirectory.load(RESOURCE)) < 150


@pytest.mark.parametrize(
    "text", ["dax", "s", "1", "saint", "de la", "40100", "aire sur l adour", "e s", "introuvable"]
)
def test_a_search_takes_less_than_5_ms(directory: CommuneDirectory, text: str) -> None:
    assert best_milliseconds(lambda: directory.search(text)) < 5
