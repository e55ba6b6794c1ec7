"""Profiles saved and read back, for the tests of backups."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from profiles import OTHER_PHRASE, open_workspace

from caseapp.services.profil import ProfilService

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def saved(profil: ProfilService, now: datetime = NOW) -> Path:
    workspace = open_workspace(profil)
    try:
        return workspace.save_backup(now).path
    finally:
        workspace.close()


def content(profil: ProfilService) -> dict[str, bytes]:
    """Return the files that make a profile, with what is in them."""
    return {path.name: path.read_bytes() for path in profil.files() if path.exists()}


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def families(profil: ProfilService) -> int:
    workspace = open_workspace(profil)
    try:
        return workspace.verification.verify().familles
    finally:
        workspace.close()


def emptied(profil: ProfilService) -> ProfilService:
    """Put another profile, without families, in the place of this one."""
    for path in (*profil.files(), profil.keys_path.with_name("caseapp.cles.verrou")):
        path.unlink(missing_ok=True)
    profil.create(OTHER_PHRASE).store.close()
    return profil
