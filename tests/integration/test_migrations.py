"""The schema: what the models say, moved up and down with rows in it, wholly old or new after any stop."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from raw_rows import ROWS, insert_rows, read_rows
from schema_text import Schema, schema
from sqlalchemy import Engine, create_engine, event

from caseapp.errors import StoreError
from caseapp.models import CODE_LISTS, Base
from caseapp.paths import migrations_dir
from caseapp.store import Store
from caseapp.store.engine import WRITE_OPTION, build_engine, connect, foreign_keys_off, raw_connection
from caseapp.store.upgrade import HEAD, move_schema, stored_revision, upgrade

pytestmark = pytest.mark.vraie_creation
ROOT = Path(__file__).resolve().parents[2]
REVISIONS = sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("*.py"))
KEY = b"\x07" * 32
NEXT = f"{int(HEAD) + 1:04}"
PLANTED = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("essais", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO essais VALUES (1), (2)")
    with op.batch_alter_table("familles", recreate="always") as batch:
        batch.add_column(sa.Column("essai", sa.String(20)))
    op.execute("UPDATE familles SET essai = 'fait'")
    op.execute("DELETE FROM tentatives_contact WHERE id > 1")


def downgrade():
    op.drop_table("essais")
"""
KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from sqlalchemy import event
from caseapp.store import upgrade as schema
from caseapp.store.engine import build_engine
schema.migrations_dir = lambda: Path(sys.argv[2])
engine, last = build_engine(Path(sys.argv[3]), bytes.fromhex(sys.argv[4])), int(sys.argv[6])
count = 0
@event.listens_for(engine, "after_cursor_execute")
def stop(*_):
    global count
    count += 1
    if count == last:
        os.kill(os.getpid(), signal.SIGKILL)
schema.upgrade(engine, sys.argv[5])
"""


class StoppedError(Exception):
    """What a test raises in the middle of an upgrade."""


@pytest.fixture
def path(profil: Path) -> Path:
    return profil / "caseapp.base"


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a migrations folder with one revision more, which the upgrade reads in place of ours."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NEXT}_essai.py").write_text(PLANTED, encoding="utf-8")
    monkeypatch.setattr("caseapp.store.upgrade.migrations_dir", lambda: folder)
    return folder


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()))
    return ScriptDirectory.from_config(config)


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    engine = build_engine(path, KEY)
    try:
        yield engine
    finally:
        engine.dispose()


def moved(path: Path, target: str, *, down: bool = False) -> None:
    """Move a store up or down, as `upgrade` does."""
    with opened(path) as engine:
        connection = engine.connect().execution_options(**{WRITE_OPTION: True})
        with connection, foreign_keys_off(connection), connection.begin():
            move_schema(connection, target, down=down)


def filled(path: Path, revision: str) -> None:
    """Create a store at a revision, with one row in each of its tables."""
    with opened(path) as engine:
        upgrade(engine, revision)
    connection = connect(path, KEY)
    insert_rows(connection, ROWS[revision])
    connection.close()


def state(path: Path) -> tuple[str | None, Schema, object]:
    """Return the revision, the schema and the rows of a store that is closed."""
    with opened(path) as engine, engine.connect() as connection:
        rows = read_rows(raw_connection(connection), ROWS[HEAD])
        return stored_revision(connection), schema(connection), rows


def test_head_is_the_last_script_and_numbers_follow() -> None:
    assert script().get_heads() == [HEAD]
    assert [int(revision) for revision in REVISIONS] == list(range(1, len(REVISIONS) + 1))
    assert set(ROWS) == set(REVISIONS)


def test_each_revision_has_a_row_of_every_table(path: Path) -> None:
    for revision in REVISIONS:
        store = path.with_name(revision)
        filled(store, revision)
        with opened(store) as engine, engine.connect() as connection:
            tables = {name.removeprefix("table ") for name in schema(connection) if name.startswith("table ")}
        assert tables == set(ROWS[revision])


def test_alembic_finds_no_difference_with_the_models(path: Path) -> None:
    Store.create(path, KEY, str).close()
    with opened(path) as engine, engine.connect() as connection:
        options = {
            "compare_type": True,
            "include_name": lambda name, *_: not str(name).startswith("recherche"),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_head_is_word_for_word_what_the_models_say(path: Path) -> None:
    """Alembic compares no CHECK: the statements themselves are compared."""
    Store.create(path, KEY, str).close()
    fresh = create_engine("sqlite://")
    Base.metadata.create_all(fresh)
    with opened(path) as engine, engine.connect() as connection, fresh.connect() as other:
        migrated, declared = schema(connection), schema(other)
    fresh.dispose()
    assert {name: parts for name, parts in migrated.items() if not name.startswith("trigger ")} == declared


def test_head_has_every_guard(path: Path) -> None:
    """A batch migration of a guarded table would lose its triggers in silence."""
    Store.create(path, KEY, str).close()
    with opened(path) as engine, engine.connect() as connection:
        found = {name for name in schema(connection) if name.startswith("trigger ")}
    lists = {f"trigger garde_code_{name}_{what}" for name in CODE_LISTS for what in ("delete", "update")}
    sealed = (
        "aides_close", "aides_close_delete", "rectifications_delete", "rectifications_update",
        "seances_commission_close", "seances_commission_close_delete",
    )  # fmt: skip
    assert found == {*lists, "trigger garde_journal_update", *(f"trigger garde_{name}" for name in sealed)}


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_revision_goes_up_and_down_with_rows_in_it(path: Path, revision: str) -> None:
    before = f"{int(revision) - 1:04}" if revision != REVISIONS[0] else "base"
    filled(path, revision)
    with opened(path) as engine, engine.connect() as connection:
        there = schema(connection)
    moved(path, HEAD)
    if revision == HEAD:
        assert state(path) == (HEAD, there, ROWS[HEAD])
    moved(path, revision, down=True)
    with opened(path) as engine, engine.connect() as connection:
        assert schema(connection) == there
        assert read_rows(raw_connection(connection), ROWS[revision]) == ROWS[revision]
    moved(path, before, down=True)
    with opened(path) as engine, engine.connect() as connection:
        assert (schema(connection) == {}) == (before == "base")
    moved(path, revision)
    with opened(path) as engine, engine.connect() as connection:
        assert schema(connection) == there


def test_upgrade_keeps_children_and_leaves_foreign_keys_on(path: Path, planted: Path) -> None:
    filled(path, HEAD)
    with opened(path) as engine:
        assert upgrade(engine, NEXT)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("SELECT essai FROM familles").scalar() == "fait"
            assert read_rows(raw_connection(connection), ROWS[HEAD]) == ROWS[HEAD]


def test_upgrade_of_a_current_store_does_nothing(path: Path) -> None:
    filled(path, HEAD)
    before = path.read_bytes()
    with opened(path) as engine:
        assert not upgrade(engine)
    assert path.read_bytes() == before


def test_upgrade_that_would_lose_a_link_changes_nothing(path: Path, planted: Path) -> None:
    script_file = planted / "versions" / f"{NEXT}_essai.py"
    script_file.write_text(PLANTED.replace("tentatives_contact WHERE id > 1", "familles"), encoding="utf-8")
    filled(path, HEAD)
    before = state(path)
    with opened(path) as engine:
        with pytest.raises(StoreError, match="des liens seraient perdus"):
            upgrade(engine, NEXT)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert state(path) == before


def statements(engine: Engine, target: str, stop_after: int) -> int:
    """Upgrade, raising after a number of statements (0: never); return how many were run."""
    count = 0

    def stop(*_: object) -> None:
        nonlocal count
        count += 1
        if count == stop_after:
            raise StoppedError

    event.listen(engine, "after_cursor_execute", stop)
    try:
        upgrade(engine, target)
    finally:
        event.remove(engine, "after_cursor_execute", stop)
    return count


def test_upgrade_stopped_at_any_statement_leaves_the_former_schema(path: Path, planted: Path) -> None:
    filled(path, HEAD)
    before = state(path)
    twin = path.with_name("essai")
    shutil.copy(path, twin)
    with opened(twin) as engine:
        total = statements(engine, NEXT, 0)
    assert total > 10
    for stop_after in range(1, total + 1):
        with opened(path) as engine, pytest.raises(StoppedError):
            statements(engine, NEXT, stop_after)
        assert state(path) == before


def test_creation_stopped_at_any_statement_leaves_nothing(path: Path) -> None:
    with opened(path.with_name("essai")) as engine:
        total = statements(engine, HEAD, 0)
    assert total > 100
    for stop_after in (*range(1, total, total // 8), total):
        with opened(path) as engine:
            with pytest.raises(StoppedError):
                statements(engine, HEAD, stop_after)
            with engine.connect() as connection:
                assert stored_revision(connection) is None
                assert schema(connection) == {}


@pytest.mark.parametrize(("target", "share"), [(HEAD, 0.5), (NEXT, 0.3), (NEXT, 0.9)])
def test_upgrade_killed_leaves_the_former_schema(
    path: Path, planted: Path, target: str, share: float
) -> None:
    if target == NEXT:
        filled(path, HEAD)
    twin = path.with_name("essai")
    if path.exists():
        shutil.copy(path, twin)
    with opened(twin) as engine:
        total = statements(engine, target, 0)
    before = state(path) if target == NEXT else None
    last = max(2, int(total * share))
    arguments = [str(ROOT), str(planted), str(path), KEY.hex(), target, str(last)]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    if before is not None:
        assert state(path) == before
    else:
        with opened(path) as engine, engine.connect() as connection:
            assert schema(connection) == {}
    with opened(path) as engine:
        assert upgrade(engine, target)


def test_no_alembic_configuration_file_is_shipped() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in tracked.splitlines() if name.endswith("alembic.ini")] == []


def test_alembic_is_not_loaded_when_the_schema_is_current(path: Path) -> None:
    Store.create(path, KEY, str).close()
    question = (
        "import sys; from pathlib import Path; from caseapp.store import Store;"
        "Store.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), str).close();"
        "print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", question, str(path), KEY.hex()]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == ["True", "False"]
