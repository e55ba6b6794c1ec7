"""Which keyrings are trusted, and what they may say."""

from typing import Any

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from caseapp.security.os_keyring import KeyringUnavailableError, OsKeyring


def backend_named(name: str, **methods: Any) -> Any:
    """Build a dictionary that calls itself as one of the system's back-ends."""
    module, _, qualname = name.rpartition(".")
    kept: dict[tuple[str, str], str] = {}
    basics: dict[str, Any] = {
        "kept": kept,
        "get_password": lambda _self, service, user: kept.get((service, user)),
        "set_password": lambda _self, service, user, secret: kept.update({(service, user): secret}),
        "delete_password": lambda _self, service, user: kept.pop((service, user)),
    }
    return type(qualname, (), basics | methods | {"__module__": module})()


WINDOWS = "keyring.backends.Windows.WinVaultKeyring"
SYSTEMS = [WINDOWS, "keyring.backends.macOS.Keyring", "keyring.backends.SecretService.Keyring"]


class PlaintextKeyring(KeyringBackend):
    """What `keyrings.alt` would offer: a file anyone can read."""

    priority = 0.5
    written = False

    def get_password(self, *_arguments: str) -> str | None:
        return None

    def set_password(self, *_arguments: str) -> None:
        type(self).written = True


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_keyrings_of_the_three_systems_are_trusted(name: str) -> None:
    backend = backend_named(name)
    keyring = OsKeyring(backend)
    keyring.write("profil-a", "s" * 64)
    keyring.write("profil-b", "t" * 64)
    assert keyring.read("profil-a") == "s" * 64
    keyring.delete("profil-a")
    keyring.delete("profil-a")
    assert keyring.read("profil-a") is None
    assert keyring.read("profil-b") == "t" * 64
    assert len({service for service, _ in backend.kept}) == 1


def test_on_windows_the_secret_stays_on_this_machine() -> None:
    backend = backend_named(WINDOWS, persist="enterprise")
    OsKeyring(backend).write("profil", "secret")
    assert backend.persist == "local machine"


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring, chainer.ChainerBackend, PlaintextKeyring])
def test_a_keyring_that_keeps_nothing_or_in_clear_is_refused(kind: type[KeyringBackend]) -> None:
    keyring = OsKeyring(kind())
    for call in (
        lambda: keyring.read("a"),
        lambda: keyring.write("a", "secret"),
        lambda: keyring.delete("a"),
    ):
        with pytest.raises(KeyringUnavailableError):
            call()
    assert not PlaintextKeyring.written


def test_a_class_derived_from_a_trusted_one_is_not_trusted() -> None:
    trusted = type(backend_named(SYSTEMS[2]))
    derived = type("Keyring", (trusted,), {"__module__": "somewhere.else"})()
    with pytest.raises(KeyringUnavailableError):
        OsKeyring(derived).read("a")


@pytest.mark.parametrize(
    "error", [RuntimeError("locked"), OSError("no bus"), KeyError("x"), ValueError("s3cr3t")]
)
def test_whatever_the_back_end_raises_is_the_same_refusal(error: Exception) -> None:
    def refuse(*_arguments: object) -> None:
        raise error

    with pytest.raises(KeyringUnavailableError) as refusal:
        OsKeyring(backend_named(SYSTEMS[0], get_password=refuse)).read("a")
    assert str(refusal.value) == type(error).__name__


def test_a_secret_longer_than_windows_accepts_is_refused() -> None:
    keyring = OsKeyring(backend_named(WINDOWS))
    keyring.write("a", "é" * 1280)
    with pytest.raises(ValueError, match="too long"):
        keyring.write("a", "é" * 1281)
    with pytest.raises(ValueError, match="too long"):
        keyring.write("a", "😀" * 641)


def test_something_that_is_not_text_is_no_secret() -> None:
    backend = backend_named(SYSTEMS[2], get_password=lambda *_arguments: b"bytes")
    assert OsKeyring(backend).read("a") is None
