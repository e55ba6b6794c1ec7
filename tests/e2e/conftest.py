"""The command line as a test types it: in this process, on real files, with keys that cost nothing."""

from pathlib import Path

import pytest
from command_line import ENGLISH, Cli, Run
from fakes import MemoryKeyring
from profiles import PHRASE, cheap_keys
from quick_creation import quick_stores  # noqa: F401 - a fixture of every test here

from caseapp.app import Application
from caseapp.cli.command import PHRASE_VARIABLE
from caseapp.cli.main import main


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def cli(
    profil: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cli:
    """Return what runs a command, on the test's own profile by default, and checks that it speaks French."""

    def run(*arguments: object, folder: Path = profil, phrase: str | None = PHRASE) -> Run:
        monkeypatch.delenv(PHRASE_VARIABLE, raising=False)
        if phrase is not None:
            monkeypatch.setenv(PHRASE_VARIABLE, phrase)
        capsys.readouterr()
        try:
            code = main(
                ["--profil", str(folder), *map(str, arguments)],
                lambda chosen: Application(chosen, cheap_keys, keyring),
            )
        except SystemExit as stop:
            code = int(stop.code or 0)
        done = Run(code, *capsys.readouterr())
        assert not ENGLISH.search(done.err), done.err
        return done

    return run
