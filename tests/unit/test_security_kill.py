"""A process killed while it changes the passphrase leaves a file that opens."""

import random
import subprocess
import sys
import time
from pathlib import Path

from caseapp.errors import PhraseError
from caseapp.security.derivation import KdfCost
from caseapp.security.key import StoreKey
from caseapp.security.key_file import FILE_NAME, KeyFile

ROOT = Path(__file__).resolve().parents[2]
CHEAP = KdfCost(time=1, memory_kib=64, lanes=1)
PHRASES = (
    "gravier Ouessant tulipe marmotte parapluie kiwi dolmen",
    "moulin zinnia nougat Cherbourg octobre falaise sabotier",
)
KILLS = 12
CHANGE_FOR_EVER = """
import itertools, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from caseapp.security.derivation import KdfCost
from caseapp.security.key_file import KeyFile
keys = KeyFile(Path(sys.argv[2]), KdfCost(time=1, memory_kib=64, lanes=1))
key = keys.unlock_with_recovery(sys.argv[3])
for phrase in itertools.cycle(sys.argv[4:]):
    keys.change_phrase(key, phrase)
    print(flush=True)
"""


def _kill_while_changing(path: Path, code: str, seconds: float) -> None:
    arguments = [sys.executable, "-c", CHANGE_FOR_EVER, str(ROOT), str(path), code, *PHRASES]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(seconds)
        child.kill()


def _opened_by(keys: KeyFile, phrase: str) -> StoreKey | None:
    try:
        return keys.unlock_with_phrase(phrase)
    except PhraseError:
        return None


def test_one_of_the_two_phrases_opens_after_each_kill(profil: Path) -> None:
    path = profil / FILE_NAME
    keys = KeyFile(path, CHEAP)
    key, code = keys.create(PHRASES[0])
    draw = random.Random(21)  # noqa: S311 - the same moments each time
    for _ in range(KILLS):
        _kill_while_changing(path, code, draw.uniform(0, 0.05))
        found = [_opened_by(keys, phrase) for phrase in PHRASES]
        assert sorted(found, key=lambda value: value is None) == [key, None]
        assert keys.unlock_with_recovery(code) == key
