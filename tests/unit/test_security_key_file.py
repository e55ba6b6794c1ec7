"""The key file: what opens it, what does not, and what a crash or a full disk leaves."""

import errno
import json
import os
import threading
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fakes import MemoryKeyring

from caseapp.errors import InputError, OutputError, PhraseError, ProfileError, StoreError
from caseapp.security.derivation import KdfCost
from caseapp.security.key import StoreKey
from caseapp.security.key_file import FILE_NAME, KeyFile
from caseapp.security.wrap import REFUSAL

CHEAP = KdfCost(time=1, memory_kib=64, lanes=1)
PHRASE = "bœuf Étretat nougat hélicoptère vingt-deux zinnia moulin"
OTHER = "gravier Ouessant tulipe marmotte parapluie kiwi dolmen"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(profil: Path) -> Path:
    return profil / FILE_NAME


@pytest.fixture
def keys(path: Path) -> KeyFile:
    return KeyFile(path, CHEAP, clock=lambda: NOON)


def fields(path: Path) -> dict[str, Any]:
    return json.loads(path.read_bytes())


def rewrite(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(fields(path) | changes), encoding="utf-8")


def test_a_new_profile_opens_with_its_phrase_and_its_code(keys: KeyFile) -> None:
    assert not keys.exists()
    key, code = keys.create(PHRASE)
    assert keys.exists()
    assert keys.unlock_with_phrase(PHRASE) == key
    assert keys.unlock_with_recovery(code.lower().replace("-", " ")) == key
    assert keys.created() == NOON
    assert keys.journal_head() is None
    assert keys.failures() == 0


def test_nothing_secret_is_in_the_file_and_only_its_owner_reads_it(keys: KeyFile, path: Path) -> None:
    key, code = keys.create(PHRASE)
    content = path.read_text(encoding="utf-8")
    for secret in (key.raw.hex(), PHRASE, code, code.replace("-", "")):
        assert secret not in content
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert {left.name for left in path.parent.iterdir()} == {FILE_NAME, f"{FILE_NAME}.verrou"}


def test_two_profiles_share_nothing(tmp_path: Path) -> None:
    first, second = (KeyFile(tmp_path / name, CHEAP) for name in ("a.cles", "b.cles"))
    assert first.create(PHRASE) != second.create(PHRASE)
    assert first.profile() != second.profile()
    salts = [
        fields(tmp_path / name)["enveloppes"][wrap]["derivation"]["sel"]
        for name in ("a.cles", "b.cles")
        for wrap in ("phrase", "secours")
    ]
    assert len(set(salts)) == 4


def test_an_existing_profile_is_left_alone(keys: KeyFile, path: Path) -> None:
    keys.create(PHRASE)
    before = path.read_bytes()
    with pytest.raises(ProfileError, match="existe déjà"):
        keys.create(OTHER)
    assert path.read_bytes() == before


def test_a_weak_phrase_is_refused_at_creation_and_at_change(keys: KeyFile, path: Path) -> None:
    with pytest.raises(InputError, match="se devine trop facilement"):
        keys.create("motdepasse")
    assert not keys.exists()
    key, _ = keys.create(PHRASE)
    before = path.read_bytes()
    with pytest.raises(InputError, match="se devine trop facilement"):
        keys.change_phrase(key, "")
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_same_phrase_typed_on_another_keyboard_opens(keys: KeyFile, form: str) -> None:
    key, _ = keys.create(unicodedata.normalize(form, PHRASE))
    for typed in (unicodedata.normalize("NFC", PHRASE), unicodedata.normalize("NFD", PHRASE)):
        unbreakable = typed.replace(" ", "\u00a0")
        assert keys.unlock_with_phrase(f" {unbreakable}\n") == key
    with pytest.raises(PhraseError):
        keys.unlock_with_phrase(PHRASE.upper())


def test_a_wrong_phrase_and_a_wrong_code_say_the_same_thing(keys: KeyFile, tmp_path: Path) -> None:
    keys.create(PHRASE)
    _, foreign_code = KeyFile(tmp_path / "autre.cles", CHEAP).create(PHRASE)
    with pytest.raises(PhraseError) as wrong_phrase:
        keys.unlock_with_phrase(OTHER)
    with pytest.raises(PhraseError) as wrong_code:
        keys.unlock_with_recovery(foreign_code)
    assert str(wrong_phrase.value) == str(wrong_code.value) == REFUSAL


def test_failures_are_counted_across_restarts_until_a_success(keys: KeyFile, path: Path) -> None:
    _, code = keys.create(PHRASE)
    for expected in (1, 2, 3):
        with pytest.raises(PhraseError):
            keys.unlock_with_phrase("faux")
        assert KeyFile(path, CHEAP).failures() == expected
    with pytest.raises(InputError):
        keys.unlock_with_recovery(code[:-1])
    assert keys.failures() == 3
    keys.unlock_with_phrase(PHRASE)
    assert keys.failures() == 0


def test_changing_the_phrase_keeps_the_key_and_the_recovery_code(keys: KeyFile) -> None:
    key, code = keys.create(PHRASE)
    keys.change_phrase(key, OTHER)
    assert keys.unlock_with_phrase(OTHER) == key
    assert keys.unlock_with_recovery(code) == key
    with pytest.raises(PhraseError):
        keys.unlock_with_phrase(PHRASE)


def test_a_new_recovery_code_cancels_the_former_one(keys: KeyFile) -> None:
    key, former = keys.create(PHRASE)
    code = keys.new_recovery_code(key)
    assert keys.unlock_with_recovery(code) == key
    with pytest.raises(PhraseError):
        keys.unlock_with_recovery(former)


def test_the_key_of_another_profile_is_never_wrapped(keys: KeyFile, path: Path) -> None:
    keys.create(PHRASE)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="remplacé"):
        keys.change_phrase(StoreKey.random(), OTHER)
    assert path.read_bytes() == before


def test_the_keyring_opens_until_it_is_forgotten(keys: KeyFile) -> None:
    key, _ = keys.create(PHRASE)
    keyring = MemoryKeyring()
    assert keys.unlock_with_keyring(keyring) is None
    assert keys.remember_in_keyring(key, keyring)
    assert keys.unlock_with_keyring(keyring) == key
    assert key.raw.hex() not in "".join(keyring.secrets.values())
    assert keys.forget_keyring(keyring)
    assert keyring.secrets == {}
    assert keys.unlock_with_keyring(keyring) is None


def test_a_keyring_that_refuses_asks_for_the_phrase(keys: KeyFile, path: Path) -> None:
    key, _ = keys.create(PHRASE)
    keyring = MemoryKeyring()
    keyring.locked = True
    before = path.read_bytes()
    assert not keys.remember_in_keyring(key, keyring)
    assert path.read_bytes() == before
    keyring.locked = False
    assert keys.remember_in_keyring(key, keyring)
    keyring.locked = True
    assert keys.unlock_with_keyring(keyring) is None
    assert not keys.forget_keyring(keyring)
    keyring.locked = False
    assert keys.unlock_with_keyring(keyring) is None
    assert keys.unlock_with_phrase(PHRASE) == key


def test_a_stale_secret_of_the_keyring_asks_for_the_phrase(keys: KeyFile) -> None:
    key, _ = keys.create(PHRASE)
    keyring = MemoryKeyring()
    keys.remember_in_keyring(key, keyring)
    keyring.write(keys.profile(), "0" * 64)
    assert keys.unlock_with_keyring(keyring) is None
    assert keys.failures() == 0


def test_unknown_fields_and_wraps_survive_every_change(keys: KeyFile, path: Path) -> None:
    key, _ = keys.create(PHRASE)
    wraps = fields(path)["enveloppes"] | {"carte": {"demain": 1}}
    rewrite(path, enveloppes=wraps, futur={"é": [1, None]})
    keys.set_journal_head("ab12")
    keys.change_phrase(key, OTHER)
    keys.new_recovery_code(key)
    keys.forget_keyring(MemoryKeyring())
    assert fields(path)["futur"] == {"é": [1, None]}
    assert fields(path)["enveloppes"]["carte"] == {"demain": 1}
    assert keys.journal_head() == "ab12"
    keys.set_journal_head(None)
    assert keys.journal_head() is None


def test_no_profile_is_said_so(keys: KeyFile) -> None:
    with pytest.raises(ProfileError, match="Aucun profil"):
        keys.unlock_with_phrase(PHRASE)
    with pytest.raises(ProfileError, match="Aucun profil"):
        keys.unlock_with_keyring(MemoryKeyring())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"format": "autre"}',
        b"SQLite format 3\0",
        b"\xff\xfe",
        b"[" * 50_000,
        b" " * 70_000,
    ],
)
def test_a_damaged_or_foreign_file_is_refused_and_kept(keys: KeyFile, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError, match="abîmé"):
        keys.unlock_with_phrase(PHRASE)
    with pytest.raises(ProfileError):
        keys.create(PHRASE)
    assert path.read_bytes() == content


def test_a_newer_file_asks_for_an_update(keys: KeyFile, path: Path) -> None:
    keys.create(PHRASE)
    rewrite(path, version=2)
    with pytest.raises(StoreError, match="plus récente"):
        keys.unlock_with_phrase(PHRASE)


@pytest.mark.parametrize(
    "change",
    [
        {"version": True},
        {"version": -1},
        {"version": "1"},
        {"profil": None},
        {"empreinte": 12},
        {"empreinte": "00"},
        {"echecs": -1},
        {"echecs": 1.5},
        {"enveloppes": []},
        {"enveloppes": {}},
        {"enveloppes": {"phrase": 1}},
        {"profil": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_an_impossible_field_is_a_damaged_file(keys: KeyFile, path: Path, change: dict[str, Any]) -> None:
    keys.create(PHRASE)
    rewrite(path, **change)
    with pytest.raises(StoreError, match="abîmé"):
        keys.unlock_with_phrase(PHRASE)


def test_an_impossible_date_of_creation_is_a_damaged_file(keys: KeyFile, path: Path) -> None:
    keys.create(PHRASE)
    rewrite(path, creation="hier")
    with pytest.raises(StoreError, match="abîmé"):
        keys.created()


def test_one_damaged_wrap_leaves_the_others_usable(keys: KeyFile, path: Path) -> None:
    key, code = keys.create(PHRASE)
    rewrite(path, enveloppes=fields(path)["enveloppes"] | {"phrase": {"derivation": "?"}})
    with pytest.raises(StoreError):
        keys.unlock_with_phrase(PHRASE)
    assert keys.unlock_with_recovery(code) == key
    keys.change_phrase(key, OTHER)
    assert keys.unlock_with_phrase(OTHER) == key


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "le disque est plein"), (errno.EROFS, "lecture seule"), (errno.EIO, "ne répond pas")],
)
def test_a_write_that_fails_says_why_and_leaves_the_former_file(
    keys: KeyFile, path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    key, _ = keys.create(PHRASE)
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=reason) as refusal:
        keys.change_phrase(key, OTHER)
    assert str(path.parent) in str(refusal.value)
    with pytest.raises(PhraseError):
        keys.unlock_with_phrase("faux")
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert {left.name for left in path.parent.iterdir()} == {FILE_NAME, f"{FILE_NAME}.verrou"}


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="n'existe pas"):
        KeyFile(tmp_path / "absent" / FILE_NAME, CHEAP).create(PHRASE)


def test_a_file_held_by_an_antivirus_is_tried_again(
    keys: KeyFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.create(PHRASE)
    replace, refusals = Path.replace, [PermissionError(errno.EACCES, "held")] * 3

    def held(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    keys.set_journal_head("cd34")
    assert refusals == []
    assert keys.journal_head() == "cd34"


def test_writers_at_the_same_time_lose_nothing(keys: KeyFile, path: Path) -> None:
    keys.create(PHRASE)

    def count() -> None:
        other = KeyFile(path, CHEAP)
        for _ in range(10):
            other._update(lambda document: document.with_field("echecs", document.failures + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys.failures() == 40


def test_the_default_cost_is_64_mib_and_3_passes(path: Path) -> None:
    KeyFile(path).create(PHRASE)
    for wrap in fields(path)["enveloppes"].values():
        derivation = wrap["derivation"]
        assert (derivation["nom"], derivation["passes"]) == ("argon2id", 3)
        assert (derivation["memoire_kio"], derivation["voies"]) == (65_536, 4)
