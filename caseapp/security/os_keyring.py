"""The keyring of the operating system: the only place that imports `keyring`."""

import sys
from typing import Any, Final, Protocol

_SERVICE: Final = "caseapp {profile}"
_USER: Final = "caseapp"
_MAX_BYTES: Final = 2560  # Windows' limit, counted in UTF-16 as it is stored there
_WINDOWS: Final = "keyring.backends.Windows.WinVaultKeyring"
_MACOS: Final = "keyring.backends.macOS.Keyring"
_FREEDESKTOP: Final = "keyring.backends.SecretService.Keyring"
_BY_PLATFORM: Final = {"win32": _WINDOWS, "darwin": _MACOS}


class KeyringUnavailableError(Exception):
    """No keyring, a locked one, a refusal or one that keeps secrets in clear: the phrase is asked."""


class Keyring(Protocol):
    """One secret per profile; a method may raise KeyringUnavailableError, and may wait for the user."""

    def read(self, profile: str) -> str | None:
        """Return the secret, or None when there is none."""

    def write(self, profile: str, secret: str) -> None:
        """Keep the secret, in place of the former one."""

    def delete(self, profile: str) -> None:
        """Forget the secret, if any."""


class OsKeyring:
    """Windows Credential Manager, macOS Keychain or Secret Service; nothing else, above all no plain file.

    The system may ask the user to open a locked keyring and waits for the answer: call it outside the
    thread of the window.
    """

    def __init__(self, backend: Any = None) -> None:
        """Use `backend` (an object with keyring's three methods), or find the system's at each call."""
        self._given = backend

    def read(self, profile: str) -> str | None:
        """Return the secret, or None when there is none."""
        secret = self._ask("get_password", profile)
        return secret if isinstance(secret, str) else None

    def write(self, profile: str, secret: str) -> None:
        """Keep the secret on this machine only; ValueError when it is longer than Windows accepts."""
        if len(secret.encode("utf-16-le")) > _MAX_BYTES:
            raise ValueError("secret too long for the Windows keyring")
        self._ask("set_password", profile, secret)

    def delete(self, profile: str) -> None:
        """Forget the secret, if any."""
        if self.read(profile) is not None:
            self._ask("delete_password", profile)

    def _ask(self, method: str, profile: str, *rest: str) -> object:
        """Call the back-end; each has errors of its own (D-Bus, Windows), which all mean the same to us."""
        try:
            backend = _trusted(_configured() if self._given is None else self._given)
            return getattr(backend, method)(_SERVICE.format(profile=profile), _USER, *rest)
        except Exception as error:  # noqa: BLE001 - whatever the keyring says, the passphrase remains
            raise KeyringUnavailableError(type(error).__name__) from None


def _configured() -> Any:
    """Return the back-end the user chose for `keyring`, otherwise the one of the system."""
    from keyring import core  # noqa: PLC0415 - 50 ms, and not needed when the passphrase is typed

    return (
        core.load_env()
        or core.load_config()
        or core.load_keyring(_BY_PLATFORM.get(sys.platform, _FREEDESKTOP))
    )


def _trusted(backend: Any) -> Any:
    """Refuse what keeps nothing or keeps it in clear (null, fail, plain files, chains of back-ends)."""
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    if name not in {_WINDOWS, _MACOS, _FREEDESKTOP}:
        raise KeyringUnavailableError(name)
    if name == _WINDOWS:
        backend.persist = "local machine"  # the default would follow a roaming profile to other machines
    return backend
