"""Backups: checked before they get a name; restored whole, or nothing changes."""

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from profiles import OTHER_PHRASE, PHRASE, invented_profile, open_workspace, profile_at
from sqlalchemy import event

from caseapp.errors import OutputError, PhraseError, ProfileError, StoreError
from caseapp.services.profil import ProfileState, ProfilService
from caseapp.services.sauvegarde import SauvegardeService
from caseapp.services.temoin import LOST
from caseapp.store.engine import WRITE_OPTION

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def profil(tmp_path: Path) -> ProfilService:
    return invented_profile(tmp_path / "mon profil")


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


# --- Saving ---


def test_a_backup_is_one_file_that_holds_the_profile(profil: ProfilService) -> None:
    path = saved(profil)
    assert path == profil.folder / "sauvegardes" / "2026-11-21-09h3000.sauvegarde"
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["caseapp.base", "caseapp.cles", "manifeste.json"]
        manifest = json.loads(archive.read("manifeste.json"))
    assert (manifest["version"], manifest["familles"], manifest["enregistrements"]) == (1, 5, 56)
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]


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
    data = bytearray(profil.store_path.read_bytes())
    data[len(data) // 2 + 77] ^= 1
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


# --- Restoring ---


def test_what_was_saved_comes_back_and_what_it_replaces_is_kept(profil: ProfilService) -> None:
    path = saved(profil)
    before = content(emptied(profil))
    done = SauvegardeService(profil).restore(path, PHRASE, LATER)
    assert done.verification.familles == families(profil) == 5
    assert done.replaced == profil.folder / "avant-restauration-2026-11-21-10h3000"
    assert content(profil.at(done.replaced)) == before
    assert not [one for one in profil.folder.iterdir() if one.name.startswith(".en-cours")]
    replaced = profil.at(done.replaced).unlock_with_phrase(OTHER_PHRASE)
    replaced.store.close()


def test_a_restore_can_be_undone_by_restoring_what_it_replaced(profil: ProfilService) -> None:
    first = saved(profil)
    emptied(profil)
    second = SauvegardeService(profil)
    opening = profil.unlock_with_phrase(OTHER_PHRASE)
    empty = second.save(opening.store, opening.key, NOW, profil.folder / "vide.sauvegarde").path
    opening.store.close()
    second.restore(first, PHRASE, LATER)
    assert families(profil) == 5
    second.restore(empty, OTHER_PHRASE, LATER + timedelta(minutes=1))
    opening = profil.unlock_with_phrase(OTHER_PHRASE)
    opening.store.close()
    assert len(list(profil.folder.glob("avant-restauration-*"))) == 2


def test_a_backup_makes_a_profile_on_a_new_machine(profil: ProfilService, tmp_path: Path) -> None:
    elsewhere = profile_at(tmp_path / "autre poste")
    done = SauvegardeService(elsewhere).restore(saved(profil), PHRASE, LATER)
    assert done.replaced is None
    assert families(elsewhere) == 5
    assert os.name == "nt" or elsewhere.keys_path.stat().st_mode & 0o077 == 0
    assert {path.name for path in elsewhere.folder.iterdir()} == {"caseapp.base", "caseapp.cles"}


def test_last_writes_of_the_replaced_store_do_not_leak_into_the_restored_one(
    profil: ProfilService, tmp_path: Path
) -> None:
    """A store left by a killed program has its last writes beside it; they belong to it alone."""
    path = saved(profil)
    workspace = open_workspace(profil)
    workspace.familles.reveal_contact(1)
    for one in profil.files():
        shutil.copy(one, tmp_path / one.name)
    workspace.close()
    for name in ("caseapp.base", "caseapp.base-wal", "caseapp.base-shm"):
        shutil.copy(tmp_path / name, profil.folder / name)
    done = SauvegardeService(profil).restore(path, PHRASE, LATER)
    assert done.replaced is not None
    assert {one.name for one in done.replaced.iterdir()} >= {"caseapp.base", "caseapp.base-wal"}
    workspace = open_workspace(profil)
    assert workspace.verification.verify().problemes == ()
    workspace.close()


def test_an_older_backup_is_whole_and_its_journal_too(profil: ProfilService) -> None:
    path = saved(profil)
    workspace = open_workspace(profil)
    workspace.familles.reveal_contact(1)
    workspace.close()
    SauvegardeService(profil).restore(path, PHRASE, LATER)
    workspace = open_workspace(profil)
    assert LOST not in workspace.verification.verify().problemes
    workspace.close()


def altered(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    """Return what writes a backup again with other members."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)

    return write


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def manifest_with(**fields: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifeste.json"]) | fields
        members["manifeste.json"] = json.dumps(manifest).encode()

    return change


def other_keys(members: dict[str, bytes]) -> None:
    members["caseapp.cles"] = members["caseapp.cles"].replace(b'"echecs": 0', b'"echecs": 1')


DAMAGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "vide": (lambda path: path.write_bytes(b""), "n'est pas une sauvegarde, ou elle est endommagée"),
    "texte": (lambda path: path.write_text("bonjour"), "n'est pas une sauvegarde"),
    "tronquee": (lambda path: path.write_bytes(path.read_bytes()[:-5_000]), "n'est pas une sauvegarde"),
    "octet change": (flip, "n'est pas une sauvegarde, ou elle est endommagée"),
    "sans base": (altered(lambda members: members.pop("caseapp.base")), "n'est pas une sauvegarde"),
    "sans cles": (altered(lambda members: members.pop("caseapp.cles")), "n'est pas une sauvegarde"),
    "sans manifeste": (altered(lambda members: members.pop("manifeste.json")), "n'est pas une sauvegarde"),
    "manifeste illisible": (
        altered(lambda members: members.update({"manifeste.json": b"\xff{"})), "n'est pas une sauvegarde",
    ),
    "manifeste d'un autre": (
        altered(lambda members: members.update({"manifeste.json": b"[1]"})), "n'est pas une sauvegarde",
    ),
    "version absente": (altered(manifest_with(version=None)), "n'est pas une sauvegarde"),
    "version future": (altered(manifest_with(version=2)), "d'une version plus récente du programme"),
    "empreinte fausse": (altered(manifest_with(base="0" * 64)), "n'est pas une sauvegarde"),
    "autres cles": (altered(other_keys), "n'est pas une sauvegarde"),
    "base en clair": (
        altered(lambda members: members.update({"caseapp.base": b"SQLite format 3\0" + b"\0" * 8176})),
        "n'est pas une sauvegarde",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED)
def test_what_is_no_whole_backup_is_refused_and_nothing_changes(profil: ProfilService, case: str) -> None:
    damage, words = DAMAGED[case]
    path = saved(profil)
    damage(path)
    before = everything(profil.folder)
    with pytest.raises(StoreError, match=words):
        SauvegardeService(profil).restore(path, PHRASE, LATER)
    assert everything(profil.folder) == before


def test_a_missing_backup_and_a_folder_are_refused(profil: ProfilService) -> None:
    before = everything(profil.folder)
    with pytest.raises(ProfileError, match="pas de sauvegarde nommée « absente »"):
        SauvegardeService(profil).restore(profil.folder / "absente", PHRASE, LATER)
    with pytest.raises(StoreError, match="n'est pas une sauvegarde"):
        SauvegardeService(profil).restore(profil.folder, PHRASE, LATER)
    assert everything(profil.folder) == before


def test_a_wrong_phrase_changes_nothing(profil: ProfilService) -> None:
    path = saved(profil)
    emptied(profil)
    before = everything(profil.folder)
    with pytest.raises(PhraseError, match="n'est pas le bon"):
        SauvegardeService(profil).restore(path, OTHER_PHRASE, LATER)
    assert everything(profil.folder) == before


def test_a_backup_whose_store_is_damaged_inside_is_refused(profil: ProfilService) -> None:
    """Damaged before it was packed: its digest matches, its pages do not."""

    def damage(members: dict[str, bytes]) -> None:
        data = bytearray(members["caseapp.base"])
        data[len(data) - 4_000] ^= 1
        members["caseapp.base"] = bytes(data)

    path = saved(profil)
    altered(damage)(path)
    with zipfile.ZipFile(path) as archive:
        digest = sha256(archive.read("caseapp.base")).hexdigest()
    altered(manifest_with(base=digest))(path)
    before = everything(profil.folder)
    with pytest.raises(StoreError, match="endommagé"):
        SauvegardeService(profil).restore(path, PHRASE, LATER)
    assert everything(profil.folder) == before


@pytest.mark.parametrize("failing", [0, 1, 2, 3])
@pytest.mark.parametrize("present", [True, False])
def test_a_disk_that_fails_in_the_middle_brings_everything_back(
    profil: ProfilService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, failing: int, present: bool
) -> None:
    path = shutil.copy(saved(profil), tmp_path / "copie.sauvegarde")
    target = profil if present else profile_at(tmp_path / "nouveau")
    if not present:
        target.folder.mkdir()
    before = everything(target.folder)
    rename, calls = Path.rename, []

    def fragile(self: Path, to: Path) -> Path:
        if self.name.startswith("caseapp."):
            calls.append(self.name)
            if len(calls) == failing + 1:
                raise OSError(errno.EIO, "device not ready")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fragile)
    if not present and failing > 1:
        SauvegardeService(target).restore(path, PHRASE, LATER)
        return
    with pytest.raises(OutputError, match="rien n'a été changé"):
        SauvegardeService(target).restore(path, PHRASE, LATER)
    assert everything(target.folder) == before
    monkeypatch.undo()
    assert target.state() is (ProfileState.READY if present else ProfileState.EMPTY)


def test_a_disk_that_is_full_while_unpacking_says_so(
    profil: ProfilService, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(profil)
    before = everything(profil.folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "extract", full)
    with pytest.raises(OutputError, match="le disque est plein"):
        SauvegardeService(profil).restore(path, PHRASE, LATER)
    assert everything(profil.folder) == before
