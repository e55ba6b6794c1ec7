"""Real encrypted stores for the tests."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource
from caseapp.services.nomenclature import install_nomenclatures
from caseapp.store import Store

AUTEUR = "tests"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def no_commune_name(code: str) -> str:
    return code


def new_store(
    folder: Path, key: bytes | None = None, commune_name: Callable[[str], str] = no_commune_name
) -> Store:
    """Create a store in `folder` with the shipped code lists and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.create(folder / "caseapp.base", key or os.urandom(32), commune_name, lambda: NOW)
    with store.write(AUTEUR) as session:
        install_nomenclatures(session, load_nomenclatures(resource("nomenclatures.toml")))
    return store
