"""Builds the encrypted profiles that the benchmarks measure, always with the same records.

`python tests/bench/generate.py poste equipe national --dossier DOSSIER`
"""

import argparse
import gc
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import sqlcipher3.dbapi2 as sqlcipher  # noqa: E402
from draws import Draw  # noqa: E402
from sizes import SIZES, TODAY, Size  # noqa: E402
from tables import Columns, tables  # noqa: E402

from caseapp.domain.communes import CommuneDirectory  # noqa: E402
from caseapp.domain.nomenclature import load_nomenclatures  # noqa: E402
from caseapp.models import Base  # noqa: E402
from caseapp.paths import resource  # noqa: E402
from caseapp.services.profil import Opening, ProfilService  # noqa: E402
from caseapp.store import Store, Trace  # noqa: E402
from caseapp.store.journal import append  # noqa: E402
from caseapp.store.search import index_families  # noqa: E402

PHRASE = "banc essai vingt deux girafes portent quarante parapluies verts"
AUTEUR = "banc d'essai"
DEFAULT_FOLDER = Path(tempfile.gettempdir()) / "caseapp-banc"
_READY = "complet"


def profile_service(folder: Path) -> tuple[ProfilService, CommuneDirectory]:
    """Return the service over a profile folder, as the program builds it."""
    communes = CommuneDirectory.load(resource("communes.tsv.gz"))
    return ProfilService(folder, communes, load_nomenclatures(resource("nomenclatures.toml"))), communes


def prepare(size: Size, folder: Path) -> Path:
    """Return the profile of a size in the cache folder, built when it is not there whole."""
    profile = folder / size.nom.replace("/", "-")
    if not (profile / _READY).exists():
        if profile.exists():
            raise SystemExit(f"« {profile} » est incomplet : supprimez ce dossier.")
        build(size, profile)
        (profile / _READY).touch()
    return profile


def build(size: Size, profile: Path) -> None:
    """Create the profile and fill its store."""
    service, communes = profile_service(profile)
    opening = service.create(PHRASE)
    fill(opening.store, size, communes)
    opening.store.close()


def unlock(profile: Path) -> Opening:
    """Open a prepared profile."""
    return profile_service(profile)[0].unlock_with_phrase(PHRASE)


def fill(store: Store, size: Size, communes: CommuneDirectory) -> None:
    """Insert every table, then index; an empty store is expected."""
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        with _unsafe_and_fast(raw), _without_indexes(raw):
            traces = [
                Trace("import", name, 1, _insert(raw, name, columns))
                for name, columns in tables(Draw(size), communes)
            ]
        with connection.begin():
            append(connection, datetime.combine(TODAY, datetime.min.time(), UTC), AUTEUR, traces)
            index_families(connection, communes.name, None)


def _insert(raw: sqlcipher.Connection, name: str, columns: Columns) -> int:
    number = len(next(iter(columns.values())))
    sources: list[Iterable[object]] = [range(1, number + 1), *columns.values()]
    names = ["id", *columns]
    if "uuid" in Base.metadata.tables[name].columns:
        names.append("uuid")
        sources.append(f"{0x19A00000000 + rank:012x}70008{rank:015x}" for rank in range(number))
    marks = ", ".join("?" * len(names))
    raw.executemany(f"INSERT INTO {name} ({', '.join(names)}) VALUES ({marks})", zip(*sources, strict=True))
    return number


@contextmanager
def _unsafe_and_fast(raw: sqlcipher.Connection) -> Iterator[None]:
    """Suspend what protects a store in service: the file is thrown away when the build stops."""
    (cache,) = raw.execute("PRAGMA cache_size").fetchone()
    for setting in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1000000"):
        raw.execute(f"PRAGMA {setting}")
    gc.disable()
    try:
        raw.execute("BEGIN")
        yield
        raw.execute("COMMIT")
    finally:
        gc.enable()
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size={cache}"):
        raw.execute(f"PRAGMA {setting}")


@contextmanager
def _without_indexes(raw: sqlcipher.Connection) -> Iterator[None]:
    """Rebuild the plain indexes at the end, sorted at once."""
    found = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        raw.execute(f"DROP INDEX {name}")
    yield
    for _, statement in found:
        raw.execute(statement)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tailles", nargs="+", choices=list(SIZES))
    parser.add_argument("--dossier", type=Path, default=DEFAULT_FOLDER)
    options = parser.parse_args()
    for name in options.tailles:
        start = perf_counter()
        profile = prepare(SIZES[name], options.dossier)
        size = sum(path.stat().st_size for path in profile.iterdir())
        sys.stdout.write(f"{name} : {profile}, {size / 1e6:.0f} Mo, {perf_counter() - start:.0f} s\n")


if __name__ == "__main__":
    main()
