"""A profile: the folder that holds one encrypted store, its keys and its backups."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Self

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import ListeCodes
from caseapp.errors import OutputError, ProfileError
from caseapp.security.key import StoreKey
from caseapp.security.key_file import FILE_NAME, KeyFile
from caseapp.security.os_keyring import Keyring
from caseapp.services.nomenclature import install_nomenclatures, lacks_codes
from caseapp.services.temoin import keep_witness
from caseapp.store import Store
from caseapp.store.checks import companions

STORE_NAME = "caseapp.base"
SYSTEM = "programme"
"""Author of what the program writes by itself."""


class ProfileState(Enum):
    """What a profile folder holds."""

    EMPTY = "empty"
    READY = "ready"
    WITHOUT_KEYS = "without_keys"
    WITHOUT_STORE = "without_store"


@dataclass(frozen=True, slots=True)
class Opening:
    """A store just opened or created, with its recovery code in the latter case."""

    store: Store
    key: StoreKey
    recovery_code: str | None = None


class ProfilService:
    """Creates and unlocks the store of one profile folder."""

    def __init__(
        self,
        folder: Path,
        communes: CommuneDirectory,
        listes: tuple[ListeCodes, ...],
        make_keys: Callable[[Path], KeyFile] = KeyFile,
    ) -> None:
        self.folder = folder
        self._make_keys = make_keys
        self.keys = make_keys(self.keys_path)
        self._communes = communes
        self._listes = listes

    @property
    def store_path(self) -> Path:
        """The encrypted file."""
        return self.folder / STORE_NAME

    @property
    def keys_path(self) -> Path:
        """The key file."""
        return self.folder / FILE_NAME

    def files(self) -> tuple[Path, ...]:
        """Return every file that makes the profile, present or not."""
        return (self.store_path, *companions(self.store_path), self.keys_path)

    def at(self, folder: Path) -> Self:
        """Return the same service on another folder."""
        return type(self)(folder, self._communes, self._listes, self._make_keys)

    def state(self) -> ProfileState:
        """Say what the folder holds."""
        match self.store_path.exists(), self.keys.exists():
            case True, True:
                return ProfileState.READY
            case True, False:
                return ProfileState.WITHOUT_KEYS
            case False, True:
                return ProfileState.WITHOUT_STORE
            case _:
                return ProfileState.EMPTY

    def create(self, phrase: str) -> Opening:
        """Create keys and store; ProfileError when something is there, PhraseError for a weak passphrase."""
        if self.state() is not ProfileState.EMPTY:
            raise ProfileError("Ce profil existe déjà : il n'est pas remplacé.")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"Le dossier « {self.folder} » ne peut pas être créé ici.") from error
        key, code = self.keys.create(phrase)
        try:
            store = Store.create(self.store_path, key.raw, self._communes.name)
        except BaseException:
            self.keys_path.unlink()  # keys without a store would forbid another try
            raise
        self._prepare(store)
        return Opening(store, key, code)

    def unlock_with_phrase(self, phrase: str) -> Opening:
        """Open the store; PhraseError for a wrong passphrase."""
        self.check_ready()
        return self._open(self.keys.unlock_with_phrase(phrase))

    def unlock_with_recovery(self, code: str) -> Opening:
        """Open the store with the recovery code; PhraseError for a wrong one."""
        self.check_ready()
        return self._open(self.keys.unlock_with_recovery(code))

    def unlock_with_keyring(self, keyring: Keyring) -> Opening | None:
        """Open the store with the keyring of the session; None when it cannot serve."""
        self.check_ready()
        key = self.keys.unlock_with_keyring(keyring)
        return None if key is None else self._open(key)

    def check_ready(self) -> None:
        """Refuse with ProfileError a profile that is absent or not whole."""
        messages = {
            ProfileState.EMPTY: f"Il n'y a pas de profil dans « {self.folder} » : créez-le d'abord.",
            ProfileState.WITHOUT_KEYS: "Les clés de ce profil sont absentes : restaurez une sauvegarde.",
            ProfileState.WITHOUT_STORE: "La base de ce profil est absente : restaurez une sauvegarde.",
        }
        if (message := messages.get(self.state())) is not None:
            raise ProfileError(message)

    def _open(self, key: StoreKey) -> Opening:
        store = Store.open(self.store_path, key.raw, self._communes.name)
        self._prepare(store)
        return Opening(store, key)

    def _prepare(self, store: Store) -> None:
        """Add the code lists that this version of the program ships and the store lacks."""
        try:
            if lacks_codes(store, self._listes):
                with store.write(SYSTEM) as session:
                    install_nomenclatures(session, self._listes)
            keep_witness(store, self.keys)
        except BaseException:
            store.close()
            raise
