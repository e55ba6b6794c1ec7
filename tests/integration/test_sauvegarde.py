"""Backups: checked before they get a name."""

import errno
import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from backups import LATER, NOW, saved
from profiles import PHRASE, invented_profile, open_workspace, profile_at
from sqlalchemy import event

from caseapp.errors import OutputError, ProfileError, StoreError
from caseapp.services.profil import ProfilService
from caseapp.services.sauvegarde import SauvegardeService
from caseapp.store.checks import PAGE_SIZE
from caseapp.store.engine import WRITE_OPTION


@pytest.fixture
def profil(tmp_path: Path) -> ProfilService:
    return invented_profile(tmp_path / "mon profil")


def test_a_backup_is_one_file_that_holds_the_profile(profil: ProfilService) -> None:
    path = saved(profil)
    assert path == profil.folder / "sauvegardes" / "2026-11-21-09h3000.sauvegarde"
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["caseapp.base", "caseapp.cles", "manifeste.json"]
        manifest = json.loads(archive.read("manifeste.json"))
    assert (manifest["version"], manifest["familles"], manifest["enregistrements"]) == (1, 5, 56)
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_backup_carries_the_end_of_its_journal(profil: ProfilService) -> None:
    workspace = open_workspace(profil)
    workspace.familles.reveal_contact(1)
    path = workspace.save_backup(NOW).path
    workspace.familles.reveal_contact(1)
    entries = workspace.verification.verify().entrees_journal
    workspace.close()
    with zipfile.ZipFile(path) as archive:
        kept = json.loads(archive.read("caseapp.cles"))["journal_tete"]
    assert kept.startswith(f"{entries - 1} ")


def test_nobody_is_named_in_a_backup(profil: ProfilService) -> None:
    data = saved(profil).read_bytes()
    for secret in (b"O'Brien", b"obrien", b"Ma\xc3\xablle", b"0012345", b"SQLite format 3", PHRASE.encode()):
        assert secret not in data


def test_saving_while_someone_writes_gives_one_state(profil: ProfilService, tmp_path: Path) -> None:
    workspace = open_workspace(profil)
    other = open_workspace(profil)
    writer = other._opening.store.engine.execution_options(**{WRITE_OPTION: True})
    with writer.connect() as connection:
        connection.exec_driver_sql("DELETE FROM situations")
        backup = workspace.save_backup(NOW)
        connection.rollback()
    assert backup.verification.enregistrements == 56
    workspace.close()
    other.close()
    copy = SauvegardeService(profile_at(tmp_path / "ailleurs"))
    assert copy.restore(backup.path, PHRASE, NOW).verification.familles == 5


def test_a_backup_never_takes_the_name_of_another(profil: ProfilService) -> None:
    path = saved(profil)
    before = path.read_bytes()
    with pytest.raises(OutputError, match="existe déjà"):
        saved(profil)
    assert path.read_bytes() == before


def test_a_backup_goes_where_it_is_asked(profil: ProfilService, tmp_path: Path) -> None:
    opening = profil.unlock_with_phrase(PHRASE)
    target = tmp_path / "clé USB" / "copie.sauvegarde"
    backup = SauvegardeService(profil).save(opening.store, opening.key, NOW, target)
    opening.store.close()
    assert backup.path == target
    assert [path.name for path in target.parent.iterdir()] == ["copie.sauvegarde"]


def test_the_last_backup_is_known_by_its_name(profil: ProfilService) -> None:
    workspace = open_workspace(profil)
    assert workspace.last_backup() is None
    workspace.save_backup(NOW)
    workspace.save_backup(LATER)
    assert workspace.last_backup() == LATER.replace(tzinfo=workspace.last_backup().tzinfo)  # type: ignore[union-attr]
    workspace.close()


def test_a_damaged_store_is_not_saved_as_if_it_were_whole(profil: ProfilService) -> None:
    workspace = open_workspace(profil)
    with workspace._opening.store.engine.connect() as connection:
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'familles'"
        ).scalar()
    workspace.close()
    assert page is not None
    data = bytearray(profil.store_path.read_bytes())
    data[(page - 1) * PAGE_SIZE + 77] ^= 1
    profil.store_path.write_bytes(data)
    with pytest.raises(StoreError, match="endommagée"):
        saved(profil)
    assert list((profil.folder / "sauvegardes").iterdir()) == []


def test_a_journal_that_was_tampered_with_is_not_saved(profil: ProfilService) -> None:
    workspace = open_workspace(profil)
    with workspace._opening.store.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM journal WHERE sequence = 3")
        connection.commit()
    with pytest.raises(StoreError, match="journal a été modifié à partir de l'entrée 3"):
        workspace.save_backup(NOW)
    workspace.close()
    assert list((profil.folder / "sauvegardes").iterdir()) == []


def test_a_full_disk_leaves_no_backup_and_says_where(profil: ProfilService) -> None:
    workspace = open_workspace(profil)
    engine = workspace._opening.store.engine

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    event.listen(engine, "checkout", full)
    with pytest.raises(OutputError, match="le disque est plein"):
        workspace.save_backup(NOW)
    event.remove(engine, "checkout", full)
    workspace.close()
    assert list((profil.folder / "sauvegardes").iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(profil: ProfilService, tmp_path: Path) -> None:
    (tmp_path / "occupe").write_text("un fichier", encoding="utf-8")
    opening = profil.unlock_with_phrase(PHRASE)
    with pytest.raises(OutputError, match="occupe"):
        SauvegardeService(profil).save(opening.store, opening.key, NOW, tmp_path / "occupe" / "copie")
    opening.store.close()


def test_a_profile_without_keys_is_not_saved(profil: ProfilService) -> None:
    opening = profil.unlock_with_phrase(PHRASE)
    profil.keys_path.unlink()
    with pytest.raises(ProfileError, match="clés de ce profil sont absentes"):
        SauvegardeService(profil).save(opening.store, opening.key, NOW)
    opening.store.close()


def test_what_a_killed_program_left_is_removed_the_day_after(profil: ProfilService) -> None:
    left, recent = (profil.folder / "sauvegardes" / f".en-cours-{name}" for name in ("vieux", "recent"))
    for folder in (left, recent):
        folder.mkdir(parents=True)
        (folder / "caseapp.base").write_bytes(b"reste")
    old = (NOW - timedelta(days=2)).timestamp()
    os.utime(left, (old, old))
    os.utime(recent, (NOW.timestamp(), NOW.timestamp()))
    saved(profil)
    assert not left.exists()
    assert recent.exists()
