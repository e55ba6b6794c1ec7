"""Makes the many stores of the tests quickly: the schema that alembic made once, written again as it is.

Running every migration takes half a second, and the tests create more than a thousand stores. The first store
of a process is made by the real migrations; the others get the statements that it then holds. Tests about
creation and migration themselves are marked `vraie_creation` and always run alembic.

SQLAlchemy writes the SQL of each statement once for each engine, and each test has its own engine: here all
those of a process share what was written, as engines of one dialect may.
"""

from typing import Any

import pytest
from sqlalchemy import Dialect, Engine, create_engine

from caseapp.store.engine import APPLICATION_ID
from caseapp.store.upgrade import HEAD, check_revision, stored_revision, upgrade

_STATEMENTS: list[str] = []
_COMPILED: dict[str, tuple[Dialect, Any]] = {}
"""Under one name, the dialect of the first engine and the SQL written for it."""
_SHADOWS = (
    "name NOT LIKE 'recherche%\\_%' ESCAPE '\\' "
    "OR name IN ('recherche_familles', 'recherche_notes', 'recherche_rangs')"
)


def quick_upgrade(engine: Engine, target: str = HEAD) -> bool:
    """Do as `upgrade`: an empty file gets the schema of today at once."""
    with engine.connect() as connection:
        revision = stored_revision(connection)
    check_revision(revision)
    if revision is not None or target != HEAD:
        return upgrade(engine, target)
    if not _STATEMENTS:
        done = upgrade(engine, target)
        _STATEMENTS.extend(_schema_of(engine))
        return done
    script = ";\n".join([
        "BEGIN IMMEDIATE", *_STATEMENTS, f"INSERT INTO alembic_version VALUES ('{HEAD}')",
        f"PRAGMA application_id={APPLICATION_ID}", "COMMIT;",
    ])  # fmt: skip
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.executescript(script)
    return True


def _schema_of(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' "
            f"AND ({_SHADOWS}) ORDER BY rowid"
        )
        return [row[0] for row in rows]


def quick_engine(*arguments: Any, **options: Any) -> Engine:
    """Do as `create_engine`: what the first engine of the process compiles serves them all."""
    engine = create_engine(*arguments, query_cache_size=4000, **options)
    dialect, compiled = _COMPILED.setdefault("first", (engine.dialect, engine._compiled_cache))
    engine.dialect = engine.pool._dialect = dialect
    engine._compiled_cache = compiled
    return engine


@pytest.fixture(autouse=True)
def quick_stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the schema of new stores at once, but where creation itself is tested."""
    monkeypatch.setattr("caseapp.store.engine.create_engine", quick_engine)
    if request.node.get_closest_marker("vraie_creation") is None:
        monkeypatch.setattr("caseapp.store.store.upgrade", quick_upgrade)
