"""What an integration test needs from the machine, and what is left out, aloud, where it lacks."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_stores import AUTEUR, copied_store
from quick_creation import quick_stores  # noqa: F401 - a fixture of every test here

from caseapp.services.echange import EchangeService
from caseapp.store import Store

KEYRING_PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
_LACKING = [program for program in KEYRING_PROGRAMS if shutil.which(program) is None]
_MUST_RUN = os.environ.get("CASEAPP_CI") == "1" and sys.platform == "linux"  # there, the lack is a failure

collect_ignore = ["test_keyring_real.py"] if _LACKING and not _MUST_RUN else []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name in collect_ignore:
        terminalreporter.write_line(f"not collected: {name} needs {', '.join(_LACKING)}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give a store with the shipped code lists and nothing else."""
    opened = copied_store(tmp_path / "profil")
    yield opened
    opened.close()


@pytest.fixture
def service(store: Store) -> EchangeService:
    """Give the import and the export of that store."""
    return EchangeService(store, AUTEUR)
