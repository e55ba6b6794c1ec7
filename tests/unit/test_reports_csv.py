import csv
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import FORMULAS, cells_of, report_of, rich_report, synthese

from caseapp.reports.csv_files import COLUMNS, ECHANGE, EXCEL_FRANCE, FORMULA_STARTS, CsvProfile, render_csv
from caseapp.reports.report import Cell, Chapter, Report, Row, Table

PROFILES = pytest.mark.parametrize("profile", [EXCEL_FRANCE, ECHANGE], ids=["excel", "echange"])


def rows_of(report: Report, profile: CsvProfile) -> list[list[str]]:
    text = render_csv(report, profile).decode("utf-8-sig" if profile.byte_order_mark else "utf-8")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))


def one_cell(label: str, cell: Cell, address: str = "a.b") -> Report:
    return report_of(
        Chapter("c", "C", (Table("t", "T", "Ligne", ("Colonne",), (Row(label, (cell,), address),)),))
    )


@PROFILES
def test_one_row_a_figure_with_its_exact_number(profile: CsvProfile) -> None:
    header, *rows = rows_of(rich_report(), profile)
    assert tuple(header) == COLUMNS
    cells = cells_of(rich_report())
    assert len(rows) == len(cells)
    for row, cell in zip(rows, cells, strict=True):
        if cell.number is not None:
            assert Decimal(row[5].replace(profile.decimal_mark, ".")) == cell.number


def test_excel_in_france_opens_it_as_it_is() -> None:
    data = render_csv(rich_report(), EXCEL_FRANCE)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 100
    start = "Synthèse;Les chiffres de l'année;"
    lines = data.decode("utf-8-sig").split("\r\n")
    assert f"{start}Montant des aides accordées;2017;aides.total.montant;1263153,00;euro" in lines
    assert f"{start}Séances d'actions collectives;Évolution;actions_collectives.seances;–;%" in lines


def test_programs_read_points_and_nothing_for_unknown() -> None:
    assert not render_csv(rich_report(), ECHANGE).startswith(b"\xef\xbb\xbf")
    rows = rows_of(rich_report(), ECHANGE)
    assert ["1263153.00", "euro"] in [row[5:] for row in rows]
    unknown = [row for row in rows if row[4] == "impayes.cible_locale.taux_solution" and row[3] == "2016"]
    assert [row[5] for row in unknown] == [""]


def test_negative_numbers_stay_numbers() -> None:
    cell = Cell("− 22,5 %", Decimal("-22.5"))
    assert rows_of(one_cell("x", cell), EXCEL_FRANCE)[1][5] == "-22,5"
    assert rows_of(one_cell("x", cell), ECHANGE)[1][5] == "-22.5"


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_get_an_apostrophe_for_excel_only(text: str) -> None:
    report = one_cell(text, Cell(text))
    assert rows_of(report, EXCEL_FRANCE)[1][2] == f"'{text}"
    assert rows_of(report, EXCEL_FRANCE)[1][5] == f"'{text}"
    assert rows_of(report, ECHANGE)[1][2] == text


def test_an_address_is_never_guessed() -> None:
    cells = (
        Cell("1", Decimal(1), address="a.b.nombre"),
        Cell("2", Decimal(2), address="a.b.montant"),
        Cell("+ 1 %"),
    )
    table = Table("t", "T", "L", ("Nombre", "Montant", "Évolution"), (Row("x", cells, "a.b"),))
    rows = rows_of(report_of(Chapter("c", "C", (table,))), ECHANGE)[1:]
    assert [row[4] for row in rows] == ["a.b.nombre", "a.b.montant", ""]


def test_cells_that_say_nothing_have_no_row() -> None:
    assert rows_of(one_cell("x", Cell("")), EXCEL_FRANCE) == [list(COLUMNS)]


def test_n_minus_1_has_the_address_of_its_figure() -> None:
    rows = rows_of(report_of(synthese()), ECHANGE)
    assert [row[4] for row in rows[1:4]] == ["cibles.total.total"] * 3


@given(st.text(max_size=60) | st.sampled_from([*FORMULAS, 'a";=1+1', "\ud800", "m" * 40_000]))
def test_no_text_becomes_a_formula_or_breaks_a_row(text: str) -> None:
    rows = rows_of(one_cell(text, Cell(text)), EXCEL_FRANCE)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert not [field for row in rows for field in row if field.startswith(FORMULA_STARTS)]
