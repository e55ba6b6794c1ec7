"""Backups: one file that holds the encrypted store and its keys, checked before it gets its name."""

import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from caseapp.errors import CaseappError, OutputError, ProfileError, StoreError
from caseapp.files import cannot_write
from caseapp.security.key import StoreKey
from caseapp.security.key_file import FILE_NAME as KEYS_NAME
from caseapp.services.profil import STORE_NAME, ProfilService
from caseapp.services.temoin import keep_witness
from caseapp.services.verification import Verification, VerificationService
from caseapp.store import Store
from caseapp.store.copying import copy_store

FOLDER = "sauvegardes"
SUFFIX = ".sauvegarde"
REPLACED = "avant-restauration"
"""Beginning of the name of the folder that keeps what a restore replaced: a whole profile."""
_NAME = "%Y-%m-%d-%Hh%M%S"
_MANIFEST = "manifeste.json"
_VERSION = 1
_OWNER_ONLY = 0o600
_TEMPORARY = ".en-cours-"
_MOMENT = "%Y-%m-%d-%Hh%M%S"
_UNREADABLE = (KeyError, TypeError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What `zipfile` and `json` raise on a file that is not ours, or no longer whole."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup written and checked."""

    path: Path
    verification: Verification


@dataclass(frozen=True, slots=True)
class Restoration:
    """A backup put in place; `replaced` is the folder that keeps the former profile, if there was one."""

    verification: Verification
    replaced: Path | None


class SauvegardeService:
    """Writes and restores backups of one profile."""

    def __init__(self, profil: ProfilService) -> None:
        self._profil = profil

    def save(self, store: Store, key: StoreKey, now: datetime, target: Path | None = None) -> Backup:
        """Write a backup into the profile, or to `target`; it is reopened and checked before it is named."""
        path = target or self._profil.folder / FOLDER / f"{now:{_MOMENT}}{SUFFIX}"
        if path.exists():
            raise OutputError(f"« {path.name} » existe déjà : choisissez un autre nom.")
        self._profil.check_ready()
        with _workspace(path.parent, now) as folder:
            copy, keys = self._profil.at(folder).store_path, folder / KEYS_NAME
            keep_witness(store, self._profil.keys)
            keys.write_bytes((self._profil.folder / KEYS_NAME).read_bytes())
            copy_store(store.engine, copy)
            verification = self._check(folder, key)
            packed = folder / "sauvegarde"
            _pack(packed, copy, keys, now, verification)
            packed.replace(path)
        return Backup(path, verification)

    def last(self) -> datetime | None:
        """Return when the newest backup of the profile was written, by its name; None without any."""
        found = [_moment(path) for path in (self._profil.folder / FOLDER).glob(f"*{SUFFIX}")]
        return max((moment for moment in found if moment is not None), default=None)

    def restore(self, source: Path, phrase: str, now: datetime) -> Restoration:
        """Put a backup in place of the profile's store; what was there is kept whole in a folder beside.

        Until the backup is opened with its passphrase and checked, nothing changes. PhraseError, StoreError
        or ProfileError when it cannot serve, OutputError when the disk refuses: all is then as before.
        """
        aside = self._profil.folder / f"{REPLACED}-{now:{_MOMENT}}"
        with _workspace(self._profil.folder, now) as temporary:
            _unpack(source, temporary)
            opening = self._profil.at(temporary).unlock_with_phrase(phrase)
            opening.store.close()
            verification = self._check(temporary, opening.key)
            self._swap(temporary, aside)
        return Restoration(verification, aside if aside.exists() else None)

    def _check(self, folder: Path, key: StoreKey) -> Verification:
        """Reopen a copy with the key and check it; StoreError when it is not whole."""
        copied = self._profil.at(folder)
        copy = Store.open(copied.store_path, key.raw, str)
        try:
            verification = VerificationService(copy, copied.keys).verify()
        finally:
            copy.close()
        if verification.problemes:
            raise StoreError(verification.problemes[0])
        return verification

    def _swap(self, temporary: Path, aside: Path) -> None:
        """Move the present files aside, then the restored ones in; all are moved back on failure."""
        folder = self._profil.folder
        moves = [(path, aside / path.name) for path in self._profil.files() if path.exists()]
        moves += [(temporary / name, folder / name) for name in (STORE_NAME, KEYS_NAME)]
        done: list[tuple[Path, Path]] = []
        try:
            aside.mkdir()
            for origin, target in moves:
                origin.rename(target)
                done.append((origin, target))
        except OSError as error:
            for origin, target in reversed(done):
                target.rename(origin)
            raise OutputError("La sauvegarde n'a pas pu être mise en place : rien n'a été changé.") from error
        finally:
            _remove_empty(aside)


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _moment(path: Path) -> datetime | None:
    """Return the hour that a backup is named after, None when it has another name."""
    with suppress(ValueError):
        return datetime.strptime(path.name.removesuffix(SUFFIX), _NAME)  # noqa: DTZ007 - the machine's hour
    return None


@contextmanager
def _workspace(folder: Path, now: datetime) -> Iterator[Path]:
    """Give a temporary folder on the same disk; OutputError when none can be made or filled."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(folder, now)
        with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=folder, ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as error:
        raise cannot_write(folder / "sauvegarde", error) from error


def _remove_abandoned(folder: Path, now: datetime) -> None:
    """Remove what a program killed in the middle left a day ago or more."""
    yesterday = (now - timedelta(days=1)).timestamp()
    for left in folder.glob(f"{_TEMPORARY}*"):
        if left.stat().st_mtime < yesterday:
            shutil.rmtree(left, ignore_errors=True)


def _pack(path: Path, copy: Path, keys: Path, now: datetime, verification: Verification) -> None:
    manifest = {
        "version": _VERSION,
        "date": now.isoformat(timespec="seconds"),
        "familles": verification.familles,
        "enregistrements": verification.enregistrements,
        "base": _digest(copy),
        "cles": _digest(keys),
    }
    with path.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.write(copy, STORE_NAME)
            archive.write(keys, KEYS_NAME)
            archive.writestr(_MANIFEST, json.dumps(manifest))
        file.flush()
        os.fsync(file.fileno())
    path.chmod(_OWNER_ONLY)


def _unpack(source: Path, folder: Path) -> None:
    """Extract the two files of a backup; StoreError when it is not one, damaged or newer."""
    try:
        with _opened(source) as archive:
            manifest = _manifest(archive)
            for name in (STORE_NAME, KEYS_NAME):
                Path(archive.extract(name, folder)).chmod(_OWNER_ONLY)
    except _UNREADABLE as error:
        raise _no_backup(source) from error
    if (manifest.get("base"), manifest.get("cles")) != tuple(
        _digest(folder / name) for name in (STORE_NAME, KEYS_NAME)
    ):
        raise _no_backup(source)


def _opened(source: Path) -> zipfile.ZipFile:
    """Open the archive; what the disk then refuses is about writing."""
    try:
        return zipfile.ZipFile(source)
    except FileNotFoundError as error:
        raise ProfileError(f"Il n'y a pas de sauvegarde nommée « {source.name} ».") from error
    except OSError as error:
        raise _no_backup(source) from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Read what the archive says of itself; KeyError or ValueError when it is none of ours."""
    manifest = json.loads(archive.read(_MANIFEST))
    if not isinstance(manifest, dict):
        raise KeyError(_MANIFEST)
    if int(manifest["version"]) > _VERSION:
        raise StoreError("Cette sauvegarde vient d'une version plus récente du programme : installez-la.")
    return manifest


def _no_backup(source: Path) -> CaseappError:
    return StoreError(f"« {source.name} » n'est pas une sauvegarde, ou elle est endommagée.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
