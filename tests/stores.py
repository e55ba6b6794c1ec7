"""Real encrypted stores for the tests."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource
from caseapp.services.nomenclature import install_nomenclatures
from caseapp.store import Store

AUTEUR = "tests"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_NAME = "caseapp.base"


def no_commune_name(code: str) -> str:
    return code


def new_store(
    folder: Path, key: bytes | None = None, commune_name: Callable[[str], str] = no_commune_name
) -> Store:
    """Give a new store in `folder`, with the shipped code lists and nothing else; a copy without key."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _NAME
    if key is not None:
        return _created(path, key, commune_name)
    key, content = _template()
    assert not path.exists(), "a store is never replaced"
    path.write_bytes(content)
    return Store.open(path, key, commune_name, lambda: NOW)


@cache
def _template() -> tuple[bytes, bytes]:
    """Make once a process, quicker to copy than to make again, a new store; return its key and its file."""
    key = os.urandom(32)
    with TemporaryDirectory() as folder:
        path = Path(folder) / _NAME
        _created(path, key, no_commune_name).close()
        return key, path.read_bytes()


def _created(path: Path, key: bytes, commune_name: Callable[[str], str]) -> Store:
    store = Store.create(path, key, commune_name, lambda: NOW)
    with store.write(AUTEUR) as session:
        install_nomenclatures(session, load_nomenclatures(resource("nomenclatures.toml")))
    return store
