"""`initialiser`, `verifier`, `sauvegarder`, `restaurer`, and how the passphrase is given."""

import re
import shutil
from pathlib import Path

import pytest
from command_line import Cli
from fakes import MemoryKeyring
from profiles import OTHER_PHRASE, PHRASE, communes, invented_profile, profile_at

from caseapp.cli import command, initialiser
from caseapp.services.acces import AccesService

CODE = re.compile(r"^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$")


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    return invented_profile(tmp_path / "familles inventées").folder


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# --- initialiser ---


def test_initialiser_makes_a_profile_and_gives_its_code_once(cli: Cli, profil: Path) -> None:
    done = cli("initialiser")
    assert (done.code, done.err) == (0, "")
    assert done.lines[0] == f"Profil créé dans « {profil} »."
    (code,) = [line for line in done.lines if CODE.match(line)]
    profile_at(profil).unlock_with_recovery(code).store.close()
    assert cli("verifier").code == 0


def test_initialiser_makes_the_folder(cli: Cli, profil: Path) -> None:
    folder = profil / "sous" / "dossier"
    assert cli("initialiser", folder=folder).code == 0
    assert (folder / "caseapp.base").is_file()


def test_initialiser_never_touches_an_existing_profile(cli: Cli, invented: Path) -> None:
    before = everything(invented)
    done = cli("initialiser", folder=invented, phrase=OTHER_PHRASE)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"Le dossier « {invented} » contient déjà un profil : il n'est pas remplacé.\n"
    assert everything(invented) == before


@pytest.mark.parametrize("left", ["caseapp.base", "caseapp.cles"])
def test_initialiser_never_touches_half_a_profile(cli: Cli, profil: Path, left: str) -> None:
    (profil / left).write_bytes(b"reste")
    assert cli("initialiser").code == 1
    assert everything(profil) == {left: b"reste"}


def test_initialiser_refuses_a_weak_phrase(cli: Cli, profil: Path) -> None:
    done = cli("initialiser", phrase="soleil")
    assert done.code == 1
    assert "se devine trop facilement" in done.err
    assert everything(profil) == {}


def test_initialiser_asks_the_phrase_twice(cli: Cli, profil: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PHRASE, OTHER_PHRASE, PHRASE, PHRASE])
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(command.getpass, "getpass", answer)
    refused = cli("initialiser", phrase=None)
    assert (refused.code, everything(profil)) == (1, {})
    assert refused.err == "Les deux phrases ne sont pas les mêmes : rien n'a été créé.\n"
    assert cli("initialiser", phrase=None).code == 0
    assert asked == ["Phrase de passe (plusieurs mots) : ", "La même, encore une fois : "] * 2


def test_initialiser_where_no_folder_can_be_made(cli: Cli, profil: Path) -> None:
    (profil / "fichier").write_text("", encoding="utf-8")
    done = cli("initialiser", folder=profil / "fichier" / "profil")
    assert done.code == 1
    assert "ne peut pas être créé" in done.err


# --- The passphrase ---


def test_a_wrong_phrase_is_refused(cli: Cli, invented: Path) -> None:
    done = cli("verifier", folder=invented, phrase=OTHER_PHRASE)
    assert (done.code, done.out) == (1, "")
    assert done.err == "Cette phrase de passe ou ce code de secours n'est pas le bon.\n"


def test_without_anybody_to_ask_the_phrase_is_wanted_in_the_environment(cli: Cli, invented: Path) -> None:
    done = cli("verifier", folder=invented, phrase=None)
    assert (done.code, done.out) == (1, "")
    assert done.err == "La phrase de passe manque : donnez-la dans CASEAPP_PHRASE.\n"


def test_the_keyring_opens_without_a_phrase(cli: Cli, invented: Path, keyring: MemoryKeyring) -> None:
    assert AccesService(profile_at(invented), communes(), keyring).remember(PHRASE)
    assert cli("verifier", folder=invented, phrase=None).code == 0
    keyring.locked = True
    assert cli("verifier", folder=invented, phrase=None).code == 1


def test_a_given_phrase_goes_before_the_keyring(cli: Cli, invented: Path, keyring: MemoryKeyring) -> None:
    assert AccesService(profile_at(invented), communes(), keyring).remember(PHRASE)
    assert cli("verifier", folder=invented, phrase=OTHER_PHRASE).code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("verifier",), ("sauvegarder",), ("exporter", "sortie"), ("importer", "entree"),
        ("statistiques", "--annee", "2025"), ("liste", "familles.total", "--annee", "2025"),
        ("rapport", "--annee", "2025", "--sortie", "r.pdf"),
    ],
)  # fmt: skip
def test_an_absent_profile_is_named_and_not_created(
    cli: Cli, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    absent = tmp_path / "absent"
    done = cli(*arguments, folder=absent)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"Il n'y a pas de profil dans « {absent} » : créez-le d'abord.\n"
    assert not absent.exists()


@pytest.mark.parametrize(
    ("lacking", "words"),
    [("caseapp.cles", "Les clés de ce profil"), ("caseapp.base", "La base de ce profil")],
)
def test_a_profile_that_lacks_a_file_asks_for_a_backup(
    cli: Cli, invented: Path, lacking: str, words: str
) -> None:
    (invented / lacking).unlink()
    done = cli("verifier", folder=invented)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(words)
    assert "restaurez une sauvegarde" in done.err


# --- verifier ---


def test_verifier_counts_and_says_that_all_is_well(cli: Cli, invented: Path) -> None:
    done = cli("verifier", folder=invented)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"5 familles, 56 enregistrements, \d+ entrées de journal", done.lines[0])
    assert done.lines[1:] == ["La base est entière et son journal n'a pas été modifié."]


def test_verifier_names_what_is_wrong_on_the_error_output(cli: Cli, invented: Path) -> None:
    opening = profile_at(invented).unlock_with_phrase(PHRASE)
    with opening.store.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM journal WHERE sequence = 2")
        connection.exec_driver_sql(
            "DELETE FROM recherche_familles WHERE rowid IN (SELECT max(rang) FROM recherche_rangs)"
        )
        connection.commit()
    opening.store.close()
    done = cli("verifier", folder=invented)
    assert done.code == 1
    assert done.err.splitlines() == [
        "Le journal a été modifié à partir de l'entrée 2.",
        "L'index de recherche des familles n'est pas à jour.",
    ]
    assert len(done.lines) == 1


def test_verifier_goes_on_after_a_damaged_page(cli: Cli, invented: Path) -> None:
    path = invented / "caseapp.base"
    opening = profile_at(invented).unlock_with_phrase(PHRASE)
    with opening.store.engine.connect() as connection:
        statement = "SELECT rootpage FROM sqlite_master WHERE name = 'aides'"
        page = connection.exec_driver_sql(statement).scalar_one()
    opening.store.close()
    data = bytearray(path.read_bytes())
    data[4096 * page - 7] ^= 1
    path.write_bytes(data)
    done = cli("verifier", folder=invented)
    assert done.code == 1
    assert done.err.startswith(f"La page {page} de la base est endommagée.\n")


# --- sauvegarder, restaurer ---


def test_a_backup_is_written_then_restored_elsewhere(cli: Cli, invented: Path, profil: Path) -> None:
    saved = cli("sauvegarder", folder=invented)
    assert (saved.code, saved.err) == (0, "")
    path = Path(saved.out.removeprefix("Sauvegarde écrite et relue : ").strip())
    assert path.parent == invented / "sauvegardes"
    restored = cli("restaurer", path)
    assert (restored.code, restored.err) == (0, "")
    assert restored.lines == ["Sauvegarde remise en place : 5 familles."]
    assert cli("verifier").code == 0


def test_restoring_over_a_profile_says_where_the_former_is(cli: Cli, invented: Path, profil: Path) -> None:
    path = Path(cli("sauvegarder", folder=invented).out.split(" : ")[1].strip())
    assert cli("initialiser", phrase=OTHER_PHRASE).code == 0
    restored = cli("restaurer", path)
    assert restored.code == 0
    (aside,) = profil.glob("avant-restauration-*")
    assert restored.lines[1] == f"Ce qu'elle remplace est gardé dans « {aside} »."
    assert cli("verifier", folder=aside, phrase=OTHER_PHRASE).code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "Il n'y a pas de sauvegarde nommée « copie »."), (b"PK", "n'est pas une sauvegarde")],
)
def test_restoring_what_is_no_backup_changes_nothing(
    cli: Cli, invented: Path, content: bytes | None, words: str
) -> None:
    path = invented.parent / "copie"
    if content is not None:
        path.write_bytes(content)
    before = everything(invented)
    done = cli("restaurer", path, folder=invented)
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert everything(invented) == before


def test_restoring_with_a_wrong_phrase_changes_nothing(cli: Cli, invented: Path, profil: Path) -> None:
    path = Path(cli("sauvegarder", folder=invented).out.split(" : ")[1].strip())
    shutil.copy(path, profil / "copie.sauvegarde")
    done = cli("restaurer", profil / "copie.sauvegarde", phrase=OTHER_PHRASE)
    assert done.code == 1
    assert "n'est pas le bon" in done.err
    assert set(everything(profil)) == {"copie.sauvegarde"}


def test_every_prompt_speaks_of_a_phrase_de_passe() -> None:
    source = Path(initialiser.__file__).parent
    texts = "".join(path.read_text(encoding="utf-8") for path in source.glob("*.py"))
    assert "hrase secrète" not in texts
    assert texts.count("hrase de passe") >= 4
