"""Backups restored whole, or nothing changes."""

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from backups import LATER, NOW, content, emptied, everything, families, saved
from profiles import OTHER_PHRASE, PHRASE, invented_profile, open_workspace, profile_at

from caseapp.errors import OutputError, PhraseError, ProfileError, StoreError
from caseapp.services.profil import ProfileState, ProfilService
from caseapp.services.sauvegarde import SauvegardeService
from caseapp.services.temoin import LOST


@pytest.fixture
def profil(tmp_path: Path) -> ProfilService:
    return invented_profile(tmp_path / "mon profil")


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
