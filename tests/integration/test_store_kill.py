"""A process killed while it writes: what it was told is written stays, and nothing is there by half."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select
from stores import no_commune_name

from caseapp.models import EntreeJournal, Famille, Situation
from caseapp.store import Store
from caseapp.store.checks import damages
from caseapp.store.journal import first_broken_entry
from caseapp.store.search import is_index_stale

ROOT = Path(__file__).resolve().parents[2]
KEY = b"\x05" * 32
KILLS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 8
WRITE_FOR_EVER = """
import sys
from datetime import date
from itertools import count
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from caseapp.models import Famille, Situation
from caseapp.store import Store
store = Store.open(Path(sys.argv[2]), bytes.fromhex(sys.argv[3]), str)
for number in count(int(sys.argv[4])):
    with store.write("tests") as session:
        famille = Famille(reference=f"F{number}", nom="x" * 300)
        session.add(famille)
        session.flush()
        session.add(Situation(famille_id=famille.id, date_effet=date(2026, 1, 1)))
    print(number, flush=True)
"""


def killed_writer(path: Path, first: int, seconds: float) -> int:
    """Let a process write families from a number on, kill it; return the last one it said was written."""
    arguments = [sys.executable, "-c", WRITE_FOR_EVER, str(ROOT), str(path), KEY.hex(), str(first)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, encoding="utf-8") as child:
        assert child.stdout is not None
        told = [child.stdout.readline()]
        time.sleep(seconds)
        child.kill()
        told += child.stdout.readlines()
    return int([line for line in told if line.endswith("\n")][-1])


def test_nothing_told_is_lost_and_nothing_is_there_by_half(profil: Path) -> None:
    path = profil / "caseapp.base"
    Store.create(path, KEY, no_commune_name).close()
    draw = random.Random(5)  # noqa: S311 - the same moments each time
    last = 0
    for _ in range(KILLS):
        told = killed_writer(path, last + 1, draw.uniform(0, 0.15))
        store = Store.open(path, KEY, no_commune_name)
        with store.read() as session:
            families = session.scalars(select(Famille.reference)).all()
            situations = session.scalar(select(func.count()).select_from(Situation))
            entries = session.scalar(select(func.count()).select_from(EntreeJournal))
            connection = session.connection()
            assert first_broken_entry(connection) is None
            assert not is_index_stale(connection)
            assert damages(connection) == []
        store.close()
        last = max(int(reference[1:]) for reference in families)
        assert last >= told
        assert sorted(families) == sorted(f"F{number}" for number in range(1, last + 1))
        assert (situations, entries) == (last, 2 * last)
