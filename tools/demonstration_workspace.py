"""The demonstration portfolio open as a workspace, for the pictures of real pages; gone at the end."""

import atexit
import csv
import tempfile
from functools import cache
from pathlib import Path

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource
from caseapp.security.key import StoreKey
from caseapp.services.demonstration import load_demonstration
from caseapp.services.demonstration_jour import DAY, add_day, become_demonstrator
from caseapp.services.nomenclature import install_nomenclatures
from caseapp.services.profil import SYSTEM, Opening, ProfilService
from caseapp.services.workspace import Workspace
from caseapp.store import Store

Rows = dict[str, list[dict[str, str]]]
AUTHOR = "Léna André"


@cache
def demonstration_workspace() -> Workspace:
    """Return the portfolio of Landes 2017 on a day of January 2018, built once in a process."""
    workspace, store = _new_workspace()
    load_demonstration(workspace.echange, lambda _done, _total, _step: None)
    add_day(store, AUTHOR, DAY)
    become_demonstrator(workspace.agents)
    return workspace


def empty_workspace() -> Workspace:
    """Return a new store without any family."""
    return _new_workspace()[0]


def _new_workspace() -> tuple[Workspace, Store]:
    folder = tempfile.TemporaryDirectory(prefix="caseapp-images-", ignore_cleanup_errors=True)
    root = Path(folder.name)
    communes = CommuneDirectory.load(resource("communes.tsv.gz"))
    listes = load_nomenclatures(resource("nomenclatures.toml"))
    key = StoreKey.random()
    store = Store.create(root / "caseapp.base", key.raw, communes.name)
    with store.write(SYSTEM) as session:
        install_nomenclatures(session, listes)
    profil = ProfilService(root, communes, listes)
    workspace = Workspace(Opening(store, key), profil, AUTHOR, communes)
    atexit.register(folder.cleanup)
    atexit.register(workspace.close)
    return workspace, store


def add_rows(workspace: Workspace, rows: Rows) -> None:
    """Import a few invented rows, written in the exchange format."""
    with tempfile.TemporaryDirectory(prefix="caseapp-images-") as name:
        for file, lines in rows.items():
            with (Path(name) / f"{file}.csv").open("w", encoding="utf-8", newline="") as output:
                columns = list(dict.fromkeys(column for line in lines for column in line))
                writer = csv.DictWriter(output, columns, delimiter=";")
                writer.writeheader()
                writer.writerows(lines)
        result = workspace.echange.import_path(Path(name))
        if not result.written:
            raise ValueError(result.problems)
