"""The key file of a profile: the store key, wrapped once for each mean of opening."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from caseapp.errors import InputError, OutputError, PhraseError, ProfileError, StoreError
from caseapp.files import cannot_write, exclusive, replace_file
from caseapp.security.derivation import Derivation, KdfCost
from caseapp.security.fields import damaged, optional_text_field, text_field
from caseapp.security.key import StoreKey
from caseapp.security.key_document import KeyDocument
from caseapp.security.os_keyring import Keyring, KeyringUnavailableError
from caseapp.security.phrase import normalise_phrase
from caseapp.security.recovery import draw_recovery_code, read_recovery_code
from caseapp.security.strength import strength
from caseapp.security.wrap import Wrap

FILE_NAME: Final = "caseapp.cles"
_PHRASE, _RECOVERY, _KEYRING = "phrase", "secours", "trousseau"
_MAX_FILE_BYTES: Final = 64 * 1024


def _utc_now() -> datetime:
    return datetime.now(UTC)


class KeyFile:
    """Creates, opens and changes `caseapp.cles`; each change is atomic, and alone even between processes."""

    def __init__(
        self, path: Path, cost: KdfCost | None = None, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        self._path = path
        self._cost = cost or KdfCost()
        self._clock = clock

    # --- Opening ---

    def exists(self) -> bool:
        """Tell whether the profile has a key file."""
        return self._path.exists()

    def create(self, phrase: str) -> tuple[StoreKey, str]:
        """Return a new key and its recovery code, shown once; refuses a weak phrase, an existing file."""
        secret = _strong(phrase)
        key, code, profile = StoreKey.random(), draw_recovery_code(), str(uuid.uuid4())
        created = self._clock().isoformat(timespec="seconds")
        document = KeyDocument.empty(profile, created, key.fingerprint(profile))
        for name, chosen in ((_PHRASE, secret), (_RECOVERY, read_recovery_code(code))):
            document = document.with_wrap(name, self._seal(key, chosen, name, profile))
        with self._alone():
            if self.exists():
                raise ProfileError(
                    f"Ce profil existe déjà dans « {self._path.parent} » : rien n'a été changé."
                )
            replace_file(self._path, document.serialise())
        return key, code

    def unlock_with_phrase(self, phrase: str) -> StoreKey:
        """Return the key, or raise PhraseError and count a failure."""
        return self._unlock(_PHRASE, _phrase_bytes(phrase))

    def unlock_with_recovery(self, code: str) -> StoreKey:
        """Return the key, or raise PhraseError and count a failure; InputError, uncounted, when mistyped."""
        return self._unlock(_RECOVERY, read_recovery_code(code))

    def unlock_with_keyring(self, keyring: Keyring) -> StoreKey | None:
        """Return the key, or None whenever the passphrase has to be asked."""
        document = self._read()
        try:
            secret = keyring.read(document.profile) if document.wrap(_KEYRING) else None
            return _open(document, _KEYRING, secret.encode()) if secret else None
        except (KeyringUnavailableError, PhraseError, StoreError):
            return None

    # --- Means of opening ---

    def change_phrase(self, key: StoreKey, new_phrase: str) -> None:
        """Replace the passphrase; refuses a weak one and the key of another profile."""
        self._rewrap(key, _PHRASE, _strong(new_phrase))

    def new_recovery_code(self, key: StoreKey) -> str:
        """Return a new recovery code, to be shown once; the former one no longer opens anything."""
        code = draw_recovery_code()
        self._rewrap(key, _RECOVERY, read_recovery_code(code))
        return code

    def remember_in_keyring(self, key: StoreKey, keyring: Keyring) -> bool:
        """Let the keyring open this profile; False when there is none that can be trusted."""
        secret = secrets.token_hex(32)
        try:
            keyring.write(self._read().profile, secret)
        except KeyringUnavailableError:
            return False
        self._rewrap(key, _KEYRING, secret.encode())
        return True

    def forget_keyring(self, keyring: Keyring) -> bool:
        """Stop opening with the keyring; False when it cannot be reached, and holds a useless secret."""
        profile = self._update(lambda document: document.without_wrap(_KEYRING)).profile
        try:
            keyring.delete(profile)
        except KeyringUnavailableError:
            return False
        return True

    # --- What is kept beside the key ---

    def profile(self) -> str:
        """Return the random identifier of the profile."""
        return self._read().profile

    def created(self) -> datetime:
        """Return when the profile was created."""
        try:
            return datetime.fromisoformat(text_field(self._read().fields, "creation"))
        except ValueError as error:
            raise damaged() from error

    def failures(self) -> int:
        """Return how many wrong secrets were given since the last right one, restarts included."""
        return self._read().failures

    def journal_head(self) -> str | None:
        """Return the head of the journal as last set, or None."""
        return optional_text_field(self._read().fields, "journal_tete")

    def set_journal_head(self, head: str | None) -> None:
        """Keep the head of the journal outside the store, durably (one fsync)."""
        self._update(lambda document: document.with_field("journal_tete", head))

    # --- Inside ---

    def _unlock(self, name: str, secret: bytes) -> StoreKey:
        document = self._read()
        try:
            key = _open(document, name, secret)
        except PhraseError:
            self._count_failures(document.failures + 1)
            raise
        if document.failures:
            self._count_failures(0)
        return key

    def _count_failures(self, failures: int) -> None:
        """Keep the count where it can be kept: a read-only medium must still open."""
        with suppress(OutputError):
            self._update(lambda document: document.with_field("echecs", failures))

    def _rewrap(self, key: StoreKey, name: str, secret: bytes) -> None:
        document = self._read()
        if not _is_key_of(document, key):
            raise StoreError(
                "Ce profil a été remplacé par un autre pendant votre travail : rien n'a été changé."
            )
        wrap = self._seal(key, secret, name, document.profile)
        self._update(lambda current: current.with_wrap(name, wrap))

    def _seal(self, key: StoreKey, secret: bytes, name: str, profile: str) -> Wrap:
        cost = None if name == _KEYRING else self._cost
        return Wrap.seal(key, secret, name, profile, Derivation.fresh(cost))

    def _read(self) -> KeyDocument:
        try:
            with self._path.open("rb") as file:
                content = file.read(_MAX_FILE_BYTES + 1)
        except FileNotFoundError as error:
            raise ProfileError(f"Aucun profil n'a encore été créé dans « {self._path.parent} ».") from error
        except OSError as error:
            raise StoreError(f"Le fichier « {self._path} » ne peut pas être lu.") from error
        if len(content) > _MAX_FILE_BYTES:
            raise damaged()
        return KeyDocument.parse(content)

    def _update(self, change: Callable[[KeyDocument], KeyDocument]) -> KeyDocument:
        with self._alone():
            document = change(self._read())
            replace_file(self._path, document.serialise())
        return document

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other writers out, and say why when the file cannot be written."""
        try:
            with exclusive(self._path):
                yield
        except OSError as error:
            raise cannot_write(self._path, error) from error


def _open(document: KeyDocument, name: str, secret: bytes) -> StoreKey:
    wrap = document.wrap(name)
    if wrap is None:
        raise damaged()
    key = wrap.open(secret, name, document.profile)
    if not _is_key_of(document, key):
        raise damaged()
    return key


def _is_key_of(document: KeyDocument, key: StoreKey) -> bool:
    """Tell whether the key is the one of this profile: wrapping another would lose everything."""
    return key.fingerprint(document.profile) == text_field(document.fields, "empreinte")


def _phrase_bytes(phrase: str) -> bytes:
    return normalise_phrase(phrase).encode("utf-8", "surrogatepass")


def _strong(phrase: str) -> bytes:
    """Return the phrase as a secret, or refuse a weak one, whoever asks: window, command line or script."""
    verdict = strength(phrase)
    if not verdict.enough:
        raise InputError(f"{verdict.sentence} {verdict.advice}")
    return _phrase_bytes(phrase)
