"""The real Secret Service of Linux (gnome-keyring on a private D-Bus), and what happens without it."""

import gc
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import secretstorage
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from caseapp.security.derivation import KdfCost
from caseapp.security.key_file import FILE_NAME, KeyFile
from caseapp.security.os_keyring import KeyringUnavailableError, OsKeyring

CHEAP = KdfCost(time=1, memory_kib=64, lanes=1)
PHRASE = "gravier Ouessant tulipe marmotte parapluie kiwi dolmen"
SECRET = "0123456789abcdef" * 4
MINUTE = 60.0


class SecretService:
    """A private D-Bus and the keyring daemon on it, in a home of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        runtime = home / "run"
        runtime.mkdir(mode=0o700)
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}
        self._bus = subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", "echo $DBUS_SESSION_BUS_ADDRESS; cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
        assert self._bus.stdout is not None
        self.address = self._bus.stdout.readline().strip()
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = self.address
        self._daemon: subprocess.Popen[str] | None = None

    def start_daemon(self) -> None:
        """Start the keyring daemon, opened with the session's password, and wait until it answers."""
        self._daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
        assert self._daemon.stdin is not None
        with self._daemon.stdin as password:
            password.write("mot de passe de la session")
        deadline = time.monotonic() + MINUTE
        with closing(open_dbus_connection(self.address)) as connection:
            question = message_bus.NameHasOwner("org.freedesktop.secrets")
            while connection.send_and_get_reply(question).body != (True,):
                assert time.monotonic() < deadline, "the keyring daemon does not answer"
                time.sleep(0.05)

    def stop_daemon(self) -> None:
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(MINUTE)
            self._daemon = None

    def lock(self) -> None:
        with closing(secretstorage.dbus_init()) as connection:
            collection = secretstorage.get_default_collection(connection)
            collection.lock()
            assert collection.is_locked()

    def stop(self) -> None:
        """End the daemon by its id, then the bus by closing what its command reads."""
        self.stop_daemon()
        self._bus.communicate(timeout=MINUTE)


@contextmanager
def _short_home() -> Iterator[Path]:
    """Give a folder whose sockets fit the 108 bytes of a Unix address, unlike pytest's."""
    home = Path(tempfile.mkdtemp(prefix="cles-"))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    with _short_home() as home:
        started = SecretService(home)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", started.address)
        started.start_daemon()
        yield started
        started.stop()


@pytest.fixture
def keys(profil: Path) -> KeyFile:
    return KeyFile(profil / FILE_NAME, CHEAP)


def test_the_keyring_keeps_replaces_and_forgets_a_secret(service: SecretService) -> None:
    keyring = OsKeyring()
    assert keyring.read("a") is None
    keyring.write("a", "ancien")
    keyring.write("a", SECRET)
    keyring.write("b", "autre")
    assert (keyring.read("a"), keyring.read("b")) == (SECRET, "autre")
    keyring.delete("a")
    keyring.delete("a")
    assert (keyring.read("a"), keyring.read("b")) == (None, "autre")


def test_the_keyring_opens_the_profile_until_forgotten(service: SecretService, keys: KeyFile) -> None:
    key, _ = keys.create(PHRASE)
    assert keys.unlock_with_keyring(OsKeyring()) is None
    assert keys.remember_in_keyring(key, OsKeyring())
    assert keys.unlock_with_keyring(OsKeyring()) == key
    assert keys.forget_keyring(OsKeyring())
    assert OsKeyring().read(keys.profile()) is None
    assert keys.unlock_with_keyring(OsKeyring()) is None


def test_a_restarted_keyring_opens_and_kept_nothing_in_clear(service: SecretService, keys: KeyFile) -> None:
    key, _ = keys.create(PHRASE)
    keys.remember_in_keyring(key, OsKeyring())
    secret = OsKeyring().read(keys.profile())
    assert secret is not None
    service.stop_daemon()
    service.start_daemon()
    assert keys.unlock_with_keyring(OsKeyring()) == key
    kept = [path for path in service.home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in kept)
    for path in kept:
        assert secret.encode() not in path.read_bytes()
        assert key.raw not in path.read_bytes()


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # keyring 25.7 leaves it when locked
def test_a_locked_keyring_asks_for_the_phrase(service: SecretService, keys: KeyFile) -> None:
    key, _ = keys.create(PHRASE)
    keys.remember_in_keyring(key, OsKeyring())
    service.lock()
    assert keys.unlock_with_keyring(OsKeyring()) is None
    assert not keys.remember_in_keyring(key, OsKeyring())
    assert keys.unlock_with_phrase(PHRASE) == key
    gc.collect()


@pytest.mark.parametrize("address", [None, "unix:path=/nonexistent/bus", "nonsense"])
def test_without_a_bus_the_phrase_is_asked(
    keys: KeyFile, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    key, _ = keys.create(PHRASE)
    with pytest.raises(KeyringUnavailableError):
        OsKeyring().read(keys.profile())
    assert not keys.remember_in_keyring(key, OsKeyring())
    assert keys.unlock_with_keyring(OsKeyring()) is None
    assert keys.unlock_with_phrase(PHRASE) == key


@pytest.mark.parametrize(
    "backend",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyring.backends.chainer.ChainerBackend",
        "keyrings.alt.file.PlaintextKeyring",
    ],
)
def test_a_back_end_chosen_by_the_user_that_keeps_nothing_safe_is_refused(
    service: SecretService, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    with pytest.raises(KeyringUnavailableError):
        OsKeyring().write("a", SECRET)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    assert OsKeyring().read("a") is None
