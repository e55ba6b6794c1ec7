"""Backups: one file that holds the encrypted store and its keys, checked before it gets its name."""

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from caseapp.errors import OutputError, ProfileError, StoreError
from caseapp.security.key import StoreKey
from caseapp.security.key_file import FILE_NAME as KEYS_NAME
from caseapp.services.profil import STORE_NAME, ProfilService
from caseapp.services.verification import Verification, VerificationService
from caseapp.store import Store
from caseapp.store.copying import copy_store

FOLDER = "sauvegardes"
SUFFIX = ".sauvegarde"
REPLACED = "avant-restauration"
_MANIFEST = "manifeste.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup written and checked."""

    path: Path
    verification: Verification


class SauvegardeService:
    """Writes and restores backups of one profile."""

    def __init__(self, profil: ProfilService) -> None:
        self._profil = profil

    def save(self, store: Store, key: StoreKey, now: datetime, target: Path | None = None) -> Backup:
        """Write a backup into the profile, or to `target`; it is reopened and checked before it is named."""
        path = target or self._profil.folder / FOLDER / f"{now:%Y-%m-%d-%Hh%M%S}{SUFFIX}"
        if path.exists():
            raise OutputError(f"« {path.name} » existe déjà : choisissez un autre nom.")
        with _workspace(path.parent) as folder:
            copy = folder / STORE_NAME
            copy_store(store.engine, copy)
            verification = _check(copy, key)
            packed = folder / "sauvegarde"
            self._pack(packed, copy, now, verification)
            packed.replace(path)
        return Backup(path, verification)

    def restore(self, source: Path, phrase: str) -> Verification:
        """Put a backup in place of the profile's store; what was there is kept beside. All or nothing."""
        folder = self._profil.folder
        with _workspace(folder) as temporary:
            _unpack(source, temporary)
            candidate = self._profil.at(temporary)
            opening = candidate.unlock_with_phrase(phrase)
            opening.store.close()
            verification = _check(candidate.store_path, opening.key)
            self._swap(temporary)
        return verification

    def _pack(self, path: Path, copy: Path, now: datetime, verification: Verification) -> None:
        manifest = {
            "version": _VERSION,
            "date": now.isoformat(timespec="seconds"),
            "familles": verification.familles,
            "enregistrements": verification.enregistrements,
            "base": _digest(copy),
        }
        with path.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                archive.write(copy, STORE_NAME)
                archive.write(self._profil.folder / KEYS_NAME, KEYS_NAME)
                archive.writestr(_MANIFEST, json.dumps(manifest))
            file.flush()
            os.fsync(file.fileno())

    def _swap(self, temporary: Path) -> None:
        """Move the present files aside, then the restored ones in; they are moved back on failure."""
        folder = self._profil.folder
        moved: list[tuple[Path, Path]] = []
        try:
            for name in (STORE_NAME, KEYS_NAME):
                present = folder / name
                if present.exists():
                    moved.append((present, present.replace(folder / f"{name}.{REPLACED}")))
                (temporary / name).replace(present)
        except OSError as error:
            for present, aside in moved:
                aside.replace(present)
            raise OutputError("La sauvegarde n'a pas pu être mise en place : rien n'a été changé.") from error


@contextmanager
def _workspace(folder: Path) -> Iterator[Path]:
    """Give a temporary folder on the same disk; OutputError when none can be made or filled."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".en-cours-", dir=folder) as name:
            yield Path(name)
    except OSError as error:
        raise OutputError(f"Impossible d'écrire dans « {folder} » : disque plein ou protégé.") from error


def _check(path: Path, key: StoreKey) -> Verification:
    """Reopen a copy with the key and check it; StoreError when it is not whole."""
    copy = Store.open(path, key.raw, str)
    try:
        verification = VerificationService(copy).verify()
    finally:
        copy.close()
    if verification.problemes:
        raise StoreError(verification.problemes[0])
    return verification


def _unpack(source: Path, folder: Path) -> None:
    """Extract the two files of a backup; StoreError when it is not one, or damaged."""
    refusal = StoreError(f"« {source.name} » n'est pas une sauvegarde, ou elle est endommagée.")
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            for name in (STORE_NAME, KEYS_NAME):
                archive.extract(name, folder)
    except FileNotFoundError as error:
        raise ProfileError(f"Il n'y a pas de sauvegarde nommée « {source.name} ».") from error
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise refusal from error
    if manifest.get("base") != _digest(folder / STORE_NAME):
        raise refusal


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
