"""The door of the program: first start, unlocking, locking, the demonstration."""

import getpass
import tempfile
from collections.abc import Callable
from pathlib import Path

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import ProfileError
from caseapp.security.attempts import delay_after
from caseapp.security.lock_policy import LockPolicy
from caseapp.security.os_keyring import Keyring
from caseapp.security.phrase import normalise_phrase, propose_phrase
from caseapp.security.recovery import read_recovery_code
from caseapp.security.strength import Strength, strength
from caseapp.services.demonstration import load_demonstration
from caseapp.services.demonstration_jour import DAY, add_day, become_demonstrator
from caseapp.services.profil import Opening, ProfileState, ProfilService
from caseapp.services.workspace import Workspace
from caseapp.store import Store

_WORD_LENGTHS = range(4, 10)
DEMONSTRATION_AUTHOR = "démonstration"
UNKNOWN_USER = "session sans nom"
Progress = Callable[[int, int, str], None]


class Demonstration:
    """The demonstration portfolio, open in a folder that disappears when it is closed."""

    def __init__(
        self, profil: ProfilService, communes: CommuneDirectory, phrase: str, on_progress: Progress
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(
            prefix="caseapp-demonstration-", ignore_cleanup_errors=True
        )
        throw_away = profil.at(Path(self._folder.name))
        try:
            opening = throw_away.create(phrase)
            self.workspace = Workspace(opening, throw_away, DEMONSTRATION_AUTHOR, communes)
            self._load(opening.store, on_progress)
        except BaseException:
            self._folder.cleanup()
            raise

    def _load(self, store: Store, on_progress: Progress) -> None:
        try:
            load_demonstration(self.workspace.echange, on_progress)
            add_day(store, DEMONSTRATION_AUTHOR, DAY)
            become_demonstrator(self.workspace.agents)
        except BaseException:
            self.workspace.close()
            raise

    def close(self) -> None:
        """Close the store and remove it."""
        self.workspace.close()
        self._folder.cleanup()


class AccesService:
    """Opens the store of a profile; what it gives is closed by whoever asked for it."""

    def __init__(self, profil: ProfilService, communes: CommuneDirectory, keyring: Keyring) -> None:
        self._profil = profil
        self._communes = communes
        self._keyring = keyring

    @property
    def folder(self) -> Path:
        """The profile folder."""
        return self._profil.folder

    def state(self) -> ProfileState:
        """Say what the profile holds."""
        return self._profil.state()

    def strength(self, phrase: str) -> Strength:
        """Judge a passphrase as it is typed."""
        return strength(phrase, (session_user(),))

    def propose_phrase(self) -> str:
        """Draw a passphrase of short commune names, easy to say and hard to guess (85 bits at least)."""
        names = {self._communes.name(code) for code in self._communes.codes}
        words = sorted(name for name in names if name.isalpha() and len(name) in _WORD_LENGTHS)
        return propose_phrase(words)

    def create(self, phrase: str) -> tuple[Workspace, str]:
        """Create the profile; return its workspace and the recovery code, shown once."""
        opening = self._profil.create(phrase)
        if opening.recovery_code is None:
            raise ProfileError("Le profil a été créé sans code de secours.")
        return self._workspace(opening), opening.recovery_code

    def same_phrase(self, typed: str, phrase: str) -> bool:
        """Tell whether a passphrase typed again opens the same; blanks more or less do not count."""
        return normalise_phrase(typed) == normalise_phrase(phrase)

    def same_recovery_code(self, typed: str, code: str) -> bool:
        """Tell whether a recovery code typed again is the one shown; InputError says what is mistyped."""
        return read_recovery_code(typed) == read_recovery_code(code)

    def lock_policy(self, now: float) -> LockPolicy:
        """Return when an idle session locks; `now` is in seconds of the clock that will be given to it."""
        return LockPolicy(now)

    def wait_seconds(self) -> int:
        """Return how long to wait before another try, after wrong passphrases."""
        return delay_after(self._profil.keys.failures())

    def unlock_with_phrase(self, phrase: str) -> Workspace:
        """Open with the passphrase; PhraseError when it is wrong."""
        return self._workspace(self._profil.unlock_with_phrase(phrase))

    def unlock_with_recovery(self, code: str) -> Workspace:
        """Open with the recovery code; PhraseError when it is wrong."""
        return self._workspace(self._profil.unlock_with_recovery(code))

    def unlock_with_keyring(self) -> Workspace | None:
        """Open with the keyring of the session, None when it cannot serve; may wait for the system."""
        opening = self._profil.unlock_with_keyring(self._keyring)
        return None if opening is None else self._workspace(opening)

    def remember(self, phrase: str) -> bool:
        """Let the keyring of the session open this profile; False when it refuses."""
        key = self._profil.keys.unlock_with_phrase(phrase)
        return self._profil.keys.remember_in_keyring(key, self._keyring)

    def open_demonstration(self, on_progress: Progress) -> Demonstration:
        """Build the demonstration portfolio in a throw-away profile."""
        return Demonstration(self._profil, self._communes, self.propose_phrase(), on_progress)

    def _workspace(self, opening: Opening) -> Workspace:
        return Workspace(opening, self._profil, session_user(), self._communes)


def session_user() -> str:
    """Return who is logged in, as the journal names them; a machine without accounts has none."""
    try:
        return getpass.getuser() or UNKNOWN_USER
    except (ImportError, KeyError, OSError):
        return UNKNOWN_USER
