"""`importer` and `exporter`: what comes in, what is refused and written nowhere, what goes out."""

import shutil
from pathlib import Path

import pytest
from command_line import Cli
from invented import NOTES, PORTFOLIO
from portfolio_format import Portfolio, read_portfolio, write_portfolio
from profiles import invented_profile


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_portfolio(tmp_path / "extraction du 3 mai", PORTFOLIO)


@pytest.fixture
def created(cli: Cli, profil: Path) -> Path:
    assert cli("initialiser").code == 0
    return profil


def counts(cli: Cli) -> str:
    return cli("verifier").lines[0].rsplit(",", 1)[0]


def with_bad_row(files: Path) -> Path:
    path = files / "familles.csv"
    path.write_bytes(path.read_bytes() + b"F9;;Sans date;;31/02/2017;;;;\r\n")
    return files


def test_a_folder_is_imported_file_by_file(cli: Cli, created: Path, files: Path) -> None:
    done = cli("importer", files)
    assert (done.code, done.err) == (0, "")
    assert "familles : 5 nouvelles, 0 modifiée, 0 inchangée, 0 refusée" in done.lines
    assert len(done.lines) == len(PORTFOLIO)
    assert counts(cli) == "5 familles, 52 enregistrements"


def test_importing_twice_changes_nothing(cli: Cli, created: Path, files: Path) -> None:
    cli("importer", files)
    done = cli("importer", files)
    assert (done.code, done.err) == (0, "")
    assert "familles : 0 nouvelle, 0 modifiée, 5 inchangées, 0 refusée" in done.lines
    assert counts(cli) == "5 familles, 52 enregistrements"


def test_one_file_is_imported_alone(cli: Cli, created: Path, files: Path) -> None:
    done = cli("importer", files / "familles.csv")
    assert (done.code, done.lines) == (0, ["familles : 5 nouvelles, 0 modifiée, 0 inchangée, 0 refusée"])


def test_a_simulation_writes_nothing(cli: Cli, created: Path, files: Path) -> None:
    done = cli("importer", files, "--simulation")
    assert (done.code, done.err) == (0, "")
    assert done.lines[-1] == "Simulation : rien n'a été écrit."
    assert "familles : 5 nouvelles, 0 modifiée, 0 inchangée, 0 refusée" in done.lines
    assert counts(cli) == "0 famille, 0 enregistrement"


def test_a_simulation_tells_refused_rows_by_its_code(cli: Cli, created: Path, files: Path) -> None:
    done = cli("importer", with_bad_row(files), "--simulation")
    assert done.code == 1
    assert "familles.csv, ligne 7, date_naissance « 31/02/2017 »" in done.err


def test_a_bad_row_refuses_everything_and_is_told_by_its_place(cli: Cli, created: Path, files: Path) -> None:
    done = cli("importer", with_bad_row(files))
    assert done.code == 1
    refused, advice = done.err.splitlines()
    assert refused.startswith(
        "familles.csv, ligne 7, date_naissance « 31/02/2017 » : cette date n'existe pas"
    )
    assert advice == "Rien n'a été importé : corrigez ces lignes, ou ajoutez --bonnes-lignes."
    assert counts(cli) == "0 famille, 0 enregistrement"


def test_good_rows_are_imported_when_asked(cli: Cli, created: Path, files: Path) -> None:
    done = cli("importer", with_bad_row(files), "--bonnes-lignes")
    assert done.code == 0
    assert "familles : 5 nouvelles, 0 modifiée, 0 inchangée, 1 refusée" in done.lines
    assert "ligne 7" in done.err
    assert counts(cli) == "5 familles, 52 enregistrements"


def test_a_missing_column_refuses_the_file(cli: Cli, created: Path, files: Path) -> None:
    (files / "familles.csv").write_text("famille;prenom\r\nF1;Zoé\r\n", encoding="utf-8")
    done = cli("importer", files)
    assert done.code == 1
    assert "familles.csv : colonne obligatoire absente : nom" in done.err.splitlines()
    assert done.err.count("colonne obligatoire absente") == 1
    assert counts(cli) == "0 famille, 0 enregistrement"


@pytest.mark.parametrize("names", [[], ["courriers.csv", "photo.png"], ["familles.txt"]])
def test_a_folder_with_no_known_file_is_refused(
    cli: Cli, created: Path, tmp_path: Path, names: list[str]
) -> None:
    folder = tmp_path / "divers"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("a;b\r\n1;2\r\n", encoding="utf-8")
    done = cli("importer", folder)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") >= 1


def test_an_absent_path_is_refused(cli: Cli, created: Path, tmp_path: Path) -> None:
    done = cli("importer", tmp_path / "absent")
    assert (done.code, done.out) == (1, "")
    assert "absent" in done.err


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 500, b"PK\x03\x04", b"SQLite format 3\x00"])
def test_a_file_that_is_no_table_is_refused(cli: Cli, created: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "familles.csv"
    path.write_bytes(content)
    done = cli("importer", path)
    assert done.code == 1
    assert done.err


# --- exporter ---


def test_what_is_exported_comes_back_equal(cli: Cli, created: Path, files: Path, tmp_path: Path) -> None:
    cli("importer", files)
    first, second = tmp_path / "premier", tmp_path / "second export"
    done = cli("exporter", first)
    assert (done.code, done.err) == (0, "")
    assert done.lines == [
        f"52 lignes dans « {first} ».",
        "Attention : cet export complet contient 1 famille protégée.",
    ]
    other = created.parent / "autre profil"
    assert cli("initialiser", folder=other).code == 0
    assert cli("importer", first, folder=other).code == 0
    assert cli("exporter", second, folder=other).code == 0
    exported: Portfolio = read_portfolio(first)
    assert exported == read_portfolio(second)
    assert {name: len(rows) for name, rows in exported.items()} == {
        name: len(rows) for name, rows in PORTFOLIO.items()
    }


def test_an_export_says_how_many_personal_notes_of_others_it_leaves_out(cli: Cli, tmp_path: Path) -> None:
    folder = invented_profile(tmp_path / "profil").folder
    done = cli("exporter", tmp_path / "export", folder=folder)
    assert done.lines[-1] == "1 note personnelle d'une autre personne reste dans la base."
    assert len(read_portfolio(tmp_path / "export")["notes"]) == len(NOTES) - 1


def test_an_export_is_written_again_in_its_own_folder(cli: Cli, created: Path, tmp_path: Path) -> None:
    assert cli("exporter", tmp_path / "export").code == 0
    assert cli("exporter", tmp_path / "export").code == 0


def test_a_folder_that_holds_something_else_is_refused_and_left(
    cli: Cli, created: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mes documents"
    folder.mkdir()
    (folder / "lettre.txt").write_text("à garder", encoding="utf-8")
    done = cli("exporter", folder)
    assert (done.code, done.out) == (1, "")
    assert "choisissez un dossier vide" in done.err
    assert [path.name for path in folder.iterdir()] == ["lettre.txt"]


def test_a_place_that_cannot_be_written_is_refused(cli: Cli, created: Path, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    for target in (tmp_path / "fichier", tmp_path / "fichier" / "export"):
        done = cli("exporter", target)
        assert (done.code, done.out) == (1, "")
        assert done.err.count("\n") == 1


def test_every_export_leaves_a_trace(cli: Cli, tmp_path: Path) -> None:
    folder = invented_profile(tmp_path / "profil").folder
    before = cli("verifier", folder=folder).lines[0]
    cli("exporter", tmp_path / "export", folder=folder)
    shutil.rmtree(tmp_path / "export")
    assert cli("verifier", folder=folder).lines[0] != before
