import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from report_samples import FORMULAS, cells_of, interventions, report_of, rich_report, tables_of

from caseapp.domain.units import Unit
from caseapp.reports.ods import render_ods
from caseapp.reports.report import Cell, Chapter, Chart, NumberStyle, Report, Row, Table
from caseapp.reports.sheets import NumberFormat, sheet_names
from caseapp.reports.xlsx import number_code, render_xlsx

Render = Callable[[Report], bytes]
RENDERERS = pytest.mark.parametrize("render", [render_xlsx, render_ods], ids=["xlsx", "ods"])
HOSTILE = st.text(max_size=40) | st.sampled_from(
    [*FORMULAS, "a\nb", "\x00\x07", "\ud800", "m" * 40_000, "_x0041_"]
)


def opened(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(data))


def values(book: CalamineWorkbook, name: str) -> list[object]:
    return [value for row in book.get_sheet_by_name(name).iter_rows() for value in row if value != ""]


def numbers(book: CalamineWorkbook, name: str) -> list[Decimal]:
    return [Decimal(str(value)) for value in values(book, name) if isinstance(value, int | float)]


def xml(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "".join(
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/") or name == "content.xml"
        )


def small_table(*cells: Cell, label: str = "Ligne", title: str = "Colonne") -> Table:
    return Table("t", "Tableau", "Titre", (title,) * len(cells), (Row(label, cells, "a.b"),), ("Une note.",))


@RENDERERS
def test_sheets_are_read_me_then_chapters(render: Render) -> None:
    report = rich_report()
    names = opened(render(report)).sheet_names
    assert names[0] == "Lisez-moi"
    assert names[1:3] == ["Synthèse", "Interventions et familles"]
    assert len(names) == len(report.chapters) + 1
    assert all(len(name) <= 31 for name in names)


@RENDERERS
def test_numbers_are_exactly_those_of_the_cells(render: Render) -> None:
    report = rich_report()
    book = opened(render(report))
    for chapter, name in zip(report.chapters, book.sheet_names[1:], strict=True):
        expected = [cell.number for cell in cells_of(report_of(chapter)) if cell.number is not None]
        for chart in (block for block in chapter.blocks if isinstance(block, Chart)):
            by_series = [series.values for series in chart.series]
            expected += [number for row in zip(*by_series, strict=True) for number in row]
        assert numbers(book, name) == expected


@RENDERERS
def test_unknown_figures_labels_addresses_and_notes_are_texts(render: Render) -> None:
    report = rich_report()
    book = opened(render(report))
    for chapter, name in zip(report.chapters, book.sheet_names[1:], strict=True):
        found = {value for value in values(book, name) if isinstance(value, str)}
        assert chapter.title in found
        for table in tables_of(report_of(chapter)):
            assert {table.title, table.row_title, *table.columns, *table.notes} <= found
            assert {row.label for row in table.rows} | {row.address for row in table.rows} <= found
            assert {cell.text for row in table.rows for cell in row.cells if cell.number is None} <= found


@RENDERERS
def test_read_me_says_perimeter_date_units_and_how_to_read(render: Render) -> None:
    report = rich_report()
    found = values(opened(render(report)), "Lisez-moi")
    assert report.perimeter in found
    assert "Période : 2017" in found
    assert "Édité le 21 novembre 2026 avec caseapp 0.1.0" in found
    assert "aide, %, famille, euro" in found
    assert any("38,5" in str(text) for text in found)
    assert [table.title for table in tables_of(report)] == [text for text in found if text in titles(report)]


def titles(report: Report) -> set[str]:
    return {table.title for table in tables_of(report)}


@RENDERERS
def test_formulas_stay_text(render: Render) -> None:
    rows = tuple(Row(text, (Cell(text),), text) for text in FORMULAS)
    table = Table("t", FORMULAS[0], FORMULAS[1], (FORMULAS[2],), rows, (FORMULAS[3],), FORMULAS[4])
    data = render(
        replace(report_of(Chapter("c", FORMULAS[0], (table,))), title=FORMULAS[0], perimeter=FORMULAS[1])
    )
    book = opened(data)
    assert set(FORMULAS) <= set(values(book, book.sheet_names[1]))
    assert "<f>" not in xml(data)
    assert "formula" not in xml(data)


@settings(max_examples=25)
@given(st.lists(HOSTILE, min_size=5, max_size=5))
@RENDERERS
def test_hostile_texts_are_written_as_texts(render: Render, texts: list[str]) -> None:
    label, title, value, chapter, note = texts
    table = replace(
        small_table(Cell(value), Cell(label), label=label, title=title), notes=(note,), title=note
    )
    data = render(report_of(Chapter("c", chapter, (table,)), Chapter("d", chapter, (table,))))
    book = opened(data)
    assert len(book.sheet_names) == 3
    found = [text for name in book.sheet_names for text in values(book, name)]
    assert all(isinstance(text, str) and len(text) <= 32_767 for text in found)
    assert "<f>" not in xml(data)


@RENDERERS
def test_large_and_small_numbers_keep_the_fifteen_digits_of_excel(render: Render) -> None:
    written = [
        Decimal("-0.07"),
        Decimal("99999999999.99"),
        Decimal("1263153.00"),
        Decimal("38.4761904761905"),
    ]
    cells = tuple(Cell(str(number), number, NumberStyle.EUROS, 2, "a.b", Unit.EURO) for number in written)
    book = opened(render(report_of(Chapter("c", "C", (small_table(*cells),)))))
    assert numbers(book, "C") == written


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (NumberFormat(), "#,##0"),
        (NumberFormat(2, "€"), '#,##0.00" €"'),
        (NumberFormat(1, "%"), '#,##0.0" %"'),
        (NumberFormat(0, "%", signed=True), '"+ "#,##0" %";"− "#,##0" %";#,##0" %"'),
        (
            NumberFormat(2, "points", signed=True),
            '"+ "#,##0.00" points";"− "#,##0.00" points";#,##0.00" points"',
        ),
    ],
)
def test_number_codes_are_those_that_every_excel_reads(number: NumberFormat, code: str) -> None:
    assert number_code(number) == code


def test_sheet_names_are_allowed_and_unique() -> None:
    long = "Impayés de loyer et prévention des expulsions locatives"
    names = sheet_names(
        ("a/b:c?*[d]\\e", long, long, long.upper(), "", "History", "'cité'", "😀" * 40, "x" * 31)
    )
    assert names[:3] == ("a b c d e", "Impayés de loyer et prévention", "Impayés de loyer et 2")
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name and len(name.encode("utf-16-le")) <= 62 for name in names)
    assert not set("[]:*?/\\") & set("".join(names))
    assert not any(name.startswith("'") or name.endswith("'") for name in names)
    assert "history" not in {name.casefold() for name in names}


def test_header_of_a_single_table_stays_in_sight() -> None:
    data = render_xlsx(rich_report())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert '<pane ySplit="6" topLeftCell="A7"' in sheet
    assert 'fitToHeight="0"' in sheet


def test_charts_are_drawn_from_the_numbers_of_the_sheet() -> None:
    data = render_xlsx(report_of(interventions()))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        first = archive.read("xl/charts/chart1.xml").decode()
    assert len(charts) == 3
    assert "'Interventions et familles'!$B$" in first
    assert '<c:barDir val="bar"/>' in first
    assert "0A6A7C" in first
