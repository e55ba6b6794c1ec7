"""A crash leaves no copy of the memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from caseapp.security.process import disable_core_dumps

ROOT = Path(__file__).resolve().parents[2]
CRASH = """
import os, sys
import resource
sys.path.insert(0, sys.argv[1])
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
from caseapp.security.process import disable_core_dumps
assert disable_core_dumps()
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
assert soft == hard and soft in {0, 1}, (soft, hard)
os.abort()
"""


def _crash(tmp_path: Path) -> int:
    child = subprocess.Popen([sys.executable, "-c", CRASH, str(ROOT)], cwd=tmp_path)
    _, status = os.waitpid(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return status


if os.name == "posix":

    def test_an_aborted_process_dumps_no_core(tmp_path: Path) -> None:
        status = _crash(tmp_path)
        assert os.waitstatus_to_exitcode(status) == -6
        assert not os.WCOREDUMP(status)
        assert list(tmp_path.iterdir()) == []


def test_a_system_without_this_limit_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert disable_core_dumps() is False
