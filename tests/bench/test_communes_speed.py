"""The directory of communes beside the plainest way of doing the same, in one run: ratios, no seconds."""

import gzip

import pytest
from timing import best

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.text import words
from caseapp.paths import resource

RESOURCE = resource("communes.tsv.gz")
TEXTS = ("dax", "s", "1", "saint", "de la", "40100", "aire sur l adour", "e s", "introuvable")


@pytest.fixture(scope="module")
def directory() -> CommuneDirectory:
    loaded = CommuneDirectory.load(RESOURCE)
    loaded.search("dax")
    return loaded


def test_loading_beside_unpacking_the_lines() -> None:
    def unpack() -> list[list[str]]:
        with gzip.open(RESOURCE, "rt", encoding="utf-8") as file:
            return [line.split("\t") for line in file]

    ratio = best(lambda: CommuneDirectory.load(RESOURCE)) / best(unpack)
    print(f"chargement des communes : {ratio:.2f} fois la lecture des lignes")
    assert ratio < 5


@pytest.fixture(scope="module")
def scan_seconds(directory: CommuneDirectory) -> float:
    names = [directory.name(code) for code in directory.codes]
    return best(lambda: [name for name in names if "saint" in words(name)])


@pytest.mark.parametrize("text", TEXTS)
def test_a_search_beside_a_scan_of_all_names(
    directory: CommuneDirectory, scan_seconds: float, text: str
) -> None:
    ratio = best(lambda: directory.search(text)) / scan_seconds
    print(f"recherche « {text} » : {ratio:.3f} fois un parcours de tous les noms")
    assert ratio < 0.5
