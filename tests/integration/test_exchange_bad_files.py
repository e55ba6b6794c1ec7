"""Files that cannot be read, or not wholly: refused with their line, the others staying importable."""

import codecs
import zipfile
from pathlib import Path

import pytest
from exchange_stores import column_of, counts, dump, only_problem, write_small
from workbooks import write_ods, write_xlsx

from caseapp.errors import InputError
from caseapp.models import Famille
from caseapp.services.echange import EchangeService
from caseapp.store import Store


def write_file(folder: Path, name: str, content: bytes) -> Path:
    write_small(folder, {})
    (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 0, "vide"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, 0, "pas un fichier texte"),
        (b'code;nom\nA;"Zo\nB;b\n', 2, "jamais refermé"),
        (b"code;nom\nA;" + b"x" * 10_000_000, 2, "un million de caractères"),
        (b"code;nom;Nom\nA;a;b\n", 1, "colonne donnée deux fois : nom"),
        (b"code;type\nA;a\n", 1, "colonne obligatoire absente : nom"),
        (b"n'importe quoi\n", 1, "colonne obligatoire absente : code, nom"),
        (codecs.BOM_UTF8 + b"code;nom\nA;a;b\n", 2, "3 cellules au lieu de 2"),
        (b"code;nom;type\nA;a\n", 2, "2 cellules au lieu de 3"),
    ],
    ids=[
        "0 byte", "image", "open quote", "10 MB", "twice", "missing", "text", "too many cells", "cut line",
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line(
    service: EchangeService, store: Store, tmp_path: Path, content: bytes, line: int, reason: str
) -> None:
    before = dump(store)
    problem = only_problem(service, write_file(tmp_path / "source", "partenaires.csv", content))
    assert (problem.file, problem.line) == ("partenaires.csv", line)
    assert reason in problem.reason
    assert dump(store) == before


def test_the_other_files_enter_when_good_rows_are_wanted(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = write_small(tmp_path / "source")
    (folder / "interventions.csv").write_bytes(b"reference;famille\nI1;F1\n")
    result = service.import_path(folder, good_rows_only=True)
    assert result.written
    assert {report.file: report.refus for report in result.files}["interventions"].startswith("colonne oblig")
    assert [problem.reason for problem in result.problems if problem.file == "rendez_vous.csv"] == [
        "se rapporte au fichier « interventions », refusé"
    ]
    assert (counts(store)["familles"], counts(store)["interventions"]) == (3, 0)


def test_unknown_columns_and_files_are_reported_and_not_fatal(
    service: EchangeService, tmp_path: Path
) -> None:
    folder = write_file(tmp_path / "source", "partenaires.csv", b"code;couleur;nom;;\nA;bleu;a;;\n")
    (folder / "courriers.csv").write_bytes(b"texte\n")
    (folder / ".~lock.partenaires.csv#").write_bytes(b"")
    (folder / "~$familles.xlsx").write_bytes(b"")
    result = service.import_path(folder)
    assert result.written
    assert [(one.file, one.column, one.fatal) for one in result.problems] == [
        ("courriers.csv", "", False),
        ("partenaires.csv", "couleur", False),
    ]


def test_names_are_matched_without_case_nor_accents_and_columns_in_any_order(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = write_small(tmp_path / "source", {})
    (folder / "FAMILLES.CSV").write_bytes("Prénom;NOM;Famille\r\nZoé;O'Brien;F1\r\n".encode())
    (folder / "Réperes.txt").write_bytes(b"valeur\tannee\tcode\n1,5\t2017\tx\n")
    assert service.import_path(folder).problems == ()
    assert (counts(store)["familles"], counts(store)["reperes"]) == (1, 1)


@pytest.mark.parametrize("content", [{}, {"courriers.csv": b"a\n"}], ids=["empty", "others"])
def test_a_folder_without_a_known_file_is_refused(
    service: EchangeService, tmp_path: Path, content: dict[str, bytes]
) -> None:
    folder = tmp_path / "Mes fichiers"
    folder.mkdir()
    for name, data in content.items():
        (folder / name).write_bytes(data)
    with pytest.raises(InputError, match="« Mes fichiers » ne contient aucun fichier du format d'échange"):
        service.import_path(folder)


def test_an_absent_path_is_refused(service: EchangeService, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="introuvable"):
        service.preview(tmp_path / "absent.csv")


def test_two_sources_of_one_file_are_refused(service: EchangeService, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "source")
    (folder / "Familles.txt").write_bytes(b"famille;nom\n")
    with pytest.raises(InputError, match="donnent tous deux le fichier « familles »"):
        service.import_path(folder)


# --- Archives ---


def test_an_archive_may_hold_folders_and_hidden_files(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "portefeuille.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("dossier/Familles.csv", "famille;nom\nF1;a\n")
        archive.writestr("__MACOSX/dossier/._Familles.csv", b"\0\5\x16\7")
        archive.writestr("dossier/lisez-moi.md", "x")
    assert service.import_path(path).problems == ()
    assert counts(store)["familles"] == 1


def test_a_damaged_member_refuses_its_file_and_the_rows_that_refer_to_it(
    service: EchangeService, tmp_path: Path
) -> None:
    path = tmp_path / "portefeuille.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("familles.csv", "famille;nom\nF1;a\n")
        archive.writestr("situations.csv", "famille;date_effet\nF1;2017-01-01\n")
    path.write_bytes(path.read_bytes().replace(b"F1;a", b"F1;b"))
    result = service.import_path(path)
    assert [(one.file, one.line, one.reason) for one in result.problems] == [
        ("portefeuille.zip, familles.csv", 0, "le fichier est abîmé dans l'archive"),
        ("portefeuille.zip, situations.csv", 2, "se rapporte au fichier « familles », refusé"),
    ]


def test_an_archive_bomb_is_refused_unread(service: EchangeService, tmp_path: Path) -> None:
    path = tmp_path / "bombe.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("familles.csv", b"famille;nom\n" + b"x" * 5_000_000)
    assert "démesuré" in only_problem(service, path).reason


# --- Workbooks ---


@pytest.mark.parametrize(("write", "suffix"), [(write_xlsx, ".xlsx"), (write_ods, ".ods")])
def test_bad_rows_of_a_workbook_have_their_sheet_and_line(
    service: EchangeService, tmp_path: Path, write: object, suffix: str
) -> None:
    assert callable(write)
    sheets = {
        "Familles": [["famille", "nom", "date_naissance"], [], ["F1", "a", 42736], ["F2", "#N/A", None]],
        "Feuil2": [["x"]],
    }
    result = service.import_path(write(tmp_path / f"classeur{suffix}", sheets))
    assert [(one.file, one.line, one.column, one.value, one.reason) for one in result.problems] == [
        (f"classeur{suffix}, feuille Familles", 3, "date_naissance", "42736",
         "date illisible : écrire AAAA-MM-JJ ou JJ/MM/AAAA"),
        (f"classeur{suffix}, feuille Familles", 4, "nom", "#ERREUR\ufffd",
         "cellule en erreur dans le tableur"),
    ]  # fmt: skip


def test_a_file_of_one_sheet_is_named_by_the_file(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    write_xlsx(folder / "Familles.xlsx", {"Feuil1": [["famille", "matricule", "nom"], ["F1", 1010516, "a"]]})
    write_ods(folder / "agents.ods", {"Feuille1": [["code", "nom", "metier"], ["TS01", "b", "cesf"]]})
    assert service.import_path(folder).problems == ()
    assert column_of(store, Famille.matricule) == ["1010516"]
    assert counts(store)["agents"] == 1


def test_a_damaged_workbook_beside_good_files_refuses_itself_only(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = write_small(tmp_path / "source")
    (folder / "permanences.xlsx").write_bytes(b"PK\x03\x04abc")
    result = service.import_path(folder)
    assert not result.written
    assert [(one.file, one.fatal) for one in result.problems] == [("permanences.xlsx", True)]
    assert service.import_path(folder, good_rows_only=True).written
    assert counts(store)["familles"] == 3
