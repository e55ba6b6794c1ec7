"""What every test gets: offscreen Qt, no network, a HOME that must stay empty, a throw-away profile."""

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # must be there before PySide6 is imported

# Where the machine asks for no bytecode, each process that a test starts would compile the program again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# --- HOME: a folder of its own for each test process, watched after each test ---

HOME = Path(tempfile.mkdtemp(prefix="caseapp-home-"))
_CACHES_OF_THE_SYSTEM = {"fontconfig", "mesa_shader_cache", "mesa_shader_cache_db", "qtshadercache"}


def _move_home() -> None:
    runtime = HOME / ".run"
    runtime.mkdir(mode=0o700)
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = str(HOME)
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "DBUS_SESSION_BUS_ADDRESS",
    ):
        os.environ.pop(name, None)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


_move_home()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its size: gzip writes the time, and all processes need the same names."""
    return f"{argname}-{len(val)}" if isinstance(val, bytes) else None


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


def _files_of_home() -> set[str]:
    return {
        str(path.relative_to(HOME))
        for path in HOME.rglob("*")
        if path.is_file() and not _CACHES_OF_THE_SYSTEM & set(path.parts)
    }


@pytest.fixture(autouse=True)
def _home_stays_empty() -> Iterator[None]:
    before = _files_of_home()
    yield
    left = _files_of_home() - before
    assert not left, f"the test left files in HOME: {sorted(left)}"


# --- Network: an audit hook sees every socket of this process, whoever opens it ---


class NetworkForbiddenError(RuntimeError):
    """A test tried to reach the network; not an OSError, so that no code under test can swallow it as one."""


_NETWORK_EVENTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKUP_EVENTS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _deny_network(event: str, args: tuple[Any, ...]) -> None:
    if event in _LOOKUP_EVENTS:
        raise NetworkForbiddenError(f"{event}: {args[0]!r}")
    if event in _NETWORK_EVENTS and args[0].family in {socket.AF_INET, socket.AF_INET6}:
        raise NetworkForbiddenError(f"{event}: {args[1]!r}")


sys.addaudithook(_deny_network)


# --- Hypothesis: few examples by default, many with --hypothesis-profile=long ---

settings.register_profile(
    "ci", max_examples=24, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long", max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def profil(tmp_path: Path) -> Path:
    """Return an empty profile folder, with a space and an accent in its path as in real life."""
    folder = tmp_path / "profil d'essai é"
    folder.mkdir()
    return folder
