"""The quick stores of the tests are what the migrations make, word for word."""

from pathlib import Path

import pytest
from quick_creation import quick_upgrade
from schema_text import schema

from caseapp.store import Store
from caseapp.store.engine import build_engine, use_write_ahead_log
from caseapp.store.upgrade import stored_revision


@pytest.mark.vraie_creation
def test_a_quick_store_is_a_migrated_one(tmp_path: Path) -> None:
    key = b"\x05" * 32
    Store.create(tmp_path / "vrai", key, str).close()
    made = []
    for name in ("vrai", "premier", "second"):
        engine = build_engine(tmp_path / name, key)
        use_write_ahead_log(engine)
        quick_upgrade(engine)
        with engine.connect() as connection:
            tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
            made.append((stored_revision(connection), schema(connection), tables))
            marked = connection.exec_driver_sql("PRAGMA application_id").scalar()
        engine.dispose()
        assert marked == 0x43415345
    assert made[0] == made[1] == made[2]
