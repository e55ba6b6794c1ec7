"""CSV in: encodings, separators, quotes, and what is refused, with its line."""

import codecs
import io
from collections.abc import Callable
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolio_format import csv_text

from caseapp.errors import Cancelled
from caseapp.exchange.csv_reader import RawRow, inspect_csv, read_csv
from caseapp.exchange.refusal import FileRefusedError

COLUMNS = frozenset({"famille", "nom", "prenom"})
HEADER = ["famille", "nom", "prenom"]
FRENCH = "famille;nom;prenom\r\nF1;Œuvrard;Zoé\r\nF2;Aït-Ahmed;Chloë\r\nF3;Lefèvre;François\r\n"


def opener(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)


def no_check() -> None:
    """Never cancel."""


def read(data: bytes) -> list[RawRow]:
    shape = inspect_csv(opener(data), COLUMNS, no_check)
    rows = list(read_csv(opener(data), shape))
    assert shape.rows == len(rows)
    return rows


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("cp1252", b""),
        ("iso8859-1", b""),
        ("cp850", b""),
        ("mac_roman", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_reads_every_usual_encoding(encoding: str, mark: bytes) -> None:
    text = FRENCH.replace("Œ", "É") if encoding in {"iso8859-1", "cp850"} else FRENCH
    rows = read(mark + text.encode(encoding))
    assert [cells for _, cells in rows] == [line.split(";") for line in text.split("\r\n")[:-1]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_reads_every_separator_and_line_end(separator: str, line_end: str) -> None:
    data = [["F1", 'dit "Jo"', "a;b,c\td|e"], ["F2", "O'Brien", ""]]
    text = csv_text(tuple(HEADER), [dict(zip(HEADER, row, strict=True)) for row in data], separator, line_end)
    assert [cells for _, cells in read(text.encode())] == [HEADER, *data]


def test_the_separator_is_the_one_that_finds_columns_even_in_quoted_headers() -> None:
    assert read(b'"famille","nom","a;b;c;d"\n1,2,3\n')[0][1] == ["famille", "nom", "a;b;c;d"]


def test_the_line_that_names_the_separator_is_no_header() -> None:
    assert read(b"sep=,\nfamille,nom\nF1,Zo\n") == [(2, ["famille", "nom"]), (3, ["F1", "Zo"])]


def test_blank_lines_are_ignored_and_lines_counted_as_an_editor_does() -> None:
    rows = read(b'famille;nom\n\nF1;"deux\nlignes"\n;\n\r\nF2;x')
    assert rows == [(1, ["famille", "nom"]), (3, ["F1", "deux\nlignes"]), (7, ["F2", "x"])]


def test_damaged_utf8_keeps_its_good_letters_and_shows_the_bad_one() -> None:
    damaged = FRENCH.encode().replace("ç".encode(), b"\xe7")
    cells = [cells for _, cells in read(damaged)]
    assert cells[1] == ["F1", "Œuvrard", "Zoé"]
    assert cells[3][2] == "Fran\udce7ois"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 0, "vide"),
        (b"\r\n \t", 0, "vide"),
        (codecs.BOM_UTF8, 0, "vide"),
        (b"PK\x03\x04" + b"\x00" * 200, 0, "pas un fichier texte"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 0, "pas un fichier texte"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 0, "pas un fichier texte"),
        (bytes(range(256)) * 4, 0, "pas un fichier texte"),
        (b'famille;nom\nF1;"Zo\nF2;b\n', 2, "jamais refermé"),
        (b'famille;nom\nF1;a\nF2;"b"c\n', 3, "guillemets mal placés"),
        (b"famille;nom\nF1;a\nF2;" + b"x" * 1_000_001 + b"\n", 3, "un million de caractères"),
        (b"famille;nom\nF1;" + b"x" * 10_000_000 + b"\nF2;b\n", 2, "un million de caractères"),
        (b'famille;nom\nF1;"' + b"x\n" * 2_000_000, 2, "un million de caractères"),
        (codecs.BOM_UTF16_LE + "famille;nom\nF1;\ud800".encode("utf-16-le", "surrogatepass"), 2, "illisible"),
    ],
    ids=[
        "0 byte", "blank", "mark alone", "zip", "pdf", "png", "binary", "open quote", "misplaced quote",
        "1 MB cell", "10 MB cell", "open quote over 4 MB", "broken UTF-16",
    ],
)  # fmt: skip
def test_refuses_with_the_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(FileRefusedError, match=reason) as refusal:
        read(data)
    assert refusal.value.line == line


def test_a_single_nul_is_left_to_the_check_of_the_cell() -> None:
    assert read(b"famille;nom\nF1;a\x00b\n" + b"F2;abcdefghijkl\n" * 5)[1] == (2, ["F1", "a\x00b"])


def test_inspection_can_be_cancelled() -> None:
    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        inspect_csv(opener(b"famille;nom\nF1;a\n"), COLUMNS, cancel)


_cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\t\n"), max_size=12
)


@given(
    st.lists(st.tuples(st.just("F") | _cells.map("F".__add__), _cells, _cells), max_size=6),
    st.sampled_from(";,\t"),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_is_read(
    rows: list[tuple[str, str, str]], separator: str, line_end: str, encoding: str
) -> None:
    records = [dict(zip(HEADER, row, strict=True)) for row in rows]
    text = csv_text(tuple(HEADER), records, separator, line_end)
    found = read(text.encode(encoding))
    assert [cells for _, cells in found] == [HEADER, *map(list, rows)]
