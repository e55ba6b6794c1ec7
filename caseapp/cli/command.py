"""What a command is, and what it is given."""

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from caseapp.app import Application
from caseapp.errors import ProfileError
from caseapp.services.profil import ProfileState
from caseapp.services.workspace import Workspace

PHRASE_VARIABLE = "CASEAPP_PHRASE"


class Context:
    """The profile chosen on the command line, opened when a command needs it."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Open the profile with the given phrase, the keyring or a prompt; PhraseError, ProfileError."""
        workspace = self._open()
        try:
            yield workspace
        finally:
            workspace.close()

    def _open(self) -> Workspace:
        acces = self.application.acces
        if PHRASE_VARIABLE not in os.environ and acces.state() is ProfileState.READY:
            remembered = acces.unlock_with_keyring()
            if remembered is not None:
                return remembered
        if acces.state() is not ProfileState.READY:
            return acces.unlock_with_phrase("")
        return acces.unlock_with_phrase(ask_phrase("Phrase de passe : "))


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, its help, its options and what it does; `run` returns the exit code."""

    name: str
    help: str
    configure: Callable[[ArgumentParser], object]
    run: Callable[[Namespace, Context], int]


def ask_phrase(prompt: str) -> str:
    """Return the passphrase of the environment, otherwise the one typed; ProfileError with nobody to ask."""
    given = os.environ.get(PHRASE_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise ProfileError(f"La phrase de passe manque : donnez-la dans {PHRASE_VARIABLE}.")
    return getpass.getpass(prompt)


def now() -> datetime:
    """Return the hour of the machine, in its time zone."""
    return datetime.now(UTC).astimezone()


def show_progress(done: int, total: int, phrase: str) -> None:
    """Show progress on the error output of a terminal; nothing elsewhere."""
    if sys.stderr.isatty():
        share = 100 * done // total if total else 0
        end = "\n" if done >= total else ""
        print(f"\r{phrase} {share:3d} %", end=end, file=sys.stderr, flush=True)


def never_cancelled() -> bool:
    """Return False: a command is stopped with Ctrl+C."""
    return False


def no_option(_parser: ArgumentParser) -> None:
    """Configure a command without options."""
