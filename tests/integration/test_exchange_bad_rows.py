"""A bad row never enters and never stops the others silently: it is listed with its place and its reason."""

import codecs
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_stores import SMALL, changed, column_of, copied_store, counts, dump, small, write_small
from portfolio_format import HEADERS, Portfolio, csv_text
from workbooks import write_ods, write_xlsx

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import InputError
from caseapp.models import Famille
from caseapp.paths import resource
from caseapp.services.echange import EchangeService, Problem
from caseapp.store import Store

AUTEUR = "tests"
ROWS = {file: len(rows) for file, rows in SMALL.items()}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = copied_store(tmp_path / "profil")
    yield opened
    opened.close()


@pytest.fixture
def service(store: Store) -> EchangeService:
    return EchangeService(store, AUTEUR)


def only_problem(service: EchangeService, path: Path) -> Problem:
    """Return the only problem of an import, which writes nothing."""
    result = service.import_path(path)
    assert not result.written
    assert len(result.problems) == 1, result.problems
    return result.problems[0]


BAD_CELLS = [
    ("familles", 0, "date_naissance", "31/02/2026", "n'existe pas"),
    ("familles", 0, "date_naissance", "11/21/2026", "n'existe pas"),
    ("familles", 0, "nom", "", "obligatoire"),
    ("familles", 2, "nom", "nul\x00", "interdit"),
    ("familles", 2, "nom", "inversé\u202e", "interdit"),
    ("familles", 2, "nom", "x" * 401, "trop long"),
    ("familles", 2, "famille", "F" * 61, "60 caractères"),
    ("familles", 2, "matricule", "1" * 21, "20 caractères"),
    ("familles", 2, "code_commune", "4019", "5 caractères"),
    ("familles", 2, "protection", "peut-être", "oui ou non"),
    ("familles", 2, "famille", "F1", "déjà donnée ligne 2"),
    ("familles", 2, "matricule", "1000001", "déjà attribué à « F1 »"),
    ("interventions", 1, "motif", "amour", "absent de la liste"),
    ("interventions", 1, "famille", "F9", "référence inconnue"),
    ("interventions", 1, "agent", "TS09", "référence inconnue"),
    ("interventions", 1, "date_cloture", "2017-01-31", "date_cloture est avant date_ouverture"),
    ("situations", 0, "quotient_familial", "-1", "négatif"),
    ("situations", 0, "nombre_enfants", "31", "de 0 à 30"),
    ("situations", 0, "famille", "f1", "référence inconnue"),
    ("aides", 0, "date_decision", "", "un accord demande la date"),
    ("aides", 0, "montant_pret", "1 234,505", "illisible"),
    ("rendez_vous", 0, "statut", "", "obligatoire"),
    ("tentatives_contact", 1, "canal", "pigeon", "absent de la liste"),
    ("reperes", 0, "annee", "17", "de 1900 à 2199"),
    ("reperes", 0, "valeur", "beaucoup", "nombre illisible"),
]


@pytest.mark.parametrize(("file", "number", "column", "value", "reason"), BAD_CELLS)
def test_a_bad_cell_is_listed_with_its_place_value_and_reason(
    service: EchangeService, store: Store, tmp_path: Path,
    file: str, number: int, column: str, value: str, reason: str,
) -> None:  # fmt: skip
    portfolio = changed(file, number, **{column: value})
    keep = {"interventions", "aides", "rendez_vous", "situations", "offres_contact", "tentatives_contact"}
    if file == "familles":
        portfolio = {name: rows for name, rows in portfolio.items() if name not in keep or not number}
        portfolio |= {name: [] for name in keep}
    if file == "interventions":
        portfolio["rendez_vous"] = []
    before = dump(store)
    problem = only_problem(service, write_small(tmp_path / "source", portfolio))
    assert (problem.file, problem.line, problem.column) == (f"{file}.csv", number + 2, column)
    assert problem.fatal
    assert reason in problem.reason
    expected = value.replace("\x00", "\ufffd").replace("\u202e", "\ufffd")
    assert problem.value == (expected if len(expected) <= 80 else f"{expected[:79]}…")
    assert dump(store) == before


@pytest.mark.parametrize(("file", "number", "column", "value", "reason"), BAD_CELLS)
def test_the_good_rows_enter_when_they_are_wanted_alone(
    service: EchangeService, store: Store, tmp_path: Path,
    file: str, number: int, column: str, value: str, reason: str,
) -> None:  # fmt: skip
    folder = write_small(tmp_path / "source", changed(file, number, **{column: value}))
    result = service.import_path(folder, good_rows_only=True)
    assert result.written
    found = counts(store)
    by_file = {report.file: report for report in result.files}
    assert by_file[file].refusees == 1
    assert reason in " ".join(problem.reason for problem in result.problems)
    for name, expected in ROWS.items():
        assert found[name] == by_file[name].nouvelles == expected - by_file[name].refusees


def test_a_row_that_refers_to_a_refused_one_is_refused_and_says_so(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = write_small(tmp_path / "source", changed("familles", 0, date_naissance="2017-13-01"))
    result = service.import_path(folder, good_rows_only=True)
    places = [(problem.file, problem.line, problem.column) for problem in result.problems]
    assert places == [
        ("familles.csv", 2, "date_naissance"),
        ("situations.csv", 2, "famille"),
        ("interventions.csv", 2, "famille"),
        ("offres_contact.csv", 2, "famille"),
        ("tentatives_contact.csv", 2, "offre"),
        ("tentatives_contact.csv", 3, "offre"),
        ("rendez_vous.csv", 2, "famille"),
        ("rendez_vous.csv", 2, "intervention"),
        ("aides.csv", 2, "famille"),
    ]
    assert result.problems[1].reason == "se rapporte à une ligne refusée (familles, ligne 2)"
    assert counts(store)["familles"] == 2


def test_every_bad_cell_of_a_row_is_listed_and_the_row_counted_once(
    service: EchangeService, tmp_path: Path
) -> None:
    portfolio = changed("interventions", 1, motif="x", nature="y", date_ouverture="z")
    result = service.import_path(write_small(tmp_path / "source", portfolio | {"rendez_vous": []}))
    assert [problem.column for problem in result.problems] == ["motif", "nature", "date_ouverture"]
    assert result.refusees == 1


def test_a_key_given_again_after_a_bad_row_is_refused_too(service: EchangeService, tmp_path: Path) -> None:
    rows = [{"code": "A", "nom": ""}, {"code": "A", "nom": "bon"}]
    folder = write_small(tmp_path / "source", small(partenaires=rows))
    assert [problem.reason for problem in service.import_path(folder).problems] == [
        "valeur obligatoire absente",
        "déjà donnée ligne 2",
    ]


def test_situations_are_told_apart_by_family_and_date(service: EchangeService, tmp_path: Path) -> None:
    rows = [{"famille": "F1", "date_effet": day} for day in ("2017-01-01", "2017-01-02", "01/01/2017")]
    problem = only_problem(service, write_small(tmp_path / "source", small(situations=rows)))
    assert (problem.line, problem.reason) == (4, "déjà donnée ligne 2")


# --- Whole files ---


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
    (folder / "notes.csv").write_bytes(b"texte\n")
    (folder / ".~lock.partenaires.csv#").write_bytes(b"")
    (folder / "~$familles.xlsx").write_bytes(b"")
    result = service.import_path(folder)
    assert result.written
    assert [(one.file, one.column, one.fatal) for one in result.problems] == [
        ("notes.csv", "", False),
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


@pytest.mark.parametrize("content", [{}, {"notes.csv": b"a\n"}], ids=["empty", "others"])
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


# --- Doubts ---


def test_odd_matricules_and_unknown_communes_are_doubts(store: Store, tmp_path: Path) -> None:
    communes = CommuneDirectory.load(resource("communes.tsv.gz"))
    portfolio = small()
    portfolio["familles"] = [
        {"famille": "F1", "nom": "a", "matricule": "12", "code_commune": "99999"},
        {"famille": "F2", "nom": "b", "matricule": "1000002", "code_commune": "40192"},
        {"famille": "F3", "nom": "c"},
    ]
    result = EchangeService(store, AUTEUR, communes).import_path(write_small(tmp_path / "s", portfolio))
    assert result.written
    assert [(one.line, one.column, one.value, one.fatal) for one in result.problems] == [
        (2, "matricule", "12", False),
        (2, "code_commune", "99999", False),
    ]


def test_problems_above_the_bound_are_counted(
    service: EchangeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseapp.exchange.ledger.MAX_LISTED", 3)
    rows: Portfolio = {"partenaires": [{"code": f"P{number}"} for number in range(10)]}
    result = service.import_path(write_small(tmp_path / "source", rows))
    assert (len(result.problems), result.hidden, result.refusees, result.is_clean) == (3, 7, 10, False)


def test_search_marks_and_names_of_the_field_are_only_text(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    names = [
        "O'Brien",
        "Œuvrard",
        "Nguyễn",
        "%",
        "_",
        '"',
        "AND",
        "-x",
        "*",
        "(",
        "=1+1",
        "../CON",
        "a" * 200,
    ]
    rows = [{"famille": f"F{number}", "nom": name} for number, name in enumerate(names)]
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "familles.csv").write_bytes(csv_text(HEADERS["familles"], rows).encode())
    assert service.import_path(folder).problems == ()
    assert column_of(store, Famille.nom) == names
