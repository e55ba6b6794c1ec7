"""A profile: created once, opened by its phrase, its code or the keyring, refused when a file lacks."""

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import MemoryKeyring
from profiles import OTHER_PHRASE, PHRASE, communes, invented_profile, profile_at

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import CaseappError, InputError, OutputError, PhraseError, ProfileError, StoreError
from caseapp.services import demonstration
from caseapp.services.acces import UNKNOWN_USER, AccesService, session_user
from caseapp.services.profil import ProfileState, ProfilService
from caseapp.services.temoin import LOST


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def acces(profil: Path, keyring: MemoryKeyring) -> AccesService:
    return AccesService(profile_at(profil), communes(), keyring)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- Creation ---


def test_an_empty_folder_becomes_a_profile(acces: AccesService, profil: Path) -> None:
    assert acces.state() is ProfileState.EMPTY
    workspace, code = acces.create(PHRASE)
    assert acces.state() is ProfileState.READY
    assert workspace.verification.verify().problemes == ()
    assert workspace.auteur == getpass.getuser()
    assert len(code.split("-")) == 8
    workspace.close()
    assert names(profil) == {"caseapp.base", "caseapp.cles", "caseapp.cles.verrou"}


def test_a_folder_is_made_for_its_owner_only(profil: Path) -> None:
    folder = profil / "nouveau" / "profil"
    profile_at(folder).create(PHRASE).store.close()
    assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0


def test_a_weak_phrase_creates_nothing(acces: AccesService, profil: Path) -> None:
    with pytest.raises(InputError, match="se devine trop facilement"):
        acces.create("motdepasse")
    assert names(profil) == set()


def test_an_existing_profile_is_never_replaced(tmp_path: Path) -> None:
    existing = invented_profile(tmp_path / "profil")
    before = {path: path.read_bytes() for path in existing.folder.iterdir()}
    with pytest.raises(ProfileError, match="existe déjà"):
        existing.create(OTHER_PHRASE)
    assert {path: path.read_bytes() for path in existing.folder.iterdir()} == before


@pytest.mark.vraie_creation
def test_a_creation_that_fails_can_be_tried_again(profil: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = profile_at(profil)
    with monkeypatch.context() as broken:
        broken.setattr("caseapp.store.upgrade.migrations_dir", lambda: profil / "absent")
        with pytest.raises(Exception, match="absent"):
            service.create(PHRASE)
    assert service.state() is ProfileState.EMPTY
    service.create(PHRASE).store.close()
    assert service.state() is ProfileState.READY


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("occupe", encoding="utf-8")
    with pytest.raises(OutputError, match="fichier/profil"):
        profile_at(tmp_path / "fichier" / "profil").create(PHRASE)


# --- Opening ---


def test_phrase_and_recovery_code_open_the_same_store(acces: AccesService) -> None:
    workspace, code = acces.create(PHRASE)
    workspace.close()
    for opened in (acces.unlock_with_phrase(PHRASE), acces.unlock_with_recovery(code)):
        assert opened.verification.verify().entrees_journal > 0
        opened.close()


def test_a_wrong_phrase_opens_nothing_and_delays_grow(acces: AccesService) -> None:
    acces.create(PHRASE)[0].close()
    waits = []
    for _ in range(5):
        with pytest.raises(PhraseError, match="n'est pas le bon"):
            acces.unlock_with_phrase(OTHER_PHRASE)
        waits.append(acces.wait_seconds())
    assert waits == [0, 1, 2, 4, 8]
    acces.unlock_with_phrase(PHRASE).close()
    assert acces.wait_seconds() == 0


def test_opening_writes_nothing_when_nothing_is_new(tmp_path: Path) -> None:
    profil = invented_profile(tmp_path / "profil")
    profil.unlock_with_phrase(PHRASE).store.close()
    before = {path.name: path.read_bytes() for path in profil.files() if path.exists()}
    profil.unlock_with_phrase(PHRASE).store.close()
    assert {path.name: path.read_bytes() for path in profil.files() if path.exists()} == before


def test_opening_adds_the_codes_that_a_new_version_ships(tmp_path: Path) -> None:
    profil = invented_profile(tmp_path / "profil")
    older = ProfilService(tmp_path / "ancien", communes(), (), profil._make_keys)
    older.create(PHRASE).store.close()
    opening = profil.at(tmp_path / "ancien").unlock_with_phrase(PHRASE)
    with opening.store.read() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT count(*) FROM code_motif").scalar() == 20
    opening.store.close()


LACKING: dict[str, tuple[ProfileState, str]] = {
    "caseapp.cles": (ProfileState.WITHOUT_KEYS, "Les clés de ce profil sont absentes"),
    "caseapp.base": (ProfileState.WITHOUT_STORE, "La base de ce profil est absente"),
}


@pytest.mark.parametrize("lacking", LACKING)
def test_a_profile_that_lacks_a_file_is_refused_and_left_alone(tmp_path: Path, lacking: str) -> None:
    profil = invented_profile(tmp_path / "profil")
    (profil.folder / lacking).unlink()
    acces = AccesService(profil, communes(), MemoryKeyring())
    before = names(profil.folder)
    state, words = LACKING[lacking]
    assert acces.state() is state
    ways: tuple[Callable[[], object], ...] = (
        lambda: acces.unlock_with_phrase(PHRASE),
        lambda: acces.unlock_with_recovery("0000"),
        acces.unlock_with_keyring,
    )
    for open_by in ways:
        with pytest.raises(ProfileError, match=words):
            open_by()
    with pytest.raises(ProfileError, match="existe déjà"):
        acces.create(OTHER_PHRASE)
    assert names(profil.folder) == before


def test_an_absent_profile_is_named(tmp_path: Path) -> None:
    absent = profile_at(tmp_path / "nulle part")
    with pytest.raises(ProfileError, match=r"Il n'y a pas de profil dans « .*nulle part »"):
        absent.unlock_with_phrase(PHRASE)
    assert not absent.folder.exists()


def test_the_store_of_another_profile_is_refused(tmp_path: Path) -> None:
    first, second = invented_profile(tmp_path / "premier"), profile_at(tmp_path / "second")
    second.create(PHRASE).store.close()
    second.store_path.write_bytes(first.store_path.read_bytes())
    with pytest.raises(StoreError, match="ne s'ouvre pas avec la clé de ce profil"):
        second.unlock_with_phrase(PHRASE)


# --- Keyring ---


def test_the_keyring_opens_once_it_is_told_to(acces: AccesService, keyring: MemoryKeyring) -> None:
    acces.create(PHRASE)[0].close()
    assert acces.unlock_with_keyring() is None
    assert acces.remember(PHRASE)
    opened = acces.unlock_with_keyring()
    assert opened is not None
    opened.close()
    keyring.locked = True
    assert acces.unlock_with_keyring() is None
    assert not acces.remember(PHRASE)


def test_only_the_right_phrase_lets_the_keyring_remember(acces: AccesService, keyring: MemoryKeyring) -> None:
    acces.create(PHRASE)[0].close()
    with pytest.raises(PhraseError):
        acces.remember(OTHER_PHRASE)
    assert keyring.secrets == {}


# --- Who, and the demonstration ---


def test_a_proposed_phrase_is_strong_enough(acces: AccesService) -> None:
    phrases = {acces.propose_phrase() for _ in range(5)}
    assert len(phrases) == 5
    assert all(acces.strength(phrase).enough for phrase in phrases)


def test_a_machine_without_accounts_still_writes_an_author(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "pwd", None)
    assert session_user() == UNKNOWN_USER
    monkeypatch.setenv("LOGNAME", "ines")
    assert session_user() == "ines"


def test_a_demonstration_disappears_with_its_folder(acces: AccesService, profil: Path) -> None:
    steps: list[str] = []
    demonstration_ = acces.open_demonstration(lambda _done, _total, phrase: steps.append(phrase))
    folder = Path(demonstration_._folder.name)
    assert demonstration_.workspace.verification.verify().familles > 1_000
    assert steps
    demonstration_.close()
    assert not folder.exists()
    assert names(profil) == set()


def test_a_demonstration_that_fails_leaves_nothing(
    acces: AccesService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "PORTFOLIO", str(tmp_path / "absent.zip"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises((CaseappError, OSError)):
        acces.open_demonstration(lambda *_: None)
    assert names(tmp_path) <= {"profil d'essai é"}


# --- The witness of the journal ---


def opened(profil: ProfilService, directory: CommuneDirectory) -> AccesService:
    return AccesService(profil, directory, MemoryKeyring())


def test_closing_keeps_the_last_entry_beside_the_keys(tmp_path: Path) -> None:
    profil = invented_profile(tmp_path / "profil")
    before = profil.keys.journal_head()
    workspace = opened(profil, communes()).unlock_with_phrase(PHRASE)
    workspace.familles.reveal_contact(1)
    assert profil.keys.journal_head() == before
    workspace.close()
    after = profil.keys.journal_head()
    assert before is not None
    assert after is not None
    assert int(after.split()[0]) == int(before.split()[0]) + 1


def test_a_cut_journal_is_told_until_the_end_of_time(tmp_path: Path) -> None:
    profil = invented_profile(tmp_path / "profil")
    acces = opened(profil, communes())
    for _ in range(3):
        workspace = acces.unlock_with_phrase(PHRASE)
        with workspace._opening.store.engine.connect() as connection:
            connection.exec_driver_sql("DELETE FROM journal WHERE sequence > 10")
            connection.commit()
        assert workspace.verification.verify().problemes == (LOST,)
        workspace.familles.reveal_contact(1)
        workspace.close()


def test_an_older_copy_put_back_by_hand_is_told(tmp_path: Path) -> None:
    profil = invented_profile(tmp_path / "profil")
    older = profil.store_path.read_bytes()
    workspace = opened(profil, communes()).unlock_with_phrase(PHRASE)
    workspace.familles.reveal_contact(1)
    workspace.close()
    profil.store_path.write_bytes(older)
    workspace = opened(profil, communes()).unlock_with_phrase(PHRASE)
    assert workspace.verification.verify().problemes == (LOST,)
    workspace.close()


def test_a_medium_that_refuses_the_witness_still_closes(tmp_path: Path) -> None:
    profil = invented_profile(tmp_path / "profil")
    workspace = opened(profil, communes()).unlock_with_phrase(PHRASE)
    workspace.familles.reveal_contact(1)
    profil.keys_path.unlink()
    assert "Aucun profil" in workspace.verification.verify().problemes[0]
    workspace.close()
    workspace.close()
