"""The store that each test of documents works on: a copy of the one its module filled."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from commission_store import KEY, CommissionFinder
from stores import NOW, no_commune_name

from caseapp.store import Store


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(Path(copyfile(filled, tmp_path / filled.name)), KEY, no_commune_name, lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def find(store: Store) -> CommissionFinder:
    return CommissionFinder(store)
