"""XLSX and ODS in, by a real child process: types of cells, errors, bombs, silence."""

import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from workbooks import (
    Sheets,
    confused_child,
    dying_child,
    rewrite_member,
    silent_child,
    write_ods,
    write_xlsx,
)

from caseapp.errors import Cancelled
from caseapp.exchange import archive
from caseapp.exchange.refusal import ERROR_CELL, FileRefusedError
from caseapp.exchange.workbook_reader import WorkbookReader

Write = Callable[[Path, Sheets], Path]
CELLS: Sheets = {
    "familles": [
        ["famille", "matricule", "date", "montant", "oui", "texte"],
        ["F1", 1010516, date(2016, 2, 29), 374.1, True, "O'Brien"],
        ["F2", 10105160000.0, date(1999, 12, 31), 0.1 + 0.2, False, "=1+1"],
    ],
    "vide": [],
    "Agents": [["code"]],
}
TEXTS = [
    (1, ["famille", "matricule", "date", "montant", "oui", "texte"]),
    (2, ["F1", "1010516", "2016-02-29", "374.1", "oui", "O'Brien"]),
    (3, ["F2", "10105160000", "1999-12-31", "0.3", "non", "=1+1"]),
]
writers = pytest.mark.parametrize(("write", "suffix"), [(write_xlsx, ".xlsx"), (write_ods, ".ods")])


def no_check() -> None:
    """Never cancel."""


def read(path: Path, sheet: str = "familles") -> list[tuple[int, list[str]]]:
    with WorkbookReader(path, no_check) as reader:
        return [row for _, rows in reader.rows(sheet) for row in rows]


@writers
def test_cells_become_the_text_of_the_format(write: Write, suffix: str, tmp_path: Path) -> None:
    path = write(tmp_path / f"classeur é{suffix}", CELLS)
    with WorkbookReader(path, no_check) as reader:
        assert reader.sheets == ("familles", "vide", "Agents")
        assert [row for _, rows in reader.rows("familles") for row in rows] == TEXTS
        assert [row for _, rows in reader.rows("vide") for row in rows] == []
        assert [row for _, rows in reader.rows("Agents") for row in rows] == [(1, ["code"])]


def test_dates_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    assert read(write_xlsx(tmp_path / "c.xlsx", CELLS, date_1904=True)) == TEXTS


def test_xlsx_errors_are_no_empty_cells(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "c.xlsx", {"familles": [["famille", "nom"], ["F1", "x"], ["F2", "y"]]})
    error = b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    changed = rewrite_member(
        path, "xl/worksheets/sheet1.xml", lambda xml: _replace_cell(xml, b'<c r="B2"', error)
    )
    assert read(changed) == [(1, ["famille", "nom"]), (2, ["F1", ERROR_CELL]), (3, ["F2", "y"])]


def _replace_cell(xml: bytes, start: bytes, cell: bytes) -> bytes:
    before, _, after = xml.partition(start)
    assert after
    return before + cell + after.partition(b"</c>")[2]


def test_ods_errors_are_no_empty_cells(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "c.ods", {"familles": [["famille", "nom"], ["F1", "x"], ["F2", "y"]]})
    error = (
        b'<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        b'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    cell = b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'

    def change(xml: bytes) -> bytes:
        assert cell in xml
        namespace = (
            b'<office:document-content xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:'
        )
        declared = xml.replace(b"<office:document-content", namespace + b'xmlns:calcext:1.0"', 1)
        return declared.replace(cell, error)

    assert read(rewrite_member(path, "content.xml", change))[1:] == [
        (2, ["F1", ERROR_CELL]),
        (3, ["F2", "y"]),
    ]


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#NAME?", "#VALEUR!", "Err:502"])
def test_the_text_of_an_error_is_an_error(text: str, tmp_path: Path) -> None:
    assert read(write_xlsx(tmp_path / "c.xlsx", {"familles": [[text]]})) == [(1, [ERROR_CELL])]


def test_merged_and_shifted_cells_keep_their_lines(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "c.xlsx", {"familles": [[], [], ["famille", "nom"], [], ["F1", "a"]]})
    merged = b'<mergeCells count="1"><mergeCell ref="A5:B5"/></mergeCells>'
    rewrite_member(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merged)
    )
    assert read(path) == [(3, ["famille", "nom"]), (5, ["F1", "a"])]


# --- Bombs and damage ---


def test_a_declared_bomb_is_refused_before_a_child_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * 20_000_000)
    monkeypatch.setattr("multiprocessing.get_context", lambda _kind: pytest.fail("a child was asked for"))
    with pytest.raises(FileRefusedError, match="démesuré : fichier refusé sans être lu"):
        WorkbookReader(path, no_check)


@pytest.mark.parametrize(
    ("count", "size", "packed"),
    [(archive.MAX_MEMBERS + 1, 10, 10), (2, archive.MAX_UNPACKED // 2 + 1, 10**8), (1, 2_000_000, 1_000)],
    ids=["members", "total", "ratio"],
)
def test_declared_sizes_are_bounded(count: int, size: int, packed: int) -> None:
    members = []
    for number in range(count):
        info = zipfile.ZipInfo(f"{number}.xml")
        info.file_size, info.compress_size = size, packed
        members.append(info)
    with pytest.raises(FileRefusedError, match="démesuré"):
        archive.check_sizes(members)


def test_a_sheet_of_seventeen_billion_cells_ends_the_child_and_not_the_program(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "c.xlsx", {"familles": [["famille"]]})
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    rewrite_member(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))
    with pytest.raises(FileRefusedError, match="abîmé ou démesuré"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"pas un classeur", b"PK\x03\x04tronqu\xe9", b"nom;prenom\n"],
    ids=["0 byte", "text", "truncated", "csv renamed"],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_what_is_no_workbook_is_refused(content: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"c{suffix}"
    path.write_bytes(content)
    with pytest.raises(FileRefusedError, match="abîmé"):
        WorkbookReader(path, no_check)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_an_old_or_protected_workbook_is_told(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"c{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(FileRefusedError, match="protégé ou d'un ancien format"):
        WorkbookReader(path, no_check)


@writers
def test_damaged_parts_are_refused(write: Write, suffix: str, tmp_path: Path) -> None:
    path = write(tmp_path / f"c{suffix}", {"familles": [["famille"], ["F1"]]})
    member = "content.xml" if suffix == ".ods" else "xl/workbook.xml"
    rewrite_member(path, member, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(FileRefusedError, match="abîmé"):
        read(path)


def test_a_zip_that_holds_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("lisez-moi.txt", "bonjour")
    with pytest.raises(FileRefusedError, match="abîmé"):
        WorkbookReader(path, no_check)


# --- The child ---


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "c.xlsx", {"familles": [["famille"], *[[f"F{n}"] for n in range(3000)]]})


def test_a_silent_child_is_ended(book: Path) -> None:
    start = time.monotonic()
    with pytest.raises(FileRefusedError, match="trop long à lire"):
        WorkbookReader(book, no_check, silent_child, max_silence=0.3)
    assert time.monotonic() - start < 10


def test_a_child_that_dies_is_told_apart(book: Path) -> None:
    with (
        WorkbookReader(book, no_check, dying_child) as reader,
        pytest.raises(FileRefusedError, match="lecture a été arrêtée"),
    ):
        list(reader.rows("familles"))


def test_a_child_that_answers_nonsense_is_refused(book: Path) -> None:
    with pytest.raises(FileRefusedError, match="abîmé"):
        WorkbookReader(book, no_check, confused_child)


def test_cancelling_ends_the_wait_and_the_child(book: Path) -> None:
    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        WorkbookReader(book, cancel, silent_child)


def test_a_sheet_may_be_left_before_its_end(book: Path) -> None:
    with WorkbookReader(book, no_check) as reader:
        share, rows = next(reader.rows("familles"))
    assert (round(share, 2), len(rows)) == (0.17, 500)
